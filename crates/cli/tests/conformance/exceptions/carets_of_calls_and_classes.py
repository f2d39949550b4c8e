# Carets where a call does not fit, in class bodies, definitions and augmented assignments.
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


class C:
    def m(self, *a, **k): raise KeyError(a)
    def __add__(self, o): return 1/0
    def __getitem__(self, i): raise IndexError(i)
    def __setitem__(self, i, v): raise IndexError(i)
    def __enter__(self): raise LookupError(2, "x")
    def __exit__(self, *a): pass
    def __iter__(self): raise TypeError("no iter")
    def __bool__(self): raise TypeError("no bool")
    def __contains__(self, x): raise TypeError("no in")
    def __call__(self, *a): return 1/0
    def __lt__(self, x): raise ValueError
    def __neg__(self): raise ValueError("neg")
c = C()
d = {'a': {'b': None}}
@shown
def _():
    x += 1

@shown
def _():
    print(x)
    x = 1

@shown
def _():
    def inner():
        return qq
    inner()
    qq = 1

@shown
def _():
    del zzz

@shown
def _():
    y = 1
    del y
    y

@shown
def _():
    (lambda x: x)()

@shown
def _():
    (lambda x, *, k: x)(1, 2)

@shown
def _():
    (lambda x, *, k: x)(1, z=3)

@shown
def _():
    (lambda x, *, k: x)(1)

@shown
def _():
    c.m(**3)

@shown
def _():
    c.m(*3)

@shown
def _():
    c.m(**{1: 2})

@shown
def _():
    c.m(a=1, **{'a': 2})

@shown
def _():
    class D(1, 2): pass

@shown
def _():
    class D(C):
        x = c + 1

@shown
def _():
    @c.nope
    class E: pass

@shown
def _():
    def f(x=c[1]): pass

@shown
def _():
    def f(x: c[1]): pass
    f.__annotations__

@shown
def _():
    x: c[1] = 3

@shown
def _():
    x = [1,2,3][10]

@shown
def _():
    x = [1,2,3][1:2][5]

@shown
def _():
    x = [1,2,3]["a"] .foo

@shown
def _():
    x = (1 + 2) * (3 + 4) / (5 - 5)

@shown
def _():
    x = (1 + 2)*(3 + 4)//(5 - 5) + 7

@shown
def _():
    x = 2 ** 3 % 0 and 4

@shown
def _():
    x = "a" + 1 + 2

@shown
def _():
    x = 1 @ 2

@shown
def _():
    x = 5; x @= 2

@shown
def _():
    d["a"] += 3

@shown
def _():
    d.foo.bar += 3

@shown
def _():
    match c:
        case C(a, b): pass

@shown
def _():
    match c:
        case x if c: pass

@shown
def _():
    return c

@shown
def _():
    yield_ = (yield)
