# oracle: native
# f_locals: a dict that the frame keeps (up to 3.12), a view of its variables after that.
import sys, gc
gc.collect()
gc.disable()
def show(f, *a):
    try: r = f(*a)
    except Exception as e: r = type(e).__name__ + ': ' + str(e)
    print(r)
def f(a, b=2):
    c = [a]
    def inner(): return c
    fr = sys._getframe()
    p = fr.f_locals
    print(type(p).__name__, gc.is_tracked(p))
    print(sorted(p), len(p), 'a' in p, 'zz' in p, p['a'], p.get('b'), p.get('zz', 9))
    print(sorted(k for k in p.keys()), type(p.keys()).__name__, type(p.values()).__name__, type(p.items()).__name__)
    show(lambda: p['zz'])
    p['a'] = 100
    print(a, p['a'], p['c'], c)
    p['c'] = 'changed'
    print(c, inner())
    p['new'] = 5
    print('new' in p, p['new'], len(p), 'new' in fr.f_locals, 'new' in locals())
    def dele(k): del p[k]
    show(dele, 'a'); show(dele, 'new'); show(dele, 'qq')
    show(lambda: p.pop('b')); show(lambda: p.pop('qq')); show(lambda: p.pop('qq', 1)); show(lambda: p.setdefault('s', 3)); show(lambda: p.clear())
    show(lambda: p.popitem()); show(lambda: p.copy() == dict(p)); show(lambda: type(p.copy()).__name__)
    show(lambda: p == fr.f_locals); show(lambda: p is fr.f_locals); show(lambda: p == dict(p)); show(lambda: p != 3)
    show(lambda: hash(p)); show(lambda: type(p | {'q': 1}).__name__); show(lambda: ({'q': 1} | p)['a'])
    show(lambda: p.update(b='bee'))
    p.update({'b': 'dict'}); print(b)
    show(lambda: p.update(3))
    p |= {'b': 'ior'}; print(b, type(p).__name__)
    print([k for k in reversed(p)][-1] in p)
    d = {k: v for k, v in p.items() if k in 'ab'}
    print(d)
    show(lambda: p[3]); show(lambda: 3 in p)
    show(p.__setitem__, 3, 4); print(p[3])
    show(lambda: gc.get_referents(p)[0] is fr)
f(1)
def g():
    x = []; fr = sys._getframe()
    print(sys.getrefcount(x)); l = fr.f_locals; print(sys.getrefcount(x)); l2 = locals(); print(sys.getrefcount(x), l is l2, l2 is locals())
    x2 = x; print('x2' in l, 'x2' in l2); locals(); print('x2' in l2); del x2; print('x2' in l2, 'x2' in locals())
    del l, l2; print(sys.getrefcount(x))
g()
def h():
    v = 1
    print(repr(sys._getframe().f_locals))
    print(str(locals()))
    a = gc.get_count()[0]; locals(); b = gc.get_count()[0]; locals(); c = gc.get_count()[0]; q = sys._getframe().f_locals; d = gc.get_count()[0]
    print(b - a, c - b, d - c)
h()
class K:
    x = 1
    l = sys._getframe().f_locals
    print(type(l).__name__, l is locals(), l['x'])
    l['y'] = 7
print(K.y)
print(sys._getframe().f_locals is globals(), type(sys._getframe().f_locals))
def gen():
    n = 5
    yield 1
    print('n is', n)
it = gen(); next(it)
print(dict(it.gi_frame.f_locals)); it.gi_frame.f_locals['n'] = 6
for _ in it: pass
try:
    def bad(): loc = 'here'; 1/0
    bad()
except ZeroDivisionError as e:
    fl = e.__traceback__.tb_next.tb_frame.f_locals
    print(fl['loc'], len(fl), type(fl).__name__)
    fl['loc'] = 'there'; print(e.__traceback__.tb_next.tb_frame.f_locals['loc'])
match sys._getframe().f_locals:
    case {'K': k}: print(k)
def w():
    z = 1
    match sys._getframe().f_locals:
        case {'z': k}: print('matched', k)
w()
