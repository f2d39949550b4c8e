import gc
c = gc.get_count
def show():
    log = [1, 2, 3]
    a = c()[0]
    log[:3]
    b = c()[0]
    log[:3]
    d = c()[0]
    t = (a, b)
    e = c()[0]
    t = (a, b, d)
    f = c()[0]
    {}
    g = c()[0]
    print(a, b, d, e, f, g)
gc.collect()
show()
gc.collect(0)
show()
gc.collect(0)
show()
gc.collect(1)
show()
gc.collect()
print(1, 2, 3)
print(1, 2)
gc.collect(0)
show()
gc.collect(0); a = c()[0]; b = c()[0]; d = c()[0]; print(a, b, d)
gc.collect(0); a = c()[0]; b = c()[0]; d = c()[0]; print(a, b, d)
x = gc.collect(0); a = c()[0]; b = c()[0]; d = c()[0]; print(a, b, d)
