# oracle: 3.11 3.12 3.13 3.14 3.15
import gc
class D:
    def __init__(s, n): s.n = n
    def __del__(s): print("del", s.n)
def cb(p, i): print(p, i["generation"], i["collected"])
g = D("global")
l = D("lost"); l.me = l; del l
gc.callbacks.append(cb)
