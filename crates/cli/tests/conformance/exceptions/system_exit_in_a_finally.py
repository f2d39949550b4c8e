# exit: 3
# The exit status is that of the last SystemExit; what it replaced is not shown.
import sys


class Status:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


for value in (None, 0, 2, True, "text", (1, 2), 2**70, -1):
    try:
        sys.exit(value)
    except SystemExit as e:
        print(repr(e.code), e.args, str(e)[:20])

try:
    raise SystemExit
except SystemExit as e:
    print(e.code, e.args)

try:
    raise SystemExit(1, 2)
except SystemExit as e:
    print(e.code, e.args)


def leave():
    try:
        try:
            1 / 0
        finally:
            sys.exit("not this")
    finally:
        print("context:", sys.exc_info()[1].__context__)
        sys.exit(3)


leave()
