# Context managers that swallow, convert and clean up, and contextlib.
# exit: 1
import sys
print("start")
class Managed:
    def __init__(self, n, log): self.n, self.log = n, log
    def __enter__(self): self.log.append(f"+{self.n}"); return self
    def __exit__(self, t, v, tb):
        self.log.append(f"-{self.n}:{t.__name__ if t else ''}")
        if self.n == "swallow": return 1
        if self.n == "convert": raise LookupError("converted") from v
    def __del__(self): self.log.append(f"~{self.n}")
log = []
with Managed("a", log) as a, Managed("b", log): log.append("body")
print(log, a.n); log.clear(); del a; print(log); log.clear()
with Managed("swallow", log): raise ValueError
print(log); log.clear()
try:
    with Managed("outer", log), Managed("convert", log): {}["k"]
except LookupError as e: print(repr(e), repr(e.__cause__), repr(e.__context__))
print(log); log.clear()
def f():
    for i in range(3):
        with Managed(i, log):
            if i == 1: return "returned"
print(f(), log); log.clear()
from contextlib import contextmanager, suppress, ExitStack, closing, nullcontext, redirect_stdout
@contextmanager
def cm(x):
    log.append("enter")
    try: yield x
    except ValueError as e: log.append(f"handled {e}")
    finally: log.append("exit")
with cm(5) as v: log.append(v)
with cm(6): raise ValueError("v")
try:
    with cm(7): raise TypeError("t")
except TypeError as e: log.append(repr(e))
print(log); log.clear()
with suppress(ZeroDivisionError, KeyError): 1 / 0
with ExitStack() as st:
    for n in "xy": st.enter_context(Managed(n, log))
    st.callback(log.append, "cb")
print(log); log.clear()
@contextmanager
def noyield():
    if 0: yield
try:
    with noyield(): pass
except RuntimeError as e: print(e)
@contextmanager
def twice(): yield; yield
try:
    with twice(): pass
except RuntimeError as e: print(e)
@cm(1)
def decorated(): log.append("called"); return 3
print(decorated(), log)
import io
with redirect_stdout(io.StringIO()) as buf: print("captured")
print(repr(buf.getvalue()))
with nullcontext(4) as q: print(q)
with cm("last"): raise KeyError("unhandled")
