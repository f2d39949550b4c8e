# What containers are by what they can do. First the classes that one or two methods make, which recognise others by
# these methods; then sets, mappings and sequences, which others inherit from or are registered with.
import sys as _sys
from abc import ABCMeta, abstractmethod

_GenericAlias = type(list[int])


def _known_by(*methods):
    """Completes a class: whatever class has these methods counts as one below it."""
    def complete(target):
        def __subclasshook__(cls, C):
            if cls is not target:
                return NotImplemented
            for method in methods:
                if not _class_has(C, method):
                    return NotImplemented
            return True

        target.__subclasshook__ = classmethod(__subclasshook__)
        return target

    return complete


@_known_by("__len__")
class Sized(metaclass=ABCMeta):
    @abstractmethod
    def __len__(self):
        return 0

    __slots__ = ()


@_known_by("__contains__")
class Container(metaclass=ABCMeta):
    __slots__ = ()
    __class_getitem__ = classmethod(_GenericAlias)

    @abstractmethod
    def __contains__(self, x):
        return False


@_known_by("__hash__")
class Hashable(metaclass=ABCMeta):
    @abstractmethod
    def __hash__(self):
        return 0

    __slots__ = ()


@_known_by("__iter__")
class Iterable(metaclass=ABCMeta):
    __slots__ = ()
    __class_getitem__ = classmethod(_GenericAlias)

    @abstractmethod
    def __iter__(self):
        yield from ()


@_known_by("__len__", "__iter__", "__contains__")
class Collection(Sized, Iterable, Container):
    __slots__ = ()


@_known_by("__reversed__", "__iter__")
class Reversible(Iterable):
    __slots__ = ()

    @abstractmethod
    def __reversed__(self):
        yield from ()


@_known_by("__iter__", "__next__")
class Iterator(Iterable):
    __slots__ = ()

    def __iter__(self):
        return self

    @abstractmethod
    def __next__(self):
        raise StopIteration


@_known_by("__iter__", "__next__", "send", "throw", "close")
class Generator(Iterator):
    __slots__ = ()

    @abstractmethod
    def send(self, value):
        raise StopIteration

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        error = typ if val is None else val
        if tb is not None:
            error = (typ() if val is None else val).with_traceback(tb)
        raise error

    def __next__(self):
        return self.send(None)

    def close(self):
        try:
            self.throw(GeneratorExit)
        except (StopIteration, GeneratorExit):
            return
        raise RuntimeError("generator ignored GeneratorExit")


def _type_text(a):
    if isinstance(a, type) and not isinstance(a, _GenericAlias):
        return a.__qualname__ if a.__module__ == "builtins" else f"{a.__module__}.{a.__qualname__}"
    return "..." if a is ... else repr(a)


class _CallableGenericAlias(_GenericAlias):
    __slots__ = ()

    def __new__(cls, origin, args):
        if not (isinstance(args, tuple) and len(args) == 2):
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        taken, result = args
        if isinstance(taken, (tuple, list)):
            args = *taken, result
        elif taken is not ... and type(taken).__name__ not in ("ParamSpec", "_ConcatenateGenericAlias"):
            raise TypeError(f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {taken}")
        return super().__new__(cls, origin, args)

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and args[0] is ...:
            return super().__repr__()
        names = [_type_text(a) for a in args]
        return f"collections.abc.Callable[[{', '.join(names[:-1])}], {names[-1]}]"


@_known_by("__call__")
class Callable(metaclass=ABCMeta):
    __slots__ = ()

    @classmethod
    def __class_getitem__(cls, key):
        return _CallableGenericAlias(cls, key)

    @abstractmethod
    def __call__(self, *args, **kwds):
        return False


def _operand(made_for, other):
    # The other side of `-` or `^`: a set, made of what there is to iterate over if it is none.
    if isinstance(other, Set):
        return other
    return made_for._from_iterable(other) if isinstance(other, Iterable) else NotImplemented


class Set(Collection):
    __slots__ = ()

    @classmethod
    def _from_iterable(cls, it):
        return cls(it)

    def __eq__(self, other):
        return len(self) == len(other) and self.__le__(other) if isinstance(other, Set) else NotImplemented

    def __lt__(self, other):
        return len(self) < len(other) and self.__le__(other) if isinstance(other, Set) else NotImplemented

    def __gt__(self, other):
        return len(self) > len(other) and self.__ge__(other) if isinstance(other, Set) else NotImplemented

    def __le__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        if len(self) <= len(other):
            for member in self:
                if member not in other:
                    break
            else:
                return True
        return False

    def __ge__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        if len(self) >= len(other):
            for member in other:
                if member not in self:
                    break
            else:
                return True
        return False

    def isdisjoint(self, other):
        for member in other:
            if member in self:
                return False
        return True

    def __and__(self, other):
        common = isinstance(other, Iterable) and (member for member in other if member in self)
        return self._from_iterable(common) if common else NotImplemented

    def __or__(self, other):
        if isinstance(other, Iterable):
            return self._from_iterable(member for side in (self, other) for member in side)
        return NotImplemented

    def __sub__(self, other):
        taken = _operand(self, other)
        left = taken is not NotImplemented and (member for member in self if member not in taken)
        return self._from_iterable(left) if left else NotImplemented

    def __rsub__(self, other):
        given = _operand(self, other)
        left = given is not NotImplemented and (member for member in given if member not in self)
        return self._from_iterable(left) if left else NotImplemented

    def __xor__(self, other):
        given = _operand(self, other)
        return given if given is NotImplemented else (self - given) | (given - self)

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def _hash(self):
        # Of the same members as a frozenset: no matter in which order they come.
        most = _sys.maxsize
        bits = most << 1 | 1
        mixed = (len(self) + 1) * 1927868237 & bits
        for member in self:
            number = hash(member)
            mixed = (mixed ^ (number << 16 ^ number ^ 89869747) * 3644798167) & bits
        mixed ^= mixed >> 11 ^ mixed >> 25
        mixed = mixed * 69069 + 907133923 & bits
        if mixed > most:
            mixed -= bits + 1
        return 590923713 if mixed == -1 else mixed


class MutableSet(Set):
    __slots__ = ()

    @abstractmethod
    def discard(self, value):
        raise NotImplementedError

    @abstractmethod
    def add(self, value):
        raise NotImplementedError

    def remove(self, value):
        if value in self:
            self.discard(value)
        else:
            raise KeyError(value)

    def pop(self):
        try:
            chosen = next(iter(self))
        except StopIteration:
            raise KeyError from None
        self.discard(chosen)
        return chosen

    def clear(self):
        while True:
            try:
                self.pop()
            except KeyError:
                return

    def __ior__(self, it):
        for member in it:
            self.add(member)
        return self

    def __isub__(self, it):
        if it is not self:
            for member in it:
                self.discard(member)
        else:
            self.clear()
        return self

    def __iand__(self, it):
        for member in self - it:
            self.discard(member)
        return self

    def __ixor__(self, it):
        if it is self:
            self.clear()
            return self
        if not isinstance(it, Set):
            it = self._from_iterable(it)
        for member in it:
            if member not in self:
                self.add(member)
            else:
                self.discard(member)
        return self


class MappingView(Sized):
    __slots__ = ("_mapping",)
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, mapping):
        self._mapping = mapping

    def __repr__(self):
        return f"{self.__class__.__name__}({self._mapping!r})"

    def __len__(self):
        return len(self._mapping)


def _plain_set(cls, it):
    return set(it)


class KeysView(MappingView, Set):
    __slots__ = ()

    def __iter__(self):
        yield from self._mapping

    def __contains__(self, key):
        return key in self._mapping

    _from_iterable = classmethod(_plain_set)


class ItemsView(MappingView, Set):
    __slots__ = ()

    def __iter__(self):
        for key in self._mapping:
            yield key, self._mapping[key]

    def __contains__(self, item):
        key, sought = item
        try:
            found = self._mapping[key]
        except KeyError:
            return False
        return found is sought or found == sought

    _from_iterable = classmethod(_plain_set)


class ValuesView(MappingView, Collection):
    __slots__ = ()

    def __iter__(self):
        for key in self._mapping:
            yield self._mapping[key]

    def __contains__(self, value):
        for key in self._mapping:
            found = self._mapping[key]
            if found is value or found == value:
                return True
        return False


class Mapping(Collection):
    __slots__ = ()
    __reversed__ = None

    @abstractmethod
    def __getitem__(self, key):
        raise KeyError

    def __contains__(self, key):
        found = True
        try:
            self[key]
        except KeyError:
            found = False
        return found

    def __eq__(self, other):
        return dict(self.items()) == dict(other.items()) if isinstance(other, Mapping) else NotImplemented

    def get(self, key, default=None):
        try:
            found = self[key]
        except KeyError:
            found = default
        return found

    def items(self):
        return ItemsView(self)

    def keys(self):
        return KeysView(self)

    def values(self):
        return ValuesView(self)


_no_default = object()


class MutableMapping(Mapping):
    __slots__ = ()

    @abstractmethod
    def __delitem__(self, key):
        raise KeyError

    @abstractmethod
    def __setitem__(self, key, value):
        raise KeyError

    def setdefault(self, key, default=None):
        try:
            found = self[key]
        except KeyError:
            self[key] = found = default
        return found

    def pop(self, key, default=_no_default):
        try:
            found = self[key]
        except KeyError:
            if default is not _no_default:
                return default
            raise
        else:
            del self[key]
            return found

    def popitem(self):
        try:
            key = next(iter(self))
        except StopIteration:
            raise KeyError from None
        found = self[key]
        del self[key]
        return key, found

    def clear(self):
        while True:
            try:
                self.popitem()
            except KeyError:
                return

    def update(self, other=(), /, **kwds):
        if isinstance(other, Mapping):
            keys = other
        elif hasattr(other, "keys"):
            keys = other.keys()
        else:
            keys = ()
            for key, value in other:
                self[key] = value
        for key in keys:
            self[key] = other[key]
        for key, value in kwds.items():
            self[key] = value


class Sequence(Reversible, Collection):
    __slots__ = ()

    @abstractmethod
    def __getitem__(self, index):
        raise IndexError

    def __iter__(self):
        at = 0
        while True:
            try:
                item = self[at]
                yield item
            except IndexError:
                return
            at += 1

    def __reversed__(self):
        for at in reversed(range(len(self))):
            yield self[at]

    def __contains__(self, value):
        for item in self:
            if item is value or item == value:
                return True
        return False

    def count(self, value):
        return sum(1 for item in self if item is value or item == value)

    def index(self, value, start=0, stop=None):
        at = start
        if start is not None and start < 0:
            at = max(start + len(self), 0)
        end = stop
        if stop is not None and stop < 0:
            end = stop + len(self)
        while end is None or at < end:
            try:
                item = self[at]
            except IndexError:
                break
            if item is value or item == value:
                return at
            at += 1
        raise ValueError


class MutableSequence(Sequence):
    @abstractmethod
    def insert(self, index, value):
        raise IndexError

    __slots__ = ()

    @abstractmethod
    def __delitem__(self, index):
        raise IndexError

    @abstractmethod
    def __setitem__(self, index, value):
        raise IndexError

    def append(self, value):
        self.insert(len(self), value)

    def extend(self, values):
        # What grows while it is read would never end.
        for value in list(values) if values is self else values:
            self.append(value)

    def __iadd__(self, values):
        self.extend(values)
        return self

    def pop(self, index=-1):
        item = self[index]
        del self[index]
        return item

    def remove(self, value):
        del self[self.index(value)]

    def clear(self):
        while True:
            try:
                self.pop()
            except IndexError:
                return

    def reverse(self):
        size = len(self)
        for left in range(size // 2):
            right = size - left - 1
            self[left], self[right] = self[right], self[left]


def _register():
    # Built-in classes, and those of other modules, that are none of the above by inheritance.
    import collections
    import weakref

    example = {}
    for base, classes in (
        (Set, (frozenset,)),
        (MutableSet, (set, weakref.WeakSet)),
        (Mapping, (type(type.__dict__),)),
        (MutableMapping, (
            dict, weakref.WeakValueDictionary, weakref.WeakKeyDictionary, collections.ChainMap, collections.UserDict,
        )),
        (Sequence, (tuple, str, range, bytes, memoryview, collections.UserString)),
        (MutableSequence, (list, bytearray, collections.deque, collections.UserList)),
        (KeysView, (type(example.keys()),)),
        (ItemsView, (type(example.items()),)),
        (ValuesView, (type(example.values()),)),
        (Generator, (type(i for i in ()),)),
    ):
        for cls in classes:
            base.register(cls)


_register()
del _register
