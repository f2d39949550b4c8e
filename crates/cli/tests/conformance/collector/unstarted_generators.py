import gc
gc.disable()
class D:
    def __init__(s, n): s.n = n
    def __del__(s): print("del", s.n)
def gen(x):
    try: yield x
    finally: print("fin")
class N: pass
def mk():
    n = N(); n.g = gen(n); n.d = D("d")
gc.collect(); mk(); print(gc.collect())
def mk2():
    n = N(); n.g = gen(n); n.d = D("d2"); next(n.g)
gc.collect(); mk2(); print(gc.collect())
def mk3():
    n = N(); n.g = (x for x in [n])
gc.collect(); mk3(); print(gc.collect())
def mk4():
    n = N(); n.g = gen(n)
gc.collect(); mk4(); print(gc.collect())
g = gen(D("arg2")); del g
e = D("e"); h = gen(D("h")); i = D("i")
