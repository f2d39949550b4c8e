# contextlib: errors in exits are chained as if the statements were nested; groups are split; generators that misbehave.
import contextlib
import sys


class Room:
    def __init__(self, name, swallows=False, raises=None):
        self.name, self.swallows, self.raises = name, swallows, raises

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        print("leaving", self.name, repr(error))
        if self.raises:
            raise self.raises
        return self.swallows


def chain(error):
    found = []
    while error is not None:
        found.append(repr(error))
        error = error.__context__
    return found


def through(*rooms, error=None):
    try:
        with contextlib.ExitStack() as stack:
            for room in rooms:
                stack.enter_context(room)
            if error:
                raise error
    except Exception as left:
        print(chain(left))
    else:
        print("in peace")


through(Room("a"), Room("b"))
through(Room("a", True), Room("b"), error=ValueError(1))
through(Room("a"), Room("b", raises=KeyError(2)), Room("c", raises=IndexError(3)), error=ValueError(4))
through(Room("a", True), Room("b", raises=KeyError(5)))
try:
    raise OSError("outside")
except OSError:
    through(Room("a", raises=KeyError(6)), Room("b"), error=ValueError(7))

stack = contextlib.ExitStack()
room = Room("d")
print(sys.getrefcount(room), end=" ")
stack.enter_context(room)
print(sys.getrefcount(room), end=" ")
heir = stack.pop_all()
print(len(heir._exit_callbacks), len(stack._exit_callbacks))
heir.callback(print, "called", end="!\n")
heir.close()
print(sys.getrefcount(room))


@contextlib.contextmanager
def given(*values):
    for value in values:
        yield value


@contextlib.contextmanager
def replacing():
    try:
        yield
    except KeyError as error:
        raise OSError("instead") from error


for manager, error in (
    (given(), None), (given(1, 2), None), (given(1), StopIteration("thrown")), (given(1), KeyError("k")),
    (replacing(), KeyError("k")), (replacing(), StopIteration("s")),
):
    try:
        with manager as value:
            if error:
                raise error
        print("left", value)
    except Exception as left:
        print(chain(left), left is error, repr(left.__cause__))

for group in (ExceptionGroup("both", [KeyError(1), ValueError(2)]), ExceptionGroup("one", [KeyError(1)])):
    try:
        with contextlib.suppress(KeyError):
            raise group
        print("suppressed")
    except ExceptionGroup as rest:
        print(repr(rest))
