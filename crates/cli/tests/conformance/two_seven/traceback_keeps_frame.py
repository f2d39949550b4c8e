# oracle: 2.7
# sys.exc_info() keeps the frames of the last exception, and what is local in them, until the function returns.
import gc
import sys
import weakref


class Big(object):
    pass


def fail():
    global watch
    big = Big()
    watch = weakref.ref(big)
    raise KeyError("lost")


def handler():
    try:
        fail()
    except KeyError, e:
        print "in the handler", watch() is not None, e, e.args, e.message
    print "after it", watch() is not None, sys.exc_info()[0].__name__
    return sys.exc_info()[2].tb_frame.f_code.co_name


print handler(), watch(), sys.exc_info()
try:
    fail()
except KeyError:
    kind, value, tb = sys.exc_info()
while tb.tb_next:
    print tb.tb_frame.f_code.co_name, tb.tb_lineno,
    tb = tb.tb_next
print tb.tb_frame.f_locals.keys(), watch() is not None
try:
    raise kind, value, tb
except KeyError, again:
    print again is value, sys.exc_info()[2].tb_next is tb
sys.exc_clear()
print "cleared", watch() is not None
del tb
print "tb gone", watch()
print gc.collect()


def outer():
    try:
        1 / 0
    except ZeroDivisionError:
        inner()
        print "still", sys.exc_info()[0].__name__


def inner():
    try:
        [][1]
    except IndexError:
        pass
    print "inner", sys.exc_info()[0].__name__


outer()
try:
    raise ValueError, "by comma"
except (TypeError, ValueError), e:
    print repr(e), e
try:
    raise ValueError, ("two", 2)
except ValueError, e:
    print repr(e), e
