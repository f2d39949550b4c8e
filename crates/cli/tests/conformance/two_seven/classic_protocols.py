# oracle: 2.7
# Classic classes: __getslice__, __cmp__, __nonzero__, __coerce__-free arithmetic, attributes by __getattr__.
class Log:
    def __init__(self, value=0):
        self.value = value

    def __cmp__(self, other):
        print "cmp",
        return cmp(self.value, getattr(other, "value", other))

    def __getslice__(self, i, j):
        return "slice", i, j

    def __setslice__(self, i, j, items):
        print "setslice", i, j, items

    def __delslice__(self, i, j):
        print "delslice", i, j

    def __getitem__(self, i):
        if i > 2:
            raise IndexError(i)
        return i * 10

    def __len__(self):
        return 3

    def __div__(self, other):
        return "div"

    def __rdiv__(self, other):
        return "rdiv"

    def __nonzero__(self):
        return self.value != 0

    def __hex__(self):
        return "hex!"

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return "no " + name

    def __setattr__(self, name, value):
        self.__dict__[name] = value


log = Log(1)
print log[1:2], log[:], log[-1:], log[0], list(log), [x for x in log], 20 in log
log[1:] = "ab"
del log[:2]
print log < 2, log == Log(1), log != 1, cmp(log, Log(5)), sorted([Log(2), Log(1)])[0].value
print log / 1, 1 / log, bool(log), bool(Log()), hex(log), log.name, hasattr(log, "__no__")
for bad in (lambda: log(), lambda: log + 1, lambda: hash(log), lambda: {log: 1}, lambda: Log(1, 2, 3)):
    try:
        print bad()
    except (TypeError, AttributeError), e:
        print type(e).__name__ + ":", e


class Empty:
    pass


for bad in (lambda: len(Empty()), lambda: Empty()[0], lambda: iter(Empty()), lambda: Empty().x, lambda: Empty.x,
            lambda: Empty(1), lambda: Empty()()):
    try:
        print bad()
    except (TypeError, AttributeError), e:
        print type(e).__name__ + ":", e
