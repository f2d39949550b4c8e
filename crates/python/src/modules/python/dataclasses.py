import copy as _copy
import sys as _sys


class FrozenInstanceError(AttributeError):
    pass


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return "<factory>"


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()


class _MISSING_TYPE:
    if _sys.version_info >= (3, 15):
        def __repr__(self):
            return "MISSING"


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()


class _Kind:
    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD = _Kind("_FIELD")
_FIELD_CLASSVAR = _Kind("_FIELD_CLASSVAR")
_FIELD_INITVAR = _Kind("_FIELD_INITVAR")
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_no_metadata = type(type.__dict__)({})


class InitVar:
    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        return f"dataclasses.InitVar[{getattr(self.type, '__name__', self.type)}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


_doc = ("doc",) if _sys.version_info >= (3, 14) else ()


class Field:
    __slots__ = (
        "name", "type", "default", "default_factory", "repr", "hash", "init", "compare", "metadata", "kw_only",
        "_field_type",
    ) + _doc

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only, doc=None):
        # Name, type and kind become known when the class is there.
        self.name = self.type = self._field_type = None
        self.default, self.default_factory = default, default_factory
        self.init, self.kw_only = init, kw_only
        self.compare, self.hash = compare, hash
        self.repr = repr
        if _doc:
            self.doc = doc
        self.metadata = _no_metadata if metadata is None else type(_no_metadata)(metadata)

    def __repr__(self):
        return (
            f"Field(name={self.name!r},type={self.type!r},default={self.default!r},"
            f"default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},hash={self.hash!r},"
            f"compare={self.compare!r},metadata={self.metadata!r},kw_only={self.kw_only!r},"
            f"{'doc=' + repr(self.doc) + ',' if _doc else ''}_field_type={self._field_type})"
        )


def field(
    *, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
    kw_only=MISSING, doc=None
):
    if doc is not None and not _doc:
        raise TypeError("field() got an unexpected keyword argument 'doc'")
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only, doc)


class _DataclassParams:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only", "slots", "weakref_slot")

    def __init__(self, *values):
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)


def _get_field(cls, a_name, a_type, default_kw_only):
    f = getattr(cls, a_name, MISSING)
    if not isinstance(f, Field):
        # Under the name of a slot lies a descriptor, which is no default.
        f = field(default=MISSING if type(f).__name__ == "member_descriptor" else f)
    f.type, f.name = a_type, a_name
    f._field_type = _FIELD
    text = a_type if isinstance(a_type, str) else getattr(a_type, "_name", None) or str(a_type)
    if "ClassVar" in text.split("[")[0]:
        f._field_type = _FIELD_CLASSVAR
    if isinstance(a_type, InitVar) or a_type is InitVar or isinstance(a_type, str) and "InitVar" in a_type.split("[")[0]:
        f._field_type = _FIELD_INITVAR
    if f._field_type in (_FIELD_CLASSVAR, _FIELD_INITVAR):
        if f.default_factory is not MISSING:
            raise TypeError(f"field {f.name} cannot have a default factory")
    if f._field_type in (_FIELD, _FIELD_INITVAR):
        if f.kw_only is MISSING:
            f.kw_only = default_kw_only
    elif f.kw_only is not MISSING:
        raise TypeError(f"field {f.name} is a ClassVar but specifies kw_only")
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(f.default)} for field {f.name} is not allowed: use default_factory")
    return f


def _create(cls, names, parameters, lines, values):
    # A function around the new ones, whose parameters are the values that they use; it is called once and forgotten.
    globals = _sys.modules[cls.__module__].__dict__ if cls.__module__ in _sys.modules else {}
    body = "\n".join(" " + line for line in lines)
    namespace = {}
    text = f"def __create_fn__({', '.join(parameters)}):\n{body}\n return {names}"
    _define(text, globals, namespace)
    return namespace["__create_fn__"](**values)


def _functions(cls, texts, values):
    if _one_by_one:
        return {name: _create(cls, name, values, text, values) for name, text in texts.items()}
    lines = [line for text in texts.values() for line in text]
    made = _create(cls, "(" + "".join(f"{name}," for name in texts) + ")", values, lines, values)
    return dict(zip(texts, made))


# Up to 3.12 every method is made on its own, and annotated.
_one_by_one = _sys.version_info < (3, 13)


def _copy_names(wrapper, user_function):
    wrapper.__module__, wrapper.__name__ = user_function.__module__, user_function.__name__
    wrapper.__qualname__, wrapper.__doc__ = user_function.__qualname__, user_function.__doc__
    wrapper.__wrapped__ = user_function


def _recursive_repr(user_function):
    repr_running = set()
    if _one_by_one:
        def wrapper(self):
            key = id(self)
            if key in repr_running:
                return "..."
            repr_running.add(key)
            try:
                return user_function(self)
            finally:
                repr_running.discard(key)
    else:
        fillvalue = "..."

        def wrapper(self):
            key = id(self)
            if key in repr_running:
                return fillvalue
            repr_running.add(key)
            try:
                return user_function(self)
            finally:
                repr_running.discard(key)

    _copy_names(wrapper, user_function)
    return wrapper


def _annotate_init(cls, init, annotation_fields, return_type):
    # From 3.14 on `__init__` is annotated by a function that asks the class.
    def __annotate__(format, /):
        types = cls.__annotations__
        made = {name: types.get(name) for name in annotation_fields}
        made["return"] = return_type
        return made

    __annotate__.__generated_by_dataclasses__ = True
    __annotate__.__qualname__ = f"{cls.__qualname__}.__init__.__annotate__"
    init.__annotate__ = __annotate__
    init.__annotations__


def _set_new(cls, name, value):
    if name in cls.__dict__:
        return True
    value.__qualname__ = f"{cls.__qualname__}.{value.__name__}"
    setattr(cls, name, value)
    return False


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    fields = {}
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot))
    any_frozen_base = has_dataclass_bases = False
    all_frozen_bases = None
    for b in cls.__mro__[-1:0:-1]:
        base_fields = b.__dict__.get(_FIELDS)
        if base_fields is not None:
            has_dataclass_bases = True
            if all_frozen_bases is None:
                all_frozen_bases = True
            for f in base_fields.values():
                fields[f.name] = f
            frozen_base = getattr(b, _PARAMS).frozen
            any_frozen_base = any_frozen_base or frozen_base
            all_frozen_bases = all_frozen_bases and frozen_base
    cls_fields = []
    KW_ONLY_seen = False
    default_kw_only = kw_only
    for name, type_ in cls.__annotations__.items():
        if type_ is KW_ONLY or isinstance(type_, str) and type_.split(".")[-1] == "KW_ONLY":
            if KW_ONLY_seen:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            KW_ONLY_seen = True
            default_kw_only = True
        else:
            cls_fields.append(_get_field(cls, name, type_, default_kw_only))
    for f in cls_fields:
        name = f.name
        fields[name] = f
        if not isinstance(getattr(cls, name, None), Field):
            continue
        # The default takes the place of its description.
        if f.default is not MISSING:
            setattr(cls, name, f.default)
        else:
            delattr(cls, name)
    for name, value in cls.__dict__.items():
        if name not in cls.__annotations__ and isinstance(value, Field):
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if has_dataclass_bases:
        if any_frozen_base and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if all_frozen_bases is False and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, fields)
    class_hash = cls.__dict__.get("__hash__", MISSING)
    has_explicit_hash = not (class_hash is MISSING or class_hash is None and "__eq__" in cls.__dict__)
    if order and not eq:
        raise ValueError("eq must be true if order is true")

    texts = {}
    values = {"MISSING": MISSING, "_HAS_DEFAULT_FACTORY": _HAS_DEFAULT_FACTORY, "_object": object}
    if init:
        has_post_init = hasattr(cls, "__post_init__")
        chosen = [f for f in fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
        _init_text(chosen, frozen, has_post_init, values, texts, "self" if "self" not in fields else "__dataclass_self__")
    field_list = [f for f in fields.values() if f._field_type is _FIELD]
    if repr:
        shown = ", ".join(f"{f.name}={{self.{f.name}!r}}" for f in field_list if f.repr)
        texts["__repr__"] = ["def __repr__(self):", f" return f\"{{self.__class__.__qualname__}}({shown})\""]
    compared = [f for f in field_list if f.compare]

    def pair(object_name):
        return "(" + "".join(f"{object_name}.{f.name}," for f in compared) + ")"

    if eq and "__eq__" not in cls.__dict__:
        texts["__eq__"] = ["def __eq__(self, other):"]
        if _sys.version_info >= (3, 13):
            terms = " and ".join(f"self.{f.name}==other.{f.name}" for f in compared) or "True"
            texts["__eq__"] += [" if self is other: return True", " if other.__class__ is self.__class__:", f"  return {terms}"]
        else:
            texts["__eq__"] += [" if other.__class__ is self.__class__:", f"  return {pair('self')}=={pair('other')}"]
        texts["__eq__"].append(" return NotImplemented")
    if order:
        for name, op in [("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")]:
            if name in cls.__dict__:
                raise TypeError(
                    f"Cannot overwrite attribute {name} in class {cls.__name__}. Consider using functools.total_ordering"
                )
            texts[name] = [
                f"def {name}(self, other):", " if other.__class__ is self.__class__:",
                f"  return {pair('self')}{op}{pair('other')}", " return NotImplemented",
            ]
    if frozen:
        values.update(_cls=cls, FrozenInstanceError=FrozenInstanceError)
        names = "(" + "".join(f"{f.name!r}," for f in field_list) + ")"
        for method, parameter, verb in [("__setattr__", ", value", "assign to"), ("__delattr__", "", "delete")]:
            if method in cls.__dict__:
                raise TypeError(f"Cannot overwrite attribute {method} in class {cls.__name__}")
            argument = ", value" if parameter else ""
            texts[method] = [
                f"def {method}(self, name{parameter}):", f" if type(self) is _cls or name in {names}:",
                f"  raise FrozenInstanceError(f\"cannot {verb} field {{name!r}}\")",
                f" super(_cls, self).{method}(name{argument})",
            ]
    wants_hash = unsafe_hash or eq and frozen
    if unsafe_hash and has_explicit_hash:
        raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
    if wants_hash and not has_explicit_hash:
        hashed = [f for f in field_list if (f.compare if f.hash is None else f.hash)]
        terms = "(" + "".join(f"self.{f.name}," for f in hashed) + ")"
        texts["__hash__"] = ["def __hash__(self):", f" return hash({terms})"]
    if texts:
        for name, f in _functions(cls, texts, values).items():
            if name == "__hash__":
                f.__qualname__ = f"{cls.__qualname__}.__hash__"
                cls.__hash__ = f
            else:
                if name == "__repr__":
                    f = _recursive_repr(f)
                _set_new(cls, name, f)
                if name == "__init__" and _sys.version_info >= (3, 14):
                    _annotate_init(cls, f, [g.name for g in chosen if g.init], None)
    if eq and not wants_hash and not has_explicit_hash:
        cls.__hash__ = None
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple(f.name for f in fields.values() if f.init and f.kw_only is not True and f._field_type is not _FIELD_CLASSVAR)
    if _sys.version_info >= (3, 13):
        _set_new(cls, "__replace__", _replace)
    if not getattr(cls, "__doc__"):
        shown = [f for f in fields.values() if f.init and f._field_type is not _FIELD_CLASSVAR]
        parts = [_signature(f) for f in shown if not f.kw_only]
        named = [_signature(f) for f in shown if f.kw_only]
        cls.__doc__ = f"{cls.__name__}({', '.join(parts + ['*'] * bool(named) + named)})"
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot)
    return cls


def _signature(f):
    kind = getattr(f.type, "__name__", None) or str(f.type)
    if f.default is not MISSING:
        return f"{f.name}: {kind} = {f.default!r}"
    if f.default_factory is not MISSING:
        return f"{f.name}: {kind} = <factory>"
    return f"{f.name}: {kind}"


def _init_text(fields, frozen, has_post_init, values, texts, self_name):
    seen_default = None
    standard = [f for f in fields if f.init and not f.kw_only]
    kw_only = [f for f in fields if f.init and f.kw_only]
    for f in standard:
        if not (f.default is MISSING and f.default_factory is MISSING):
            seen_default = f
        elif seen_default:
            if _sys.version_info >= (3, 13):
                raise TypeError(f"non-default argument {f.name!r} follows default argument {seen_default.name!r}")
            raise TypeError(f"non-default argument {f.name!r} follows default argument")
    parameters = [self_name]

    def add(f):
        text = f.name
        if _one_by_one:
            values[f"_type_{f.name}"] = f.type
            text += f":_type_{f.name}"
        if f.default is not MISSING:
            values[f"__dataclass_dflt_{f.name}__"] = f.default
            text += f"=__dataclass_dflt_{f.name}__"
        elif f.default_factory is not MISSING:
            text += "=_HAS_DEFAULT_FACTORY"
        parameters.append(text)

    for f in standard:
        add(f)
    if kw_only:
        parameters.append("*")
        for f in kw_only:
            add(f)
    lines = []
    for f in fields:
        if f._field_type is _FIELD_INITVAR:
            continue
        if f.default_factory is not MISSING:
            values[f"__dataclass_dflt_{f.name}__"] = f.default_factory
            made = f"__dataclass_dflt_{f.name}__()"
            value = f"{made} if {f.name} is _HAS_DEFAULT_FACTORY else {f.name}" if f.init else made
        elif f.init:
            value = f.name
        else:
            # Nothing to do: the class has the default, or nothing has.
            continue
        if frozen:
            lines.append(f" _object.__setattr__({self_name},{f.name!r},{value})")
        else:
            lines.append(f" {self_name}.{f.name}={value}")
    if has_post_init:
        given = ",".join(f.name for f in fields if f._field_type is _FIELD_INITVAR)
        lines.append(f" {self_name}.__post_init__({given})")
    returns = " -> None" if _one_by_one else ""
    texts["__init__"] = [f"def __init__({', '.join(parameters)}){returns}:"] + (lines or [" pass"])


def _add_slots(cls, is_frozen, weakref_slot):
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    field_names = tuple(f.name for f in fields(cls))
    inherited = set()
    for base in cls.__mro__[1:-1]:
        slots = base.__dict__.get("__slots__", ())
        inherited.update([slots] if isinstance(slots, str) else slots)
    replaced = {*field_names, "__dict__", "__weakref__"}
    cls_dict = {name: value for name, value in cls.__dict__.items() if name not in replaced}
    cls_dict["__slots__"] = tuple(n for n in field_names if n not in inherited) + (
        ("__weakref__",) if weakref_slot and "__weakref__" not in inherited else ()
    )
    qualname = getattr(cls, "__qualname__", None)
    new = type(cls)(cls.__name__, cls.__bases__, cls_dict)
    if qualname is not None:
        new.__qualname__ = qualname
    # Functions that refer to the class by way of a cell (`super()`) mean the new one.
    for member in new.__dict__.values():
        closure = getattr(member, "__closure__", None)
        for cell in closure or ():
            try:
                if cell.cell_contents is cls:
                    cell.cell_contents = new
            except ValueError:
                pass
    return new


def dataclass(
    cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True,
    kw_only=False, slots=False, weakref_slot=False
):
    def wrap(cls):
        return _process_class(
            cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot
        )

    # With parentheses, the class comes later.
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(f for f in found.values() if f._field_type is _FIELD)


def is_dataclass(obj):
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, _FIELDS)


def asdict(obj, *, dict_factory=dict):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _asdict_inner(obj, dict_factory)


def _asdict_inner(obj, dict_factory):
    if not isinstance(obj, type) and hasattr(type(obj), _FIELDS):
        return dict_factory([(f.name, _asdict_inner(getattr(obj, f.name), dict_factory)) for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_asdict_inner(v, dict_factory) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_asdict_inner(v, dict_factory) for v in obj)
    if isinstance(obj, dict):
        return type(obj)((_asdict_inner(k, dict_factory), _asdict_inner(v, dict_factory)) for k, v in obj.items())
    return _copy.deepcopy(obj)


def astuple(obj, *, tuple_factory=tuple):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _astuple_inner(obj, tuple_factory)


def _astuple_inner(obj, tuple_factory):
    if not isinstance(obj, type) and hasattr(type(obj), _FIELDS):
        return tuple_factory([_astuple_inner(getattr(obj, f.name), tuple_factory) for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_astuple_inner(v, tuple_factory) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_astuple_inner(v, tuple_factory) for v in obj)
    if isinstance(obj, dict):
        return type(obj)((_astuple_inner(k, tuple_factory), _astuple_inner(v, tuple_factory)) for k, v in obj.items())
    return _copy.deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    namespace = dict(namespace or {})
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            item = (item, "typing.Any")
        name, kind, *default = item
        annotations[name] = kind
        if default:
            namespace[name] = default[0]
    namespace["__annotations__"] = annotations
    module = _sys._getframe(1).f_globals.get("__name__", "__main__") if _sys.version_info >= (3, 12) else "types"
    namespace.setdefault("__module__", module)
    return dataclass(type(cls_name, bases, namespace), **options)


_not_replaced = TypeError if _sys.version_info >= (3, 13) else ValueError


def _replace(self, /, **changes):
    for name, f in getattr(self, _FIELDS).items():
        kind = f._field_type
        if kind is _FIELD_CLASSVAR or f.init and name in changes:
            continue
        if f.init:
            if kind is _FIELD_INITVAR and f.default is MISSING:
                raise _not_replaced(f"InitVar {name!r} must be specified with replace()")
            changes[name] = getattr(self, name)
        elif name in changes:
            raise _not_replaced(f"field {name} is declared with init=False, it cannot be specified with replace()")
    return self.__class__(**changes)


def replace(obj, /, **changes):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)
