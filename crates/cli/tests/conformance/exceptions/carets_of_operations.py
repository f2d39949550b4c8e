# Where the carets of a traceback stand: calls, operators, subscripts, statements.
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
    c.m(1, 2)

@shown
def _():
    c.m(1,
        2)

@shown
def _():
    return c.m(1)

@shown
def _():
    x = c.m(1)

@shown
def _():
    x = c.m(1).foo + 3

@shown
def _():
    x = 1 + c + 3

@shown
def _():
    x = c + 3

@shown
def _():
    x = c  + (
       3)

@shown
def _():
    x = (c
         + 3)

@shown
def _():
    d['a']['b']['c']

@shown
def _():
    return d['a']['b']['c']['d']

@shown
def _():
    d['x']['y'] = 3

@shown
def _():
    c[1] = 4

@shown
def _():
    del d['q']

@shown
def _():
    with c as f:
        pass

@shown
def _():
    for i in c:
        pass

@shown
def _():
    if c:
        pass

@shown
def _():
    while c and 1:
        pass

@shown
def _():
    x = 3 in c

@shown
def _():
    x = c < 3 < 4

@shown
def _():
    x = -c

@shown
def _():
    a, b = c

@shown
def _():
    a, b = 1, 2, 3

@shown
def _():
    a, *b, e = 1,
