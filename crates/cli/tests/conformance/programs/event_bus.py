# oracle: native
# Event bus with closures and lambdas
import gc, sys
from collections import defaultdict
from functools import partial, wraps

class EventBus:
    def __init__(self):
        self.subs = defaultdict(list)
    def subscribe(self, event, fn=None):
        if fn is None:
            return partial(self.subscribe, event)
        self.subs[event].append(fn)
        return fn
    def publish(self, event, /, *args, **kw):
        return [fn(*args, **kw) for fn in self.subs.get(event, ())]

bus = EventBus()
@bus.subscribe("start")
def started(who, *, when="now"):
    """Called at start."""
    return f"{who} started {when}"
bus.subscribe("start", lambda who, **kw: (who, kw))
print(bus.publish("start", "app", when="later"))
print(bus.publish("nothing"), dict(bus.subs).keys())
print(started.__doc__, started.__name__, started.__kwdefaults__, started.__qualname__)

class Widget:
    def __init__(self, name, bus):
        self.name = name
        big = bytearray(1000)
        bus.subscribe("paint", lambda: f"paint {self.name} {len(big)}")
        bus.subscribe("close", self.close)
    def close(self): return f"close {self.name}"
    def __del__(self): print("widget del", self.name)
w = Widget("w1", bus)
print(sys.getrefcount(w))
fn = bus.subs["paint"][0]
print(fn.__closure__ and len(fn.__closure__), fn.__code__.co_freevars, fn.__qualname__)
print([type(c.cell_contents).__name__ for c in fn.__closure__])
print(fn.__closure__[1].cell_contents is w, sys.getsizeof(fn.__closure__[0]))
del w, fn
print(bus.publish("paint"), bus.publish("close"))
bus.subs["paint"].clear()
print("lambda gone")
bus.subs.pop("close")
print("all gone", sorted(bus.subs))
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    def get(): return n
    return inc, get
inc, get = counter()
inc(); inc()
print(get(), inc.__closure__[0] is get.__closure__[0], inc.__closure__[0].cell_contents)
fs = [lambda: i for i in range(3)]
print([f() for f in fs], [f() for f in [lambda i=i: i for i in range(3)]])
p = partial(int, base=2)
print(p("101"), p, p.func, p.args, p.keywords, sys.getsizeof(p))
def deco(f):
    @wraps(f)
    def wrapper(*a, **k):
        print("call", f.__name__); return f(*a, **k)
    return wrapper
@deco
def add(x, y): "adds"; return x + y
print(add(1, y=2), add.__name__, add.__wrapped__, add.__doc__) if 0 else print(add(1, y=2), add.__name__, add.__doc__)
