class P(property):
    def __get__(self, instance, owner=None):
        print("get")
        return super().__get__(instance, owner)
class A:
    @P
    def x(self): return 5
print(A().x)
class Q(property):
    def __set__(self, o, v): print("set", v); super().__set__(o, v * 2)
    def __delete__(self, o): print("del"); super().__delete__(o)
class B:
    def g(self): return self._v
    def s(self, v): self._v = v
    def d(self): del self._v
    v = Q(g, s, d)
b = B(); b.v = 3; print(b.v, b.__dict__); del b.v; print(b.__dict__)
try: b.v
except AttributeError as e: print(e)
class SM(staticmethod):
    def __get__(self, o, t=None): print("sm"); return super().__get__(o, t)
class CM(classmethod):
    def __get__(self, o, t=None): print("cm"); return super().__get__(o, t)
class C:
    @SM
    def f(x): return x
    @CM
    def g(cls): return cls.__name__
print(C.f(1), C().f(2), C.g(), C().g())
