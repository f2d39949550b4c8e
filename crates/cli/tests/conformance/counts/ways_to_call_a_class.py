# What holds an object and its argument while `__init__` runs, whichever way the class is called.
import sys
rc = sys.getrefcount
class C:
    def __init__(self, p): print('init', rc(self), rc(p))
o = object()
class M(type): pass
class D(metaclass=M):
    def __init__(self, p): print('init', rc(self), rc(p))
C.__init__(C.__new__(C), o); x = C.__new__(C); x.__init__(o); C.__init__(x, o)
print('a'); C.__call__(o)
print('b'); type.__call__(C, o)
print('c'); C.__call__(*[o])
print('d'); type.__call__(*[C, o])
print('e'); f = C.__call__; f(o)
print('f'); D(o)
print('g'); D.__call__(o)
from functools import partial
print('h'); partial(C, o)()
print('i'); list(map(C, [o]))
print('j'); partial(C)(o)
print('k'); C.__call__(p=o)
print('l'); C(p=o)
print('m'); C(*(o,)); 
def mk(cls, *a): return cls(*a)
print('n'); mk(C, o)
def mk2(cls, *a, **k): return cls(*a, **k)
print('o'); mk2(C, o)
def mk3(cls, *a): return type.__call__(cls, *a)
print('p'); mk3(C, o)
def mk4(cls, *a, **k): return type.__call__(cls, *a, **k)
print('q'); mk4(C, o); mk4(C, p=o)
class S(type):
    _i = {}
    def __call__(cls, *a, **k):
        if cls not in cls._i: cls._i[cls] = super().__call__(*a, **k)
        return cls._i[cls]
class T(metaclass=S):
    def __init__(self, p): print('init', rc(self), rc(p))
print('r'); t = T(o); print(rc(t), T(o) is t)
class U:
    def __new__(cls, *a): self = super().__new__(cls); print('new', rc(self), [rc(v) for v in a]); return self
    def __init__(self, p): print('init', rc(self), rc(p))
print('s'); U(o); U.__call__(o); type.__call__(U, o)
class V:
    def __init__(self, p): self.p = p; print('init', rc(self), rc(p))
    @classmethod
    def make(cls, *a): return cls(*a)
print('t'); V.make(o); v = V(o); print(rc(v), rc(o))
