l = [1]; l.append(l); print(l, [l], (l,), {"k": l})
d = {}; d["self"] = d; d[1] = [d]; print(d, repr(d.values()), d.items(), d.keys())
t = ([],); t[0].append(t); print(t)
class C:
    def __init__(self): self.l = [self]
    def __repr__(self): return "C(%r)" % self.l
try: print(C())
except RecursionError as e: print("RecursionError", e)
a = [1]; b = [a, a]; a.append(b); print(a, b)
from collections import deque, OrderedDict, defaultdict, Counter
q = deque([1]); q.append(q); print(q)
o = OrderedDict(); o["o"] = o; print(o)
dd = defaultdict(list); dd[1].append(dd); print(dd)
from types import SimpleNamespace
n = SimpleNamespace(x=1); n.n = n; print(n)
s = frozenset([1]); print(s, {s}, set(), frozenset(), [set(), {0}], (1,), (), [()], {(): ()})
for x in ["a'b", 'a"b', "a'b\"c", "\n\t\r\\", "\x00\x1f\x7f\x80\xa0\xad", "é", "\u200b", "😀", "\u0378", "\U0010ffff", b"a'b", b'"', b"\x00\xff\n", bytearray(b"x'"), 1e16, 1e15, 123456789012345678.0, 1e-4, 1e-5, 0.1, 1/3, 1e22, 1e23, -0.0, float("nan"), 1j, -1j, 1-1j, complex(-0.0, -0.0), complex("nan"), complex(float("inf"), -1), 10**25, True, None, ..., NotImplemented, range(3), range(1, 3), range(1, 9, 2), slice(1), slice(1, None, "a"), int, type, type(None), type(...), print, len, [].append, str.upper, int.__add__, (1).__add__, type(len), memoryview, dict.fromkeys, int | str, list[int], dict[str, "x"], tuple[int, ...], int | None, Exception("a"), ValueError(), KeyError("k"), OSError("no"), Exception(1, "b"), StopIteration(5)]:
    r = ascii(x); print(r if "0x" not in r else r[:r.index("0x")], str(x) == repr(x))
print(enumerate, zip, map, filter, reversed, property, classmethod, staticmethod, super, object, bytes, frozenset, range, slice)
class K: pass
class L(list): pass
class D(dict): pass
class S(set): pass
class T(tuple): pass
class I(int): pass
class F(float): pass
class St(str): pass
print(L([1]), D(a=1), S([1]), T((1,)), I(5), F(2.5), St("q"), repr(St("q")), [St("q")], S(), L(), D())
print(repr(K)[:20], K.__name__, K.__qualname__, type(K()).__name__, repr(K()).split(" at ")[0])
