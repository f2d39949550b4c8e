# Equal entries are counted; causes and contexts, also in circles; names of classes.
import sys


class Out:
    def write(self, text):
        sys.stdout.write(text.replace(__file__, "FILE"))

    def flush(self):
        pass


sys.stderr = Out()


def shown(f):
    try:
        f()
    except BaseException:
        sys.excepthook(*sys.exc_info())
    print("----")
    return f


@shown
def badstr():
    class E(Exception):
        def __str__(self): raise KeyError
    raise E("v")

@shown
def badstr2():
    class E(Exception):
        def __str__(self): return 5
    raise E("v")

@shown
def qual():
    class E(Exception): pass
    E.__module__ = "foo.bar"
    raise E

@shown
def qual2():
    class E(Exception): pass
    E.__module__ = 5
    raise E("ml\nml2")

@shown
def rec():
    def f(n): return f(n+1)
    sys.setrecursionlimit(60)
    try: f(0)
    finally: sys.setrecursionlimit(1000)

@shown
def rec2():
    def f(n):
        if n: f(n-1)
        else: 1/0
    f(3)

@shown
def rec3():
    def f(n):
        if n: f(n-1)
        else: 1/0
    f(4)

@shown
def rec4():
    def f(n):
        if n: g(n-1)
        else: 1/0
    def g(n): f(n)
    f(5)

@shown
def cyc():
    a = ValueError("a"); b = ValueError("b"); a.__cause__ = b; b.__cause__ = a
    raise a

@shown
def cyc2():
    a = ValueError("a"); a.__context__ = KeyError("ctx"); a.__cause__ = TypeError("cause")
    a.__suppress_context__ = False
    raise a

@shown
def ctx():
    try: 1/0
    finally: raise KeyError("k")

@shown
def ctxnone():
    try: 1/0
    except ZeroDivisionError: raise KeyError("k") from None
