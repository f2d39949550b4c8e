# oracle: 2.7
# One object, and everything that can refer to it.
import sys
def show(label):
    print label, [sys.getrefcount(x) - 1 for x in (obj,)]
class Thing(object):
    def method(self): return sys.getrefcount(self)
obj = Thing()
show('start')
alias = obj; show('alias')
lst = [obj] * 3; show('list')
tpl = (obj, obj); show('tuple')
dct = {obj: obj}; show('dict')
st = set([obj]); show('set')
fn = lambda o=obj: o; show('default')
def closure():
    o = obj
    def inner(): return o
    return inner
cl = closure(); show('cell')
bm = obj.method; show('bound')
gen = (o for o in [obj]); show('gen')
gen.next(); show('gen started')
it = iter(lst); show('iter')
print obj.method(), Thing().method(), bm()
del alias, lst, tpl; show('dels')
dct.clear(); st.clear(); show('clears')
del fn, cl, bm; show('fns')
del gen, it; show('gens')
obj2 = obj.__dict__; show('dict')
obj.me = obj; show('self')
del obj.me; show('-self')
try: raise ValueError(obj)
except ValueError as e: show('exc')
sys.exc_clear(); show('exc clear'); del e; show('del e')
globals()['x'] = obj; show('globals')
exec 'y = obj'; show('exec')
class C: attr = obj
show('class')
del C; show('del class')
import gc; gc.collect(); show('collect')
