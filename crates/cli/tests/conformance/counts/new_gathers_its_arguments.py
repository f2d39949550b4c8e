# `__new__` of a built-in type gets its arguments in a tuple, and what follows the class in another: seen by the
# collector's counter when there are no tuples left over.
import gc
import weakref

gc.disable()


def made(make):
    make()
    make()
    gc.collect()
    before = gc.get_count()[0]
    result = make()
    between = gc.get_count()[0]
    del result
    return between - before, gc.get_count()[0] - before


class Plain:
    def __new__(cls, a, b):
        return object.__new__(cls)


class Both:
    def __new__(cls, a, b, c):
        return object.__new__(cls)

    def __init__(self, a, b, c):
        self.a = a


class Keyed(weakref.ref):
    __slots__ = ("key",)

    def __new__(cls, target, callback, key):
        self = weakref.ref.__new__(cls, target, callback)
        self.key = key
        return self

    def __init__(self, target, callback, key):
        pass


target = Plain(1, 2)
print(made(lambda: Plain(1, 2)), made(lambda: Both(1, 2, 3)), made(lambda: Keyed(target, len, "k")))
print(made(lambda: object.__new__(Plain)), made(lambda: weakref.ref.__new__(weakref.ref, target, len)))
