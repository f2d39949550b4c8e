# oracle: native
import itertools as I, sys, gc
for o in (I.chain(), I.count(), I.cycle([]), I.repeat(1), I.islice([],1), I.starmap(pow,[]), I.zip_longest([]), I.product([1]), I.permutations([1]), I.combinations([1],1), I.accumulate([]), I.pairwise([]), I.takewhile(None,[]), I.compress([],[]), I.filterfalse(None,[]), I.combinations_with_replacement([1],1)):
    print(type(o), sys.getsizeof(o), gc.is_tracked(o))
x = object()
r = I.repeat(x); print(sys.getrefcount(x)); del r; print(sys.getrefcount(x))
c = I.cycle([x]); next(c); print(sys.getrefcount(x)); next(c); print(sys.getrefcount(x)); del c; print(sys.getrefcount(x))
p = I.product([x], repeat=2); t = next(p); print(sys.getrefcount(x))
del p, t; print(sys.getrefcount(x))
z = zip([1,2],[3,4]); i1 = id(next(z)); i2 = id(next(z)); print(i1 == i2)
