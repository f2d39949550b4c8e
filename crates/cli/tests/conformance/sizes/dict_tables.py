# oracle: native
import sys
g = sys.getsizeof
x = 7
def rnd(n):
    global x
    x = (x * 1103515245 + 12345) % 2147483648
    return (x >> 8) % n
for span in (6, 12, 60, 400, 3000):
    d = {}; out = []
    for step in range(700):
        k = rnd(span)
        if rnd(4): d[k] = step
        else: d.pop(k, None)
        if not out or out[-1][1] != g(d): out.append((len(d), g(d)))
    print(span, out)
    d = {}; out = []
    for step in range(700):
        k = "k%d" % rnd(span)
        if rnd(4): d[k] = step
        elif d: d.popitem()
        if not out or out[-1][1] != g(d): out.append((len(d), g(d)))
    print(span, out)
for n in (0, 1, 5, 6, 8, 10, 11, 16, 21, 22, 42, 43, 85, 86, 100, 170, 171, 1000):
    r = range(n)
    a = dict.fromkeys(r); b = {str(i): i for i in r}
    print(n, g(a), g(b), g(dict(a)), g(dict(b)), g(a.copy()), g({**a}), g({**b}), g(a | b), g(dict(zip(r, r))), g(dict([(i, i) for i in r])), g(dict(**b)), g(dict(a, **b)), g({i: i for i in r}))
    e = {}; e.update(a); f = {0: 1}; f.update(b); h = {}; h |= a; print(g(e), g(f), g(h), g(dict.fromkeys("abc" * n)), g(dict.fromkeys(list(r), 0)), g(dict.fromkeys(set(r))), g(dict.fromkeys(a)))
d = dict.fromkeys(range(100)); print(g(d)); d.clear(); print(g(d)); d[1] = 1; print(g(d))
d = dict.fromkeys(range(100))
for i in range(95): del d[i]
print(g(d)); c = d.copy(); print(g(c)); c = dict(d); print(g(c)); d[1000] = 1; print(g(d), g({**d}))
for i in range(100): d[i] = i
print(g(d)); print(list(d)[:7]); d = {1: 2, 'a': 1}; print(g(d)); d = {'a': 1, 'b': 2, 'c': 3, 'd': 4, 'e': 5, 'f': 6}; print(g(d)); d = {i: i for i in range(5)}; d.setdefault(9); print(g(d))
def f(**k): return g(k)
print(f(), f(a=1), f(a=1,b=1,c=1,d=1,e=1,f=1), f(**{str(i): i for i in range(30)}))
