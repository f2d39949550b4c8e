# oracle: 2.7
# Generators: next and send, closing by death, what a frame keeps, no PEP 479.
import gc
import sys
import weakref


class Thing(object):
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print "del", self.name


def numbers(thing):
    try:
        yield 1
        yield thing.name
    finally:
        print "closing", thing.name


g = numbers(Thing("first"))
print g.next(), sys.getrefcount(g), g.gi_frame.f_locals.keys(), g.gi_running
del g
g = numbers(Thing("second"))
del g
g = numbers(Thing("third"))
print list(g)
print g.gi_frame, g.gi_code.co_name
try:
    g.next()
except StopIteration, e:
    print "stop", e.args
del g


def echo():
    got = None
    while True:
        got = yield got
        if got == "stop":
            raise StopIteration("early")


e = echo()
print e.next(), e.send(5), e.send("x")
try:
    e.send("stop")
except StopIteration, stop:
    print "stopped", stop
try:
    echo().send(1)
except TypeError, err:
    print err
e = echo()
e.next()
try:
    e.throw(KeyError, "thrown")
except KeyError, err:
    print repr(err)


def loop():
    me = [Thing("in a cycle")]
    ref = yield
    me.append(ref)
    yield


def plain():
    me = []
    ref = yield
    me.append(ref)
    yield


for make in (plain, loop):
    g = make()
    g.next()
    g.send(g)
    watch = weakref.ref(g)
    del g
    print make.__name__, gc.collect() > 1, watch() is None, len(gc.garbage)
print sum(i for i in xrange(4)), [x for x in (y * 2 for y in range(3))], hasattr(echo(), "__next__")
