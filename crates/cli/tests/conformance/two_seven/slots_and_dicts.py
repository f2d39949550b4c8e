# oracle: 2.7
# Where attributes live, and what a dict's table does when keys come and go.
import sys


class Plain(object):
    def __init__(self):
        self.a, self.b = 1, 2


class Slotted(object):
    __slots__ = ("a", "b")

    def __init__(self):
        self.a, self.b = 1, 2


class Both(Slotted):
    pass


class Classic:
    def __init__(self):
        self.a, self.b = 1, 2


for cls in (Plain, Slotted, Both, Classic):
    x = cls()
    extra = sys.getsizeof(x.__dict__) if hasattr(x, "__dict__") else 0
    print cls.__name__, sys.getsizeof(x), extra,
    try:
        x.c = 3
    except AttributeError, e:
        print e
    else:
        print sorted(x.__dict__)
print Slotted.a, type(Slotted.a).__name__, Slotted.__slots__, hasattr(Slotted(), "__weakref__")
d = {}
last = 0
for i in range(100):
    d["k%d" % i] = i
    if sys.getsizeof(d) != last:
        last = sys.getsizeof(d)
        print i + 1, last,
print
for i in range(100):
    del d["k%d" % i]
print len(d), sys.getsizeof(d), d.keys()
d["x"] = 1
print sys.getsizeof(d), sys.getsizeof(d.copy()), sys.getsizeof(dict(d)), sys.getsizeof({})
d.clear()
print sys.getsizeof(d)
s = set(range(100))
before = sys.getsizeof(s)
for i in range(95):
    s.discard(i)
print before, sys.getsizeof(s), sys.getsizeof(set(s)), sorted(s)
print {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}.keys(), set("hello"), {8: 1, 0: 2, 16: 3}, {1: "a", 1.0: "b", True: "c"}
print dict.fromkeys("ab"), dict([("x", 1)], y=2), dict(zip("ab", (1, 2))), {}.setdefault("k", []), {1: 2}.pop(1), {1: 2}.popitem()
try:
    for k in d.setdefault("again", {}) or {1: 1}:
        pass
    e = {1: 1}
    for k in e:
        e[k + 1] = 1
except RuntimeError, error:
    print error
