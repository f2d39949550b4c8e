# What is shown of __notes__ that are no list of strings.
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
def notes():
    x = ValueError("v"); x.add_note("n1\nn2"); x.add_note(""); raise x

@shown
def notes2():
    x = ValueError("v"); x.__notes__ = "abc"; raise x

@shown
def notes3():
    x = ValueError("v"); x.__notes__ = 5; raise x

@shown
def notes4():
    x = ValueError("v"); x.__notes__ = [1, None, "z"]; raise x

@shown
def notes5():
    class B:
        def __str__(self): 1/0
        __repr__ = __str__
    x = ValueError("v"); x.__notes__ = [B(), "q"]; raise x

@shown
def notes6():
    class B:
        def __str__(self): 1/0
        __repr__ = __str__
    x = ValueError("v"); x.__notes__ = B(); raise x

@shown
def notes7():
    x = ValueError("v"); x.__notes__ = ("a", "b"); raise x

@shown
def notes8():
    x = ValueError("v"); x.__notes__ = b"bytes"; raise x
