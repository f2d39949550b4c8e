# order of death
import weakref, gc
class T:
    def __init__(self, name, *children):
        self.name, self.children = name, children
    def __del__(self): print('del', self.name)
def cb(name): return lambda r: print('cb', name, r())
t = T('root', T('a', T('aa')), T('b'))
refs = [weakref.ref(t, cb('root')), weakref.ref(t.children[0], cb('a')), weakref.ref(t.children[1], cb('b'))]
f = weakref.finalize(t, print, 'finalize root')
del t
print('---')
class L:
    def __init__(self, n): self.n = n; self.next = None; weakref.finalize(self, print, 'fin', n)
    def __del__(self): print('del', self.n)
a, b, c = L(1), L(2), L(3); a.next, b.next, c.next = b, c, a
r = [weakref.ref(x, cb(x.n)) for x in (a, b, c)]
del a, b, c
print(gc.collect(), [x() for x in r])
print('---')
class Slots:
    __slots__ = ('x', 'y', '__weakref__')
    def __del__(self): print('del slots', hasattr(self, 'x'))
s = Slots(); s.x = T('sx'); s.y = T('sy'); del s
print('---')
class D(dict):
    def __del__(self): print('del D', len(self))
d = D(k=T('v1'), j=T('v2')); d.attr = T('attr'); del d
class Li(list):
    def __del__(self): print('del L', len(self))
l = Li([T('i1'), T('i2')]); l.x = T('lx'); del l
print('---')
t = (T(1), T(2), T(3)); del t
l = [T(1), T(2), T(3)]; del l
d = {1: T('k1'), 2: T('k2')}; del d
s = {T('s1')}; del s
def f(a, b): pass
f.attr = T('fattr'); f.__defaults__ = (T('default'),); del f
def outer():
    x = T('cell1'); y = T('cell2')
    return lambda: (x, y)
o = outer(); del o
class C: attr = T('class attr')
del C; print('collecting'); gc.collect()
def g():
    x = T('in gen')
    try: yield 1
    finally: print('finally')
it = g(); next(it); del it
it = g(); del it
e = ValueError(T('exc arg')); e.__cause__ = KeyError(T('cause')); e.add_note('n') if hasattr(e, 'add_note') else 0; del e
m = T('bound').__del__; print('bound'); del m
import functools
p = functools.partial(print, T('partial')); del p
i = iter([T('it1'), T('it2')]); next(i); print('next'); del i
z = zip([T('z1')], [T('z2')]); next(z); print('zip next'); del z
x = T('old'); x = T('new'); x = None
a = b = T('two'); del a; print('one left'); del b
def args(p, q): print('body'); del p; print('after del')
args(T('p'), T('q'))
T('method').name.upper(); print('end')
