# oracle: native
# itertools pipelines
import itertools as it, operator, sys
print(list(it.islice(it.count(10, 3), 4)), list(it.accumulate([1, 2, 3, 4])), list(it.accumulate([3, 1, 4], max, initial=0)))
print(list(it.chain("ab", [1])), list(it.chain.from_iterable([[1], [2, 3]])), list(it.compress("abcd", [1, 0, 1, 0])))
print(list(it.dropwhile(lambda x: x < 3, [1, 3, 2])), list(it.takewhile(lambda x: x < 3, [1, 3, 2])), list(it.filterfalse(None, [0, 1, "", "x"])))
for k, g in it.groupby(sorted(["apple", "avocado", "bean", "beet", "corn"], key=lambda s: s[0]), key=lambda s: s[0]):
    print(k, list(g), end="; ")
print()
print([(k, len(list(g))) for k, g in it.groupby("aaabbc")])
print(list(it.pairwise("abcd")), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.zip_longest("ab", "c", fillvalue="-")))
print(list(it.product("ab", repeat=2)), list(it.permutations([1, 2, 3], 2)), list(it.combinations("abc", 2)), list(it.combinations_with_replacement("ab", 2)))
a, b = it.tee(iter([1, 2, 3]))
print(next(a), next(a), list(b), list(a))
c = it.cycle("ab"); print([next(c) for _ in range(5)], list(it.repeat("x", 3)), it.repeat("x", 3), it.count(5), it.count(1.5, 2))
print(type(a), sys.getsizeof(a), type(it.groupby("")), sys.getsizeof(it.groupby("ab")))
print(repr(a).split(" at ")[0], repr(it.groupby("a")).split(" at ")[0], repr(it.chain()).split(" at ")[0])
print(sum(it.islice((x * x for x in it.count()), 10)), list(map(operator.itemgetter(1), [(1, 2), (3, 4)])))
if sys.version_info >= (3, 12):
    print(list(it.batched("abcdefg", 3)))
try:
    list(it.islice([1], -1))
except ValueError as e: print(e)
try:
    it.combinations("abc", -1)
except ValueError as e: print(e)
try: it.chain.from_iterable(5)
except TypeError as e: print(e)
try: list(it.chain([1], 5))
except TypeError as e: print(e)
def gen():
    print("start")
    try:
        for i in range(5):
            print("yield", i); yield i
    finally: print("cleanup")
p = it.islice(filter(lambda x: x % 2, map(lambda x: x + 1, gen())), 1)
print(list(p)); del p
print("end")
x, y = it.tee(gen(), 2)
print(next(x), next(y)); del x, y
print("after tee")
g = it.groupby([1, 1, 2], key=lambda v: (print("key", v), v)[1])
k, grp = next(g); k2, grp2 = next(g); print(k, list(grp), k2, list(grp2))
print(sys.getsizeof(it.count()), sys.getsizeof(it.chain()), sys.getsizeof(it.cycle("")), sys.getsizeof(it.repeat(1)), sys.getsizeof(it.islice([], 1)), sys.getsizeof(it.product()), sys.getsizeof(it.zip_longest()))
