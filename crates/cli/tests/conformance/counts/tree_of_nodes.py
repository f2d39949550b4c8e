# counts of objects reachable in many ways
import sys
rc = sys.getrefcount
class Node:
    def __init__(self, name, parent=None):
        self.name = name
        self.parent = parent
        self.children = []
        if parent is not None:
            parent.children.append(self)
    def path(self):
        print('in path', self.name, rc(self))
        return (self.parent.path() + '/' if self.parent else '') + self.name
    def walk(self):
        yield self
        for c in self.children:
            yield from c.walk()
root = Node('root')
for n in 'abc':
    Node(n, root)
print(rc(root), [rc(c) for c in root.children])
print(root.children[0].path())
for node in root.walk():
    print(node.name, rc(node))
pairs = [(n.name, n) for n in root.walk()]
print(rc(root), rc(pairs[1]), rc(pairs[1][1]))
d = {n.name: n for n in root.walk()}
print(rc(root), rc(d['a']))
s = {id(n): n for n in d.values()}
print(rc(root))
del d, pairs
print(rc(root))
by = sorted(root.children, key=lambda n: n.name, reverse=True)
print(rc(by[0]), [rc(x) for x in by])
first, *rest = by
print(rc(first), rc(rest[0]), len(rest))
m = first.path
print(rc(first), rc(m), rc(m.__self__), rc(m.__func__))
print(rc(Node), rc(Node.path), rc(Node.__init__.__code__))
x = y = z = Node('q')
print(rc(x)); del y; print(rc(x)); z = None; print(rc(x))
t = (x,) * 5
print(rc(x)); l = [x] * 5; print(rc(x)); l[2:4] = []; print(rc(x)); del l[:]; print(rc(x))
f = lambda a=x: a
print(rc(x)); f(); print(rc(x)); f.__defaults__ = None; print(rc(x))
def g(a, *args, **kw):
    return a
print(rc(x)); print(rc(g(x)))
