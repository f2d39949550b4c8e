import sys
import weakref


class Row(list):
    def __iter__(self):
        print("  iter", sys.getrefcount(self))
        return list.__iter__(self)

    def __getitem__(self, key):
        print("  getitem", type(key).__name__)
        return list.__getitem__(self, key)

    def __contains__(self, item):
        print("  contains", type(item).__name__)
        return list.__contains__(self, item)

    def __reversed__(self):
        return iter(["backwards"])

    def __bytes__(self):
        return b"row"


row = Row("abc")
p = weakref.proxy(row)
print(type(p).__name__, callable(p), len(p), bool(p))
print(list(p), p[0], p[1:], "a" in p)
p[0] = "z"
del p[1]
print(row == ["z", "c"], str(p))
print(list(reversed(p)), bytes(p))
print(isinstance(p, Row), p.__class__ is Row, type(p) is Row)
p.extend("xy")
p += ["w"]
print(type(p).__name__, list.__repr__(row))
for call in (lambda: next(p), lambda: p(), lambda: p.missing, lambda: hash(p), lambda: type(p)(row)):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
gen = (n * n for n in range(3))
g = weakref.proxy(gen)
print(next(g), next(g), next(g), next(g, "over"))
del gen
for call in (lambda: next(g), lambda: iter(g), lambda: len(g), lambda: bool(g), lambda: str(g), lambda: g == 1, lambda: g.send, lambda: isinstance(g, int)):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)
print(hasattr(row, "__weakref__"), row.__weakref__, len(weakref.getweakrefs(row)))
