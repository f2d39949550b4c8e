import gc
import weakref


class Bell:
    def __init__(self, name):
        self.name = name

    def ring(self):
        return "ring " + self.name

    def __eq__(self, other):
        return self.name == other.name

    def __hash__(self):
        return hash(self.name)


class Other:
    @classmethod
    def make(cls):
        pass


bell = Bell("x")
plain = weakref.ref(bell.ring)
print(plain())
m = weakref.WeakMethod(bell.ring, lambda r: print("  gone", r is m, r()))
print(m()(), m() == bell.ring, m() is m(), weakref.getweakrefcount(bell))
twin = Bell("x")
n = weakref.WeakMethod(twin.ring)
print(m == n, m != n, hash(m) == hash(n), m == weakref.ref(bell), len({m, n}))
for wrong in (len, Bell.ring, 5, [].append):
    try:
        weakref.WeakMethod(wrong)
    except TypeError as e:
        print(str(e).replace(repr(type(wrong)), "TYPE"))
print(weakref.WeakMethod(Other.make)().__self__ is Other)
bell.me = bell
del bell
print(m() is None)
gc.collect()
print(m(), m == n, n == m, m == m, m != m, hash(m) == hash(n))
print(n._func_ref() is Bell.ring, n._alive, m._alive)
del Bell.ring
print(n(), n._alive, twin.name)
