import weakref


class Key:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        print("  eq", self.value, getattr(other, "value", type(other)))
        if not isinstance(other, Key):
            return NotImplemented
        return "same" if self.value == other.value else ""

    def __ne__(self, other):
        print("  ne", self.value, getattr(other, "value", type(other)))
        return ["different"]

    def __hash__(self):
        print("  hash", self.value)
        return hash(self.value)


a, b, c = Key(1), Key(1), Key(2)
ra, rb, rc = weakref.ref(a), weakref.ref(b), weakref.ref(c)
print(ra == rb, ra == rc, ra != rb, ra == ra)
print(ra == weakref.proxy(b), ra == a, ra == 1)
table = {ra: "first"}
print(table[rb], rb in table, rc in table, ra in [rb])
print(weakref.ref(a, print) == ra, weakref.ref(a, print) is ra)
del b
print(ra == rb, rb == rb, rb != rb, rb == ra, rb() is None)
print(hash(rb) == hash(ra), table.get(rb))
del c
try:
    hash(rc)
except TypeError as e:
    print(e)
del a
print(hash(ra) == hash(rb), ra == rb, table.get(ra))
class Odd:
    __eq__ = None

o, p = Odd(), Odd()
for compare in (lambda: weakref.ref(o) != weakref.ref(p), lambda: weakref.ref(o) == weakref.ref(p)):
    try:
        print(compare())
    except TypeError as e:
        print(e)
