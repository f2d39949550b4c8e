# Copies, one level deep or all the way down.
import sys
import weakref
from types import MethodType as _MethodType


class Error(Exception):
    pass


error = Error

_atomic = {
    type(None), int, float, bool, complex, bytes, str, type, range, slice, property, type(...), type(NotImplemented),
    type(len), type(lambda: 0), weakref.ref, type((lambda: 0).__code__),
}


def copy(x):
    cls = type(x)
    if cls in _atomic or cls is tuple or cls is frozenset:
        return x
    if cls in (list, dict, set, bytearray):
        # The lists of 2.7 have no such method.
        return x[:] if cls is list and sys.version_info < (3,) else cls.copy(x)
    if issubclass(cls, type):
        return x
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    return _rebuilt(x, None, None)


def deepcopy(x, memo=None, _nil=[]):
    cls = type(x)
    if sys.version_info >= (3, 14) and cls in _atomic:
        return x
    d = id(x)
    if memo is None:
        memo = {}
    else:
        y = memo.get(d, _nil)
        if y is not _nil:
            return y
    if cls in _atomic:
        y = x
    elif cls in _deep:
        y = _deep[cls](x, memo)
    elif issubclass(cls, type):
        y = x
    else:
        copier = getattr(x, "__deepcopy__", None)
        if copier is not None:
            y = copier(memo)
        else:
            y = _rebuilt(x, memo, deepcopy)
    if y is not x:
        memo[d] = y
        _keep_alive(x, memo)
    return y


def _deepcopy_list(x, memo):
    y = []
    memo[id(x)] = y
    append = y.append
    for a in x:
        append(deepcopy(a, memo))
    return y


def _deepcopy_tuple(x, memo):
    y = [deepcopy(a, memo) for a in x]
    # A tuple that contains itself, by way of something that can change, has been copied meanwhile.
    try:
        return memo[id(x)]
    except KeyError:
        pass
    for k, j in zip(x, y):
        if k is not j:
            return tuple(y)
    return x


def _deepcopy_dict(x, memo):
    y = {}
    memo[id(x)] = y
    for key, value in x.items():
        y[deepcopy(key, memo)] = deepcopy(value, memo)
    return y


def _deepcopy_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


def _deepcopy_set(x, memo):
    return type(x)([deepcopy(item, memo) for item in x])


def _deepcopy_bytearray(x, memo):
    return bytearray(x)


_deep = {
    list: _deepcopy_list,
    tuple: _deepcopy_tuple,
    dict: _deepcopy_dict,
    set: _deepcopy_set,
    frozenset: _deepcopy_set,
    bytearray: _deepcopy_bytearray,
}


_deep[_MethodType] = _deepcopy_method


def _keep_alive(x, memo):
    # The original must outlive the memo: another object at its address would be taken for it.
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


_plain = {type(sys), type((i for i in ())), type(sys.stdout), type(sys._getframe())}


def _reduced(x):
    """What `__reduce_ex__(4)` gives: callable, arguments, state, items of a list, items of a dict."""
    cls = type(x)
    if cls in _plain:
        raise TypeError(f"cannot pickle {cls.__name__!r} object")
    reduce = getattr(cls, "__reduce_ex__", None)
    if reduce is not None and reduce is not getattr(object, "__reduce_ex__", None):
        return reduce(x, 4)
    reduce = getattr(cls, "__reduce__", None)
    if reduce is not None and reduce is not getattr(object, "__reduce__", None):
        return reduce(x)
    if isinstance(x, BaseException):
        return cls, x.args, getattr(x, "__dict__", None) or None
    arguments = ()
    if hasattr(cls, "__getnewargs__"):
        arguments = cls.__getnewargs__(x)
    else:
        for base in (int, float, complex, str, bytes, tuple, frozenset):
            if isinstance(x, base):
                arguments = (tuple(x) if base is tuple else base(x),)
    named = {}
    if hasattr(cls, "__getnewargs_ex__"):
        arguments, named = cls.__getnewargs_ex__(x)
    if isinstance(x, (set, bytearray)):
        return cls, (list(x) if isinstance(x, set) else bytes(x),), _state(x)
    make = cls.__new__
    items = iter(x) if isinstance(x, list) else None
    pairs = iter(x.items()) if isinstance(x, dict) else None
    if named:
        return lambda *args: make(*args, **named), (cls, *arguments), _state(x), items, pairs
    return make, (cls, *arguments), _state(x), items, pairs


def _state(x):
    getstate = getattr(type(x), "__getstate__", None)
    if getstate is not None and getstate is not getattr(object, "__getstate__", None):
        return getstate(x)
    slots = {}
    for cls in type(x).__mro__:
        names = cls.__dict__.get("__slots__", ())
        for name in (names,) if isinstance(names, str) else names:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith("__") and not name.endswith("__"):
                name = f"_{cls.__name__.lstrip('_')}{name}"
            try:
                slots[name] = getattr(x, name)
            except AttributeError:
                pass
    attributes = getattr(x, "__dict__", None) or None
    return (attributes, slots) if slots else attributes


def _rebuilt(x, memo, deepcopy):
    parts = _reduced(x)
    if isinstance(parts, str):
        return x
    return _reconstruct(x, memo, *parts)


def _reconstruct(x, memo, func, args, state=None, listiter=None, dictiter=None):
    deep = memo is not None
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if hasattr(y, "__setstate__"):
            y.__setstate__(state)
        else:
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            else:
                slots = None
            if state is not None:
                y.__dict__.update(state)
            if slots is not None:
                for key, value in slots.items():
                    setattr(y, key, value)
    if listiter is not None:
        for item in listiter:
            y.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            y[key] = value
    return y


def replace(obj, /, **changes):
    func = getattr(type(obj), "__replace__", None)
    if func is None:
        raise TypeError(f"replace() does not support {type(obj).__name__} objects")
    return func(obj, **changes)


if sys.version_info < (3, 13):
    del replace
