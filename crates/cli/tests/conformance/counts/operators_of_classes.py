import sys
rc = sys.getrefcount
class A:
    x = object()
    __slots__ = ('s', 'u')
    def __init__(self): self.s = object()
    @property
    def p(self): return self.s
    @classmethod
    def c(cls): return rc(cls)
    @staticmethod
    def st(o): return rc(o)
    def __getitem__(self, i): return rc(self), rc(i)
    def __add__(self, o): return rc(self), rc(o)
    def __radd__(self, o): return rc(self), rc(o)
    def __call__(self, *a): return rc(self), rc(a)
    def __contains__(self, o): return print(rc(self), rc(o)) or True
    def __eq__(self, o): print('eq', rc(self), rc(o)); return True
    def __hash__(self): print('hash', rc(self)); return 5
    def __lt__(self, o): print('lt', rc(self), rc(o)); return False
    def __iter__(self): print('iter', rc(self)); yield rc(self)
    def __len__(self): print('len', rc(self)); return 3
    def __bool__(self): print('bool', rc(self)); return True
    def __enter__(self): print('enter', rc(self)); return self
    def __exit__(self, *a): print('exit', rc(self), rc(a))
    def __setitem__(self, k, v): print('set', rc(self), rc(k), rc(v))
    def __delitem__(self, k): print('del', rc(self), rc(k))
    def __format__(self, f): print('format', rc(self)); return f
    def __str__(self): return f'{rc(self)}'
    def __repr__(self): return f'<{rc(self)}>'
a = A(); o = object()
print('1', len({a, a}))
print('2', a in [o, a])
print('3', a in (a,))
print('4', [a].count(a))
print('5', [o, a].index(a))
print('6', (o, a).index(a))
print('7', a in (o, a))
print('8', [o].count(a), (o,).count(a))
l = [o, a]; print('9'); l.remove(a); print(l)
print('10', [o] == [a], (o,) == (a,), [o] < [a], {1: o} == {1: a})
print('11', list(a))
print('12', tuple(a))
print('13', [*a])
print('14', sum(a, 0))
print('15', max(a), min(a), sorted(a), set(a), any(a), all(a))
x = []
x.extend(a); x += a; x = []; x[0:0] = a
print(dict.fromkeys(a), ''.join(str(i) for i in a), list(map(str, a)), list(zip(a, a)), list(enumerate(a)), list(filter(None, a)))
i, = a
i, *j = a
print('16', {a: 1}.get(a), {a: 1}.pop(a), {a}.remove(a), {a} | {a}, {a} & {a}, frozenset([a]))
d = {}; d[a] = 1; d[a]; d[a] += 1; del d[a]; d.setdefault(a, 2); d.update({a: 3}); a in d; d.pop(a)
print('17', o in {a: 1}, o in {a})
