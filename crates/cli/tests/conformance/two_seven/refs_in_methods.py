# oracle: 2.7
# Every special method is bound before it is called, and its arguments lie in a tuple: two references more.
import sys


class Old:
    def __init__(self):
        print "init", sys.getrefcount(self)

    def __call__(self, x=None):
        return sys.getrefcount(self), x is not None and sys.getrefcount(x)

    def __len__(self):
        return sys.getrefcount(self)

    def __getitem__(self, key):
        return sys.getrefcount(self), sys.getrefcount(key)

    def __add__(self, other):
        return sys.getrefcount(self), sys.getrefcount(other)

    def method(self, x):
        return sys.getrefcount(self), sys.getrefcount(x)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return sys.getrefcount(self)


class New(object):
    __init__ = Old.__dict__["__init__"]
    __call__ = Old.__dict__["__call__"]
    __len__ = Old.__dict__["__len__"]
    __getitem__ = Old.__dict__["__getitem__"]
    __add__ = Old.__dict__["__add__"]
    method = Old.__dict__["method"]
    __getattr__ = Old.__dict__["__getattr__"]


key = object()
for cls in (Old, New):
    x = cls()
    print cls.__name__, sys.getrefcount(x), len(x), x[key], x + key
    print x.method(key), cls.method(x, key), x.method(x=key), x.method(*[key])
    print x(), x(key), x(x=key), x.unknown
    bound = x.method
    print bound(key), sys.getrefcount(x), sys.getrefcount(bound)
    del bound
