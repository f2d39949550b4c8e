import itertools as I, sys, operator
print(list(I.chain([1],[2,3])), list(I.chain.from_iterable(["ab","c"])), list(I.islice(I.count(5,2),3)), list(I.islice("abcdef",1,None,2)))
print(list(I.accumulate([1,2,3])), list(I.accumulate([1,2,3], operator.mul, initial=10)), list(I.pairwise("abc")))
print(list(I.product("ab", repeat=2)), list(I.permutations("abc",2))[:3], list(I.combinations("abc",2)), list(I.combinations_with_replacement("ab",2)))
print([(k,list(g)) for k,g in I.groupby("aabbc")], list(I.takewhile(lambda x:x<3,[1,2,3,1])), list(I.dropwhile(lambda x:x<3,[1,2,3,1])), list(I.filterfalse(None,[0,1,2])))
print(list(I.compress("abc",[1,0,1])), list(I.starmap(pow,[(2,3)])), list(I.zip_longest("ab","c",fillvalue="-")), list(I.islice(I.cycle("ab"),5)), list(I.repeat(1,3)))
a,b = I.tee([1,2,3]); print(next(a), list(b), list(a))
if sys.version_info >= (3,12):
    print(list(I.batched("abcde",2)))
    try: I.batched("a", 0)
    except ValueError as e: print(e)
if sys.version_info >= (3,13):
    try: list(I.batched("abc",2,strict=True))
    except ValueError as e: print(e)
print(I.count(1), I.count(1,2), I.repeat("x"), I.repeat("x",2), type(I.chain()).__name__)
for f in (lambda: I.islice([1],-1), lambda: I.count("a"), lambda: I.product([1], repeat=-1), lambda: I.permutations("a", -1), lambda: I.chain(5).__next__(), lambda: I.zip_longest(3), lambda: I.pairwise(), lambda: I.accumulate()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
