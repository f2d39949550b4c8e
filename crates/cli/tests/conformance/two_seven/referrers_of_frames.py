# oracle: 2.7
# Frames are objects that the collector sees: they are among the referrers of what is local.
import gc
import sys


class Thing(object):
    pass


class Old:
    pass


def names(referrers):
    return [type(r).__name__ for r in referrers]


def local():
    thing = Thing()
    print names(gc.get_referrers(thing)),
    box = [thing]
    print names(gc.get_referrers(thing)), gc.get_referrers(thing)[1] is box


def closure():
    thing = Thing()

    def inner():
        return thing
    return names(gc.get_referrers(thing)), names(gc.get_referrers(inner.func_closure[0]))


gc.collect()
local()
print closure()
thing = Thing()
print names(gc.get_referrers(thing)), gc.get_referrers(thing)[0] is globals()
thing.friend = old = Old()
old.back = thing
print sorted(names(gc.get_referrers(thing))), sorted(names(gc.get_referrers(old)))
print names(gc.get_referents(thing)), names(gc.get_referents(old)), gc.get_referents(old)[1] is old.__dict__
print gc.get_referents([1, "a"]) == ["a", 1], gc.get_referents({1: "a"}), gc.get_referents((1, 2)), gc.get_referents(5)


def depth(n):
    frame = sys._getframe()
    if n:
        return depth(n - 1)
    count = 0
    while frame:
        count += 1
        frame = frame.f_back
    return count


print depth(3), sys._getframe().f_code.co_name, sys._getframe().f_lineno, sys._getframe().f_back
for x in (1, "a", [], {}, {1: []}, (), Thing(), Old(), Thing, Old, depth, len, set(), u"", gc):
    print gc.is_tracked(x),
print
