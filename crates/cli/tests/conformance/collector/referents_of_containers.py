import gc


class Slots:
    __slots__ = ("a", "b")


class Plain:
    pass


def names(objects):
    return sorted(type(o).__name__ for o in objects)


one, two = [1], {2}
box = Slots()
box.a = one
plain = Plain()
plain.x = one
print(names(gc.get_referents(box)), names(gc.get_referents(one, two)))
print(names(gc.get_referents({"k": one, ("t",): two})), names(gc.get_referents((one, two))))
print(gc.get_referents(5, "text", None), names(gc.get_referents(frozenset([("x",)]))))


def closing():
    return one, box


def outer():
    held = one
    def inner(default=two, *, named=box):
        return held
    return inner


inner = outer()
print(any(x is two for x in gc.get_referents(inner)), any(x == (two,) for x in gc.get_referents(inner)), any(x == {"named": box} for x in gc.get_referents(inner)))
print(names(gc.get_referents(inner.__closure__[0])))
print(names(gc.get_referents(closing.__get__(plain))))
print(names(gc.get_referents(iter(one))), names(gc.get_referents(zip(one, two))), names(gc.get_referents({"a": 1}.items())))
gen = (x for x in one)
print(len(gc.get_referrers(gen)))
who = gc.get_referrers(two)
print(names(w for w in who if w is not globals()), any(w is globals() for w in who))
holder = {"only": two}
third = [two, two]
print(sum(w is third for w in gc.get_referrers(two)), sum(w is holder for w in gc.get_referrers(two, one)))
print(gc.get_referrers(object()), len(gc.get_referrers()))
def frames(local):
    return [type(r).__name__ for r in gc.get_referrers(local)]
print(frames(Plain()))
print(any(r is box for r in gc.get_referrers(one)), any(r is inner.__closure__[0] for r in gc.get_referrers(one)))
print(any(isinstance(r, tuple) and r is not who for r in gc.get_referrers(Plain, Slots)))
