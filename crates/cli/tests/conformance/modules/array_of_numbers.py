# oracle: native
import sys, gc, copy
from array import array
# An array keeps C numbers, not objects: four bytes an int instead of a pointer and an object.
a = array('i')
sizes = []
for i in range(60):
    a.append(i)
    if not sizes or sizes[-1] != sys.getsizeof(a):
        sizes.append(sys.getsizeof(a))
print(sizes, len(a), a.itemsize, a.typecode)
for code in "bBhHiIlLqQfd":
    print(code, array(code).itemsize, sys.getsizeof(array(code)), sys.getsizeof(array(code, [1, 2, 3])), end="; ")
print()
print(sys.getsizeof(array('d', range(100))), sys.getsizeof(array('d', list(range(100)))), sys.getsizeof(list(range(100))))
big = 10 ** 6
before = sys.getrefcount(big)
b = array('i', [big, big])
print(sys.getrefcount(big) - before, b[0] == big, b)
print(gc.is_tracked(a), sys.getsizeof(a[:3]), sys.getsizeof(a + a), array('i') == array('i', []))
while len(a) > 2: a.pop()
print(sys.getsizeof(a), a, a.tolist(), a.count(1), a.index(1))
for bad in (lambda: array('b', [200]), lambda: array('i', ['x']), lambda: array('z'), lambda: array('i').pop(),
            lambda: a[9], lambda: array('i', "ab"), lambda: array('B', [-1]), lambda: a + [1], lambda: array('h', [70000])):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
c = copy.copy(a); c[0] = 5; print(a[0], c[0], c * 2, list(reversed(c)), 5 in c, sum(c), max(c))
print(array('b', b'abc'), array('b', b'abc').tobytes(), array('f', [0.1])[0])
