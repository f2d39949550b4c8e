# Whether the frame of a generator that ended knows who called it, and so keeps that caller's variables.
import gc
import sys

gc.disable()
gc.collect()
frames = []


class Thing:
    pass


def notes(x):
    frames.append(sys._getframe())
    yield x


def run():
    local = Thing()
    return list(notes(local)) and None


run()
print(frames[0].f_back is None or frames[0].f_back.f_code.co_name)
frames.clear()
print(gc.collect())


def catches(x):
    try:
        yield x
    except ValueError:
        pass


def throw_in(generator, error):
    try:
        generator.throw(error)
    except StopIteration:
        return True


thing = Thing()
generator = catches(thing)
next(generator)
try:
    raise ValueError
except ValueError as error:
    print(throw_in(generator, error))
print("counts", sys.getrefcount(thing))
del generator
print("counts", sys.getrefcount(thing))
print("collected", gc.collect() > 0, sys.getrefcount(thing))
