# oracle: native
import sys
g = sys.getsizeof
x = 1
def rnd(n):
    global x
    x = (x * 1103515245 + 12345) % 2147483648
    return (x >> 8) % n
for span in (10, 60, 400, 3000):
    s = set(); out = []
    for step in range(600):
        k = rnd(span)
        if rnd(4): s.add(k)
        else: s.discard(k)
        if not out or out[-1][1] != g(s): out.append((len(s), g(s)))
    print(span, out)
for n in (0, 1, 4, 5, 8, 16, 17, 19, 20, 33, 76, 77, 100, 306, 307, 1000):
    r = range(n)
    print(n, g(set(r)), g(frozenset(r)), g(set(list(r))), g({i for i in r}), g(set(r) | set(r)), g(set(r).copy()), g(set(dict.fromkeys(r))), g(set(set(r))), g(set(r) - set(range(n // 2))), g(set(r) & set(range(n // 2))), g(set(r) ^ {-1}), g(set(r).union(range(n * 2))), g(frozenset(set(r))))
s = set(range(100)); 
while s: s.pop()
print(g(s)); s.add(1); print(g(s)); s.clear(); print(g(s)); s |= set(range(50)); print(g(s)); s -= set(range(50)); print(g(s)); s.update(range(30)); print(g(s)); s = s.copy(); print(g(s)); s.difference_update(range(29)); print(g(s), s); s.intersection_update([29]); print(g(s)); s.add(99); print(g(s))
print(g({1,2,3,4,5}), g({1,2,3,4,5,6}), g({*range(5)}), g(frozenset({1,2})), g(set("hello")), g(set()))
