# oracle: native
# collections: Counter, defaultdict, OrderedDict, ChainMap, namedtuple, deque
from collections import *
import sys
words = "the cat sat on the mat the end".split()
c = Counter(words)
print(c, c.most_common(2), c["nope"], sum(c.values()), c.total())
c.update(["cat", "cat"]); c.subtract({"the": 1})
print(c, c - Counter(cat=1), c + Counter(dog=2), c & Counter(the=5, cat=1), c | Counter(z=1))
print(sorted(c.elements()), +Counter(a=1, b=-1), -Counter(a=1, b=-1), Counter("abracadabra"))
print(Counter(a=1) <= Counter(a=2), Counter(a=1) == Counter(a=1, b=0))
dd = defaultdict(list)
for w in words: dd[len(w)].append(w)
print(dd, dd.default_factory, dd.get(9), 9 in dd)
print(dict(dd), sys.getsizeof(dd))
dd2 = defaultdict(lambda: defaultdict(int)); dd2["a"]["b"] += 1
print(dd2["a"], repr(dd2).startswith("defaultdict(<function <lambda> at 0x"))
try:
    defaultdict(5)
except TypeError as e: print(e)
try:
    defaultdict()["k"]
except KeyError as e: print("KeyError", e)
od = OrderedDict(a=1, b=2, c=3)
od.move_to_end("a"); print(od)
od.move_to_end("c", last=False); print(od, od.popitem(), od.popitem(last=False), od)
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1))
print(sys.getsizeof(od), list(reversed(OrderedDict.fromkeys("xyz"))))
cm = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(cm, cm["a"], cm["b"], len(cm), dict(cm), cm.maps)
child = cm.new_child({"c": 9}); child["d"] = 1
print(child, child.parents, sorted(child))
try: cm["zz"]
except KeyError as e: print("KeyError", e)
try: del cm["b"]
except KeyError as e: print("KeyError", e)
P = namedtuple("P", "x y z", defaults=[0])
p = P(1, 2)
print(p, p.x, p[1], p._asdict(), p._replace(x=9), P._fields, P._field_defaults, P._make([4, 5, 6]))
print(sys.getsizeof(p), isinstance(p, tuple), p == (1, 2, 0), p.__slots__ if hasattr(p, "__slots__") else None, P.__doc__, P.x.__doc__)
try: P(1)
except TypeError as e: print(e)
try: p.x = 5
except AttributeError as e: print(e)
try: p._replace(q=5)
except (ValueError, TypeError) as e: print(type(e).__name__, e)
try: namedtuple("Q", "a def")
except ValueError as e: print(e)
print(namedtuple("Q", "a def a", rename=True)._fields)
d = deque([1, 2, 3], maxlen=3)
d.append(4); print(d, d.maxlen); d.rotate(); print(d)
d.extendleft("ab"); print(d, d.count("a"), d.index("a"), d[0], d[-1])
print(sys.getsizeof(deque()), sys.getsizeof(deque(range(1000))))
try: deque().pop()
except IndexError as e: print(e)
try: d.remove("q")
except ValueError as e: print(e)
try:
    for x in d: d.append(x)
except RuntimeError as e: print(e)
print(deque("abc") + deque("d"), deque("ab") * 2, deque([1]) < deque([2]), d.copy(), reversed(d))if 0 else print(deque("abc") + deque("d"), deque("ab") * 2)
