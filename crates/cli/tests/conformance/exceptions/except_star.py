# Handlers of except*: what they take, leave, raise and pass on.
# exit: 1
import sys, traceback
def run(f):
    try: f(); print("  done")
    except BaseException as e: print("  raised", repr(e), "ctx", repr(e.__context__), "cause", repr(e.__cause__))
def raiser(*excs, msg="eg"): raise ExceptionGroup(msg, list(excs))
def a():
    try: raiser(ValueError(1), TypeError(2), ValueError(3))
    except* ValueError as e: print("  values", repr(e), e.exceptions)
    except* TypeError as e: print("  types", repr(e), sys.exc_info()[1] is e)
    else: print("  else")
    finally: print("  finally")
def b():
    try: raiser(ValueError(1), TypeError(2), ExceptionGroup("in", [KeyError("k"), ValueError(4)]))
    except* ValueError as e: print("  values", repr(e))
def c():
    try: raise ValueError("naked")
    except* ValueError as e: print("  naked", repr(e), e.message == "", repr(e.exceptions[0]))
def d():
    try: raise KeyError("naked")
    except* ValueError as e: print("  no")
def e():
    try: pass
    except* ValueError: print("  no")
    else: print("  else")
def f():
    try: raiser(ValueError(1), TypeError(2))
    except* ValueError as e: raise RuntimeError("new")
def g():
    try: raiser(ValueError(1), TypeError(2), KeyError(3))
    except* ValueError as e: raise
    except* TypeError as e: raise OSError("x") from None
def h():
    try: raiser(ValueError(1), TypeError(2))
    except* (ValueError, TypeError) as e: print("  both", repr(e)); raise
def i():
    try: raiser(ValueError(1))
    except* ExceptionGroup: pass
def j():
    try: raiser(ValueError(1))
    except* 5: pass
def k():
    try: raise ValueError
    except* ValueError:
        1 / 0
def l():
    for n in range(2):
        try: raiser(ValueError(n))
        except* ValueError: print("  loop", n)
def m():
    try:
        try: raiser(ValueError(1), KeyError(2))
        except* KeyError: print("  inner")
    except* ValueError as e: print("  outer", repr(e))
def n():
    try: raise BaseExceptionGroup("b", [KeyboardInterrupt(), ValueError()])
    except* KeyboardInterrupt as e: print("  ki", type(e).__name__, repr(e))
def o():
    try: raise ValueError("n")
    except* ValueError as e: raise
class MyG(ExceptionGroup):
    def derive(self, excs): return MyG(self.message + "!", excs)
def p():
    try: raise MyG("my", [ValueError(1), TypeError(2)])
    except* TypeError as e: print("  ", type(e).__name__, e.message)
def q():
    try: raiser(OSError(1), ValueError(2))
    except* OSError as e:
        try: e.nothing
        except AttributeError: print("  nested")
for fn in (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q): print(fn.__name__); run(fn)
try: e
except NameError as x: print(x)
for s in ("try: pass\nexcept* A: pass\nexcept B: pass", "try: pass\nexcept A: pass\nexcept* B: pass", "try: pass\nexcept*: pass", "for i in x:\n try: pass\n except* A: break", "for i in x:\n try: pass\n except* A: continue", "def f():\n try: pass\n except* A: return 1", "def f():\n try: pass\n except* A:\n  for i in x: break", "def f():\n try: return 1\n except* A: pass", "await x", "def f(): await x", "async with a: pass", "def f():\n async for x in y: pass", "class A: await x", "lambda: (await x)"):
    try: compile(s, "f", "exec"); print("ok")
    except SyntaxError as err: print(repr(s), err.msg, err.lineno, err.offset, err.end_offset)
b()
