import gc
c = gc.get_count
gc.collect()
def f():
    log = [1, 2, 3]
    a = c()[0]
    log[-1:]
    b = c()[0]
    log[-1:]
    d = c()[0]
    log[1:-1]
    e = c()[0]
    n = 1
    log[n:]
    g = c()[0]
    log[n:]
    h = c()[0]
    print(a, b, d, e, g, h)
f()
gc.collect()
keep = []
i = 5
a = c()[0]
keep.append(lambda: i)
b = c()[0]
keep.append(lambda: i)
d = c()[0]
print(a, b, d)
def loop():
    for i in range(5): keep.append(lambda: i)
a = c()[0]
loop()
b = c()[0]
print(a, b)
