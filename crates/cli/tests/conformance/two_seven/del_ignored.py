# oracle: 2.7
# What __del__ raises is told in one line: C's own exceptions by their bare value, the program's by their repr.
import sys


class Old:
    def __del__(self):
        raise ValueError("old")

    def __repr__(self):
        return "<Old>"


class New(object):
    def __init__(self, what):
        self.what = what

    def __repr__(self):
        return "<New %s>" % self.what

    def __del__(self):
        if self.what == "zero":
            1 / 0
        elif self.what == "key":
            {}["missing"]
        elif self.what == "attribute":
            self.nothing
        elif self.what == "name":
            undefined
        elif self.what == "pair":
            raise IOError(2, "No such file")
        elif self.what == "caught":
            try:
                1 / 0
            except ZeroDivisionError:
                raise
        elif self.what == "call":
            len(1, 2)
        elif self.what == "stop":
            iter([]).next()


Old()
sys.stderr.write("-- old is done\n")
for what in ("zero", "key", "attribute", "name", "pair", "caught", "call", "stop", "fine"):
    New(what)
print sys.exc_info()
