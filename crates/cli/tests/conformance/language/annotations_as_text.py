"""The texts of all kinds of expressions."""
from __future__ import annotations
class A:
    x: NotDefined = 1
    def f(self, a: Also.Not, *b: (1, 2), **c: "str") -> x[y]: ...
print(A.__annotations__, A.f.__annotations__)
def g(a: lambda x, *y, z=1, **k: x + 1, b: {1: [2, 3], **z}, c: f"{x!r:>{w}} {{}}", d: not a, e: a if b else c, f: -1 ** 2, g: a.b(c, *d, k=1, **e), h: a[1:2, ..., ::3], i: b"x", j: 1_000, k: 'q', l: {*a}, m: [x for x in y if z for w in (1, 2)], n: a < b <= c is not d, p: (a, ), q: (a or b) and not c, r: (a + b) * c - d // (e - f), s: sum(x for x in y), t: {k: v for k, v in z}, u: (-a) ** -b, v: 1 .real, w: lambda: 0, x: (), y: a[(1, 2)], z: 1e1000j): pass
for k, v in g.__annotations__.items(): print(k, v)
z: int | None = None
print(__annotations__)
def h(x: "quoted", *args: *Ts): pass
print(h.__annotations__)
from dataclasses import dataclass
@dataclass
class P:
    x: int
    y: list[int] = None
print(P(1), P.__annotations__)
