# __set_name__, __init_subclass__ and descriptors that lack __delete__.
class Base:
    registry = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        Base.registry.append((cls.__name__, tag))

class Typed:
    def __init__(self, type_):
        self.type_ = type_
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = "_" + name
    def __get__(self, obj, objtype=None):
        if obj is None:
            return self
        return getattr(obj, self.name)
    def __set__(self, obj, value):
        if not isinstance(value, self.type_):
            raise TypeError(f"{self.name[1:]} must be {self.type_.__name__}, not {type(value).__name__}")
        setattr(obj, self.name, value)

class Person(Base, tag="p"):
    name = Typed(str)
    age = Typed(int)
    def __init__(self, name, age):
        self.name, self.age = name, age

class Student(Person): pass

p = Person("Ann", 30)
print(p.name, p.age, vars(p))
try:
    p.age = "old"
except TypeError as e:
    print(e)
try:
    del p.age
except AttributeError as e:
    print(e)
print(Base.registry)
try:
    class X(Base, wrong=1): pass
except TypeError as e:
    print(e)
try:
    class Y(object, z=1): pass
except TypeError as e:
    print(e)
class BadName:
    def __set_name__(self, owner, name):
        raise ValueError("refused")
try:
    class Z:
        attr = BadName()
except (RuntimeError, ValueError) as e:
    print(type(e).__name__, e, getattr(e, "__notes__", None), repr(e.__cause__))
class NonData:
    def __get__(self, o, t): return ("got", o is None, t.__name__)
class W:
    d = NonData()
w = W()
print(w.d, W.d)
w.d = 5
print(w.d, w.__dict__, W.__dict__["d"].__get__(w, W)[0])
del w.d
print(w.d[0])
