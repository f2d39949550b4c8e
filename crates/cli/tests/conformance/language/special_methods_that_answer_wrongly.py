# The order in which two sides are asked, and special methods that give what they must not.
# exit: 1
class Ordered:
    def __init__(self, v): self.v = v
    def __lt__(self, o): print("lt", self.v, o.v); return self.v < o.v
    def __eq__(self, o): print("eq", self.v, o.v); return self.v == o.v
    def __repr__(self): return f"O{self.v}"
a, b = Ordered(1), Ordered(2)
print(a > b, a == b, a != b, sorted([b, a]), max(a, b), min([a, b]), [a, b].index(b), a in [a], b in [a], [a] == [a], (a, 1) < (b, 2), [a, b].count(a))
try: a <= b
except TypeError as e: print(e)
try: {a}
except TypeError as e: print(e)
class L:
    def __add__(self, o): print("L.add"); return NotImplemented
    def __eq__(self, o): print("L.eq"); return NotImplemented
    def __lt__(self, o): print("L.lt"); return NotImplemented
    def __iadd__(self, o): print("L.iadd"); return NotImplemented
class R(L):
    def __radd__(self, o): print("R.radd"); return "radd"
    def __eq__(self, o): print("R.eq"); return NotImplemented
    def __gt__(self, o): print("R.gt"); return "gt"
l, r = L(), R()
print(l + r, l == r, l != r, l < r, r + r)
l += r; print(l)
class Bool:
    def __bool__(self): print("bool"); return False
class BadBool:
    def __bool__(self): return 5
class Len:
    def __len__(self): print("len"); return 0
print(not Bool(), bool(Len()), Bool() and 1, [1 for _ in [0] if Len()], "T" if Bool() else "F")
try: bool(BadBool())
except TypeError as e: print(e)
class BadLen:
    def __init__(self, v): self.v = v
    def __len__(self): return self.v
for v in (-1, "a", 1.5, 2**100, None):
    try: len(BadLen(v))
    except Exception as e: print(type(e).__name__, e)
class H:
    def __init__(self, h): self.h = h
    def __hash__(self): return self.h
for h in (5, -1, 2**70, "a", None, True):
    try: print(hash(H(h)))
    except Exception as e: print(type(e).__name__, e)
class Ix:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
print([1, 2, 3][Ix(1)], hex(Ix(255)), range(Ix(3)), "ab" * Ix(2), int(Ix(7)), bytes(Ix(2)), round(1.255, Ix(2)), float(Ix(2)), complex(Ix(1)))
for v in ("a", 1.5):
    try: [1][Ix(v)]
    except TypeError as e: print(e)
class Str:
    def __str__(self): return 5
    def __repr__(self): return None
    def __format__(self, s): return 5
    def __bytes__(self): return "a"
    def __int__(self): return "a"
    def __float__(self): return 5
    def __complex__(self): return "a"
    def __dir__(self): return 5
    def __iter__(self): return 5
    def __hash__ (self): return "a"
    def __contains__(self, x): return "yes"
    def __trunc__(self): return 5
    def __reversed__(self): return "rev"
    def __round__(self): return "rnd"
    def __divmod__(self, o): return "dm"
    def __enter__(self): return 5
    def __fspath__(self): return 5
    def __length_hint__(self): return "x"
for fn in (str, repr, format, bytes, int, float, complex, dir, iter, hash, reversed, round, list, tuple, set, dict, sum, any, sorted, abs, len, bool, callable, ascii, "{}".format, "%s".__mod__, lambda x: f"{x!a}", lambda x: 1 in x, lambda x: divmod(x, 1), lambda x: [*x], lambda x: x[0]):
    try: print(fn(Str()))
    except Exception as e: print(type(e).__name__, e)
