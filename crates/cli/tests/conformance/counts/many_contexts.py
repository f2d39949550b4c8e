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
def gen(n):
    for i in range(n):
        print('step', rc(a)); yield a
print(set(gen(2)), frozenset(gen(1)), tuple(gen(2)), list(gen(1)), dict.fromkeys(gen(1)))
print({x for x in gen(1)}, [x for x in gen(1)], {x: x for x in gen(1)}, list(x for x in gen(1)))
for x in gen(2): print('body', rc(x), rc(a))
x = None
l = [a, a, a]
for x in l: print(rc(x))
for i, x in enumerate(l): print(rc(x))
for x, y in zip(l, l): print(rc(x))
for x in reversed(l): print(rc(x))
for x in iter(l): print(rc(x))
for x in map(lambda q: q, l): print(rc(x))
for x in filter(lambda q: print(rc(q)) or True, l): print(rc(x))
for x in sorted(l, key=lambda q: print(rc(q)) or 1): print(rc(x))
x = y = None
print(max(l, key=lambda q: print(rc(q)) or 1) is a, min(l, key=rc) is a)
print(sum(map(rc, l)), list(map(rc, l)), [rc(i) for i in l], any(print(rc(i)) for i in l), all(print(rc(i)) or 1 for i in l))
import functools, itertools, collections, copy, operator
print(functools.reduce(lambda p, q: print(rc(p), rc(q)) or q, l) is a)
for x in itertools.chain(l, l): print(rc(x)); break
for x in itertools.islice(l, 2): print(rc(x))
for x in itertools.repeat(a, 2): print(rc(x))
for x, y in itertools.product(l[:1], l[:2]): print(rc(x))
for x in itertools.starmap(lambda p, q: print(rc(p), rc(q)) or p, [(a, a)]): print(rc(x))
for x in itertools.takewhile(lambda q: print(rc(q)) or True, l): print(rc(x))
x = y = None
dq = collections.deque(l); print(rc(a)); dq.append(a); dq.rotate(1); print(rc(a)); x = dq.pop(); print(rc(a)); dq.clear(); print(rc(a)); x = None
c = copy.copy(l); print(rc(a)); c = copy.deepcopy([o, o]); print(rc(c[0])); c = None
p = functools.partial(rc, a); print(rc(a), p(), p()); p = functools.partial(lambda q: rc(q), a); print(p(), p.args and rc(p.args)); p = None
f = functools.partial(lambda *q, **k: (rc(a), rc(q), rc(k)), a, z=a); print(f(), f(a), f(y=a)); f = None
@functools.lru_cache
def cached(q): return rc(q)
print(cached(a), cached(a), rc(a)); cached.cache_clear(); print(rc(a))
@functools.wraps(cached)
def wrapped(*args, **kw): print(rc(args), rc(kw)); return cached(*args, **kw)
print(wrapped(a)); cached = wrapped = None
def deco(fn):
    print('deco', rc(fn)); return fn
@deco
def decorated(): pass
@deco
@deco
class Decorated: pass
print(rc(decorated), rc(Decorated))
def star(*q): return rc(q[0]), rc(q)
print(star(a), star(*l), star(*(a,)), star(*gen(1)), star(a, *l))
def kws(**q): return rc(q['k']), rc(q)
print(kws(k=a), kws(**{'k': a}), kws(k=a, **{}))
def dflt(q=a, *, r=a): return rc(q), rc(r)
print(dflt(), dflt(a), dflt(r=a), dflt(a, r=a))
dflt = None
print((lambda: rc(a))(), (lambda q: rc(q))(a), (lambda *q: rc(q[0]))(a), [lambda: rc(a)][0]())
def rec(q, n): return rc(q) if n == 0 else rec(q, n - 1)
print(rec(a, 0), rec(a, 1), rec(a, 3))
def loc():
    q = a; r = q; s = [r]
    return rc(q), rc(s), rc(s[0]), (lambda: rc(q))(), [rc(r) for _ in '1'], rc(r)
print(loc())
def fin():
    q = a
    try: return rc(q)
    finally: print(rc(q))
print(fin())
def w():
    global glob
    glob = a; r = rc(glob); del glob; return r
print(w())
match l:
    case [q, *r]: print(rc(q), rc(r), rc(a))
match {'k': a}:
    case {'k': v, **rest}: print(rc(v), rc(rest))
q = r = v = rest = None
print(rc(a), (b := a) is a, rc(b)); b = None
print(a if rc(a) > 1 else 0, a and rc(a), (a or 1) and rc(a), a is a, not a)
print(rc(a), f'{rc(a)}', '%d' % rc(a), '{}'.format(rc(a)), str(rc(a)))
try: raise KeyError(a)
except KeyError as e: print(rc(a), rc(e), rc(e.args))
def ge():
    try: yield a
    except ValueError as e: print(rc(e), rc(a)); yield e
k = ge(); next(k); z = k.throw(ValueError(a)); print(rc(z), rc(a)); z = None; k.close(); print(rc(a)); k = None
print(rc(a))
