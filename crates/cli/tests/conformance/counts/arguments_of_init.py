import sys
out = []
T = '''
class C:
    %s
    def __init__(self, v%s): out.append(sys.getrefcount(v))
%s
q = object()
for i in range(4): %s
print(%r, out)
out.clear()
'''
class Base0:
    def __init__(self, v): out.append(sys.getrefcount(v))
class BaseNew:
    def __new__(cls, v): return object.__new__(cls)
cases = [("plain", "pass", "", "", "C(q)"), ("sub", "pass", "", "class D(C): pass", "D(q)"), ("star", "pass", ", *a", "", "C(q)"), ("slots", "__slots__ = ()", "", "", "C(q)"),
 ("slots_dict", "__slots__ = ('a', '__dict__')", "", "", "C(q)"), ("kwonly", "pass", ", *, k=1", "", "C(q)"), ("kwargs", "pass", ", **k", "", "C(q)"), ("default", "pass", ", w=1", "", "C(q)"), ("default2", "pass", ", w=1", "", "C(q, 2)"),
 ("two", "pass", ", w", "", "C(q, 2)"), ("kw", "pass", "", "", "C(v=q)"), ("kw2", "pass", ", w", "", "C(q, w=1)"), ("list", "pass", "", "class L(list):\n    def __init__(self, v): out.append(sys.getrefcount(v))", "L(q)"),
 ("exc", "pass", "", "class L(Exception):\n    def __init__(self, v): out.append(sys.getrefcount(v))", "L(q)"),
 ("subinit", "pass", "", "class D(C):\n    def __init__(self, v): out.append(sys.getrefcount(v))", "D(q)"), ("new", "def __new__(cls, v): return object.__new__(cls)", "", "", "C(q)"),
 ("getattr", "def __getattr__(self, n): pass", "", "", "C(q)"), ("del", "def __del__(self): pass", "", "", "C(q)"), ("meta", "pass", "", "class M(type): pass\nclass E(metaclass=M):\n    def __init__(self, v): out.append(sys.getrefcount(v))", "E(q)"),
 ("deco", "pass", "", "def deco(f):\n    def w(self, v): f(self, v)\n    return w\nclass E:\n    @deco\n    def __init__(self, v): out.append(sys.getrefcount(v))", "E(q)"),
 ("lambda", "pass", "", "class E: __init__ = lambda self, v: out.append(sys.getrefcount(v))", "E(q)"), ("cellarg", "pass", "", "class E:\n    def __init__(self, v):\n        out.append(sys.getrefcount(v))\n        lambda: v", "E(q)"),
 ("attr", "pass", "", "import types\nns = types.SimpleNamespace(C=C)", "ns.C(q)"), ("setattr", "x = 1", "", "C.y = 2", "C(q)"), ("change", "x = 1", "", "", "C(q); C.y = i"), ("inst", "pass", "", "keep = []", "keep.append(C(q))"),
 ("nested", "pass", "", "def f(x): return x", "f(C(q))"), ("super", "pass", "", "class D(C):\n    def __init__(self, v):\n        super().__init__(v)\n        out.append(sys.getrefcount(v))", "D(q)"), ("base", "pass", "", "class D(C):\n    def __init__(self, v):\n        C.__init__(self, v)", "D(q)"),
 ("dunderdict", "__dict__ = None", "", "", "C(q)"), ("weakslot", "__slots__ = ('__weakref__',)", "", "", "C(q)"), ("manyargs", "pass", ", a, b, c, d", "", "C(q, 1, 2, 3, 4)")]
for c in cases:
    exec(T % (c[1], c[2], c[3], c[4], c[0]), globals())
