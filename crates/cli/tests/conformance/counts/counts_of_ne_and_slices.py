# `!=` without `__ne__` goes through the wrapper of object.__ne__; a slice takes its parts over from the stack.
import sys


class Told:
    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        print("eq", sys.getrefcount(self), sys.getrefcount(other), end="; ")
        return True

    def __lt__(self, other):
        print("lt", sys.getrefcount(self), sys.getrefcount(other), end="; ")
        return True

    def __index__(self):
        print("index", sys.getrefcount(self), end="; ")
        return 1

    def __getitem__(self, key):
        return sys.getrefcount(key), sys.getrefcount(key.start)

    def __setitem__(self, key, value):
        print("set", sys.getrefcount(key.stop), sys.getrefcount(value), end="; ")


def unequal(a, b):
    return a != b


def equal(a, b):
    return a == b


a, b = Told("a"), Told("b")
print(a == b)
print(a != b)
print(equal(a, b), unequal(a, b))
print(equal(Told("c"), Told("d")), unequal(Told("c"), Told("d")))
print(a < b, a > b)
print([1, 2, 3][a:], (1, 2, 3)[:a], "text"[a:b])
print(a[b:], a[Told("e"):], a[b:b:b])
a[:b] = a
items = [1, 2, 3]
items[a:] = [9]
print(items)


class Class(type):
    def __call__(cls, *args):
        made = super().__call__(*args)
        return made, sys.getrefcount(made)


class Made(metaclass=Class):
    def __init__(self, *args):
        self.rc = sys.getrefcount(self)


made, count = Made()
print(made.rc, count, Made(1)[0].rc, type.__call__(Told, "f").name)
