import sys
class K:
    def __enter__(self): print('enter', sys.getrefcount(self)); return self
    def __exit__(self, *a): print('exit', sys.getrefcount(self), len(a)); return True
k=K()
with k: print(sys.getrefcount(k))
with k as z: print(sys.getrefcount(k))
with k: 1/0
def f():
    with k as z: return 1
f()
with K() as z, K() as y: pass
class G:
    def __enter__(self): print('enter', sys.getrefcount(self)); return self
    def __exit__(self, t, v, tb): print('exit', sys.getrefcount(self), sys.getrefcount(v), sys.getrefcount(tb)); return True
with G(): raise ValueError
