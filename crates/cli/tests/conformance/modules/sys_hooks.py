# exit: 1
import sys
def hook(u):
    print("HOOK", u.exc_type.__name__, u.exc_value, type(u.err_msg).__name__)
sys.unraisablehook = hook
class A:
    def __del__(self): raise ValueError("x")
a = A(); del a
sys.unraisablehook = sys.__unraisablehook__
sys.displayhook(5); sys.displayhook(None)
import builtins
print(builtins._)
def eh(t, v, tb):
    print("EH", t.__name__, v, tb.tb_lineno)
sys.excepthook = eh
def f():
    x = 1
    raise KeyError("k")
f()
