# oracle: native
# Tree with parent pointers: strong vs weak
import gc, weakref, sys, itertools
from dataclasses import dataclass, field
from typing import List, Optional

@dataclass
class Tree:
    name: str
    children: List["Tree"] = field(default_factory=list, repr=False)
    parent: Optional["Tree"] = field(default=None, repr=False, compare=False)

    def add(self, *names):
        for n in names:
            self.children.append(Tree(n, parent=self))
        return self
    def walk(self, depth=0):
        yield depth, self
        for c in self.children:
            yield from c.walk(depth + 1)
    @property
    def path(self):
        parts = []
        node = self
        while node is not None:
            parts.append(node.name)
            node = node.parent
        return "/".join(reversed(parts))

t = Tree("root").add("usr", "bin", "etc")
t.children[0].add("lib", "local")
for d, n in t.walk():
    print("  " * d + n.name, "->", n.path)
print(t, t.children[0], t == Tree("root"), sys.getrefcount(t))
print(Tree.__match_args__, [f.name for f in Tree.__dataclass_fields__.values()])
probe = weakref.ref(t.children[0].children[1])
gc.collect(); gc.disable()
del t, d, n
print(probe() is None)
print(gc.collect(), probe())

class WeakTree:
    __slots__ = ("name", "_parent", "children", "__weakref__")
    def __init__(self, name, parent=None):
        self.name = name
        self._parent = weakref.ref(parent) if parent is not None else None
        self.children = []
        if parent is not None: parent.children.append(self)
    @property
    def parent(self):
        return self._parent and self._parent()
    def __del__(self):
        print("del", self.name)

root = WeakTree("root")
leaf = WeakTree("leaf", WeakTree("mid", root))
print(leaf.parent.name, leaf.parent.parent.name, sys.getsizeof(leaf))
del root
print(leaf.parent)
del leaf
print(gc.collect())
print([k for k, g in itertools.groupby([1,1,2,3,3])])
