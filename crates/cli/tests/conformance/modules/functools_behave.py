import functools, sys, gc
@functools.lru_cache(maxsize=2)
def f(x): return x*2
f(1); f(2); f(1); f(3); print(f.cache_info(), f.__name__, f.__wrapped__.__name__, f.cache_parameters()); f.cache_clear(); print(f.cache_info())
@functools.cache
def fib(n): return n if n < 2 else fib(n-1)+fib(n-2)
print(fib(50), fib.cache_info())
p = functools.partial(pow, 2, mod=5) if False else functools.partial(int, base=2); print(p("101"), p.func, p.args, p.keywords, p)
print(functools.reduce(lambda a,b:a+b,[1,2,3],10))
try: functools.reduce(lambda a,b:a, [])
except TypeError as e: print(e)
def deco(g):
    @functools.wraps(g)
    def w(*a): "wdoc"; return g(*a)
    return w
@deco
def g(): "gdoc"
print(g.__name__, g.__doc__, g.__wrapped__.__name__, g.__qualname__)
class A:
    @functools.cached_property
    def v(self): print("computing"); return 42
a = A(); print(a.v, a.v, a.__dict__, type(A.v).__name__); del a.v; print(a.v)
@functools.total_ordering
class T:
    def __init__(s,n): s.n=n
    def __eq__(s,o): return s.n==o.n
    def __lt__(s,o): return s.n<o.n
print(T(1)<=T(2), T(3)>T(2), T(1)>=T(2))
@functools.singledispatch
def h(x): return "obj"
@h.register
def _(x: int): return "int"
@h.register(list)
def _(x): return "list"
print(h(1), h([]), h(""), h(True), h.dispatch(int).__name__, list(h.registry))
print(sorted([3,1,2], key=functools.cmp_to_key(lambda a,b:b-a)))
class C:
    @functools.partialmethod
    def nope(self): pass
class D:
    def s(self, k, v): print(k, v)
    t = functools.partialmethod(s, "key")
D().t(1)
try: f([])
except TypeError as e: print(e)
try: functools.total_ordering(type("X",(),{}))
except ValueError as e: print(e)
@functools.lru_cache
def k(*a, **kw): return 1
k(1, a=2); k(1, a=2); k(1.0, a=2); k(a=2); print(k.cache_info())
try: functools.lru_cache("a")
except TypeError as e: print(e)
class M:
    @functools.lru_cache
    def m(self): return 1
    @functools.singledispatchmethod
    def n(self, x): return "o"
    @n.register
    def _(self, x: int): return "i"
M().m(); print(M.m.cache_info(), M().n(1), M().n("s"))
