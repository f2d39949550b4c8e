import copy, sys
l = [1,[2,3],(4,[5])]
s = copy.copy(l); d = copy.deepcopy(l); print(s == l, s[1] is l[1], d[1] is l[1], d[2] is l[2], d)
t = (1,2); print(copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy((1,[2])) is not None)
r = []; r.append(r); c = copy.deepcopy(r); print(c[0] is c, c is r)
class A:
    def __init__(self, x): self.x = x
a = A([1]); b = copy.copy(a); e = copy.deepcopy(a); print(b.x is a.x, e.x is a.x, type(e))
class B:
    __slots__ = ("p", "q")
    def __init__(self): self.p = [1]
b = B(); print(copy.copy(b).p is b.p, copy.deepcopy(b).p, hasattr(copy.copy(b), "q"))
class C:
    def __copy__(self): print("copy"); return "c"
    def __deepcopy__(self, memo): print("deep", type(memo)); return "d"
print(copy.copy(C()), copy.deepcopy([C()]))
class D:
    def __reduce__(self): return (list, ((1,2),))
print(copy.copy(D()), copy.deepcopy(D()))
class E:
    def __getstate__(self): return {"k": 1}
    def __setstate__(self, st): self.st = st
print(copy.copy(E()).st, copy.deepcopy(E()).st)
m = {}; x = [1]; y = copy.deepcopy([x, x], m); print(y[0] is y[1], len(m), id(x) in m)
print(copy.deepcopy({1:[2]}), copy.deepcopy({1,2}), copy.deepcopy(frozenset([1])), copy.copy(len) is len, copy.deepcopy(A) is A)
try: copy.copy(x for x in ())
except TypeError as e: print(e)
try: copy.deepcopy(sys)
except TypeError as e: print(e)
class F(list): pass
f = F([1]); f.z = 3; g = copy.copy(f); print(g, g.z, type(g))
class G(dict): pass
print(copy.deepcopy(G(a=[1])), copy.copy(bytearray(b"a")))
if sys.version_info >= (3,13):
    class P:
        def __replace__(self, **k): return k
    print(copy.replace(P(), a=1))
    try: copy.replace(1)
    except TypeError as e: print(e)
before = sys.getrefcount(x); z = copy.deepcopy(x); print(sys.getrefcount(x) - before)
try: raise copy.Error("x")
except copy.error as e: print(e)
