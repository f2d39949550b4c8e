# oracle: 2.7
# Dicts and sets lie in the order of their hashes; these are the hashes of 2.7.
print hash(1), hash(-1), hash(-2), hash(2 ** 62), hash(2 ** 64), hash(-(2 ** 70)), hash(10 ** 30), hash(True), hash(0L)
print hash(1.0), hash(1.5), hash(-2.25), hash(1e300), hash(0.1), hash(float("inf")), hash(-0.0), hash(1e20), hash(1e-310)
print hash(""), hash("a"), hash("abc"), hash(u"abc") == hash("abc"), hash(()), hash((1,)), hash((1, 2)), hash(("a", (2, 3)))
print hash(frozenset()), hash(frozenset([1])), hash(frozenset([1, 2])), hash(frozenset("ab"))
print {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
print {(1, 2): "a", (2, 1): "b", (0, 0): "c"}, {1.5: "x", 0.1: "y", 2.5: "z"}
print set(["spam", "eggs", "ham"]), set([10, 5, 0, 15]), set([2 ** 40, 3, 2 ** 41]), frozenset("hello")
print {8: 1, 0: 2, 16: 3, 24: 4}, {3: "c", 11: "k", 19: "s"}.keys(), {"b", "a", "c"}, {1, 9, 17}
d = {}
for word in "the quick brown fox jumps over the lazy dog".split():
    d[word] = d.get(word, 0) + 1
print d
del d["fox"]
d["fox"] = "again"
print d.keys(), d.items()[0], d.popitem(), len(d)
d = dict.fromkeys(range(10, 0, -1))
for key in range(1, 10, 2):
    del d[key]
print d.keys(), sorted(d), max(d)
d.update(dict.fromkeys("abc"))
print d.keys()


class Same(object):
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 7

    def __eq__(self, other):
        print "eq", self.name, other.name,
        return self.name == other.name

    def __repr__(self):
        return self.name


d = {Same("a"): 1, Same("b"): 2}
print d, d[Same("b")], Same("c") in d
d[Same("a")] = 3
print d
