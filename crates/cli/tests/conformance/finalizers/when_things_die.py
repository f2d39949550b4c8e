import sys, gc
rc = sys.getrefcount
class R:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
def make():
    a = R('a'); b = R('b')
    print(rc(a), rc(b))
    return b
make()
print('--')
x = make()
print(rc(x))
x = None
def swap():
    p, q = R('p'), R('q')
    p, q = q, p
    print(rc(p), rc(q))
    del p
    print('deleted')
swap()
def nested():
    o = R('o')
    def inner():
        print('inner', rc(o))
        return o
    print('outer', rc(o), rc(inner))
    return inner
i = nested()
print(rc(i()), rc(i.__closure__[0]), rc(i.__closure__[0].cell_contents))
del i
def exc():
    try:
        o = R('exc')
        raise ValueError(o)
    except ValueError as e:
        print(rc(o), rc(e), rc(e.args), rc(e.args[0]), rc(e.__traceback__))
        k = e
    print('after', rc(k), rc(o))
exc()
def gen():
    o = R('gen')
    yield rc(o)
    yield o
    yield rc(o)
g = gen()
print(next(g), rc(g), rc(next(g)), next(g))
print(list(g))
g = gen(); next(g); del g
print('gone')
l = [R(i) for i in range(3)]
l.pop(1); print('popped'); l[0] = None; print('replaced'); del l[-1]; print('deleted', l)
d = {i: R(i) for i in range(3)}
d[1] = 5; print('set'); d.pop(0); print('pop'); d.clear(); print('clear')
s = {R('s')}
s.pop()
print('end of set')
class C:
    a = R('class attr')
    def m(self): return self.a
c = C(); c.a = R('inst attr'); del c.a; print(rc(C.a)); C.a = 1
for r in (R('t1'), R('t2')): print(r.n, rc(r))
print('loop over'); del r
[R('lc') for _ in range(2)]
print('comp'); R('expr'); print('expr'); R('attr').n; print('attr')
_ = R('under'); _ = R('under2'); print('x')
print(rc(R('temp'))); print((lambda q: rc(q))(R('lam')))
