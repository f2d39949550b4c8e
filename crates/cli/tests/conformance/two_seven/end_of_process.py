# oracle: 2.7
# The end: atexit, then names with one underscore, then the others, then builtins; cycles are left.
import atexit
import sys


class Thing(object):
    def __init__(self, name, write=sys.stdout.write):
        self.name, self.write = name, write

    def __del__(self):
        self.write("del %s %s\n" % (self.name, Thing is None and "no class any more" or "class"))


class Old:
    write = sys.stdout.write

    def __init__(self, name):
        self.name = name

    def __del__(self, write=sys.stdout.write):
        write("del old %s\n" % self.name)


def last(what):
    print "atexit", what


atexit.register(last, "first registered")
atexit.register(last, what="second")
_early = Thing("_early")
late = Thing("late")
old = Old("old")
held = [Thing("in a list"), Thing("too")]
cycle = Thing("cycle")
cycle.me = cycle
__private = Thing("__private")


def function(default=Thing("default of a function")):
    pass


class Holder(object):
    attribute = Thing("class attribute")


shared = {"a": late}
del late
print "end of the script"
