# Copies, one level deep or all the way down.
import sys
import weakref
from types import MethodType as _MethodType


class Error(Exception):
    pass


error = Error

_same = {
    type(None), int, float, bool, complex, bytes, str, type, range, property, type(...), type(NotImplemented),
    type(len), type(lambda: 0), weakref.ref, type((lambda: 0).__code__),
}
# What cannot change, but is made of things that can.
_same_if_shallow = {tuple, frozenset, slice}
_shallow = {dict: dict.copy, set: set.copy}
if sys.version_info < (3,):
    # Where these have no such method.
    _shallow.update({list: lambda x: x[:], bytearray: bytearray})
else:
    _shallow.update({list: list.copy, bytearray: bytearray.copy})


def copy(x):
    cls = type(x)
    if cls in _same or cls in _same_if_shallow:
        return x
    copier = _shallow.get(cls)
    if copier is None:
        if issubclass(cls, type):
            return x
        copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    parts = _reduced(x)
    return x if isinstance(parts, str) else _reconstruct(x, None, *parts)


def deepcopy(x, memo=None, _nil=[]):
    cls = type(x)
    if sys.version_info >= (3, 14) and cls in _same:
        return x
    number = id(x)
    if memo is not None:
        known = memo.get(number, _nil)
        if known is not _nil:
            return known
    else:
        memo = {}
    how = _deep.get(cls)
    if how is not None:
        made = how(x, memo)
    elif cls in _same or issubclass(cls, type):
        made = x
    else:
        copier = getattr(x, "__deepcopy__", None)
        if copier is not None:
            made = copier(memo)
        else:
            parts = _reduced(x)
            made = x if isinstance(parts, str) else _reconstruct(x, memo, *parts)
    if made is not x:
        memo[number] = made
        _keep_alive(x, memo)
    return made


# What can contain itself is put into the memo while it is still empty.
def _deepcopy_list(x, memo):
    made = memo[id(x)] = []
    add = made.append
    for item in x:
        add(deepcopy(item, memo))
    return made


def _deepcopy_dict(x, memo):
    made = memo[id(x)] = {}
    for key, value in x.items():
        made[deepcopy(key, memo)] = deepcopy(value, memo)
    return made


def _deepcopy_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    # A tuple that contains itself, by way of something that can change, has been copied meanwhile.
    try:
        return memo[id(x)]
    except KeyError:
        # It does not.
        pass
    for old, new in zip(x, items):
        if new is not old:
            x = tuple(items)
            break
    return x


def _deepcopy_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_deep = {list: _deepcopy_list, tuple: _deepcopy_tuple, dict: _deepcopy_dict, _MethodType: _deepcopy_method}


def _keep_alive(x, memo):
    # The original must outlive the memo: another object at its address would be taken for it.
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


_plain = {type(sys), type((i for i in ())), type(sys.stdout), type(sys._getframe())}


# Classes of which a value is made of a plain one.
_values = int, float, complex, str, bytes, tuple
_sets = set, frozenset


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def _own(cls, name):
    # What a class has of its own, and not of `object`.
    found = getattr(cls, name, None)
    return None if found is getattr(object, name, None) else found


def _reduced(x):
    """What `__reduce_ex__(4)` gives: callable, arguments, state, items of a list, items of a dict."""
    cls = type(x)
    if cls in _plain:
        raise TypeError(f"cannot pickle {cls.__name__!r} object")
    reduce = _own(cls, "__reduce_ex__")
    if reduce is not None:
        return reduce(x, 4)
    reduce = _own(cls, "__reduce__")
    if reduce is not None:
        return reduce(x)
    if cls is slice:
        return cls, (x.start, x.stop, x.step)
    if cls is _MethodType:
        return getattr, (x.__self__, x.__func__.__name__)
    if isinstance(x, BaseException):
        return cls, x.args, getattr(x, "__dict__", None) or None
    if isinstance(x, _sets):
        return cls, (list(x),), _state(x)
    if isinstance(x, bytearray):
        return cls, (bytes(x),), _state(x)
    make = __newobj__
    if hasattr(cls, "__getnewargs_ex__"):
        given, named = cls.__getnewargs_ex__(x)
        arguments = (cls, *given)
        if named:
            make = lambda cls, *args: cls.__new__(cls, *args, **named)
    elif hasattr(cls, "__getnewargs__"):
        arguments = (cls, *cls.__getnewargs__(x))
    elif isinstance(x, _values):
        base = next(base for base in _values if isinstance(x, base))
        arguments = (cls, base(x))
    else:
        arguments = (cls,)
    return (
        make, arguments, _state(x), iter(x) if isinstance(x, list) else None,
        iter(x.items()) if isinstance(x, dict) else None,
    )


def _state(x):
    getstate = _own(type(x), "__getstate__")
    if getstate is not None:
        return getstate(x)
    slots = None
    for cls in type(x).__mro__:
        names = cls.__dict__.get("__slots__", ())
        for name in (names,) if isinstance(names, str) else names:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith("__") and not name.endswith("__"):
                name = f"_{cls.__name__.lstrip('_')}{name}"
            try:
                value = getattr(x, name)
            except AttributeError:
                continue
            slots = slots or {}
            slots[name] = value
    attributes = getattr(x, "__dict__", None) or None
    return attributes if slots is None else (attributes, slots)


def _reconstruct(x, memo, func, args, state=None, listiter=None, dictiter=None, *, deepcopy=deepcopy):
    deep = memo is not None
    if not deep:
        made = func(*args)
    else:
        if args:
            args = (deepcopy(arg, memo) for arg in args)
        made = memo[id(x)] = func(*args)
        if state is not None:
            state = deepcopy(state, memo)
    slots = None
    if state is not None and hasattr(made, "__setstate__"):
        made.__setstate__(state)
        state = None
    elif isinstance(state, tuple) and len(state) == 2:
        # Attributes in the dict, and those in slots.
        state, slots = state
    if state is not None:
        made.__dict__.update(state)
    if slots is not None:
        for name, value in slots.items():
            setattr(made, name, value)
    if listiter is not None:
        for item in listiter:
            made.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            made[key] = value
    return made


def replace(obj, /, **changes):
    func = getattr(type(obj), "__replace__", None)
    if func is None:
        raise TypeError(f"replace() does not support {type(obj).__name__} objects")
    return func(obj, **changes)


if sys.version_info < (3, 13):
    del replace
