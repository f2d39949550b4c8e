class I(int):
    def __repr__(self): return 'x'
print(int.__repr__(I(3)), int.__format__(I(3), ''), f"{I(3)}", str(I(3)), "%d %s" % (I(3), I(3)))
class J(int):
    def __repr__(self): return 'x'
    __str__ = int.__repr__
    __format__ = int.__format__
print(str(J(3)), f"{J(3)}", f"{J(3):}", f"{J(3):5}|", format(J(3)))
class E(I): __str__ = int.__repr__
print(str(E(3)))
from enum import IntEnum
class P(IntEnum): A = 1
print(P.__str__, P.__format__, IntEnum.__dict__.get('__str__'))
print(str(P.A), P.A.__str__(), int.__repr__(P.A), f"{P.A}", format(P.A), format(P.A, "d"))
