# oracle: 2.7
# Things of different types have an order: None first, numbers, then by the name of the type.
class Old:
    pass


class New(object):
    pass


class Cmp(object):
    def __init__(self, n):
        self.n = n

    def __cmp__(self, other):
        return cmp(self.n, other.n)

    def __repr__(self):
        return "Cmp(%d)" % self.n


class Lt(Cmp):
    def __lt__(self, other):
        print "lt",
        return self.n > other.n


things = ["b", 3, None, (1,), 2.5, [1], {}, u"a", True, 1L, frozenset(), "a"]
print sorted(things)
print sorted(things, reverse=True)
print 1 < "a", "a" < (1,), None < 0, [] < (), {} < [], len < [], 1 < 2L < 2.5, "a" < u"b", u"a" == "a"
print sorted([Cmp(2), Cmp(3), Cmp(1)]), Cmp(1) == Cmp(1), Cmp(1) != Cmp(2), Cmp(1) < Cmp(2), max(Cmp(1), Cmp(5))
print sorted([Lt(1), Lt(2)]), cmp(Lt(1), Lt(2)), Lt(1) <= Lt(2)
print sorted([3, 1, 2], cmp=lambda a, b: b - a), sorted(["b", "A"], key=str.lower), sorted("cab", None, None, True)
l = [3, 1, 2]
l.sort(lambda a, b: cmp(b, a))
print l, min(3, "a"), max([], {}, ()), cmp([1, 2], [1, 3]), cmp({1: 2}, {1: 2}), cmp((1,), [1])
try:
    sorted([1, 2], cmp=lambda a, b: "x")
except TypeError, e:
    print e
print New() == New(), Old() == Old(), New() != 1, Old() == None
eq = type("Eq", (object,), {"__eq__": lambda self, other: True})()
print eq == 1, eq != 1, 1 == eq, {eq: 1}.keys() == [eq], hash(eq) == hash(eq)
