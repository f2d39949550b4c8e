# at exit
import atexit, sys, weakref, gc
class T:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n, T is not None, sys is not None and sys.is_finalizing())
@atexit.register
def bye(): print('bye', sorted(k for k in globals() if len(k) == 1))
a = T('a'); b = T('b'); _c = T('_c'); z = T('z')
a.other = b; b.other = a
class Holder: t = T('class attr')
d = {'k': T('in dict')}; l = [T('in list')]
def f(x=T('default')): f.attr = T('fattr')
f()
weakref.finalize(z, print, 'finalize z'); weakref.finalize(a, print, 'finalize a').atexit = False
r = weakref.ref(z, lambda _: print('callback z'))
def gen():
    t = T('gen local')
    try: yield
    finally: print('gen finally')
g = gen(); next(g)
import builtins; builtins.kept = T('in builtins')
sys.kept = T('in sys')
cyc = T('cycle'); cyc.me = cyc; del cyc
print('end of main')
