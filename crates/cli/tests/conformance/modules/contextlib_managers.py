from contextlib import *
import io, sys
@contextmanager
def cm(x):
    print("enter", x)
    try: yield x * 2
    except ValueError as e: print("caught", e)
    finally: print("exit")
with cm(1) as v: print(v)
with cm(2): raise ValueError("boom")
try:
    with cm(3): raise KeyError("k")
except KeyError as e: print("out", e)
class R:
    def close(self): print("closed")
with closing(R()) as r: print("in")
with suppress(ZeroDivisionError, KeyError): 1/0
buf = io.StringIO()
with redirect_stdout(buf): print("hidden")
print(repr(buf.getvalue()))
with ExitStack() as st:
    st.enter_context(cm(9)); st.callback(print, "cb", 1); st.push(lambda *a: print("push", a[0]))
with nullcontext(5) as n: print(n)
class D(ContextDecorator):
    def __enter__(self): print("D in"); return self
    def __exit__(self, *a): print("D out"); return False
@D()
def f(): print("f")
f()
@cm(4)
def g(): print("g")
g()
@contextmanager
def bad():
    yield 1
    yield 2
try:
    with bad(): pass
except RuntimeError as e: print(e)
@contextmanager
def none():
    if 0: yield
try:
    with none(): pass
except RuntimeError as e: print(e)
with redirect_stderr(buf): print("e", file=sys.stderr)
print(buf.getvalue())
s = ExitStack(); s.callback(print, "later"); t = s.pop_all(); s.close(); print("-"); t.close()
print(cm(1).__class__.__name__, isinstance(R(), AbstractContextManager), isinstance(D(), AbstractContextManager))
