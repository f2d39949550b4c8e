# A SyntaxError shows its text as far as its attributes allow.
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
def se():
    raise SyntaxError("custom")

@shown
def se2():
    raise SyntaxError("custom", ("fn.py", 3, 5, "a = b c\n", 3, 7))

@shown
def se3():
    raise SyntaxError("custom", ("fn.py", 3, 5, "   a = b c"))

@shown
def se4():
    raise SyntaxError("custom", ("fn.py", 3, None, "   a = b c"))

@shown
def se5():
    raise SyntaxError("custom", (None, 3, 2, None))

@shown
def se6():
    x = SyntaxError("custom", ("fn.py", None, 2, "abc")); x.add_note("noted"); raise x

@shown
def se7():
    raise SyntaxError

@shown
def se8():
    raise SyntaxError("custom", ("fn.py", 3, 5, "a = b c\n", 4, 2))

@shown
def se9():
    raise SyntaxError("custom", ("fn.py", 3, 0, "a = b c\n", 3, 0))

@shown
def se10():
    raise SyntaxError("custom", ("fn.py", 3, 50, "a = b c\n", 3, 60))

@shown
def se11():
    raise SyntaxError("custom", ("fn.py", 3, 3, "\ta\t= b c\n", 3, 5))
