# sorting with keys
import operator, functools, sys, random
from collections import namedtuple
S = namedtuple("S", "name grade age")
st = [S("john", "A", 15), S("jane", "B", 12), S("dave", "B", 10)]
print(sorted(st, key=lambda s: s.age)); print(sorted(st, key=operator.itemgetter(1, 2))); print(sorted(st, key=operator.attrgetter("grade", "age"), reverse=True))
print(operator.attrgetter("name"), operator.itemgetter(1, 2), operator.methodcaller("upper")("x"), operator.methodcaller("split", ",", maxsplit=1))
calls = 0
def key(x):
    global calls; calls += 1; return -x
print(sorted([3, 1, 2], key=key), calls)
def cmp(a, b): return (a > b) - (a < b)
print(sorted("banana", key=functools.cmp_to_key(cmp)), sorted(["b", "A", "c"], key=str.lower), sorted([True, 0, 2.5, -1]))
l = [5, 2, 9]; print(l.sort(), l, sorted(l, reverse=True), list(reversed(l)))
try: sorted([1, "a"])
except TypeError as e: print(e)
try: sorted([1, None, 2])
except TypeError as e: print(e)
try: sorted([{}, {}])
except TypeError as e: print(e)
try: [1].sort(cmp)
except TypeError as e: print(e)
try: sorted([1j, 2j])
except TypeError as e: print(e)
class K:
    n = 0
    def __init__(self, v): self.v = v
    def __lt__(self, o): K.n += 1; return self.v < o.v
    def __repr__(self): return f"K{self.v}"
print(sorted([K(3), K(1), K(2)]), K.n, min([K(5), K(4)]), max(K(1), K(9)) if 0 else "")
random.seed(42); data = [random.randint(0, 99) for _ in range(20)]; print(data, sorted(data)[:5])
K.n = 0; sorted(map(K, data)); print(K.n)
K.n = 0; sorted(map(K, range(100))); print(K.n); K.n = 0; sorted(map(K, range(100, 0, -1))); print(K.n)
class Evil:
    def __lt__(self, o): l.append(1); return True
l = [Evil(), Evil()]
try: l.sort()
except ValueError as e: print(e)
l = [1, 2, 3]
def peek(x): print(len(l), end=" "); return x
l.sort(key=peek); print(l)
import bisect, heapq
xs = [10, 20, 30]; bisect.insort(xs, 25); print(xs, bisect.bisect(xs, 20), bisect.bisect_left(xs, 20), bisect.bisect([(1, "a"), (2, "b")], 1, key=lambda t: t[0]))
h = []; [heapq.heappush(h, v) for v in [5, 1, 4]]; print(h, heapq.heappop(h), h, heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, [4, 2, 9]), list(heapq.merge([1, 4], [2, 3])))
heapq.heapify(data); print(data[:6], heapq.heappushpop(data, 0), heapq.heapreplace(data, 7))
print(sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1]), sorted([(1, "b"), (1, "a")]), sorted([[2], [1, 5]], key=len), sorted("aAbB", key=lambda c: (c.lower(), c.isupper())))
@functools.total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(V(1) <= V(1), V(2) > V(1), V(1) >= V(2), V.__le__.__name__, V.__hash__)
print(min([], default="none"), max("abc", key=ord), min((3, 1), (2, 9)), max({"a": 3, "b": 7}, key={"a": 3, "b": 7}.get), sum([[1], [2]], []), all([]), any([0, ""]))
for e in ("min([])", "max()", "min(1)", "sum(['a'])", "sum('ab', '')", "max(1, 'a')", "sorted(5)", "sorted()", "min([1], key=5)"):
    try: print(eval(e))
    except Exception as ex: print(e, type(ex).__name__, ex)
