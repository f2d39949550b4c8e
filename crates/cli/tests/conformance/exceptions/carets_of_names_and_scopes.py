# Carets under names, comprehensions, f-strings and targets.
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
    [x for x in c]

@shown
def _():
    [x/0 for x in [1]]

@shown
def _():
    {x: x/0 for x in [1]}

@shown
def _():
    list(x/0 for x in [1])

@shown
def _():
    f = lambda: 1/0
    f()

@shown
def _():
    assert c.m == 3, "message"

@shown
def _():
    assert (1 ==
            2)

@shown
def _():
    assert not 1

@shown
def _():
    print(undefined_name)

@shown
def _():
    c.foo

@shown
def _():
    c.foo.bar()

@shown
def _():
    c.foo()

@shown
def _():
    c.foo = c.bar

@shown
def _():
    del c.foo

@shown
def _():
    from sys import nosuchname

@shown
def _():
    raise ValueError

@shown
def _():
    raise ValueError("x") from KeyError("y")

@shown
def _():
    raise 3

@shown
def _():
    raise ValueError from 3

@shown
def _():
    f"{c.x!r} {1}"

@shown
def _():
    f"abc {1/0}"

@shown
def _():
    f"abc {1/0:>10}" "def"

@shown
def _():
    print(1, 2, 1/0, 3)

@shown
def _():
    print(1,
          2/0,
          3)

@shown
def _():
    c(1)

@shown
def _():
    c(1)(2)

@shown
def _():
    int("x") if 1 else 2

@shown
def _():
    x = yyy = c(1)
