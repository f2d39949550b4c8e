# How many objects live and who holds them, stage by stage.
import sys, weakref
class Obj:
    live = 0
    def __init__(self): Obj.live += 1
    def __del__(self): Obj.live -= 1
def stage(label, *objs): print(f"{label:22} live={Obj.live}", *[sys.getrefcount(o) for o in objs])
o = Obj(); stage("created", o)
p = o; stage("alias", o)
box = [o, o]; stage("in list twice", o)
del p; stage("del alias", o)
box.pop(); stage("pop", o)
box[0] = None; stage("replaced", o)
o = Obj(); stage("rebound", o)
def f(x, *rest, **kw): stage("inside f", x); return rest
r = f(o, o, k=o); stage("after f", o); r = None
t = (o,) * 4; stage("tuple x4", o); t = t[:2]; stage("slice 2", o); del t
d = {1: o, 2: o}; v = d.values(); stage("dict", o); d.clear(); stage("cleared", o)
def g():
    held = o
    yield sys.getrefcount(held)
gen = g(); print(next(gen), sys.getrefcount(o)); gen.close(); stage("gen closed", o)
class Own:
    def __init__(self, x): self.x = x
w = Own(o); stage("attr", o); w.__dict__.clear(); stage("dict cleared", o)
s = weakref.ref(o); stage("weakref", o); x = s(); stage("deref", o); del x
l = lambda: o; stage("lambda", o)
k = (lambda q: lambda: q)(o); stage("cell", o); k = None
try: raise Exception(o)
except Exception as e: stage("exc", o)
stage("exc over", o)
i = iter([o, Obj()]); stage("iter", o); next(i); stage("next"); next(i); stage("next 2"); 
for q in i: pass
stage("exhausted")
a = b = c = Obj(); stage("triple", a); del a, b, c; stage("gone")
[Obj() for _ in range(3)]; stage("discarded list")
m = [Obj() for _ in range(3)]; stage("kept"); m.append(m.pop(0)); stage("rotated"); m.sort(key=id); del m[:]; stage("emptied")
z = Obj(), Obj(); y, _ = z; stage("unpacked", y); z = None; stage("z none"); _ = None; stage("_ none")
print(s() is o); o = None; print(s())
stage("end")
