# oracle: 2.7
# Functions hold their globals, defaults and cells; a recursive closure is a cycle.
import gc
import sys
import weakref


class Thing(object):
    pass


def make():
    thing = Thing()
    refs.append(weakref.ref(thing))

    def get():
        return thing

    def put(value, default=thing):
        return default
    return get, put


refs = []
get, put = make()
print get.func_closure[0].cell_contents is get(), put.func_closure, put.func_defaults[0] is get()
print sys.getrefcount(get()), sys.getrefcount(get.func_closure), get.func_globals is globals()
del put
print sys.getrefcount(get())
del get
print refs[0]()


def recursive():
    def fact(n):
        return n * fact(n - 1) if n else 1
    refs.append(weakref.ref(fact))
    return fact(5)


gc.collect()
print recursive(), refs[1]() is not None, gc.collect(), refs[1]()
adders = [lambda x: x + i for i in range(3)]
print [f(10) for f in adders], i
adders = [lambda x, i=i: x + i for i in range(3)]
print [f(10) for f in adders]


def counter():
    count = [0]

    def step():
        count[0] += 1
        return count[0]
    return step


step = counter()
print step(), step(), step.func_closure[0].cell_contents, step.func_code.co_freevars, counter.func_code.co_cellvars
f = lambda: None
f.attribute = Thing()
refs.append(weakref.ref(f.attribute))
f.me = f
print f.func_dict is f.__dict__, f.func_name, f.func_doc
del f
print refs[2]() is not None, gc.collect(), refs[2]()
try:
    print unknown
except NameError, e:
    print e


def local():
    try:
        print later
    except NameError, e:
        print type(e).__name__, e
    later = 1
    try:
        print never
    except NameError, e:
        print e


local()
