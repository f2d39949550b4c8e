# What a metaclass is asked for while a class is made, also when type() finds it by the bases.
class Meta(type):
    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, [b.__name__ for b in bases], sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(mcls, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name, kw)
        return {"injected": 42}
    def __call__(cls, *args, **kw):
        print("call", cls.__name__, args, kw)
        return super().__call__(*args, **kw)
    def __instancecheck__(cls, obj):
        return obj == "magic" or super().__instancecheck__(obj)
    def __len__(cls):
        return 7
    def __getattr__(cls, name):
        return f"<{name} of {cls.__name__}>"
    def __repr__(cls):
        return f"<class {cls.__name__} made by Meta>"


class A(metaclass=Meta, flag=True):
    x = 1
    def __init__(self, y):
        self.y = y

class B(A, flag=False):
    pass

b = B(5)
print(b.y, b.injected, A.nothing, len(B), B)
print(isinstance("magic", A), isinstance(b, A), isinstance(3, A), issubclass(B, A))
try:
    b.nothing
except AttributeError as e:
    print(e)
print(type(A), type(type(A)), A.__class__, Meta.__mro__)
class Other(type): pass
try:
    class C(A, metaclass=Other): pass
except TypeError as e:
    print(e)
class M2(Meta): pass
class D(A, metaclass=M2): pass
print(type(D).__name__)
def func_meta(name, bases, ns):
    return (name, bases, sorted(ns))
class E(metaclass=func_meta):
    z = 1
print(E[0], E[1])
try:
    class F(int, str): pass
except TypeError as e:
    print(e)
try:
    type("G", (bool,), {})
except TypeError as e:
    print(e)
print(type("H", (), {"q": 3}).q, type("H", (A,), {})(1).y)
