# Descriptors with only some of __get__, __set__ and __delete__; binding by hand.
# exit: 1
def show(f, *a):
    try: r = f(*a)
    except Exception as e: r = f"{type(e).__name__}: {e}"
    print(r)
class Desc:
    def __get__(self, o, t): return f"get {o is not None}"
    def __set__(self, o, v): print("set", v)
    def __delete__(self, o): print("delete")
class OnlyDel:
    def __delete__(self, o): print("only delete")
class OnlySet:
    def __set__(self, o, v): o.__dict__["os"] = v * 2
class C:
    d = Desc(); od = OnlyDel(); os = OnlySet()
    def m(self): return "m"
    @staticmethod
    def s(): return "s"
    @classmethod
    def c(cls): return cls
c = C()
c.d = 1; del c.d; print(c.d, C.d)
c.__dict__["d"] = "inst"; print(c.d); c.os = 4; print(c.os)
show(lambda: setattr(c, "od", 1)); del c.od; show(lambda: delattr(c, "os"))
print(C.m is C.m, c.m is c.m, c.m == c.m, c.m.__func__ is C.m, c.m.__self__ is c, C.__dict__["m"] is C.m)
print(C.__dict__["s"].__func__, C.__dict__["c"].__get__(None, C)) if 0 else print(C.s is C.s, c.s is C.s, C.c == C.c, C.c.__self__ is C)
print(C.m.__get__(c, C)(), C.m.__get__(None, C) is C.m, type(C.m.__get__(c)))
import types
c.dyn = types.MethodType(lambda self, x: (self is c, x), c); print(c.dyn(5))
c.plain = lambda: "not bound"; print(c.plain())
show(types.MethodType, 5); show(types.MethodType, 5, None); show(types.MethodType, len, None); show(c.m, 1)
print(repr(c.m).split(" of ")[0], c.m.__name__, c.m.__doc__, c.m.__qualname__)
show(lambda: setattr(c.m, "x", 1))
C.late = lambda self: "late"; print(c.late()); C.m = 5; print(c.m)
del C.late; show(lambda: c.late())
show(lambda: int.real.__get__(5)), show(lambda: int.real.__get__("a")), show(lambda: str.upper.__get__("a")()), show(lambda: str.upper(5)), show(lambda: list.append([1])), show(lambda: int.__add__(1)), show(lambda: property(1).__get__(5)), show(lambda: object.__setattr__(c, 5, 1))
s = staticmethod(5); print(s.__func__, staticmethod(len)([1, 2])); show(staticmethod(5)); show(classmethod(5).__get__(None, int)); show(classmethod); show(staticmethod, 1, 2); show(property, 1, 2, 3, 4, 5)
print(s.__isabstractmethod__, staticmethod(show).__name__, staticmethod(show).__wrapped__ is show)
class P:
    @property
    def x(self): raise AttributeError("inner problem")
    def __getattr__(self, n): return f"fallback {n}"
print(P().x)
class Cached:
    def __init__(self, f): self.f, self.n = f, f.__name__
    def __get__(self, o, t=None):
        if o is None: return self
        v = o.__dict__[self.n] = self.f(o); return v
class K:
    @Cached
    def val(self): print("computing"); return 42
k = K(); print(k.val, k.val, k.__dict__)
class SlotProp:
    __slots__ = ("_x",)
    x = property(lambda s: s._x)
show(lambda: SlotProp().x)
show(lambda: SlotProp.x.__set__(SlotProp(), 1)); show(lambda: SlotProp._x.__delete__(SlotProp()))
class NoGet:
    __get__ = 5
class UsesNoGet: a = NoGet()
UsesNoGet().a
