import gc
gc.disable()
class D:
    def __init__(s, n): s.n = n
    def __del__(s): print("del", s.n)
def f(): pass
g = D("global")
l = D("lost"); l.me = l; del l
k = D("kept cycle"); k.me = k
