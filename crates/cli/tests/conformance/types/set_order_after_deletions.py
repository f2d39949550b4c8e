import random
random.seed
# a deterministic mixture, with dummies of all kinds
x = 12345
def rnd(n):
    global x
    x = (x * 1103515245 + 12345) % 2147483648
    return (x >> 8) % n
for span in (20, 50, 300, 5000):
    s = set()
    for step in range(400):
        k = rnd(span) * (8 if span == 50 else 1)
        if rnd(3): s.add(k)
        else: s.discard(k)
        if step % 40 == 0: print(list(s))
    print(len(s), list(s)[:30], [s.pop() for _ in range(3)])
    s ^= set(range(0, span, 3)); print(list(s)[:40])
    s |= set(range(span, span + 9)); s &= set(range(0, span * 2, 2)); print(list(s)[:40])
