# "Did you mean", and for whom.
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
    attribute = 1
    def meth(self): return foo_attr
    foo_attr = 2
    def m2(self): return self.atribute
    _private = 1
    def __dir__(self): return ["zeta", "attribute"]
class Slotted: __slots__ = ("value",)
@shown
def _(): C().meth()

@shown
def _(): C().m2()

@shown
def _(): C().privat

@shown
def _(): C.atribute

@shown
def _(): Slotted().valu

@shown
def _():
    local_variable = 1
    locl_variable

@shown
def _(): prin("x")

@shown
def _(): from sys import exitt

@shown
def _(): itertools.chain()

@shown
def _(): [].push(1)

@shown
def _(): {}.put(1)

@shown
def _(): "".toUpperCase()

@shown
def _(): None.foo

@shown
def _():
    def f(alpha, beta=1): pass
    f(1, bta=2)

@shown
def _():
    def f(alpha, *, beta): pass
    f(1, 2, 3)

@shown
def _():
    def f(a, b, c): pass
    f()

@shown
def _():
    def f(a, b, /): pass
    f(a=1, b=2)

@shown
def _(): int(foo=1)

@shown
def _(): print(sepp=1)
