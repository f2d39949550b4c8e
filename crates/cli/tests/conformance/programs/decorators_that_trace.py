# Decorators of several shapes, and the frames that a failure passes.
# exit: 1
def trace(name):
    def deco(f):
        def inner(*args, **kwargs):
            a = ", ".join([repr(x) for x in args] + [f"{k}={v!r}" for k, v in kwargs.items()])
            print(f"{name}: {f.__qualname__}({a})")
            try:
                result = f(*args, **kwargs)
            except Exception as e:
                print(f"{name}: raised {e!r}")
                raise
            print(f"{name}: -> {result!r}")
            return result
        return inner
    return deco
class Calc:
    @trace("m")
    def div(self, a, b=1): return a / b
    @staticmethod
    @trace("s")
    def add(*xs): return sum(xs)
    @classmethod
    @trace("c")
    def make(cls, **kw): return sorted(kw)
    def __repr__(self): return "Calc()"
c = Calc()
c.div(6, b=3); Calc.add(1, 2); Calc.make(z=1, a=2); c.add()
try: c.div(1, 0)
except ZeroDivisionError as e:
    tb = e.__traceback__; names = []
    while tb: names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno)); tb = tb.tb_next
    print(names)
def memo(f):
    cache = {}
    def g(*a):
        if a not in cache: cache[a] = f(*a)
        return cache[a]
    g.cache = cache
    return g
@memo
def binom(n, k): return 1 if k in (0, n) else binom(n - 1, k - 1) + binom(n - 1, k)
print(binom(10, 5), len(binom.cache), [binom(4, k) for k in range(5)])
def once(f):
    f.__dict__.setdefault("done", False)
    def g():
        if f.done: return "already"
        f.done = True
        return f()
    return g
@once
def init(): return "initialised"
print(init(), init())
def repeat(n, /, *, sep=" "):
    return lambda f: lambda *a: sep.join([f(*a)] * n)
hello = repeat(3, sep="-")(lambda x: x + "!"); print(hello("hi"))
try: repeat(n=3)
except TypeError as e: print(e)
try: repeat(3, "-")
except TypeError as e: print(e)
class deco_with_state:
    def __init__(self, **opts): self.opts = opts
    def __call__(self, f): f.opts = self.opts; return f
@deco_with_state(retries=3, quiet=True)
def task(): pass
print(task.opts, task.__dict__)
@print
@str.upper
@lambda f: f.__name__
def shouted(): pass
print(shouted)
c.div("a", "b")
