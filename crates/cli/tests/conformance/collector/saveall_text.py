import gc
import weakref


class Pair:
    def __init__(self, tag):
        self.tag = tag
        self.me = self

    def __del__(self):
        print("  del", self.tag)


class Quiet:
    __slots__ = ("link", "__weakref__")


gc.collect()
gc.disable()
gc.set_debug(gc.DEBUG_SAVEALL)
p = Pair("p")
r = weakref.ref(p, lambda r: print("  callback", r()))
ring = []
ring.append(ring)
q = Quiet()
q.link = q
del p, ring, q
print(gc.collect(), len(gc.garbage))
print(sorted(type(x).__name__ for x in gc.garbage), r() is None)
found = [x for x in gc.garbage if type(x) is Pair][0]
print(found.tag, found.me is found, gc.is_tracked(found), gc.is_finalized(found))
print(gc.collect(), len(gc.garbage), len(gc.get_referrers(found)))
gc.garbage.clear()
del found
print(gc.collect(), len(gc.garbage))
gc.garbage.clear()
gc.set_debug(0)
print(gc.collect(), gc.garbage, gc.get_debug())
gc.set_debug(gc.DEBUG_LEAK)
print(gc.get_debug(), gc.DEBUG_LEAK == gc.DEBUG_COLLECTABLE | gc.DEBUG_UNCOLLECTABLE | gc.DEBUG_SAVEALL)
gc.set_debug(0)
