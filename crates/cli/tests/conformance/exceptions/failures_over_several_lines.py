# Which lines of a failing expression are shown from 3.13 on.
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
def _():
    é = "äöü"; x = é + 1 + "日本語"

@shown
def _():
    x = "日本語" + 1; y = 2

@shown
def _():
	x = [1,
	2,
		3][
		 7]

@shown
def _():
    return {
        "a": 1,
        "b": [1,
              2,
              3,
              4 / 0,
              5],
        "c": 2,
    }

@shown
def _():
    print(
        "a",
        "b",
        "c".foo(
            1,
            2,
        ),
        "d",
    )

@shown
def _():
    x = (1 +
         2 +
         # comment
         "3" +
         4)

@shown
def _():
    assert all(
        x
        for x in [0]
    ), "oops"

@shown
def _():
    raise ValueError(
        "long message"
        " continued"
    )

@shown
def _():
    raise (
        ValueError
    )

@shown
def _():
    for x in (
        1, 2,
        None.foo,
    ):
        pass

@shown
def _():
    x = some_function_that_is_not_defined(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24)

@shown
def _():
    x = lambda: (
        1 /
        0
    )
    x()

@shown
def _():
    def gen():
        yield from (
            1 / y for y in [1, 0]
        )
    list(gen())

@shown
def _():
    sorted([3, "a"],
           key=lambda v: v)

@shown
def _():
    [
        x.foo
        for x in [1]
        if x.bar
    ]

@shown
def _():
    class A:
        def __init__(self,
                     x): self.x = x
    A(1,
      2)
