# oracle: 2.7
# What functions refer to: no built-ins, no qualified name. Frames that hold their own locals.
from __future__ import print_function
import sys, gc
def gen():
    x = []
    try:
        yield sys.getrefcount(x)
        yield 2
    finally:
        print('closing')
g = gen()
print(next(g), g.gi_running, g.gi_frame.f_lineno)
g.close()
print(g.gi_frame)
g = gen(); g.next(); del g
print('deleted')
def outer():
    n = []
    def inner():
        return n
    return inner
f = outer()
print(f.func_closure[0].cell_contents, sys.getrefcount(f.func_closure[0]), len(gc.get_referents(f)))
print(sorted(type(x).__name__ for x in gc.get_referents(f)))
def default(a, b=[]):
    b.append(a); return b
print(default(1), default(2), sys.getrefcount(default.func_defaults[0]), default.__defaults__)
def fr():
    f = sys._getframe()
    return f.f_code.co_name, f.f_back is not None, sorted(f.f_locals)
print(fr())
class D(dict): pass
d = D(a=1); d.x = d; del d
print(gc.collect())
print([t.__name__ for t in map(type, gc.get_referents([1, 'a', (2,)]))])
