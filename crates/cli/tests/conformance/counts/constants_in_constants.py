# The syntax tree of the script holds the parts of constants as well.
import sys
t = (1.5, 'hello world', (2.5, 'x y'), b'bytes', 1 + 2j)
print([sys.getrefcount(x) for x in t], sys.getrefcount(t[2][0]), sys.getrefcount(t[2][1]), sys.getrefcount(t))
for e in ((1.25,), (1.75, 'z z')):
    print(sys.getrefcount(e), sys.getrefcount(e[0]))
def f():
    u = (3.5, 'hello there', (4.5, 'p q'))
    return [sys.getrefcount(x) for x in u], sys.getrefcount(u[2][0]), sys.getrefcount(u)
print(f())
x = 'a b' in ('a b', 'c d')
y = {1.5: 'k'}[1.5]
print(sys.getrefcount((7.5,)), sys.getrefcount([9.5, 'q q', (1.0,)][2]), sys.getrefcount({'m m', 'n n', (11.5,)}))
l = [21.5, 22.5, 23.5, (24.5,)]
print([sys.getrefcount(v) for v in l])
s = -1.5, +2.5, 3.0 * 2, 'ab' * 2 + 'c'
print([sys.getrefcount(v) for v in s])
