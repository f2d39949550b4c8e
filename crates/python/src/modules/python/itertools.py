_nothing = object()


class groupby:
    def __init__(self, iterable, key=None):
        self._iter = iter(iterable)
        self._key = key
        # The key of the group that was given out last, and key and value of the item that was read last.
        self._given = self._now = self._value = _nothing
        self._group = None

    def __iter__(self):
        return self

    def __next__(self):
        self._group = None
        while self._now is _nothing or self._given is not _nothing and self._given == self._now:
            self._step()
        self._given = self._now
        self._group = group = _grouper(self, self._now)
        return self._now, group

    def _step(self):
        value = next(self._iter)
        self._now = value if self._key is None else self._key(value)
        self._value = value


class _grouper:
    def __init__(self, parent, key):
        self._parent = parent
        self._key = key

    def __iter__(self):
        return self

    def __next__(self):
        parent = self._parent
        if parent._group is not self:
            raise StopIteration
        if parent._value is _nothing:
            parent._step()
        if parent._now != self._key:
            raise StopIteration
        value, parent._value = parent._value, _nothing
        return value


class _tee:
    def __init__(self, iterable):
        if isinstance(iterable, _tee):
            self._iter, self._link = iterable._iter, iterable._link
        else:
            self._iter, self._link = iter(iterable), [None, None]

    def __iter__(self):
        return self

    def __next__(self):
        link = self._link
        if link[1] is None:
            link[0] = next(self._iter)
            link[1] = [None, None]
        value, self._link = link
        return value

    def __copy__(self):
        return _tee(self)


def tee(iterable, n=2, /):
    if n < 0:
        raise ValueError("n must be >= 0")
    if n == 0:
        return ()
    first = _tee(iterable)
    return (first,) + tuple([_tee(first) for _ in range(n - 1)])
