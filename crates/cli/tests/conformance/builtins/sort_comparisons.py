class K:
    n = 0
    def __init__(self, v): self.v = v
    def __lt__(self, o): K.n += 1; return self.v < o.v
x = 12345
def rnd():
    global x
    x = (x * 1103515245 + 12345) % 2147483648
    return x >> 8
for size in list(range(0, 20)) + [31,32,33,63,64,65,66,70,95,100,127,128,129,130,150,200,255,256,257,300,500,777,1000,1025,2000]:
    out = []
    for kind in range(5):
        if kind == 0: data = [rnd() for _ in range(size)]
        elif kind == 1: data = [rnd() % 4 for _ in range(size)]
        elif kind == 2: data = [i if rnd() % 10 else rnd() % 100 for i in range(size)]
        elif kind == 3: data = [(i // 50) * (-1) + rnd() % 3 for i in range(size)]
        else: data = [i % (size // 3 + 1) for i in range(size)]
        K.n = 0
        r = sorted(map(K, data), reverse=kind == 2)
        out.append(K.n)
        assert [k.v for k in r] == sorted(data, reverse=kind == 2)
    print(size, out)
