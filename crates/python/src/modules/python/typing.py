# Stand-ins: what annotations need in order to be written down. Nothing is checked.
import sys as _sys
from abc import ABCMeta as _ABCMeta
from types import GenericAlias as _GenericAlias

TYPE_CHECKING = False


class _Form:
    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return "typing." + self._name

    def __getitem__(self, parameters):
        parameters = parameters if isinstance(parameters, tuple) else (parameters,)
        if self._name != "Literal":
            parameters = tuple(type(None) if p is None else p for p in parameters)
        return _Alias(self, parameters)

    def __mro_entries__(self, bases):
        return ()

    def __ror__(self, other):
        return Union[other, self]

    def __or__(self, other):
        return Union[self, other]

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")


def _text(t):
    if isinstance(t, type) and not isinstance(t, _GenericAlias):
        return t.__qualname__ if t.__module__ == "builtins" else f"{t.__module__}.{t.__qualname__}"
    if t is ...:
        return "..."
    if isinstance(t, list):
        return "[" + ", ".join(map(_text, t)) + "]"
    return repr(t)


class _Alias:
    def __init__(self, origin, args, real=None):
        self._origin = origin
        self.__args__ = args
        self.__origin__ = real or origin

    @property
    def __parameters__(self):
        return tuple(a for a in self.__args__ if isinstance(a, TypeVar))

    def __repr__(self):
        return f"{self._origin!r}[{', '.join(map(_text, self.__args__))}]"

    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        return _Alias(self._origin, parameters, self.__origin__)

    def __call__(self, *args, **kwds):
        return self.__origin__(*args, **kwds)

    def __eq__(self, other):
        return isinstance(other, _Alias) and (self._origin, self.__args__) == (other._origin, other.__args__)

    def __hash__(self):
        return hash((self._origin, self.__args__))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, type):
            return (self.__origin__,)
        return ()


class _Container(_Form):
    def __init__(self, name, real):
        self._name = name
        self.__origin__ = real

    def __getitem__(self, parameters):
        return _Alias(self, parameters if isinstance(parameters, tuple) else (parameters,), self.__origin__)

    def __call__(self, *args, **kwds):
        return self.__origin__(*args, **kwds)

    def __mro_entries__(self, bases):
        return (self.__origin__,)


class _Optional(_Form):
    def __getitem__(self, parameter):
        return Union[parameter, None]


class _Union(_Form):
    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        flat = []
        for p in parameters:
            p = type(None) if p is None else p
            for q in p.__args__ if isinstance(p, _Alias) and p._origin is self else (p,):
                if q not in flat:
                    flat.append(q)
        return flat[0] if len(flat) == 1 else _UnionAlias(self, tuple(flat))


class _UnionAlias(_Alias):
    def __repr__(self):
        args = self.__args__
        if _sys.version_info >= (3, 14):
            return " | ".join("None" if a is type(None) else _text(a) for a in args)
        if len(args) == 2 and type(None) in args:
            other = args[0] if args[1] is type(None) else args[1]
            return f"typing.Optional[{_text(other)}]"
        return f"typing.Union[{', '.join(_text(a) for a in args)}]"


class _AnyMeta(type):
    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    pass


NoReturn, Never, Self, LiteralString, ClassVar, Final, Literal, Concatenate, TypeAlias, TypeGuard, Required, NotRequired, Annotated, Unpack, Callable, ReadOnly, TypeIs = map(
    _Form,
    "NoReturn Never Self LiteralString ClassVar Final Literal Concatenate TypeAlias TypeGuard Required NotRequired "
    "Annotated Unpack Callable ReadOnly TypeIs".split(),
)
Optional = _Optional("Optional")
Union = _Union("Union")


def _containers():
    import collections

    for name, real in [
        ("List", list), ("Dict", dict), ("Set", set), ("FrozenSet", frozenset), ("Tuple", tuple), ("Type", type),
        ("DefaultDict", collections.defaultdict), ("OrderedDict", collections.OrderedDict),
        ("Counter", collections.Counter), ("ChainMap", collections.ChainMap), ("Deque", collections.deque),
    ]:
        globals()[name] = _Container(name, real)
    for name in (
        "Iterable Iterator Sequence MutableSequence Mapping MutableMapping AbstractSet MutableSet Collection Container "
        "Generator Hashable Sized Reversible KeysView ItemsView ValuesView Awaitable Coroutine AsyncIterator "
        "AsyncIterable AsyncGenerator ContextManager Pattern Match ByteString"
    ).split():
        globals()[name] = _Form(name)


_containers()
del _containers


class TypeVar:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, **kwds):
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self._prefix = "+" if covariant else "-" if contravariant else "~"

    def __repr__(self):
        return self._prefix + self.__name__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class ParamSpec(TypeVar):
    @property
    def args(self):
        return self

    kwargs = args


class TypeVarTuple(TypeVar):
    def __iter__(self):
        yield self


def NewType(name, tp):
    def new_type(x):
        return x

    new_type.__name__ = new_type.__qualname__ = name
    new_type.__supertype__ = tp
    return new_type


class Generic:
    __slots__ = ()

    def __init_subclass__(cls, **kwds):
        super().__init_subclass__(**kwds)
        found = []
        for base in cls.__dict__.get("__orig_bases__", ()):
            for a in getattr(base, "__args__", ()):
                for t in (a,) if isinstance(a, TypeVar) else getattr(a, "__parameters__", ()):
                    if t not in found:
                        found.append(t)
        cls.__parameters__ = tuple(found)

    def __class_getitem__(cls, parameters):
        return _GenericAlias(cls, parameters)


def _no_init(self, *args, **kwds):
    raise TypeError("Protocols cannot be instantiated")


class _ProtocolMeta(_ABCMeta):
    # What a class must have to count as one of the protocol: only looked at where the program allows it.
    def __instancecheck__(cls, instance):
        if not cls.__dict__.get("_is_protocol") or cls is Protocol:
            return super().__instancecheck__(instance)
        if not getattr(cls, "_is_runtime_protocol", False):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        return super().__instancecheck__(instance) or all(hasattr(instance, n) for n in cls._members())

    def __subclasscheck__(cls, other):
        if not cls.__dict__.get("_is_protocol") or cls is Protocol:
            return super().__subclasscheck__(other)
        if not getattr(cls, "_is_runtime_protocol", False):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        return super().__subclasscheck__(other) or all(
            any(n in base.__dict__ for base in other.__mro__) for n in cls._members()
        )

    def _members(cls):
        names = set()
        for base in cls.__mro__:
            if base.__dict__.get("_is_protocol") and base is not Protocol:
                names.update(getattr(base, "__annotations__", ()))
                names.update(n for n in base.__dict__ if n not in _not_members and not n.startswith("_abc_"))
        return sorted(names)


_not_members = frozenset(
    "__module__ __qualname__ __doc__ __dict__ __weakref__ __init__ __slots__ __parameters__ __orig_bases__ "
    "__annotations__ __annotate__ __annotate_func__ __annotations_cache__ __static_attributes__ __firstlineno__ "
    "__abstractmethods__ __subclasshook__ __new__ _is_protocol _is_runtime_protocol __type_params__".split()
)


class Protocol(Generic, metaclass=_ProtocolMeta):
    __slots__ = ()
    _is_protocol = True

    def __init_subclass__(cls, **kwds):
        super().__init_subclass__(**kwds)
        is_protocol = Protocol in cls.__bases__ or any(
            getattr(b, "__origin__", None) is Protocol for b in cls.__dict__.get("__orig_bases__", ())
        )
        cls._is_protocol = is_protocol
        if is_protocol and cls.__init__ in (object.__init__, _no_init):
            cls.__init__ = _no_init
        elif not is_protocol and cls.__init__ is _no_init:
            cls.__init__ = object.__init__


class SupportsInt(Protocol):
    __slots__ = ()


class SupportsFloat(Protocol):
    __slots__ = ()


def NamedTuple(typename, fields=()):
    from collections import namedtuple

    made = namedtuple(typename, [name for name, _ in fields], module=_sys._getframe(1).f_globals.get("__name__"))
    made.__annotations__ = dict(fields)
    return made


class _NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        from collections import namedtuple

        types = ns.get("__annotations__")
        if types is None:
            annotate = ns.get("__annotate_func__") or ns.get("__annotate__")
            types = annotate(1) if annotate else {}
        defaults = [ns[n] for n in types if n in ns]
        made = namedtuple(typename, types, defaults=defaults, module=ns["__module__"])
        made.__annotations__ = types
        for key, value in ns.items():
            if key not in types and key not in (
                "__new__", "__init__", "__slots__", "__annotations__", "__module__", "__qualname__", "__dict__",
                "__weakref__", "__annotate__", "__annotate_func__", "__annotations_cache__", "__static_attributes__",
                "__firstlineno__", "__classdictcell__",
            ):
                setattr(made, key, value)
        return made


_NamedTuple = type.__new__(_NamedTupleMeta, "NamedTuple", (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


def TypedDict(typename, fields=None, *, total=True):
    return type(typename, (dict,), {"__annotations__": dict(fields or {}), "__total__": total})


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        ns = dict(ns)
        ns["__total__"] = total
        made = type.__new__(_TypedDictMeta, name, (dict,), ns)
        required, optional = set(), set()
        for base in bases:
            required |= base.__dict__.get("__required_keys__", set())
            optional |= base.__dict__.get("__optional_keys__", set())
        for key, kind in made.__annotations__.items():
            origin = getattr(kind, "__origin__", None)
            if origin is Required or total and origin is not NotRequired:
                required.add(key)
            else:
                optional.add(key)
        made.__required_keys__, made.__optional_keys__ = frozenset(required), frozenset(optional)
        return made

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def cast(typ, val):
    return val


def overload(func):
    return func


def final(f):
    return f


def override(method):
    return method


def no_type_check(arg):
    return arg


def runtime_checkable(cls):
    if not getattr(cls, "_is_protocol", False):
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime_protocol = True
    return cls


def dataclass_transform(**kwds):
    return lambda cls: cls


def assert_never(arg):
    raise AssertionError(f"Expected code to be unreachable, but got: {arg!r}")


def assert_type(val, typ):
    return val


def reveal_type(obj):
    print(f"Runtime type is {type(obj).__name__!r}", file=_sys.stderr)
    return obj


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            found = base.__dict__.get("__annotations__") or getattr(base, "__annotations__", {})
            hints.update(found if base is not object else {})
        module = _sys.modules.get(obj.__module__)
        scope = module.__dict__ if module else {}
    else:
        hints.update(getattr(obj, "__annotations__", {}))
        scope = getattr(obj, "__globals__", {})
    scope = scope if globalns is None else globalns
    for name, hint in hints.items():
        if hint is None:
            hints[name] = type(None)
        elif isinstance(hint, str):
            hints[name] = eval(hint, scope, localns)
    return hints


def get_origin(tp):
    return getattr(tp, "__origin__", None)


def get_args(tp):
    return getattr(tp, "__args__", ())


AnyStr = TypeVar("AnyStr", bytes, str)
Text = str
