# exit: 1
# Modules, functions and attributes that are not there, each in its own words.
import gc, sys, ctypes, math, weakref
for read in (lambda: gc.foo, lambda: sys.getrefcnt, lambda: ctypes.foo, lambda: math.sinn, lambda: weakref.Ref):
    try: read()
    except AttributeError as e: print(type(e).__name__, e, e.name)
for name in ("numpy", "psutil", "sys.foo", "gc.x"):
    try: __import__(name)
    except ImportError as e: print(type(e).__name__, e, e.name)
try:
    from gc import foo
except ImportError as e: print(e)
def f(): return gc.colect()
f()
