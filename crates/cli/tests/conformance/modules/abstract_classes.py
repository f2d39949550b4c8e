from abc import ABC, abstractmethod, ABCMeta
class A(ABC):
    @abstractmethod
    def f(self): ...
    @property
    @abstractmethod
    def g(self): ...
    @classmethod
    @abstractmethod
    def h(cls): ...
try: A()
except TypeError as e: print(e)
class B(A):
    def f(self): return 1
try: B()
except TypeError as e: print(e)
class C(B):
    g = 1
    h = 2
print(C().f(), A.__abstractmethods__ == {"f","g","h"}, isinstance(C(), A), issubclass(C, A), type(A))
@A.register
class V: pass
print(isinstance(V(), A), issubclass(V, A))
class H(ABC):
    @classmethod
    def __subclasshook__(cls, c): return any("go" in k.__dict__ for k in c.__mro__) or NotImplemented
class G:
    def go(self): pass
print(isinstance(G(), H), isinstance(1, H))
import collections.abc as ca
print(isinstance([], ca.Sequence), isinstance({}, ca.Mapping), isinstance(iter([]), ca.Iterator), isinstance(len, ca.Callable), isinstance((i for i in ()), ca.Generator), issubclass(int, ca.Hashable), isinstance([], ca.Hashable))
class Seq(ca.Sequence):
    def __getitem__(self, i): return [1,2,3][i]
    def __len__(self): return 3
s = Seq(); print(list(s), 2 in s, s.index(3), list(reversed(s)), s.count(1))
class Bad(ca.Sequence): pass
try: Bad()
except TypeError as e: print(e)
class MM(ca.MutableMapping):
    def __init__(s): s.d = {}
    def __getitem__(s,k): return s.d[k]
    def __setitem__(s,k,v): s.d[k]=v
    def __delitem__(s,k): del s.d[k]
    def __iter__(s): return iter(s.d)
    def __len__(s): return len(s.d)
m = MM(); m["a"]=1; m.update(b=2); print(dict(m), m.pop("a"), m.get("z"), m.setdefault("q",5), list(m.items()), list(m.keys()), "b" in m, m == {"b":2,"q":5}, m.popitem()); m.clear(); print(len(m))
