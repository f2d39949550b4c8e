# Exception groups as trees: their margins, what is left out, notes and messages of several lines.
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


def e(cls, *a):
    try: raise cls(*a)
    except BaseException as x: return x
def chain():
    try: 1/0
    except ZeroDivisionError as z:
        try: {}['x']
        except KeyError as k: return k
@shown
def g1():
    raise ExceptionGroup("eg", [ValueError(1), TypeError("t")])

@shown
def g3():
    raise ExceptionGroup("eg", [ValueError(i) for i in range(17)])

@shown
def g4():
    raise ExceptionGroup("eg", [ValueError(i) for i in range(16)])

@shown
def g5():
    x = ValueError("deep")
    for i in range(13): x = ExceptionGroup(str(i), [x, KeyError(i)])
    raise x

@shown
def g6():
    x = ExceptionGroup("eg", [ValueError(1)]); x.add_note("nn\nmm")
    y = e(ValueError, "multi\nline"); y.add_note("note")
    try: raise x
    except ExceptionGroup as z:
        raise ExceptionGroup("outer", [y, x]) from z

@shown
def g7():
    try: raise ExceptionGroup("eg", [ValueError(1)])
    except ExceptionGroup as z:
        raise KeyError("after")

@shown
def g8():
    raise BaseExceptionGroup("b", [KeyboardInterrupt(), SystemExit(3)])
