import gc
import sys
import weakref


class Res:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def closing(*args, **kw):
    print("close", args, kw)
    return "result"


a, b, c = Res("a"), Res("b"), Res("c")
f = weakref.finalize(a, closing, "a", mode=1)
print(f.alive, f.atexit, f.peek()[0] is a, f.peek()[2:], f())
print(f.alive, f.atexit, f.peek(), f.detach(), f())
g = weakref.finalize(b, closing, "b")
got = g.detach()
print(got[0] is b, got[2:], g.alive)
del got
h = weakref.finalize(b, closing, "second")
weakref.finalize(b, closing, "third")
h.atexit = False
del b
for call in (lambda: weakref.finalize(), lambda: weakref.finalize(a), lambda: weakref.finalize(5, closing)):
    try:
        call()
    except TypeError as e:
        print(str(e)[:60])
print(weakref.getweakrefcount(c), repr(f).replace(hex(id(f)), "HERE"))
weakref.finalize(c, closing, "at exit 1")
weakref.finalize(c, lambda: 1 // 0)
last = weakref.finalize(c, closing, "at exit 3", gc_on=True)
never = weakref.finalize(c, closing, "never")
never.atexit = False
class Maker:
    pass
m = Maker()
weakref.finalize(m, lambda: (weakref.finalize(c, closing, "made late"), print("gc", gc.isenabled())))
a.me = a
weakref.finalize(a, closing, "cycle")
del a
print("collected", gc.collect() > 0)
sys.excepthook = lambda kind, value, tb: print("hook", kind.__name__, value)
print("end", last.alive, repr(never).startswith("<finalize object at 0x"), repr(never).split("; ")[1].split(" at ")[0])
