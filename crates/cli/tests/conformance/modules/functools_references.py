import functools, sys, gc
x = object()
@functools.lru_cache
def f(a): return a
f(x); print(sys.getrefcount(x)); f.cache_clear(); print(sys.getrefcount(x))
class A:
    @functools.cached_property
    def v(self): return x
a = A(); a.v; print(sys.getrefcount(x)); del a; print(sys.getrefcount(x))
@functools.lru_cache(maxsize=None)
def g(o): return 1
class B:
    def __del__(self): print("del B")
g(B()); print("kept"); g.cache_clear(); print("after")
class Leak:
    @functools.lru_cache
    def m(self): return 1
    def __del__(self): print("del Leak")
l = Leak(); l.m(); del l; print(gc.collect() >= 0); Leak.m.cache_clear(); print("end")
