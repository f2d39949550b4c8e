import operator
import weakref


class Money:
    def __init__(self, amount):
        self.amount = amount

    def __repr__(self):
        return "Money(%s)" % self.amount

    def __add__(self, other):
        print("  add", type(self).__name__, type(other).__name__)
        if isinstance(other, Money):
            return Money(self.amount + other.amount)
        return NotImplemented

    def __radd__(self, other):
        print("  radd", type(self).__name__, type(other).__name__)
        return Money(self.amount + other)

    def __isub__(self, other):
        print("  isub", type(self).__name__, type(other).__name__)
        self.amount -= other
        return self

    def __pow__(self, exponent, modulus=None):
        return ("pow", self.amount, exponent, modulus)

    def __divmod__(self, other):
        return ("divmod", self.amount, other)

    def __abs__(self):
        return abs(self.amount)

    def __index__(self):
        return self.amount

    def __eq__(self, other):
        print("  eq", type(self).__name__, type(other).__name__)
        return self.amount == other.amount

    __hash__ = None


a, b = Money(3), Money(4)
p, q = weakref.proxy(a), weakref.proxy(b)
for left, right in ((p, q), (p, b), (a, q), (5, p)):
    print(left + right)
try:
    p + "x"
except TypeError as e:
    print(e)
print(divmod(p, 2), pow(p, 2), pow(p, 2, 7), abs(p), operator.index(q), list(range(p)), [10, 20, 30, 40, 50][q])
print(p == q, p == a, a == p, p != a)
p -= 1
print(type(p).__name__, p is a, a)
try:
    hash(q)
except TypeError as e:
    print(e)
print(weakref.getweakrefcount(a), weakref.getweakrefcount(b))
p = q
print(weakref.getweakrefcount(a), weakref.getweakrefcount(b))
