# oracle: 2.7
# __metaclass__, old and new resolution order, unbound methods, attributes by their old names.
class Meta(type):
    def __new__(meta, name, bases, namespace):
        print "making", name, sorted(k for k in namespace if not k.startswith("__"))
        return type.__new__(meta, name, bases, namespace)

    def __call__(cls, *args):
        print "calling", cls.__name__, args
        return super(Meta, cls).__call__(*args)


class Made(object):
    __metaclass__ = Meta
    x = 1


class Sub(Made):
    def __init__(self, *args):
        self.args = args


print type(Sub) is Meta, Sub(1, 2).args


class A:
    def who(self):
        return "A"


class B(A):
    pass


class C(A):
    def who(self):
        return "C"


class D(B, C):
    pass


class NA(object):
    who = A.__dict__["who"]


class NB(NA):
    pass


class NC(NA):
    who = C.__dict__["who"]


class ND(NB, NC):
    pass


print D().who(), ND().who(), [c.__name__ for c in ND.__mro__], [c.__name__ for c in D.__bases__]
print A.who, B.who, NB.who, A.who.im_class.__name__, A.who.im_self, B.who.im_func is A.who.im_func
print A, NA, type(A), type(A()), type(NA), A.who == A.who, A.who is A.who, A().__class__ is A, A.__module__
for bad in (lambda: A.who(), lambda: A.who(1), lambda: NB.who(NA()), lambda: NA.who(D())):
    try:
        print bad()
    except TypeError, e:
        print e
f = NC.who.im_func
print f.func_name, f.func_code.co_name, f.func_defaults, f.func_closure, f.func_dict, f.__name__, f is NC.__dict__["who"]
Mixed = type("Mixed", (A, NA), {})
print type(Mixed), Mixed().who(), isinstance(Mixed(), A), issubclass(D, A), issubclass(NA, object), issubclass(A, object)
print super(ND, ND()).who(), type(super(ND, ND())).__name__
