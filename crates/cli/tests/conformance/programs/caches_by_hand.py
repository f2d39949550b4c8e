# oracle: native
# LRU cache written by hand, memoize with WeakValueDictionary, plus OrderedDict
from collections import OrderedDict
import weakref, sys, functools, gc
class LRU:
    def __init__(self, cap): self.cap = cap; self.d = OrderedDict(); self.hits = self.misses = 0
    def get(self, k):
        try: self.d.move_to_end(k); self.hits += 1; return self.d[k]
        except KeyError: self.misses += 1; return None
    def put(self, k, v):
        self.d[k] = v; self.d.move_to_end(k)
        if len(self.d) > self.cap: return self.d.popitem(last=False)
    def __repr__(self): return f"LRU({list(self.d.items())})"
c = LRU(2); print(c.put("a", 1), c.put("b", 2), c.get("a"), c.put("c", 3), c.get("b"), c, c.hits, c.misses)
class Image:
    cache = weakref.WeakValueDictionary()
    def __new__(cls, name):
        o = cls.cache.get(name)
        if o is None: o = super().__new__(cls); cls.cache[name] = o; print("load", name)
        return o
    def __init__(self, name): self.name = name
i1, i2 = Image("a"), Image("a"); print(i1 is i2, len(Image.cache), list(Image.cache)); del i1, i2; print(len(Image.cache)); Image("a")
def memoize(f):
    cache = {}
    @functools.wraps(f)
    def inner(*a):
        if a not in cache: cache[a] = f(*a)
        return cache[a]
    inner.cache = cache; return inner
@memoize
def sq(x): print("calc", x); return x * x
print(sq(3), sq(3), sq.cache, sq.__name__, sys.getsizeof(sq.cache))
@functools.singledispatch
def show(x): return f"obj {x!r}"
@show.register
def _(x: int): return f"int {x}"
@show.register(list)
def _(x): return f"list {len(x)}"
print(show(1), show([1]), show("s"), show(True), show.registry.keys(), show.dispatch(bool).__name__)
print(functools.reduce(lambda a, b: a + b, [1, 2, 3], 10), functools.partial(max, 5)(3))
try: functools.reduce(max, [])
except TypeError as e: print(e)
@functools.lru_cache(maxsize=2, typed=True)
def t(x): return type(x).__name__
print(t(1), t(1.0), t(True), t.cache_info(), t.cache_parameters())
class Cell:
    def __init__(self): self._alive = False
    @property
    def alive(self): return self._alive
    def set_state(self, s): self._alive = s
    set_alive = functools.partialmethod(set_state, True)
c = Cell(); c.set_alive(); print(c.alive)
class D(dict):
    def __missing__(self, k): self[k] = v = k * 2; return v
    def __setitem__(self, k, v): print("set", k); super().__setitem__(k, v)
d = D(a=1); print(d["x"], d, d.get("q"), "q" in d); d.update(z=3); print(d)
from collections import UserDict, UserList, UserString
class U(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
u = U({"ABC": 1}); u["Def"] = 2; print(u, u.data, "abc" in u, len(u), dict(u)); print(UserList([1, 2]) + [3], UserString("ab").upper())
d1 = {"a": 1, "b": 2}; v = d1.keys(); d1["c"] = 3; print(v, v & {"a", "z"}, d1.items() >= {("a", 1)}, list(reversed(d1)), d1 | {"a": 9}, dict(zip("ab", [1, 2])), {**d1, "q": 0}, dict.fromkeys("ab", 0), d1.popitem(), d1.pop("zz", None))
try:
    for k in d1: d1[k + "x"] = 1
except RuntimeError as e: print(e)
try: {[]: 1}
except TypeError as e: print(e)
try: d1.pop("nope")
except KeyError as e: print("KeyError", e)
try: dict([1, 2])
except TypeError as e: print(e)
try: dict(["abc"])
except ValueError as e: print(e)
