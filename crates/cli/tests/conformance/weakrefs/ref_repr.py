import weakref


def shown(r):
    return repr(r).replace(hex(id(r)), "HERE").replace(hex(id(r())), "THERE")


class Titled:
    __name__ = "a title"


class Instance:
    def __init__(self):
        self.__name__ = "in the instance"


class Asks:
    def __getattr__(self, name):
        print("  asked for", name)
        return "answer"


class Computed:
    @property
    def __name__(self):
        return "computed %d" % len(weakref.getweakrefs(self))


class Number:
    __name__ = 42


def function():
    pass


for o in (Titled(), Instance(), Asks(), Computed(), Number(), function, Titled, {1}, frozenset(), (x for x in ())):
    print(shown(weakref.ref(o)))


class Sub(weakref.ref):
    pass


t = Titled()
s = Sub(t)
print(shown(s))
p = weakref.proxy(function)
print(repr(p).replace(hex(id(p)), "HERE").replace(hex(id(function)), "THERE"))
address = hex(id(s))
del t
print(repr(s).replace(address, "HERE"), s())
u = weakref.proxy(Titled())
print(repr(u).replace(hex(id(u)), "HERE").replace(hex(id(None)), "NONE"))
