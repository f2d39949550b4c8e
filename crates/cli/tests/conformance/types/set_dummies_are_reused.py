x={1,2,3}; x.symmetric_difference_update([1,9]); print(x)
x={1,2,3}; x.symmetric_difference_update({1,9}); print(x)
x={1,2,3}; x.symmetric_difference_update([9]); print(x)
x={1,2,3}; x^={1,9}; print(x)
x={1,2,3}; x.remove(1); x.add(9); print(x)
x={1,2,3}; x.remove(1); x.update([9]); print(x)
x={1,2,3}; x.remove(1); x.update({9}); print(x)
x={1,2,3}; x.discard(1); x.add(17); x.add(9); x.add(1); print(x)
print({1,2,3} ^ {1,9}, {1,2,3}.symmetric_difference([1,9]), {9,1}, [*{1,9}])
x=set(range(10)); 
for i in range(5): x.discard(i)
x.add(32); x.add(64); x.add(3); print(x)
import itertools
s=set()
for i in [8, 16, 0, 24, 1, 32, 40]: s.add(i); print(s)
s=set(range(0,800,16)); print(s)

