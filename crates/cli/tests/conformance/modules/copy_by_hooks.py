# oracle: native
# copy and deepcopy
import copy, sys, gc

class Account:
    def __init__(self, owner, history):
        self.owner = owner; self.history = history
    def __eq__(self, o): return self.__dict__ == o.__dict__
a = Account("ann", [1, [2, 3]])
b = copy.copy(a); c = copy.deepcopy(a)
print(b.history is a.history, c.history is a.history, c.history[1] is a.history[1], c == a)
t = (1, "a", 2.5); print(copy.copy(t) is t, copy.deepcopy(t) is t)
t = (1, [2]); print(copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy(t))
l = [1]; l.append(l)
m = copy.deepcopy(l)
print(m, m[1] is m, m is l)
class Node:
    def __init__(self, v): self.v = v; self.peer = None
    def __repr__(self): return f"Node({self.v})"
x, y = Node(1), Node(2); x.peer, y.peer = y, x
memo = {}
z = copy.deepcopy(x, memo)
print(z, z.peer, z.peer.peer is z, len(memo), id(x) in memo, memo[id(x)] is z)
print(sys.getrefcount(x), sys.getrefcount(z))
class Custom:
    def __init__(self, n): self.n = n; self.log = []
    def __copy__(self):
        print("__copy__"); r = type(self)(self.n); r.log.append("copied"); return r
    def __deepcopy__(self, memo):
        print("__deepcopy__", type(memo).__name__, len(memo)); r = type(self)(copy.deepcopy(self.n, memo)); return r
k = Custom([1])
print(copy.copy(k).log, copy.deepcopy(k).n, copy.deepcopy([k, k])[0].n)
q = copy.deepcopy([k, k]); print(q[0] is q[1])
class Red:
    def __init__(self, a, b=2): self.a, self.b = a, b
    def __reduce__(self):
        print("reduce"); return (Red, (self.a, self.b))
r = copy.copy(Red(1, [3])); print(r.a, r.b)
class Slotted:
    __slots__ = ("p", "q")
s = Slotted(); s.p = [1]
s2 = copy.copy(s); print(s2.p is s.p, hasattr(s2, "q")); print(copy.deepcopy(s).p)
class St:
    def __init__(self): self.a = 1; self.cache = {}
    def __getstate__(self):
        d = dict(self.__dict__); d.pop("cache"); return d
    def __setstate__(self, d):
        print("setstate", d); self.__dict__.update(d); self.cache = "new"
print(vars(copy.copy(St())), vars(copy.deepcopy(St())))
class L(list):
    def __init__(self, *a): super().__init__(*a); self.tag = "t"
l = L([1, [2]]); l2 = copy.deepcopy(l); print(l2, l2.tag, type(l2).__name__, l2[1] is l[1])
print(copy.copy(print) is print, copy.deepcopy(Node) is Node, copy.copy({1: 2}), copy.copy({1}), copy.copy(bytearray(b"x")))
try:
    copy.copy(x for x in "ab")
except TypeError as e: print(e)
try: copy.deepcopy({"a": (i for i in "ab")})
except TypeError as e: print(e)
d = {"a": {"b": [1, 2]}}; e = d | {}; f = copy.deepcopy(d)
d["a"]["b"].append(3); print(e, f)
g = [[0] * 2] * 2; h = copy.deepcopy(g); h[0][0] = 1; print(h, h[0] is h[1])
print(gc.collect())
if sys.version_info >= (3, 13):
    from collections import namedtuple
    P = namedtuple("P", "x y"); print(copy.replace(P(1, 2), x=5))
