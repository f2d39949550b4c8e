# oracle: 2.7
# with: what the managers get, nesting, and what stays alive.
import contextlib
import sys


class Manager(object):
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        print "enter", self.name
        return self

    def __exit__(self, kind, value, traceback):
        print "exit", self.name, kind and kind.__name__, value, traceback is not None
        return self.name == "swallow"

    def __del__(self):
        print "del", self.name


with Manager("a") as a, Manager("b"):
    print "inside", a.name
print "after", a.name
with Manager("swallow"):
    raise ValueError("gone")
print "survived", sys.exc_info()[0]
sys.exc_clear()


@contextlib.contextmanager
def managed(name):
    print "begin", name
    try:
        yield name.upper()
    except KeyError, e:
        print "seen", repr(e)
    finally:
        print "end", name


with managed("x") as x:
    print x
with managed("y"):
    raise KeyError("k")
with contextlib.nested(managed("one"), managed("two")) as (one, two):
    print one, two


class Closing(object):
    def close(self):
        print "closed"


with contextlib.closing(Closing()):
    pass
try:
    with 5:
        pass
except AttributeError, e:
    print e


class Half:
    def __enter__(self):
        pass


try:
    with Half():
        pass
except AttributeError, e:
    print e
a = None
print "end"
