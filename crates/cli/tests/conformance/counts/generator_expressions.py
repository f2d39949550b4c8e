import sys
class A:
    def __iter__(self): print('iter called', sys.getrefcount(self)); return iter([1,2])
a = A()
g = (x for x in a)
print('made', sys.getrefcount(a))
print(next(g), sys.getrefcount(a))
del g
print(sys.getrefcount(a))
try:
    g = (x for x in 5)
    print('no error')
    next(g)
except TypeError as e: print(e)
l = [1,2,3]
g = (x for x in l); print(sys.getrefcount(l)); next(g); print(sys.getrefcount(l)); list(g); print(sys.getrefcount(l))
g = (x for x in a)
print(type(g.gi_frame.f_locals['.0']))
next(g)
print(type(g.gi_frame.f_locals['.0']))
