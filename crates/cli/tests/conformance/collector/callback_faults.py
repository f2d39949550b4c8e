import gc
import sys

calls = []


def watcher(phase, info):
    calls.append((phase, info["generation"], info["collected"], sorted(set(info) & {"mine", "generation", "uncollectable"})))
    info["mine"] = sys.getrefcount(info)


def nested(phase, info):
    calls.append(("nested", gc.collect(), info.get("mine")))


class Trash:
    def __init__(self):
        self.me = self


gc.collect()
gc.callbacks += [watcher, nested]
for i in range(3):
    Trash()
print(gc.collect(), calls)
calls.clear()
gc.callbacks.insert(0, 42)
class Callback:
    def __init__(self, key):
        self.key = key

    def __repr__(self):
        return "<callback %s>" % self.key

    def __call__(self, phase, info):
        return info[self.key]


class OneArgument(Callback):
    def __call__(self, phase):
        return None


gc.callbacks += [OneArgument("short"), Callback("no such key"), Callback("collected")]
Trash()
print(gc.collect(0) > 0, len(calls))
sys.unraisablehook = lambda args: calls.append((args.exc_type.__name__, str(args.exc_value), args.exc_traceback is not None, args.err_msg and args.err_msg.split(" <")[0]))
calls.clear()
gc.collect(1)
for call in calls:
    print(call)
sys.unraisablehook = sys.__unraisablehook__


def once(phase, info):
    print("once", phase, len(gc.callbacks))
    gc.callbacks.remove(once)


gc.callbacks[:] = [once, watcher]
calls.clear()
gc.collect()
print(calls)
gc.callbacks = "replaced"
calls.clear()
gc.collect()
print(len(calls), gc.callbacks)
