class OrderedDict(dict):
    def __sizeof__(self):
        # The C struct has eight words more than a dict's and no managed pre-header; then there is an array of nodes
        # as long as the table of keys, and a node of four words for each key.
        slots = 8
        while len(self) > slots * 2 // 3:
            slots *= 2
        own = 48 if _from_12 else 40
        return dict.__sizeof__(self) + own + (8 * slots + 32 * len(self) if self else 0)

    def popitem(self, last=True):
        if not self:
            raise KeyError("dictionary is empty")
        key = next(reversed(self) if last else iter(self))
        return key, self.pop(key)

    def move_to_end(self, key, last=True):
        value = dict.pop(self, key)
        if last:
            dict.__setitem__(self, key, value)
            return
        rest = list(dict.items(self))
        dict.clear(self)
        dict.__setitem__(self, key, value)
        for k, v in rest:
            dict.__setitem__(self, k, v)

    def copy(self):
        return self.__class__(self)

    __copy__ = copy

    @classmethod
    def fromkeys(cls, iterable, value=None):
        self = cls()
        for key in iterable:
            self[key] = value
        return self

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return dict.__eq__(self, other) and all(map(_same, self, other))
        return dict.__eq__(self, other)

    def __ne__(self, other):
        result = self.__eq__(other)
        return result if result is NotImplemented else not result

    __hash__ = None

    def __repr__(self):
        if not self:
            return f"{self.__class__.__name__}()"
        if id(self) in _in_repr:
            return "..."
        _in_repr.add(id(self))
        try:
            items = repr(dict(self.items())) if _from_12 else repr(list(self.items()))
            return f"{self.__class__.__name__}({items})"
        finally:
            _in_repr.discard(id(self))

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = self.__class__(self)
        new.update(other)
        return new

    def __ror__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = self.__class__(other)
        new.update(self)
        return new

    def __reduce__(self):
        return self.__class__, (), self.__dict__ or None, None, iter(self.items())


_in_repr = set()


def _same(a, b):
    return a is b or a == b


