# Dictionaries that do not keep what is in them alive, weak references to methods, and finalizers. The sets have a
# module of their own, as elsewhere.
import sys
from _weakrefset import WeakSet, _caught_up, _IterationGuard, _nothing_noted, _puts_off

__all__ = [
    "ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary", "ReferenceType", "ProxyType",
    "CallableProxyType", "ProxyTypes", "WeakValueDictionary", "WeakSet", "WeakMethod", "finalize",
]


class WeakMethod(ref):
    # A method is made anew whenever it is asked for: object and function are what can be referred to.
    __slots__ = "_func_ref", "_meth_type", "_alive", "__weakref__"

    def __new__(cls, meth, callback=None):
        try:
            holder = meth.__self__
            function = meth.__func__
        except AttributeError:
            raise TypeError(f"argument should be a bound method, not {type(meth)}") from None

        def _cb(arg):
            # Whichever of the two dies first.
            dying = self_wr()
            if not dying._alive:
                return
            dying._alive = False
            if callback is not None:
                callback(dying)

        made = ref.__new__(cls, holder, _cb)
        made._func_ref = ref(function, _cb)
        made._meth_type = type(meth)
        made._alive = True
        self_wr = ref(made)
        return made

    def __call__(self):
        holder, function = super().__call__(), self._func_ref()
        if holder is not None and function is not None:
            return self._meth_type(function, holder)

    def __eq__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        if self._alive and other._alive:
            return ref.__eq__(self, other) and self._func_ref == other._func_ref
        return self is other

    def __ne__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        if self._alive and other._alive:
            return ref.__ne__(self, other) or self._func_ref != other._func_ref
        return self is not other

    __hash__ = ref.__hash__


class KeyedRef(ref):
    # What a dictionary keeps of a value: when that dies, the callback must know the key.
    __slots__ = ("key",)

    def __new__(type, ob, callback, key):
        made = ref.__new__(type, ob, callback)
        made.key = key
        return made

    def __init__(self, ob, callback, key):
        super().__init__(ob, callback)


class _Both:
    # Methods of both dictionaries. A base would be seen among their classes.
    def __repr__(self):
        return "<%s at %#x>" % (self.__class__.__name__, id(self))

    def __eq__(self, other):
        if isinstance(other, (dict, WeakValueDictionary, WeakKeyDictionary)):
            return dict(self.items()) == dict(other.items())
        return NotImplemented

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if hasattr(other, "keys"):
            joined = self.copy()
            joined.update(other)
            return joined
        return NotImplemented

    def __ror__(self, other):
        if hasattr(other, "keys"):
            joined = self.__class__()
            joined.update(other)
            joined.update(self)
            return joined
        return NotImplemented

    def clear(self):
        while True:
            try:
                self.popitem()
            except KeyError:
                return


def _dictionary(cls):
    for name in ("__repr__", "__eq__", "__ior__", "__or__", "__ror__", "clear"):
        setattr(cls, name, _Both.__dict__[name])
    return cls


class _Unguarded:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        return None


_unguarded = _Unguarded()


def _guarding(box):
    return _IterationGuard(box) if _puts_off else _unguarded


def _entries(box):
    return box.data.items() if _puts_off else box.data.copy().items()


@_dictionary
class WeakValueDictionary:
    def __init__(self, other=(), /, **kw):
        def remove(wr, selfref=ref(self), _atomic_removal=_remove_dead_weakref):
            owner = selfref()
            if owner is None:
                return
            if _puts_off and owner._iterating:
                owner._pending_removals.append(wr.key)
            else:
                _atomic_removal(owner.data, wr.key)

        self._remove = remove
        if _puts_off:
            _nothing_noted(self)
        self.data = {}
        self.update(other, **kw)

    if _puts_off:

        def _commit_removals(self):
            noted, contents = self._pending_removals, self.data
            while noted:
                _remove_dead_weakref(contents, noted.pop())

        def keys(self):
            _caught_up(self)
            with _IterationGuard(self):
                for key, weak in self.data.items():
                    if weak() is not None:
                        yield key

        def values(self):
            _caught_up(self)
            with _IterationGuard(self):
                for weak in self.data.values():
                    value = weak()
                    if value is not None:
                        yield value

        def items(self):
            _caught_up(self)
            with _IterationGuard(self):
                for key, weak in self.data.items():
                    value = weak()
                    if value is not None:
                        yield key, value

        def itervaluerefs(self):
            _caught_up(self)
            with _IterationGuard(self):
                yield from self.data.values()

        def valuerefs(self):
            return list(_caught_up(self).values())

    else:

        def keys(self):
            for key, weak in self.data.copy().items():
                if weak() is not None:
                    yield key

        def values(self):
            for weak in self.data.copy().values():
                value = weak()
                if value is not None:
                    yield value

        def items(self):
            for key, weak in self.data.copy().items():
                value = weak()
                if value is not None:
                    yield key, value

        def itervaluerefs(self):
            for weak in self.data.copy().values():
                yield weak

        def valuerefs(self):
            return list(self.data.copy().values())

    def copy(self):
        _caught_up(self)
        made = WeakValueDictionary()
        with _guarding(self):
            for key, weak in _entries(self):
                value = weak()
                if value is not None:
                    made[key] = value
        return made

    def __deepcopy__(self, memo):
        from copy import deepcopy

        _caught_up(self)
        made = self.__class__()
        with _guarding(self):
            for key, weak in _entries(self):
                value = weak()
                if value is not None:
                    made[deepcopy(key, memo)] = value
        return made

    def __len__(self):
        return len(_caught_up(self))

    def __contains__(self, key):
        contents = _caught_up(self)
        try:
            value = contents[key]()
        except KeyError:
            value = None
        return value is not None

    def __getitem__(self, key):
        value = _caught_up(self)[key]()
        if value is not None:
            return value
        raise KeyError(key)

    def __setitem__(self, key, value):
        contents = _caught_up(self)
        contents[key] = KeyedRef(value, self._remove, key)

    def __delitem__(self, key):
        del _caught_up(self)[key]

    def get(self, key, default=None):
        contents = _caught_up(self)
        try:
            weak = contents[key]
        except KeyError:
            return default
        value = weak()
        return value if value is not None else default

    def setdefault(self, key, default=None):
        try:
            value = self.data[key]()
        except KeyError:
            value = None
        if value is not None:
            return value
        contents = _caught_up(self)
        contents[key] = KeyedRef(default, self._remove, key)
        return default

    def pop(self, key, *args):
        contents = _caught_up(self)
        try:
            value = contents.pop(key)()
        except KeyError:
            value = None
        if value is not None:
            return value
        if not args:
            raise KeyError(key)
        return args[0]

    def popitem(self):
        contents = _caught_up(self)
        value = None
        while value is None:
            key, weak = contents.popitem()
            value = weak()
        return key, value

    def update(self, other=None, /, **kwargs):
        contents = _caught_up(self)
        if other is not None:
            if not hasattr(other, "items"):
                other = dict(other)
            for key, value in other.items():
                contents[key] = KeyedRef(value, self._remove, key)
        for key, value in kwargs.items():
            contents[key] = KeyedRef(value, self._remove, key)

    __iter__ = keys
    __copy__ = copy
    __class_getitem__ = classmethod(_GenericAlias)
    __hash__ = __reversed__ = None


def _shrinking(box):
    # The data of a WeakKeyDictionary from which something is about to be taken.
    if _puts_off:
        box._dirty_len = True
    return box.data


@_dictionary
class WeakKeyDictionary:
    def __init__(self, dict=None):
        self.data = {}

        def remove(k, selfref=ref(self)):
            owner = selfref()
            if owner is None:
                return
            if _puts_off and owner._iterating:
                owner._pending_removals.append(k)
                return
            try:
                del owner.data[k]
            except KeyError:
                pass

        self._remove = remove
        if _puts_off:
            _nothing_noted(self)
            # Set when something is taken out that may be among the above.
            self._dirty_len = False
        if dict is not None:
            self.update(dict)

    if _puts_off:
        # Only the length minds what was noted down: a dead reference equals nothing but itself. Something else may
        # have taken it out meanwhile, though; `_dirty_len` says so.

        def _commit_removals(self):
            noted = self._pending_removals
            contents = self.data
            while noted:
                try:
                    del contents[noted.pop()]
                except KeyError:
                    continue

        def __len__(self):
            if self._dirty_len and self._pending_removals:
                contents = self.data
                self._pending_removals = [weak for weak in self._pending_removals if weak in contents]
                self._dirty_len = False
            return len(self.data) - len(self._pending_removals)

        def keys(self):
            with _IterationGuard(self):
                for weak in self.data:
                    key = weak()
                    if key is not None:
                        yield key

        def values(self):
            with _IterationGuard(self):
                for weak, value in self.data.items():
                    if weak() is not None:
                        yield value

        def items(self):
            with _IterationGuard(self):
                for weak, value in self.data.items():
                    key = weak()
                    if key is not None:
                        yield key, value

    else:

        def __len__(self):
            return len(self.data)

        def keys(self):
            for weak in self.data.copy():
                key = weak()
                if key is not None:
                    yield key

        def values(self):
            for weak, value in self.data.copy().items():
                if weak() is not None:
                    yield value

        def items(self):
            for weak, value in self.data.copy().items():
                key = weak()
                if key is not None:
                    yield key, value

    def keyrefs(self):
        return list(self.data)

    def copy(self):
        made = WeakKeyDictionary()
        with _guarding(self):
            for weak, value in _entries(self):
                key = weak()
                if key is not None:
                    made[key] = value
        return made

    def __deepcopy__(self, memo):
        from copy import deepcopy

        made = self.__class__()
        with _guarding(self):
            for weak, value in _entries(self):
                key = weak()
                if key is not None:
                    made[key] = deepcopy(value, memo)
        return made

    def __contains__(self, key):
        try:
            sought = ref(key)
        except TypeError:
            return False
        else:
            return sought in self.data

    def __getitem__(self, key):
        return self.data[ref(key)]

    def get(self, key, default=None):
        return self.data.get(ref(key), default)

    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._remove), default)

    def __setitem__(self, key, value):
        self.data[ref(key, self._remove)] = value

    def __delitem__(self, key):
        del _shrinking(self)[ref(key)]

    def pop(self, key, *args):
        return _shrinking(self).pop(ref(key), *args)

    def popitem(self):
        contents = _shrinking(self)
        key = None
        while key is None:
            weak, value = contents.popitem()
            key = weak()
        return key, value

    def update(self, dict=None, /, **kwargs):
        contents = self.data
        if dict is not None:
            if not hasattr(dict, "items"):
                dict = type({})(dict)
            for key, value in dict.items():
                contents[ref(key, self._remove)] = value
        if kwargs:
            self.update(kwargs)

    __iter__ = keys
    __copy__ = copy
    __class_getitem__ = classmethod(_GenericAlias)
    __hash__ = __reversed__ = None


class finalize:
    # The objects have no attributes: all there is to know lies in the registry, under the finalizer itself.
    __slots__ = ()
    _registry = {}
    _next_index = 0
    _dirty = _shutdown = _registered_with_atexit = False

    def __init__(self, obj, func, /, *args, **kwargs):
        if not self._registered_with_atexit:
            _call_at_exit(self)
        entry = self._Info()
        entry.weakref = ref(obj, self)
        entry.func, entry.atexit = func, True
        entry.args = args
        entry.kwargs = kwargs or None
        entry.index = finalize._next_index
        finalize._next_index += 1
        self._registry[self] = entry
        finalize._dirty = True

    def __call__(self, _=None):
        entry = self._registry.pop(self, None)
        if entry is None or self._shutdown:
            return None
        return entry.func(*entry.args, **(entry.kwargs or {}))

    def peek(self):
        entry = _entry_of(self)
        obj = _object_of(entry)
        return None if obj is None else (obj, entry.func, entry.args, entry.kwargs or {})

    def detach(self):
        entry = _entry_of(self)
        obj = _object_of(entry)
        if obj is None or self._registry.pop(self, None) is None:
            return None
        return obj, entry.func, entry.args, entry.kwargs or {}

    class _Info:
        __slots__ = "weakref", "func", "args", "kwargs", "atexit", "index"

    @property
    def alive(self):
        return self in self._registry

    @property
    def atexit(self):
        entry = _entry_of(self)
        return entry is not None and entry.atexit

    @atexit.setter
    def atexit(self, value):
        entry = _entry_of(self)
        if entry is not None:
            entry.atexit = bool(value)

    def __repr__(self):
        obj = _object_of(_entry_of(self))
        if obj is not None:
            about = type(self).__name__, id(self), type(obj).__name__, id(obj)
            return "<%s object at %#x; for %r at %#x>" % about
        return "<%s object at %#x; dead>" % (type(self).__name__, id(self))

    @classmethod
    def _select_for_exit(cls):
        # The youngest last: that is the first to be called.
        wanted = [one for one, entry in cls._registry.items() if entry.atexit]
        return sorted(wanted, key=lambda one: cls._registry[one].index)

    @classmethod
    def _exitfunc(cls):
        collecting = False
        try:
            if cls._registry:
                import gc

                collecting = gc.isenabled()
                if collecting:
                    gc.disable()
                waiting = cls._select_for_exit()
                finalize._dirty = False
                while waiting:
                    called = waiting.pop()
                    try:
                        called()
                    except Exception:
                        sys.excepthook(*sys.exc_info())
                    if finalize._dirty:
                        # It made another one.
                        waiting = cls._select_for_exit()
                        finalize._dirty = False
        finally:
            finalize._shutdown = True
            if collecting:
                gc.enable()


def _call_at_exit(finalizer):
    import atexit

    atexit.register(finalizer._exitfunc)
    finalize._registered_with_atexit = True


def _entry_of(finalizer):
    return finalizer._registry.get(finalizer)


def _object_of(entry):
    return None if entry is None else entry.weakref()
