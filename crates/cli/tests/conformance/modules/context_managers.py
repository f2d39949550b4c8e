# Context managers
import contextlib, sys, io, gc
class Timer:
    def __enter__(self): print("enter"); return self
    def __exit__(self, et, ev, tb):
        print("exit", et.__name__ if et else None, ev, tb is not None); return et is ZeroDivisionError
with Timer() as t: print(type(t).__name__)
with Timer(): 1 / 0
try:
    with Timer(), Timer(): raise ValueError("bad")
except ValueError as e: print("caught", e)
@contextlib.contextmanager
def tag(name):
    "open and close a tag"
    print(f"<{name}>")
    try: yield name
    except KeyError as e: print("swallow", e)
    finally: print(f"</{name}>")
with tag("b") as n: print(n)
with tag("i"): raise KeyError("k")
try:
    with tag("u"): raise IndexError("idx")
except IndexError as e: print(repr(e))
print(tag.__doc__, tag.__name__)
@tag("deco")
def hello(x): print("hello", x); return x
print(hello(3), hello(4))
with contextlib.ExitStack() as st:
    for i in range(3): st.enter_context(tag(f"s{i}"))
    st.callback(print, "callback", sep="!")
    st.push(lambda *a: print("pushed", a))
    print("inside")
with contextlib.ExitStack() as st:
    st.callback(print, "never")
    saved = st.pop_all()
print("popped"); saved.close()
with contextlib.suppress(FileNotFoundError, ZeroDivisionError): 1 / 0
print("suppressed")
class Res:
    def __init__(self, n): self.n = n
    def close(self): print("close", self.n)
with contextlib.closing(Res(1)) as r: print(r.n)
buf = io.StringIO()
with contextlib.redirect_stdout(buf): print("hidden"); print("x", 1)
print(repr(buf.getvalue()), buf.tell())
with contextlib.nullcontext(5) as v: print(v)
try:
    with 5: pass
except TypeError as e: print(e)
class NoExit:
    def __enter__(self): return 1
try:
    with NoExit(): pass
except (TypeError, AttributeError) as e: print(type(e).__name__, e)
@contextlib.contextmanager
def bad():
    if False: yield
try:
    with bad(): pass
except RuntimeError as e: print(e)
@contextlib.contextmanager
def twice(): yield 1; yield 2
try:
    with twice(): pass
except RuntimeError as e: print(e)
class Base(contextlib.AbstractContextManager):
    def __exit__(self, *a): print("base exit"); return None
with Base() as b: print(type(b))
class D(contextlib.ContextDecorator):
    def __enter__(self): print("D in")
    def __exit__(self, *a): print("D out")
@D()
def f(): print("body")
f()
with contextlib.ExitStack() as st:
    o = st.enter_context(Timer()); print(sys.getrefcount(o))
    raise ZeroDivisionError("z")
print(gc.isenabled())
try:
    with Timer() as t:
        raise ValueError from KeyError("c")
except ValueError as e: print(repr(e), repr(e.__cause__))
