import gc
import sys


def steps(name, log):
    try:
        log.append(name + " start")
        while True:
            yield name
    except GeneratorExit:
        log.append(name + " exit")
        raise
    finally:
        log.append(name + " finally")


log = []
g = steps("one", log)
del g
print(log)
g = steps("two", log)
next(g)
del g
print(log)
log.clear()
g = steps("three", log)
next(g)
box = [g]
box.append(box)
del g, box
print(gc.collect() > 0, log)
log.clear()


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


reports = []
sys.unraisablehook = lambda a: reports.append((a.exc_type.__name__, str(a.exc_value), type(a.object).__name__, a.exc_traceback is None))
g = stubborn()
next(g)
del g
print(reports)
reports.clear()


def failing():
    try:
        yield
    finally:
        raise ValueError("in finally")


g = failing()
next(g)
g = None
print(reports)


class Del:
    def __del__(self):
        raise KeyError("in del")


Del()
print(reports[1:])
sys.unraisablehook = sys.__unraisablehook__
saved = []


def keeping():
    me = yield
    try:
        yield
    finally:
        saved.append(me)


g = keeping()
next(g)
g.send(g)
del g
gc.collect()
print(len(saved), saved[0].gi_frame)
try:
    next(saved[0])
except StopIteration:
    print("finished")
