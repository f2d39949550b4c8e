# oracle: 2.7
# sys.getsizeof in 2.7: the collector's head is 32 bytes, a dict has eight entries inside, long and unicode are types.
import sys


class Old:
    pass


class New(object):
    pass


class Slots(object):
    __slots__ = ("a", "b")


class Text(str):
    pass


class Pair(tuple):
    pass


def f(a, b=1):
    yield a


size = sys.getsizeof
print "int", size(0), size(sys.maxint), size(True), "long", size(0L), size(1L), size(2L ** 30), size(-(2L ** 90))
print "float", size(1.5), size(1j), "str", size(""), size("abc"), size(Text("abc"))
print "unicode", size(u""), size(u"abc"), size(u"\u20ac"), "None", size(None), size(object())
print "list", size([]), size([1]), size([1, 2, 3]), size(range(10)), size([0] * 10), size(list("abc"))
print "tuple", size(()), size((1,)), size((1, 2, 3)), size(Pair()), size(Pair((1,)))
print "dict", size({}), size(dict.fromkeys(range(5))), size(dict.fromkeys(range(6))), size(dict(a=1, b=2))
print "set", size(set()), size(set(range(5))), size(set(range(6))), size(frozenset())
print "instances", size(Old()), size(New()), size(Slots()), "classes", size(Old), size(New), size(int)
print "code", size(f), size(f(1)), size(f.func_code), size(New().__init__), size(len), size([].append)
print "iterators", size(iter([])), size(iter({})), size(xrange(3)), size(enumerate([])), size(slice(1))
print "exceptions", size(ValueError(1)), size(IOError(1, "x")), size(SystemExit()), size(KeyError("k"))
print "others", size(property()), size(staticmethod(f)), size(super(New, New())), size(bytearray("abc")), size(sys)
print int.__basicsize__, list.__basicsize__, dict.__basicsize__, tuple.__itemsize__, New.__dictoffset__
