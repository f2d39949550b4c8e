import gc
import sys


def names(o):
    return [type(r).__name__ for r in gc.get_referents(o)]


class Row(list):
    pass


class Slotted(list):
    __slots__ = ("w", "v")


class Table(dict):
    pass


class Fault(Exception):
    __slots__ = ("w",)


class Meta(type):
    pass


class Made(metaclass=Meta):
    @staticmethod
    def s():
        "doc"

    @classmethod
    def c(cls) -> int:
        pass


row = Row([5.5, "x"])
row.z = {1}
print(names(row)[1:])
slotted = Slotted([2.5])
slotted.w = {}
slotted.v = []
print(names(slotted))
table = Table({"k": 5.5, (1,): "x"})
print(names(table))
fault = Fault(5.5, "x")
fault.z = {1}
fault.w = [1]
print(names(fault), names(ValueError(1)))
print(names(Made))
print([(k, names(v)) for k, v in sorted(Made.__dict__.items()) if k in "sc"])
print(list(Made.__dict__["s"].__dict__), Made.__dict__["c"].__dict__["__name__"])
print(names(super(Row, row)), names(str.join), names(int.__add__), gc.is_tracked(str.join), gc.is_tracked(type.__dict__["__mro__"]))
print(names(sys._getframe()))


def steps():
    z = [1]
    try:
        yield z
    finally:
        z = None


g = steps()
print(names(g), sys.getrefcount(steps) - sys.getrefcount(names), sys.getrefcount(steps.__code__) - sys.getrefcount(names.__code__))
next(g)
print(names(g), sys.getrefcount(steps.__code__) - sys.getrefcount(names.__code__))
g.close()
print(names(g), sys.getrefcount(steps) - sys.getrefcount(names), sys.getrefcount(steps.__code__) - sys.getrefcount(names.__code__))
