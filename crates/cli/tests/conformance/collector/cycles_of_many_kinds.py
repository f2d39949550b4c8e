import gc, sys, weakref
class N:
    def __init__(s, v): s.v = v; s.next = None
    def __repr__(s): return f'N({s.v})'
gc.collect()
print(gc.get_count()[1:], gc.get_threshold())
a = N(1); b = N(2); a.next = b; b.next = a
w = weakref.ref(a, lambda r: print('callback', r() is None))
print(gc.is_tracked(a), gc.get_referrers(a) and len(gc.get_referrers(a)))
print(sorted(type(x).__name__ for x in gc.get_referents(a)))
del a, b
print(w() is None, gc.collect(), w())
class D(N):
    def __del__(self): print('del', self.v)
x = D(1); y = D(2); z = D(3); x.next = y; y.next = z; z.next = x
del x, y, z
print('collected', gc.collect(), gc.garbage)
class Res:
    def __init__(s): s.me = s
    def __del__(s):
        global kept; kept = s; print('resurrect')
Res(); print(gc.collect()); print(kept.me is kept, gc.is_finalized(kept))
del kept; print(gc.collect())
l = []; l.append(l); del l; print(gc.collect())
d = {}; d['d'] = d; del d; print(gc.collect())
t = ([],); t[0].append(t); del t; print(gc.collect())
def f():
    def g(): return g
    return g
f(); print(gc.collect())
class Cls:
    def m(self): return Cls
del Cls; print(gc.collect() > 0)
def gen():
    me = yield
    yield me
g = gen(); next(g); g.send(g); del g; print(gc.collect())
try:
    raise ValueError
except ValueError as e:
    e.me = e
print(gc.collect())
gc.set_debug(gc.DEBUG_SAVEALL)
p = []; p.append(p); del p
print(gc.collect(), gc.garbage); gc.set_debug(0); gc.garbage.clear(); print(gc.collect())
o = N(5); o.next = o; o.w = weakref.ref(o); del o; print(gc.collect())
for i in range(3): N(i).next = N(i)
print(gc.collect())
print([type(o).__name__ for o in gc.get_objects() if isinstance(o, N)])
