# super, the resolution order, __bases__ and __class__ set anew, isinstance.
class A:
    def go(self): print("A.go"); 
class B(A):
    def go(self): print("B.go"); super().go()
class C(A):
    def go(self): print("C.go"); super().go()
class D(B, C):
    def go(self): print("D.go"); super().go()
D().go()
print([c.__name__ for c in D.__mro__], D.mro() == list(D.__mro__))
try:
    class E(A, B): pass
except TypeError as e:
    print(e)
try:
    class F(A, A): pass
except TypeError as e:
    print(e)
print(super(B, D()).go.__qualname__, super(C, D).go.__qualname__)
s = super(B, D())
print(s.__thisclass__.__name__, s.__self_class__.__name__, type(s.__self__).__name__)
for bad in (lambda: super(B, A()), lambda: super(5, 5), lambda: super(), lambda: super().go):
    try: bad()
    except (TypeError, RuntimeError) as e: print(type(e).__name__, e)
def loose(self): return super()
try: loose(1)
except RuntimeError as e: print(e)
class G:
    def m(self): return super().missing
try: G().m()
except AttributeError as e: print(e)
class P:
    def __init__(self, **kw): print("P", kw); super().__init__(**kw)
class Q(P):
    def __init__(self, *, q, **kw): print("Q", q); super().__init__(**kw)
class R(P):
    def __init__(self, *, r, **kw): print("R", r); super().__init__(**kw)
class S(Q, R): pass
S(q=1, r=2)
try: S(q=1, r=2, z=3)
except TypeError as e: print(e)
print(D.__bases__, D.__base__, B.__subclasses__(), object.__bases__)
D.__bases__ = (C,)
print([c.__name__ for c in D.__mro__]); D().go()
try: D.__bases__ = (int,)
except TypeError as e: print(e)
try: D.__bases__ = ()
except TypeError as e: print(e)
try: D.__bases__ = 5
except TypeError as e: print(e)
try: D().__class__ = int
except TypeError as e: print(e)
d = D(); d.__class__ = A; print(type(d).__name__)
print(isinstance(True, int), issubclass(bool, (str, int)), bool.__mro__)
for x in (lambda: isinstance(1, 5), lambda: issubclass(5, int), lambda: issubclass(int, 5), lambda: isinstance(1, (int, 5)), lambda: isinstance("", (int, 5)), lambda: isinstance(1, int | str), lambda: isinstance(1, list[int])):
    try: print(x())
    except TypeError as e: print(e)
