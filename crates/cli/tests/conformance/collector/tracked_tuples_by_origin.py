# Which tuples the collector watches depends on how they were made, from 3.14 on also on what is in them.
import gc

tracked = gc.is_tracked


class Thing:
    pass


print("from text", tracked(tuple("ab")), tracked(tuple(b"ab")))
print("from a list", tracked(tuple([1])), tracked(tuple([Thing()])))
print("from others", tracked(tuple({1})), tracked(tuple({1: 2})), tracked(tuple(range(2))), tracked(tuple(iter([1]))))
print("spread", tracked((*[1],)), tracked((*"ab",)), tracked((*[Thing()],)))
print("arguments", tracked((lambda *a: a)(1)), tracked((lambda *a: a)([])))
print("added", tracked((1,) + (2,)), tracked((1,) * 2), tracked((1, 2, 3)[1:]))
print("pairs", tracked(next(zip("a", "b"))), tracked(next(enumerate("a"))), tracked({1: 2}.popitem()))
for t in (tuple("ab"), tuple([1, 2]), (1, Thing)):
    gc.collect()
    print(tracked(t), end=" ")
print()
print(tracked(property(len)), tracked(slice(1)), tracked(slice([])), tracked(frozenset("ab")))
