# oracle: native
import sys
g = sys.getsizeof
x = 3
def rnd(n):
    global x
    x = (x * 1103515245 + 12345) % 2147483648
    return (x >> 8) % n
for grow in (3, 5, 9):
    l = []; out = []
    for step in range(600):
        o = rnd(10)
        if o < grow: l.append(step)
        elif o == 9: l.extend(range(rnd(6)))
        elif o == 8: l.insert(rnd(9), 1)
        elif o == 7 and l: del l[rnd(len(l)):]
        elif l: l.pop()
        if not out or out[-1][1] != g(l): out.append((len(l), g(l)))
    print(grow, out)
for n in (0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 100):
    r = range(n); L = list(r); T = tuple(r)
    print(n, g(L), g([*r]), g([i for i in r]), g(list(T)), g(list(set(r))), g(list(dict.fromkeys(r))), g(list("x" * n)), g(list(iter(L))), g(list(i for i in r)), g(list(map(str, r))), g(list(zip(r, r))), g(list(filter(None, r))), g(list(reversed(L))), g(sorted(r)), g(L + L), g(L * 2), g(L[:]), g(L[1:]), g(L[::2]), g(L.copy()), g(list(b"x" * n)), g(list(enumerate(r))), g(("a " * n).split()), g("a,".join("b" * n).split(",")), g(list({i: 1 for i in r}.items())), g(T + T), g(T[1:]), g(tuple(i for i in r)), g(list(range(n, 0, -1))))
    L += [1]; print(g(L)); L += L; print(g(L)); L *= 2; print(g(L)); L[2:2] = r; print(g(L)); L[:n] = []; print(g(L)); L.clear(); print(g(L)); L.extend(T); print(g(L)); L.append(0); L.sort(); L.reverse(); print(g(L)); del L[::2]; print(g(L)); L.extend(i for i in r); print(g(L)); L.remove(L[0]) if L else 0; print(g(L)); L[:] = T; print(g(L))
print(g([None] * 10), g([[]] * 3), g([0, 1, 2]), g([x, x]), g([x, x, x]), g([1, x, 3, x]), g([*[1, 2], x]), g("a b c".split()), g("a\nb\n".splitlines()), g(list("abc".partition("b"))))
