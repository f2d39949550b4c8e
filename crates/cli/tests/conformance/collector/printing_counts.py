import gc
def n(): return gc.get_count()[0]
gc.collect()
r = [n(), n(), n()]
print(r)
r = [n(), n()]
print("x"); r += [n()]; print("y"); r += [n()]; print("z", 1); r += [n()]; print((1,)); r += [n()]
print(r)
