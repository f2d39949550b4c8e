# Which bases a class can get in place of those it has.
class A: pass
class B: pass
class C(list): pass
class D(C): pass
class S(B): __slots__ = ("q",)
class T(S): pass
for c, b in ((A, (B,)), (A, (int,)), (D, (list,)), (D, (B,)), (D, (C,)), (T, (B,)), (T, (S, B)), (D, (D,)), (A, (5,)), (int, (object,))):
    try: c.__bases__ = b; print(c.__name__, [x.__name__ for x in c.__mro__])
    except TypeError as e: print(e)
