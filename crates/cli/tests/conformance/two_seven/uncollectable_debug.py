# oracle: 2.7
# gc.garbage: which of the unreachable are kept, and what it takes to be rid of them.
import gc


class Node(object):
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return "Node(%s)" % self.name


class Final(Node):
    def __del__(self):
        print "del", self.name


gc.collect()
a, b = Node("a"), Final("b")
a.to, b.to = b, a
c = Final("c")
c.child = Node("child")
c.child.loop = [c.child]
del a, b, c
print "found", gc.collect(), gc.garbage
print "again", gc.collect(), gc.garbage
b = gc.garbage.pop()
b.to.to = None
del b
print "after", gc.collect(), gc.garbage
gc.set_debug(gc.DEBUG_SAVEALL)
d = Node("d")
d.me = d
del d
print "saved", gc.collect(), gc.garbage
gc.set_debug(0)
del gc.garbage[:]
print "end", gc.collect(), gc.garbage
e, f = Final("e"), Final("f")
e.f, f.e = f, e
g = Final("g")
e.g = g
del e, f, g
print gc.collect(), sorted(n.name for n in gc.garbage)
for n in gc.garbage:
    n.__dict__.pop("f", None)
del n
del gc.garbage[:]
print gc.collect(), gc.garbage
