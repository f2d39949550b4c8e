import gc
import weakref

saved = []
gc.collect()


class Cat:
    lives = 9

    def __init__(self, name, friend=None):
        self.name = name
        self.friend = friend

    def __del__(self):
        print("  del", self.name, gc.is_finalized(self))
        if self.name.startswith("back"):
            saved.append(self)


# By count: what a revived object refers to is revived with it, and was never finalized.
a = Cat("back a", Cat("inside"))
r = weakref.ref(a, lambda r: print("  callback a"))
inner = weakref.ref(a.friend, lambda r: print("  callback inside"))
del a
print(r() is None, inner() is not None, len(saved), gc.is_finalized(saved[0]))
saved.clear()
print(inner(), len(saved))
# In a cycle: one revives, all stay; none is finalized again.
x, y, z = Cat("back x"), Cat("y"), Cat("z")
x.friend, y.friend, z.friend = y, z, x
ry = weakref.ref(y, lambda r: print("  callback y"))
del x, y, z
print(gc.collect(), len(saved), ry())
print(saved[0].friend.name, saved[0].friend.friend.name)
before = weakref.ref(saved[0].friend)
saved.clear()
print(gc.collect(), before())
# A finalizer that puts a new object into the cycle.
class Grows:
    def __del__(self):
        self.extra = Cat("extra", self)
        print("  grown", gc.is_finalized(self.extra))
g = Grows()
g.me = g
del g
print(gc.collect())
print(gc.collect())
# Revived through the callback's own closure.
class Late:
    def __del__(self):
        keep.append(weakref.ref(self))
        print("  late", keep[-1]() is self)
keep = []
late = Late()
del late
print(keep[0]() is None)
