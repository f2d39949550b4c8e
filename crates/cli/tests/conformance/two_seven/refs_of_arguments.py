# oracle: 2.7
# A function's arguments stay on the caller's stack; a star makes one tuple, and the call another one.
import sys


def plain(x):
    return sys.getrefcount(x)


def with_default(x, y=None):
    return sys.getrefcount(x)


def star(*args, **kw):
    return sys.getrefcount(args[0] if args else kw["x"])


class C(object):
    def __init__(self, x):
        self.seen = sys.getrefcount(x)

    @staticmethod
    def static(x):
        return sys.getrefcount(x)

    @classmethod
    def of_class(cls, x):
        return sys.getrefcount(x)


x = object()
pack, names = [x], {"x": x}
print sys.getrefcount(x)
for f in (plain, with_default, star):
    print f.__name__, f(x), f(x=x), f(*[x]), f(*(x,)), f(*pack), f(**{"x": x}), f(**names)
print C(x).seen, C(x=x).seen, C(*[x]).seen, C(**{"x": x}).seen
print C.static(x), C.of_class(x), C(x).static(x), C(x).of_class(x)
print apply(plain, (x,)), apply(plain, [x]), map(plain, [x]), filter(plain, [x]) == [x]
print [plain(y) for y in [x]], list(plain(y) for y in [x])
print sorted([x], key=plain) == [x], reduce(lambda a, b: a + plain(b), [x], 0)
print sys.getrefcount(plain), sys.getrefcount(C), sys.getrefcount(x)


def itself():
    return sys.getrefcount(itself)


print itself(), map(lambda n: itself(), [1])
