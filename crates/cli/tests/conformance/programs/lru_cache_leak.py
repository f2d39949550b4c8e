# oracle: native
# A cache that leaks: lru_cache on methods keeps instances alive
import functools, gc, sys, weakref

class Report:
    """A report that computes its rows lazily."""
    instances = 0
    def __init__(self, name):
        self.name = name
        self.rows = list(range(100))
        Report.instances += 1
    def __del__(self):
        Report.instances -= 1
    @functools.lru_cache(maxsize=4)
    def total(self, factor=1):
        return sum(self.rows) * factor
    def __repr__(self):
        return f"<Report {self.name!r}>"

def make(n):
    for i in range(n):
        r = Report(f"r{i}")
        r.total()
        r.total(factor=2)
    return r.total.cache_info()

print(make(10))
print("alive after loop:", Report.instances)
gc.collect()
print("alive after gc:", Report.instances)
print([o for o in gc.get_objects() if isinstance(o, Report)])
Report.total.cache_clear()
print("after cache_clear:", Report.instances)
print(Report.total.cache_info(), Report.total.cache_parameters())
print(Report.total.__wrapped__.__name__, Report.total.__name__, Report.__doc__)
r = Report("x")
print(sys.getrefcount(r), Report.total.__doc__)
r.total(); print(sys.getrefcount(r))
ref = weakref.ref(r)
del r
print(ref(), Report.instances)
Report.total(ref(), 5)
print(Report.total.cache_info().hits, Report.total.cache_info().misses)

class Better:
    @functools.cached_property
    def value(self):
        "computed once"
        print("computing")
        return 42
b = Better()
print(b.__dict__, b.value, b.value, b.__dict__)
del b.value
print(b.value)
print(Better.value.__doc__, type(Better.value), Better.value.attrname)

@functools.cache
def fib(n):
    return n if n < 2 else fib(n-1) + fib(n-2)
print(fib(80), fib.cache_info(), sys.getsizeof(fib) > 0)
print(sys.getsizeof(fib), repr(fib).split(" at ")[0])
try:
    fib([1])
except TypeError as e:
    print(type(e).__name__, e)
