# oracle: 2.7
# collections, itertools and functools as 2.7 has them.
import collections
import functools
import itertools
import sys

d = collections.defaultdict(list)
d["a"].append(1)
print d, d.default_factory, sys.getrefcount(d["a"]), collections.defaultdict(int)["x"]
Point = collections.namedtuple("Point", "x y")
p = Point(1, y=2)
print p, p.x, p._asdict(), p._replace(x=5), Point._fields, p == (1, 2)
o = collections.OrderedDict([("b", 1), ("a", 2)])
o["c"] = 3
print o, o.keys(), o.popitem(), list(reversed(o)), o == {"a": 2, "b": 1}
c = collections.Counter("abracadabra")
print c.most_common(2), c["z"], sorted(c.elements())[:3]
q = collections.deque([1, 2, 3], 3)
q.append(4)
q.rotate(1)
print q, q.maxlen, q.popleft(), list(q)
x = object()
lazy = itertools.imap(None, [x])
print sys.getrefcount(x), lazy.next()[0] is x, list(itertools.izip("ab", itertools.count()))
print list(itertools.ifilter(None, [0, 1])), list(itertools.ifilterfalse(None, [0, 1])), list(itertools.islice(itertools.count(5), 3))
print list(itertools.izip_longest([1], [2, 3])), list(itertools.chain("ab", [1])), [list(g) for k, g in itertools.groupby("aab")]
a, b = itertools.tee([1, 2])
print list(a), list(b), list(itertools.product("ab", repeat=2))[1], list(itertools.combinations("abc", 2)), itertools.repeat(x, 2).next() is x
add = functools.partial(lambda a, b: a + b, 1)
print add(2), add.args, add.keywords, reduce(lambda a, b: a + b, "abc"), functools.reduce(max, [1, 3, 2])


@functools.wraps(add.func)
def wrapped():
    pass


print wrapped.__name__, sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a))
