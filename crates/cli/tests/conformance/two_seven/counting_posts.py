# oracle: 2.7
# Posts of that time about reference counting: parents and children, proxies by hand, aliases.
import sys, gc, weakref
class Parent(object):
    def __init__(self, name):
        self.name = name
        self.children = []
    def add(self, child):
        self.children.append(child)
        child.parent = weakref.ref(self)
    def __repr__(self):
        return '<%s %s>' % (self.__class__.__name__, self.name)
class Child(object):
    parent = None
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print 'Child %s destroyed' % self.name
p = Parent('p')
for n in 'ab':
    p.add(Child(n))
print p, p.children[0].parent(), sys.getrefcount(p), sys.getrefcount(p.children[0])
print [sys.getrefcount(c) - 1 for c in p.children]
c = p.children[1]
print c.parent() is p
del p
print c.parent()
del c
print 'done', n
class Ref:
    def __init__(self, o): self.__dict__['_o'] = o
    def __getattr__(self, n): return getattr(self._o, n)
    def __setattr__(self, n, v): setattr(self._o, n, v)
    def __str__(self): return 'Ref(%s)' % self._o
class X: pass
x = X()
r = Ref(x)
r.a = 5
print r.a, x.a, sys.getrefcount(x), repr(r)[:9]
print 'id same', id(x) == id(r._o)
a = 'hello world'
b = 'hello world'
print a is b, a == b, sys.getrefcount(a) > 2
l = [1, 2, 3]
l2 = l
l2 += [4]
print l, l is l2
l2 = l2 + [5]
print l, l2
t = ([],)
try:
    t[0] += [1]
except TypeError, e:
    print e, t
def f(x, acc=[]):
    acc.append(x)
    return acc
print f(1), f(2), f.func_defaults
d = {}
d['self'] = d
print d, sys.getrefcount(d)
l = []
l.append(l)
print l, repr(l)
s = (l,)
l.append(s)
print l
del d, l, s
print gc.collect()
