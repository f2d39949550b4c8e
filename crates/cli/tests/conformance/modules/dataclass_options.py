from dataclasses import dataclass, field, asdict, astuple, replace, InitVar, fields, FrozenInstanceError, KW_ONLY, is_dataclass, make_dataclass
import sys, gc
@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list)
p = P(1); print(p, p == P(1), asdict(p), astuple(p), replace(p, x=5), [f.name for f in fields(P)], is_dataclass(p))
try: P()
except TypeError as e: print(e)
try:
    @dataclass
    class Q:
        a: list = []
except ValueError as e: print(e)
try:
    @dataclass
    class Q2:
        a: int = 1
        b: int
except TypeError as e: print(e)
@dataclass(frozen=True, order=True)
class F:
    a: int
    b: str = field(default="z", compare=False, repr=False)
f = F(1); print(f, hash(f) == hash((1,)), F(1) < F(2), sorted([F(3), F(1)]))
try: f.a = 2
except FrozenInstanceError as e: print(type(e).__mro__[1].__name__, e)
try: del f.a
except FrozenInstanceError as e: print(e)
@dataclass(slots=True)
class S:
    a: int
    b: int = 3
s = S(1); print(s, S.__slots__, hasattr(s, "__dict__"))
try: s.c = 1
except AttributeError as e: print(e)
@dataclass
class I:
    a: int
    scale: InitVar[int] = 2
    b: int = field(init=False)
    def __post_init__(self, scale): self.b = self.a * scale
print(I(3), I(3, 5))
@dataclass(kw_only=True)
class K: 
    a: int
    b: int = 1
print(K(a=1))
try: K(1)
except TypeError as e: print(e)
@dataclass
class K2:
    a: int
    _: KW_ONLY
    b: int = 1
print(K2(1, b=2), K2.__match_args__)
@dataclass
class Node:
    v: int
    next: "Node" = None
M = make_dataclass("M", [("x", int), ("y", int, field(default=5))]); print(M(1))
@dataclass(eq=False)
class E: a: int
print(E(1) == E(1), E.__hash__ is object.__hash__, P.__hash__)
try: hash(P(1))
except TypeError as e: print(e)
@dataclass(weakref_slot=True, slots=True)
class W: a: int
import weakref
w = W(1); print(weakref.ref(w)() is w, W.__slots__)
