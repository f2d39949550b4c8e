# oracle: native
# Where the attributes of an instance lie depends on what its class derives from and on its slots.
import gc
import sys


class Plain:
    pass


class Slotted:
    __slots__ = ("p", "__dict__")


class Weak:
    __slots__ = ("__dict__", "__weakref__")


class Bare:
    __slots__ = ("a",)


class Above(Bare):
    pass


class Mixed(Plain):
    __slots__ = ("m",)


class Listed(list):
    pass


class Mapped(dict):
    pass


class Whole(int):
    pass


class Pair(tuple):
    pass


class Group(set):
    pass


class Trouble(Exception):
    pass


for cls in (Plain, Slotted, Weak, Above, Mixed, Listed, Mapped, Whole, Pair, Group, Trouble):
    first = cls()
    first.x = [1]
    second = cls()
    second.x, second.y = (2,), {3}
    print(cls.__name__, [type(r).__name__ for r in gc.get_referents(first)], sys.getsizeof(first))
    print("  ", sys.getsizeof(first.__dict__), sys.getsizeof(second.__dict__), sorted(vars(second)))
    del second.x
    second.z = 0
    print("  ", [type(r).__name__ for r in gc.get_referents(second)], list(vars(second)))
