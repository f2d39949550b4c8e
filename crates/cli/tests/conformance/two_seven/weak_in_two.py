# oracle: 2.7
# weakref in 2.7: lists from keys() and values(), and classic classes can be weakly referenced too.
import gc
import weakref


class Old:
    def method(self):
        return "called"


class New(object):
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print "del", self.name


def gone(ref):
    print "callback", ref()


for x in (1, "a", u"a", 1L, 1.5, None, [], (), {}, object(), len, gc, xrange(2)):
    try:
        weakref.ref(x)
    except TypeError, e:
        print e
for x in (Old, Old(), New, set(), frozenset(), gone, lambda: 0, (i for i in []), Old().method):
    print type(weakref.ref(x)).__name__,
print
old = Old()
ref, proxy = weakref.ref(old, gone), weakref.proxy(old)
print ref() is old, proxy.method(), weakref.getweakrefcount(old), isinstance(proxy, Old)
del old
try:
    proxy.method()
except ReferenceError, e:
    print "ReferenceError:", e
values, keys, kept = weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), weakref.WeakSet()
a, b = New("a"), New("b")
values["a"], values["b"], keys[a], keys[b] = a, b, 1, 2
kept.add(a)
print sorted(values.keys()), len(values.values()), sorted(keys.values()), len(kept), values.has_key("a")
print sorted(values.iterkeys()), type(values.items()).__name__
del a
print values.keys(), keys.values(), len(kept)
b.me = b
del b
print gc.collect(), len(values), [n.name for n in gc.garbage]
