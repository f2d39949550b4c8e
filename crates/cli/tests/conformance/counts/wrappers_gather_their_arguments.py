# Special methods of built-in types, called by name, get the object and the arguments in a tuple and the arguments in
# another; methods that are no wrappers do not.
import gc

gc.disable()


def made(make):
    make()
    make()
    gc.collect()
    before = gc.get_count()[0]
    result = make()
    between = gc.get_count()[0]
    del result
    return between - before, gc.get_count()[0] - before


class Child:
    def __init__(self):
        super().__init__()

    def shown(self):
        return super().__repr__()

    def equal(self, other):
        return super().__eq__(other)

    def set(self, value):
        super().__setattr__("value", value)


items, table, child = [1, 2, 3], {1: 2}, Child()
length, item = items.__len__, items.__getitem__
print("super", made(Child), *[made(f) for f in (child.shown, lambda: child.equal(1), lambda: child.set(1))])
print("found", made(lambda: items.__len__()), made(lambda: items.__iter__()), made(lambda: child.__eq__(child)))
print("of numbers", made(lambda: (1).__add__(2)), made(lambda: "a".__add__("b")))
print("bound", made(lambda: length()), made(lambda: item(1)))
print("of the class", made(lambda: list.__len__(items)), made(lambda: list.__eq__(items, items)), end=" ")
print(made(lambda: object.__repr__(child)), made(lambda: object.__setattr__(child, "value", 2)))
print("no wrappers", made(lambda: items.__getitem__(1)), made(lambda: table.__contains__(1)), made(lambda: table.__getitem__(1)))
print(type(list.__getitem__).__name__, type(list.__len__).__name__, type(tuple.__getitem__).__name__)
