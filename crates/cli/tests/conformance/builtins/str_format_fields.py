def t(s, *a, **k):
    try: print(s, "|" + s.format(*a, **k) + "|")
    except Exception as e: print(s, type(e).__name__, e)
class P:
    x = 3
    def __init__(self, n=None): self.n = n
    def __repr__(self): return "P(%r)" % (self.n,)
    def __str__(self): return "p:%s" % self.n
    def __format__(self, spec): return "<%s/%s>" % (self.n, spec)
p = P(7); d = {"k": [1, 2, {"z": 9}], "a b": 5, "0": "zero"}
for s in ["{}", "{0}", "{} {}", "{0} {0}", "{} {0}", "{0} {}", "{1}", "{a}", "{", "}", "{{}}", "{{{}}}", "{!r}", "{!s}", "{!a}", "{!x}", "{!}", "{:>5}", "{:{}}", "{0:{1}}", "{0.x}", "{0.y}", "{0[k]}", "{0[0]}", "{0[a b]}", "{.x}", "{[0]}", "{0!r:>10}", "{:}", "{0:}", "{0}{", "{0!r", "{0!rx}", "{0.}", "{0[}", "{0[]}", "{0[0}", "{:{:{}}}", "{ 0}", "{-1}", "{a.b}", "{0x}", "{00}", "{99999999999999999999}"]:
    t(s, p); t(s, 5, 6); t(s, d); t(s, [1, 2], a=p)
print("{0[k][2][z]} {0[k][1]:03d} {p.n!r:>5} {p:abc}".format(d, p=p))
print(f"{p} {p!r} {p:x{1+1}y} {p.n:>{2*3}} {d['k'][0]=} {1.5=:.3f} {'q'!r:^7} {p = }")
print("{:%Y}".format(p), "{:{w}.{q}f}".format(3.14159, w=10, q=2), "{:{f}{a}{w}}".format("x", f="*", a="^", w=5))
print("{a}{b}".format_map({"a": 1, "b": 2}))
class D(dict):
    def __missing__(self, k): return "<" + k + ">"
print("{a}{zz}".format_map(D(a=1)))
print(format(3, ""), format("a", ">3"), format(True, "d"), format(True), format(None, ""), format([1], ""))
for v in [None, [1], (1,), {1: 2}, {1}, object, print, ...]:
    for s in ["", "5", "s"]:
        try: print(repr(format(v, s)) if v is not print else "fn")
        except Exception as e: print(type(e).__name__, e)
