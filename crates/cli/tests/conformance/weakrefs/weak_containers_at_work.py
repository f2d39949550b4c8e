# What operations on weak containers make, what an iteration holds, and what is refused.
import gc
import weakref

gc.disable()


class Node:
    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return self.number

    def __repr__(self):
        return f"Node({self.number})"


def made(make):
    make()
    make()
    gc.collect()
    before = gc.get_count()[0]
    result = make()
    return gc.get_count()[0] - before


nodes = [Node(i) for i in range(6)]
some = weakref.WeakSet(nodes[:4])
by_number = weakref.WeakValueDictionary((node.number, node) for node in nodes)
numbers = weakref.WeakKeyDictionary((node, node.number) for node in nodes)
print("iterators", made(lambda: iter(some)), made(lambda: by_number.items()), made(lambda: numbers.keys()))
print("begun", *[made(lambda: next(make())) for make in (by_number.keys, by_number.values, numbers.values, numbers.items)])
print("sets", made(lambda: some <= some), made(lambda: some > some), made(lambda: some == some), made(lambda: len(some)))
print("looked up", made(lambda: by_number[1]), made(lambda: 7 in by_number), made(lambda: numbers.get(nodes[1])))

for container in (some, by_number, numbers):
    iteration = iter(container)
    next(iteration)
    nodes.pop()
    print(len(container), len(container.data), end=" ")
    rest = [None]
    try:
        rest = sorted(map(str, iteration))
    except RuntimeError as error:
        print(error, end=" ")
    print(rest)
    del iteration
    print(len(container), len(container.data))

by_number["late"] = late = Node(50)
rest = by_number.values()
print(next(rest), end=" ")
del late
print(len(by_number.data), len(by_number), "late" in by_number)
del rest

for refused in (
    lambda: some.add(5),
    lambda: weakref.WeakSet().pop(),
    lambda: by_number["none"],
    lambda: by_number.pop("none"),
    lambda: weakref.WeakKeyDictionary().popitem(),
    lambda: hash(by_number),
    lambda: reversed(numbers),
    lambda: by_number | 5,
    lambda: some & 5,
    lambda: numbers.update({1: 2}),
    lambda: weakref.WeakMethod(len),
):
    try:
        print(refused())
    except (KeyError, TypeError) as error:
        print(type(error).__name__, error, error.__suppress_context__)
print(weakref.WeakSet[int], weakref.WeakValueDictionary[str, Node].__args__)
print((by_number | {9: nodes[0]}) == {**by_number, 9: nodes[0]}, type({} | numbers).__name__)
