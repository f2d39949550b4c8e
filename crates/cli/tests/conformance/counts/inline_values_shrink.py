# oracle: native
# From 3.13 on values lie in the instance, which gets smaller with each instance until the class knows its attributes.
class Empty:
    pass


class One:
    def __init__(self):
        self.x = 1


class Slotted:
    __slots__ = ("x",)


def same(cls, times):
    return "".join("01"[id(cls()) == id(cls())] for _ in range(times))


print(same(Empty, 24))
print(same(One, 24))
print(same(Slotted, 24))
first = One()
place = id(first)
del first
print(id(One()) == place)


class Two(One):
    def __init__(self):
        super().__init__()
        self.y = 2


a = Two()
where = id(a)
a = None
b = Two()
print(id(b) == where, same(Two, 24))
