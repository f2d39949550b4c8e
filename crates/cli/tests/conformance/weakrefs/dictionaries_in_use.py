import copy
import weakref


class K:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return "K(%r)" % self.name

    def __eq__(self, other):
        return isinstance(other, K) and self.name == other.name

    def __hash__(self):
        return hash(self.name)

    def __deepcopy__(self, memo):
        return K(self.name + "'")


a, b, c = K("a"), K("b"), K("c")
values = weakref.WeakValueDictionary(x=a, y=b)
print(sorted(values.items()), len(values), "x" in values, values.get("z", 1))
print(values.setdefault("z", c) is c, values.setdefault("x", b) is a)
print([type(r).__name__ for r in values.valuerefs()], values.valuerefs()[0].key)
other = {"w": a, "x": b}
joined = values | other
print(type(joined).__name__, sorted(joined.items()))
joined = other | values
print(type(joined).__name__, sorted(joined.items()))
values |= [("v", c)]
shallow = copy.copy(values)
deep = copy.deepcopy(values)
print(shallow == values, sorted(deep.items()), deep["x"] is a)
it = values.items()
print(next(it)[0])
del c, joined
print(sorted(values), len(values))
try:
    print([k for k, v in it])
except RuntimeError as e:
    print(e)
print(len(values), len(values.data))
for call in (lambda: values["z"], lambda: values.pop("z"), lambda: values.pop("z", None, 1), lambda: values.update(1), lambda: weakref.WeakValueDictionary(1, 2), lambda: values | 5, lambda: {**values, 1: 2}["y"]):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)
print(values.popitem()[0] in "xy", len(values))
keys = weakref.WeakKeyDictionary({a: 1, b: [2]})
twin = K("a")
print(keys[twin], twin in keys, 3 in keys, keys.get(twin), [r() for r in keys.keyrefs()])
keys[twin] = "new"
print(keys[a], [k is a for k in keys if k == a], len(keys))
second = copy.deepcopy(keys)
print(second[b], second[b] is keys[b], type(second).__name__)
del a
print(len(keys), sorted(k.name for k in keys), twin in keys)
print(keys.pop(b), keys.pop(b, "none"))
try:
    keys.popitem()
except KeyError as e:
    print("KeyError", e)
