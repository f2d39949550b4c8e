import gc
import weakref

log = []


class Item:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append("del " + self.name)


def noting(text):
    def callback(r):
        log.append("%s %s %s" % (text, r() is None, [x() is None for x in refs]))
    return callback


item = Item("one")
refs = []
refs += [weakref.ref(item, noting("first")), weakref.ref(item, noting("second")), weakref.ref(item)]
p = weakref.proxy(item, lambda p: log.append("proxy"))
print([type(r).__name__ for r in weakref.getweakrefs(item)], weakref.getweakrefs(item)[0] is refs[2])
del item
print(log)
log.clear()
# A reference that dies before its referent never calls back.
item = Item("two")
refs = [weakref.ref(item, noting("kept")), weakref.ref(item, noting("dropped"))]
del refs[1], item
print(log)
log.clear()
# One callback drops another reference to the same object: that one must not run.
item = Item("three")
refs = []
def dropping(r):
    log.append("dropping")
    refs.clear()
refs += [weakref.ref(item, noting("never")), weakref.ref(item, dropping)]
del item
print(log)
log.clear()
# Errors in callbacks are reported, and the next one still runs.
class Failing:
    def __repr__(self):
        return "<failing>"

    def __call__(self, r):
        log.append("failing")
        return {}[self.missing]


failing = Failing()
failing.missing = "key"
item = Item("four")
refs = [weakref.ref(item, lambda r: log.append("after")), weakref.ref(item, failing), weakref.ref(item, 42)]
del item
print(log)
log.clear()
# In a cycle: a reference outside calls back, one that is garbage itself does not.
item, other = Item("five"), Item("six")
item.other, other.other = other, item
item.inner = weakref.ref(other, lambda r: log.append("inner"))
outer = weakref.ref(other, lambda r: log.append("outer"))
del item, other
print(gc.collect() > 0, log)
