# What an instruction holds at its first execution, and once it is specialised.
import sys


class Plain:
    @property
    def rc(self):
        return sys.getrefcount(self)

    def m(self):
        return sys.getrefcount(self)


class Asks(Plain):
    def __getattr__(self, name):
        return sys.getrefcount(self)


class Sub(Plain):
    def m(self):
        return super().m()


class Hooked:
    def __getattribute__(self, name):
        return sys.getrefcount(self)


def prop(o):
    return o.rc


def method(o):
    return o.m()


def hooked(o):
    return o.anything


def missing(o):
    return o.nothing


print("property", [prop(o) for o in [Plain()] * 4])
print("property of a temporary", [prop(Plain()) for _ in range(3)])
print("method with __getattr__", [method(o) for o in [Asks()] * 4])
print("super", [method(o) for o in [Sub()] * 4])
print("missing", [missing(o) for o in [Asks()] * 4])
print("__getattribute__", [hooked(o) for o in [Hooked()] * 4])
h = Hooked()
print("in a loop", [h.x for _ in range(4)], h.y)
