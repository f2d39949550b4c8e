# The compiler leaves its lists, dicts and tuples in the free lists: new ones do not count as allocations at first.
import gc

gc.disable()


def count():
    return gc.get_count()[0]


class Thing:
    def method(self):
        return [self, (lambda: self)]


def delta(make):
    before = count()
    made = make()
    after = count()
    return after - before


print("list", delta(lambda: []))
print("lists", delta(lambda: [[], [], []]))
print("dict", delta(lambda: {}))
print("dicts", delta(lambda: [{}, {}, {}]))
print("pairs", delta(lambda: [(i, gc) for i in range(5)]))
print("instance", delta(Thing))
print("function", delta(lambda: lambda: 0))
print("after a collection")
gc.collect()
print("list", delta(lambda: []))
print("list again", delta(lambda: []))
print("dicts", delta(lambda: [{}, {}, {}]))
print("and again", delta(lambda: [{}, {}, {}]))
