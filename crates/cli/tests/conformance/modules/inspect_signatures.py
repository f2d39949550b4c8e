import inspect, types
def f(a, b=2, *c, d, e=5, **g) -> int: "doc"; return 1
print(inspect.signature(f), inspect.isfunction(f), inspect.isclass(int), inspect.ismodule(inspect), inspect.ismethod("".join), inspect.isbuiltin(len), inspect.isgenerator(i for i in ()), inspect.isgeneratorfunction(f))
print(inspect.getdoc(f), list(inspect.signature(f).parameters), inspect.signature(f).parameters["b"].default, inspect.signature(f).return_annotation)
class A:
    x = 1
    def m(self, q): pass
print(inspect.signature(A.m), inspect.signature(A().m), [n for n, v in inspect.getmembers(A) if not n.startswith("__")], inspect.ismethod(A().m), inspect.getmro(A))
fr = inspect.currentframe(); print(fr.f_lineno, fr.f_code.co_name)
def g(): return inspect.currentframe().f_back.f_code.co_name
print(g())
def gen(): yield 1
x = gen(); print(inspect.getgeneratorstate(x)); next(x); print(inspect.getgeneratorstate(x), inspect.getgeneratorlocals(x)); x.close(); print(inspect.getgeneratorstate(x))
print(inspect.iscoroutinefunction(f), inspect.isawaitable(1), inspect.isabstract(A), inspect.isroutine(len), inspect.isdatadescriptor(property()))
def outer():
    v = 1
    def inner(): return v
    return inner
