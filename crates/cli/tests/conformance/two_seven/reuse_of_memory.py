# oracle: 2.7
# Free lists: what dies leaves its place to the next of its kind.
def again(make):
    x = make()
    first = id(x)
    del x
    y = make()
    return id(y) == first


class New(object):
    pass


class Slots(object):
    __slots__ = ("a",)


n = 1000
print "int", again(lambda: n + 1), "float", again(lambda: n + 0.5), "long", again(lambda: n + 10L ** 20)
print "list", again(lambda: [n]), "dict", again(lambda: {n: n}), "tuple", again(lambda: (n, n)), "set", again(lambda: set([n]))
print "object", again(object), "instance", again(New), again(Slots)
print "method", New().__init__ is not None, again(lambda: again.__call__)
a = [1, 2, 3]
place = id(a)
del a
b, c = [], [4]
print "first come", id(b) == place, id(c) == place
print 257 is 257, n is 1000, "abc" is "abc", "a b" is "a b", "ab" + "cd" is "abcd", () is tuple(), "" is str()
x = 300
y = 300
print x is y, intern("a" + str(1)) is intern("a1"), chr(65) is "A", u"" is unicode()


def f():
    return 1000


print f() is f(), f() is n, -5 is int("-5"), -6 is int("-6"), 256 is int("256"), 257 is int("257"), None is f.func_defaults
