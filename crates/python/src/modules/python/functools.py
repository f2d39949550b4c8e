import sys as _sys
from collections import namedtuple as _namedtuple

_from_12 = _sys.version_info >= (3, 12)
_from_13 = _sys.version_info >= (3, 13)
_from_14 = _sys.version_info >= (3, 14)

# What a wrapper takes over. The annotations are those of the function, or, from 3.14 on, what makes them.
WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotate__" if _from_14 else "__annotations__")
if _from_12:
    WRAPPER_ASSIGNMENTS += ("__type_params__",)
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        mine = getattr(wrapper, name)
        mine.update(getattr(wrapped, name, {}))
    # Only now: the dict that was taken over may hold one of its own.
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


_CacheInfo = _namedtuple("CacheInfo", "hits misses maxsize currsize")
_CacheInfo.__module__ = "functools"


def cache(user_function, /):
    return lru_cache(maxsize=None)(user_function)


def lru_cache(maxsize=128, typed=False):
    sized = maxsize is None or isinstance(maxsize, int)
    if not sized and callable(maxsize) and isinstance(typed, bool):
        # `@lru_cache` without parentheses: the function came in the place of the size.
        function, maxsize = maxsize, 128
        return _described(
            _lru_cache_wrapper(function, maxsize, typed, _CacheInfo), lambda: {"maxsize": maxsize, "typed": typed}, function
        )
    if not sized:
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    if maxsize is not None and maxsize < 0:
        maxsize = 0

    def decorating_function(user_function):
        return _described(
            _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo), lambda: {"maxsize": maxsize, "typed": typed},
            user_function,
        )

    return decorating_function


def _described(cached, parameters, function):
    cached.cache_parameters = parameters
    return update_wrapper(cached, function)


class KeyWrapper:
    # What `cmp_to_key` gives, which has no object, and what that gives for each of the objects to be sorted.
    __slots__ = ("_compare", "obj")
    __hash__ = None

    def __init__(self, compare):
        self._compare = compare

    def __call__(self, obj):
        key = KeyWrapper(self._compare)
        key.obj = obj
        return key

    def _order(self, other):
        if not isinstance(other, KeyWrapper):
            raise TypeError("other argument must be K instance")
        return self._compare(self.obj, other.obj)

    def __eq__(self, other):
        return self._order(other) == 0

    def __lt__(self, other):
        return self._order(other) < 0

    def __le__(self, other):
        return self._order(other) <= 0

    def __gt__(self, other):
        return self._order(other) > 0

    def __ge__(self, other):
        return self._order(other) >= 0


def cmp_to_key(mycmp):
    return KeyWrapper(mycmp)


_missing = object()


class cached_property:
    # It has no `__set__`: once the value lies in the instance's dict, that is found first.
    def __init__(self, func):
        self.func, self.attrname = func, None
        self.__doc__ = func.__doc__
        if _from_13:
            self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is not None and self.attrname != name:
            both = f"{self.attrname!r} and {name!r}"
            raise TypeError(f"Cannot assign the same cached_property to two different names ({both}).")
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            attributes = instance.__dict__
        except AttributeError:
            kind = type(instance).__name__
            raise TypeError(f"No '__dict__' attribute on {kind!r} instance to cache {name!r} property.") from None
        found = attributes.get(name, _missing)
        if found is not _missing:
            return found
        found = self.func(instance)
        try:
            attributes[name] = found
        except TypeError:
            kind = type(instance).__name__
            raise TypeError(
                f"The '__dict__' attribute on {kind!r} instance does not support item assignment for caching "
                f"{name!r} property."
            ) from None
        return found


def _derived(root, name):
    # `a name b`, told from the answer of `a root b`. The directions of the two may differ; and unless one is true
    # exactly where the other is not, it must be asked whether the operands are equal.
    turned = root[2] != name[2]
    asks = not turned or root[3] == name[3]
    strict = name[3] == "t"

    def method(self, other):
        answer = getattr(type(self), root)(self, other)
        if answer is NotImplemented:
            return answer
        if turned:
            answer = not answer
        if not asks:
            return answer
        return answer and self != other if strict else answer or self == other

    method.__name__ = method.__qualname__ = name
    return method


# In which order the others are added to a class that has one; of several, the first one here decides.
_derivations = {
    root: {f"__{name}__": _derived(root, f"__{name}__") for name in names.split()}
    for root, names in (
        ("__lt__", "gt le ge"), ("__le__", "ge lt gt"), ("__gt__", "lt ge le"), ("__ge__", "le gt lt"),
    )
}


def total_ordering(cls):
    defined = {name for name in _derivations if getattr(cls, name, None) is not getattr(object, name, None)}
    if not defined:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    for name, method in _derivations[max(defined)].items():
        if name not in defined:
            setattr(cls, name, method)
    return cls


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        if not (callable(func) or hasattr(func, "__get__")):
            if _from_14:
                raise TypeError(f"the first argument {func!r} must be a callable or a descriptor")
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.func = func
        if isinstance(func, partialmethod):
            # One of one: both are put into this.
            self.func = func.func
            args = func.args + args
            keywords = {**func.keywords, **keywords}
        self.args = args
        self.keywords = keywords

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    def __get__(self, obj, cls=None):
        bind = getattr(self.func, "__get__", None)
        bound = self.func if bind is None else bind(obj, cls)
        if bound is self.func:
            return self._make_unbound_method().__get__(obj, cls)
        made = partial(bound, *self.args, **self.keywords)
        try:
            made.__self__ = bound.__self__
        except AttributeError:
            # A static method, or whatever else does not know its object.
            pass
        return made

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})

        _method.__partialmethod__ = self
        _method.__isabstractmethod__ = self.__isabstractmethod__
        return _method

    def __repr__(self):
        parts = [repr(self.func)]
        parts.extend(repr(value) for value in self.args)
        parts.extend(f"{name}={value!r}" for name, value in self.keywords.items())
        return f"functools.partialmethod({', '.join(parts)})"


def _implementation(cls, registry):
    # The nearest of the registered classes. One that is no base, but counts as one, stands behind the last base for
    # which it does.
    bases = cls.__mro__
    virtual = [kind for kind in registry if kind not in bases and issubclass(cls, kind)]
    for base, after in zip(bases, (*bases[1:], None)):
        if base in registry:
            return registry[base]
        here = [
            kind for kind in virtual
            if issubclass(base, kind) and (after is None or not issubclass(after, kind))
        ]
        nearest = [kind for kind in here if not any(k is not kind and issubclass(k, kind) for k in here)]
        if len(nearest) > 1:
            raise RuntimeError(f"Ambiguous dispatch: {nearest[0]} or {nearest[1]}")
        if nearest:
            return registry[nearest[0]]


def _to_register(given):
    # The classes for which a function is meant, or None.
    from types import UnionType

    classes = given.__args__ if isinstance(given, UnionType) else (given,)
    return classes if all(isinstance(cls, type) for cls in classes) else None


def singledispatch(func):
    registry = {}
    named = getattr(func, "__name__", "singledispatch function")

    def dispatch(cls):
        return _implementation(cls, registry)

    def register(cls, func=None):
        classes = _to_register(cls)
        if classes is None and func is not None:
            raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
        if classes is None:
            func = cls
            annotations = getattr(func, "__annotations__", {})
            if not annotations:
                raise TypeError(
                    f"Invalid first argument to `register()`: {func!r}. Use either `@register(some_class)` or plain "
                    f"`@register` on an annotated function."
                )
            parameter, annotation = next(iter(annotations.items()))
            classes = _to_register(annotation)
            if classes is None:
                raise TypeError(f"Invalid annotation for {parameter!r}. {annotation!r} is not a class.")
        if func is None:
            return lambda f: register(cls, f)
        for one in classes:
            registry[one] = func
        return func

    def wrapper(*args, **kw):
        if args:
            return dispatch(args[0].__class__)(*args, **kw)
        raise TypeError(f"{named} requires at least 1 positional argument")

    from types import MappingProxyType

    registry[object] = func
    wrapper.register, wrapper.dispatch = register, dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = lambda: None
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    def __init__(self, func):
        if not (callable(func) or hasattr(func, "__get__")):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher, self.func = singledispatch(func), func

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            chosen = self.dispatcher.dispatch(args[0].__class__)
            return chosen.__get__(obj, cls)(*args, **kwargs)

        _method.register = self.register
        return update_wrapper(_method, self.func)

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, method)
