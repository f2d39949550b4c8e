# oracle: 2.7
# exit: 1
# A traceback of 2.7: no marks under the line; what is still alive dies at the end, the last traceback first.
import sys


class Guard(object):
    def __init__(self, name, write=sys.stderr.write):
        self.name, self.write = name, write

    def __del__(self):
        self.write("del %s\n" % self.name)


def inner(x):
    guard = Guard("local of inner")
    return x["missing"]


def outer():
    guard = Guard("local of outer")
    try:
        inner({"a": 1})
    except KeyError, e:
        print "caught", e, repr(e)
        raise ValueError("nothing " +
                         "found")


_hidden = Guard("_hidden")
shown = Guard("shown")
outer()
