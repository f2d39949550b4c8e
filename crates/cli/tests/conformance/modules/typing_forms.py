from typing import *
import typing, sys
print(List[int], Dict[str, int], Optional[int], Union[int, str], Any, Callable[[int], str], Tuple[int, ...], Set[str], Type[int], Iterable[int], Literal["a", 1])
T = TypeVar("T"); print(T, repr(T), Generic[T])
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
b = Box[int](5); print(b.v, Box[int], type(b).__name__, Box.__parameters__)
class E(NamedTuple):
    name: str
    id: int = 3
e = E("g"); print(e, e.id, E._fields, E.__annotations__, E._field_defaults)
class TD(TypedDict, total=False):
    a: int
t: TD = {"a": 1}; print(t, TD.__annotations__, TD(a=1), type(TD(a=1)))
@runtime_checkable
class Sz(Protocol):
    def size(self) -> int: ...
class Q:
    def size(self): return 1
print(isinstance(Q(), Sz), isinstance(1, Sz))
print(cast(int, "x"), TYPE_CHECKING, ClassVar[int], Final[int])
def f(a: int, b: "str" = "x", *c: float, **d: Any) -> None: pass
print(f.__annotations__, get_type_hints(f))
print(NewType("Uid", int)(5), get_origin(List[int]), get_args(Dict[str,int]), list[int], int | None, Optional[str] == Union[str, None])
@overload
def g(a: int) -> int: ...
def g(a): return a
print(g(1))
@final
class Fn: pass
print(Annotated[int, "x"], NoReturn, Self if sys.version_info >= (3,11) else 0)
print(isinstance([], typing.List) if False else "ok", Mapping, Sequence[int], Iterator[int])
try: Protocol()
except TypeError as e: print(e)
class Cl(Protocol):
    x: int
try: Cl()
except TypeError as e: print(e)
