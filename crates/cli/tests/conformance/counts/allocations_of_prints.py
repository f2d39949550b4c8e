import gc
gc.collect()
log = [1, 2, 3]
def show():
    a = gc.get_count()[0]
    log[:3]
    b = gc.get_count()[0]
    log[-1:]
    c = gc.get_count()[0]
    x = log[:2], log[1:]
    d = gc.get_count()[0]
    print(a, b, c, d)
show()
gc.collect(0)
show()
gc.collect()
show()
def show2(name):
    print(name, len(log), log[:3], log[-1:], gc.get_count())
    log.clear()
gc.collect()
show2(1)
class N: pass
gc.collect()
keep = []
for i in range(5): keep.append(N())
print(gc.get_count())
for i in range(5): keep.append(N())
show2(1)
gc.collect(0)
for i in range(5): keep.append(N())
show2(1)
log[:] = [(1, 2, 3), (1, 2, 3)]
show2(2)
gc.collect(0)
for i in range(5): log.append((i, 1))
show2(2)
