# oracle: native
def show(*a): print(*a)
for v in [0, 1, -1, -2, 2**61 - 2, 2**61 - 1, 2**61, -(2**61 - 1), -(2**61), 2**64, -2**64, 10**30, -10**30, True, 0.0, -0.0, 1.0, 1.5, -1.5, 0.1, 1e300, 1e-300, 5e-324, float("inf"), float("-inf"), 2.0**61, 1e22, 123456789.125, 1j, 1+2j, -1j, 0.5+0.25j, 1+0j, (), (1,), (1, 2), (2, 1), (1, (2, 3)), (None == None,), (0, 0, 0), tuple(range(10)), (1.5, 2), frozenset(), frozenset([1]), frozenset([1, 2, 3]), frozenset(range(100)), frozenset([frozenset(), 1]), range(5), range(1, 10, 2), range(10, 0, -3), (True, False), (-1,), (10**30, -5.25)]:
    show(repr(v)[:40], hash(v))
class H:
    def __init__(self, v): self.v = v
    def __hash__(self): return self.v
for v in [-1, 2**61, 2**64, -2**63, 10**40, True]:
    show(v, hash(H(v)))
for v in ["a", None, 1.5]:
    try: hash(H(v))
    except TypeError as e: print(e)
print(hash(1) == hash(1.0) == hash(1+0j) == hash(True), {1: "a", 1.0: "b", True: "c", 1+0j: "d"})
print({0.1 + 0.2, 0.3, 1/3}, {2**61 - 1: 0, 0: 1}, hash(2**61 - 1), hash(float("nan")) == hash(float("nan")), float("nan") in [float("nan")])
n = float("nan"); print(n in [n], [n] == [n], (n,) == (n,), {n: 1} == {n: 1}, n == n, {n} == {n}, [n].index(n), [n].count(n), max(n, 1), max(1, n), sorted([3, n, 1]))
print(hash(slice), hash(len)) if 0 else None
print(hash(-0.0), hash(0.5), hash(2.5), hash(-2.5), hash(1e16), hash(3.14), hash(-3.14), hash(2**100 + 0.0), hash(1.1e-10))
