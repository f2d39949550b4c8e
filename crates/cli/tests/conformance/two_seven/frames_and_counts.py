# oracle: 2.7
# What a frame holds, and for how long: locals, the caller's stack, the last exception.
import sys
import weakref


class Thing(object):
    pass


def show(frame):
    return frame.f_code.co_name, sorted(frame.f_locals), frame.f_lineno - frame.f_code.co_firstlineno


def inner(x):
    y = Thing()
    return show(sys._getframe()), show(sys._getframe(1))


def outer():
    local = Thing()
    refs.append(weakref.ref(local))
    return inner(local)


refs = []
print outer(), refs[0]()


def keep():
    thing = Thing()
    refs.append(weakref.ref(thing))
    return sys._getframe()


frame = keep()
print refs[1]() is not None, frame.f_locals["thing"] is refs[1](), frame.f_back is sys._getframe()
del frame
print refs[1]()


def cycle():
    thing = Thing()
    refs.append(weakref.ref(thing))
    frame = sys._getframe()


cycle()
import gc
print refs[2]() is not None, gc.collect() > 0, refs[2]()


def count(thing):
    before = sys.getrefcount(thing)
    alias = thing
    after = sys.getrefcount(thing)
    del alias
    return before, after, sys.getrefcount(thing)


print count(Thing()), count(refs), [count(t) for t in (Thing(),)]


def default(a=Thing(), b=[]):
    b.append(a)
    return sys.getrefcount(a), len(b)


print default(), default(), default(Thing()), sys.getrefcount(default.func_defaults)


def deep(n, thing):
    return deep(n - 1, thing) if n else sys.getrefcount(thing)


print deep(0, Thing()), deep(1, Thing()), deep(5, Thing())
try:
    def endless():
        endless()
    endless()
except RuntimeError, e:
    print e
print sys.getrecursionlimit(), sys._getframe().f_back, sys._getframe().f_globals is globals()
x = Thing()
pairs = [(x, x), {x: x}, [x] * 3, set([x])]
print sys.getrefcount(x)
while pairs:
    pairs.pop()
    print sys.getrefcount(x),
print
