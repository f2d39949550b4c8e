import gc
import weakref


class N:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return "N%d" % self.n

    def __hash__(self):
        return self.n * 8 + 1


items = [N(i) for i in range(6)]
s = weakref.WeakSet(items)
it = iter(s)
first = next(it)
print(len(s), first in s)
n = first.n
items = [x for x in items if x.n == n or x.n % 2]
print(len(s), sorted(x.n for x in s) == sorted(x.n for x in items))
rest = list(it)
print(len(rest) <= 5, all(isinstance(x, N) for x in rest), len(s))
del it, rest
print(len(s), len(s.data))
x = items[-1]
s.discard(x)
s.discard(x)
try:
    s.remove(x)
except KeyError as e:
    print("KeyError", len(s))
s |= [x]
print(x in s, 5 in s, [] in s, s == weakref.WeakSet(items), s == set(items), s.isdisjoint([x]))
t = weakref.WeakSet([x])
print(t < s, t <= s, t > s, (s - t) == weakref.WeakSet(i for i in items if i is not x), len(s ^ t), len(s & t), len(s | t))
y = t.pop()
print(y is x, len(t))
try:
    t.pop()
except KeyError as e:
    print(e)
it = iter(s)
next(it)
s.clear()
try:
    next(it)
except (RuntimeError, StopIteration) as e:
    print(type(e).__name__, e)
del it
first = x = y = None
kept = weakref.ref(items[0])
del items
print(kept(), len(s))
class Loop:
    def __init__(self):
        self.me = self
loops = weakref.WeakSet([Loop(), Loop()])
print(len(loops))
gc.collect()
print(len(loops), loops)
