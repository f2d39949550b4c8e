import gc


class Node:
    def __init__(self):
        self.me = self


def where(o):
    return [g for g in range(3) if any(x is o for x in gc.get_objects(g))]


gc.disable()
gc.collect()
young = Node()
print(where(young))
gc.collect(0)
print(where(young))
gc.collect(1)
print(where(young))
gc.collect()
print(where(young), any(x is young for x in gc.get_objects()), any(x is young for x in gc.get_objects(None)))
gc.freeze()
count = gc.get_freeze_count()
print(count > 0, where(young), any(x is young for x in gc.get_objects()))
print(any(o is young.__dict__ or o is young for o in gc.get_referrers(young)), gc.is_tracked(young))
trash = Node()
del young, trash
print(gc.collect(), gc.get_freeze_count() == count)
gc.unfreeze()
print(gc.get_freeze_count(), gc.collect(), gc.collect())
fresh = []
print(gc.is_tracked(fresh), where(fresh))
stats = gc.get_stats()
Node()
gc.collect(1)
after = gc.get_stats()
print([b["collections"] - a["collections"] for a, b in zip(stats, after)], [b["collected"] - a["collected"] for a, b in zip(stats, after)])
print(gc.get_count()[1:])
