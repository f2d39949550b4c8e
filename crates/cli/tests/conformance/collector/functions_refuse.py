# oracle: 3.11 3.13 3.14 3.15
import gc


class Index:
    def __index__(self):
        return 1


def attempt(label, call):
    try:
        result = call()
    except Exception as e:
        print(label, type(e).__name__, e)
    else:
        print(label, "->", result if isinstance(result, (int, type(None))) else type(result).__name__)


gc.disable()
start = gc.get_threshold()
for value in ("2", 2.0, None, 3, -1, -7, Index(), True, 10**25):
    attempt("collect %r" % type(value), lambda: gc.collect(value))
    attempt("named", lambda: gc.collect(generation=value))
    attempt("objects", lambda: gc.get_objects(value))
    attempt("debug", lambda: gc.set_debug(value))
    gc.set_debug(0)
attempt("two", lambda: gc.collect(1, 2))
attempt("unknown", lambda: gc.collect(gen=1))
attempt("both", lambda: gc.collect(1, generation=1))
attempt("objects", lambda: gc.get_objects(1, 2))
attempt("none", lambda: gc.set_threshold())
attempt("four", lambda: gc.set_threshold(1, 2, 3, 4))
attempt("keyword", lambda: gc.set_threshold(a=1))
gc.set_threshold(500, 7, 8)
attempt("late", lambda: gc.set_threshold(300, "x"))
print(gc.get_threshold()[:2])
attempt("big", lambda: gc.set_threshold(10**25))
attempt("index", lambda: gc.set_threshold(Index()))
print(gc.get_threshold()[:2])
gc.set_threshold(*start)
for name in ("enable", "isenabled", "get_count", "get_stats", "freeze", "get_freeze_count", "get_debug"):
    attempt(name, lambda: getattr(gc, name)(1))
    attempt(name, lambda: getattr(gc, name)(x=1))
for name in ("is_tracked", "is_finalized"):
    attempt(name, lambda: getattr(gc, name)())
    attempt(name, lambda: getattr(gc, name)(obj=1))
attempt("referrers", lambda: gc.get_referrers(objs=1))
attempt("referents", lambda: gc.get_referents(objs=1))
