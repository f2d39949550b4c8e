# oracle: native
from collections import deque, defaultdict, OrderedDict, Counter, namedtuple, ChainMap, UserDict, UserList
import sys, gc
for n in (0, 1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 1000): print(n, sys.getsizeof(deque(range(n))))
d = deque()
last = 0
for i in range(200):
    d.append(i)
    if sys.getsizeof(d) != last: last = sys.getsizeof(d); print(i, last)
for i in range(200):
    d.popleft()
    if sys.getsizeof(d) != last: last = sys.getsizeof(d); print(i, last)
print(sys.getsizeof(deque(maxlen=5)), sys.getsizeof(defaultdict(list)), sys.getsizeof(OrderedDict()), sys.getsizeof(Counter()), sys.getsizeof(Counter("abc")))
print(sys.getsizeof(OrderedDict(a=1)), sys.getsizeof(OrderedDict((i,i) for i in range(20))))
P = namedtuple("P", "a b"); print(sys.getsizeof(P(1,2)), sys.getsizeof((1,2)), sys.getsizeof(P))
print(sys.getsizeof(ChainMap()), sys.getsizeof(UserDict()), sys.getsizeof(UserList()))
x = object()
q = deque([x, x]); print(sys.getrefcount(x)); q.clear(); print(sys.getrefcount(x))
q = deque(); q.append(q); print(q); 
class A: pass
gc.collect(); a = A(); a.d = deque([a]); del a; print(gc.collect())
it = iter(deque([1,2])); print(sys.getsizeof(it), gc.is_tracked(it), it.__length_hint__())
