# OrderedDict of 2.7: the order is a ring of small lists, so that every such dict holds a cycle, and one that was
# not cleared waits for the collector. Its named tuples know it.
import sys as _sys

_plain_namedtuple, _plain_ordered_dict = namedtuple, OrderedDict


class OrderedDict(dict):
    __module__ = "collections"

    def __init__(self, *args, **named):
        if len(args) > 1:
            raise TypeError("expected at most 1 arguments, got %d" % len(args))
        try:
            self._OrderedDict__root
        except AttributeError:
            self._OrderedDict__root = ring = []
            ring[:] = [ring, ring, None]
            self._OrderedDict__map = {}
        self.update(*args, **named)

    def __setitem__(self, key, value):
        if key not in self:
            ring = self._OrderedDict__root
            last = ring[0]
            last[1] = ring[0] = self._OrderedDict__map[key] = [last, ring, key]
        return dict.__setitem__(self, key, value)

    def __delitem__(self, key):
        dict.__delitem__(self, key)
        before, after, _ = self._OrderedDict__map.pop(key)
        before[1] = after
        after[0] = before

    def __iter__(self):
        ring = self._OrderedDict__root
        link = ring[1]
        while link is not ring:
            yield link[2]
            link = link[1]

    def __reversed__(self):
        ring = self._OrderedDict__root
        link = ring[0]
        while link is not ring:
            yield link[2]
            link = link[0]

    def clear(self):
        for link in self._OrderedDict__map.values():
            del link[:]
        ring = self._OrderedDict__root
        ring[:] = [ring, ring, None]
        self._OrderedDict__map.clear()
        dict.clear(self)

    def keys(self):
        return list(self)

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]

    def iterkeys(self):
        return iter(self)

    def itervalues(self):
        for key in self:
            yield self[key]

    def iteritems(self):
        for key in self:
            yield key, self[key]

    def update(self, *args, **named):
        if args:
            other = args[0]
            if not hasattr(other, "keys"):
                for key, value in other:
                    self[key] = value
            else:
                for key in other.keys():
                    self[key] = other[key]
        for key, value in named.items():
            self[key] = value

    def pop(self, key, *default):
        if len(default) > 1:
            raise TypeError("pop expected at most 2 arguments, got %d" % (len(default) + 1))
        if key in self:
            value = self[key]
            del self[key]
            return value
        if default:
            return default[0]
        raise KeyError(key)

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def popitem(self, last=True):
        if not self:
            raise KeyError("dictionary is empty")
        key = next(reversed(self) if last else iter(self))
        return key, self.pop(key)

    def __repr__(self):
        name = self.__class__.__name__
        if not self:
            return "%s()" % (name,)
        return "%s(%r)" % (name, self.items())

    def copy(self):
        return self.__class__(self)

    @classmethod
    def fromkeys(cls, keys, value=None):
        made = cls()
        for key in keys:
            made[key] = value
        return made

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return dict.__eq__(self, other) and self.items() == other.items()
        return dict.__eq__(self, other)

    def __ne__(self, other):
        return not self == other


def _as_ordered(self):
    return OrderedDict(zip(self._fields, self))


def namedtuple(typename, field_names, verbose=False, rename=False):
    cls = _plain_namedtuple(typename, field_names, rename=rename)
    cls._asdict = _as_ordered
    cls.__module__ = _sys._getframe(1).f_globals.get("__name__", "__main__")
    return cls
