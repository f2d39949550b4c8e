import gc
class N: pass
log = []
def cb(phase, info):
    log.append((phase, info['generation'], info['collected'], info['uncollectable']))
gc.collect()
print(gc.get_count()[0])
gc.callbacks.append(cb)
print(gc.get_count()[0])
gc.collect(); 
print(gc.get_count()[0])
log.clear()
print(gc.get_count()[0])
gc.collect(0); print(gc.get_count()[0])
gc.collect(1); print(gc.get_count()[0])
gc.collect(0); print(gc.get_count()[0])
gc.set_threshold(50, 3, 2)
keep = []
for i in range(60):
    keep.append([i])
    if log: print(i, log, gc.get_count()); log.clear()
for i in range(60):
    n = N(); n.me = n
    if log: print(i, log, gc.get_count()); log.clear()
print(gc.get_count()[0])
