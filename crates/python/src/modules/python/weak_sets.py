# WeakSet, and what weak containers have in common. A container's contents lie in `data`, as weak references whose
# callbacks take them out again when the object dies.
import sys

# Up to 3.13 an iteration goes over `data` itself: what dies meanwhile is noted down, and taken out when the last
# iteration has ended or before the next operation that would mind. From 3.14 on it goes over a copy.
_puts_off = sys.version_info < (3, 14)


def _caught_up(container):
    """The data of a container, free of the dead that were noted down."""
    if _puts_off and container._pending_removals:
        container._commit_removals()
    return container.data


def _nothing_noted(container):
    container._pending_removals = []
    container._iterating = set()


class _IterationGuard:
    # Held by an iteration as long as it lasts. The container may be gone before that.
    def __init__(self, container):
        self.weakcontainer = ref(container)

    def __enter__(self):
        container = self.weakcontainer()
        if container is not None:
            container._iterating.add(self)
        return self

    def __exit__(self, kind, error, traceback):
        container = self.weakcontainer()
        if container is None:
            return
        under_way = container._iterating
        under_way.remove(self)
        if len(under_way) == 0:
            container._commit_removals()


def _refs(objects):
    return (ref(item) for item in objects)


def _ref_set(objects):
    return set(map(ref, objects))


class WeakSet:
    def __init__(self, data=None):
        self.data = set()

        def _remove(item, selfref=ref(self)):
            owner = selfref()
            if owner is None:
                return
            if _puts_off and owner._iterating:
                owner._pending_removals.append(item)
            else:
                owner.data.discard(item)

        self._remove = _remove
        if _puts_off:
            _nothing_noted(self)
        if data is not None:
            self.update(data)

    if _puts_off:

        def _commit_removals(self):
            noted, contents = self._pending_removals, self.data
            while noted:
                contents.discard(noted.pop())

        def __iter__(self):
            with _IterationGuard(self):
                for weak in self.data:
                    item = weak()
                    if item is not None:
                        yield item

        def __len__(self):
            return len(self.data) - len(self._pending_removals)

    else:

        def __iter__(self):
            for weak in self.data.copy():
                item = weak()
                if item is not None:
                    yield item

        def __len__(self):
            return len(self.data)

    def __repr__(self):
        return repr(self.data)

    def __reduce__(self):
        return self.__class__, (list(self),), self.__getstate__()

    __class_getitem__ = classmethod(_GenericAlias)

    def copy(self):
        return self.__class__(self)

    # One object.

    def __contains__(self, item):
        try:
            sought = ref(item)
        except TypeError:
            # Of what nothing can refer to weakly, there is nothing in here.
            return False
        else:
            return sought in self.data

    def add(self, item):
        _caught_up(self).add(ref(item, self._remove))

    def discard(self, item):
        _caught_up(self).discard(ref(item))

    def remove(self, item):
        _caught_up(self).remove(ref(item))

    def pop(self):
        contents = _caught_up(self)
        item = None
        while item is None:
            try:
                weak = contents.pop()
            except KeyError:
                raise KeyError("pop from empty WeakSet") from None
            item = weak()
        return item

    def clear(self):
        _caught_up(self).clear()

    # Comparisons with any iterable, except for `==`.

    def __eq__(self, other):
        return self.data == _ref_set(other) if isinstance(other, self.__class__) else NotImplemented

    def __lt__(self, other):
        return self.data < _ref_set(other)

    def __gt__(self, other):
        return self.data > _ref_set(other)

    def issubset(self, other):
        return self.data.issubset(_refs(other))

    def issuperset(self, other):
        return self.data.issuperset(_refs(other))

    def isdisjoint(self, other):
        return not len(self.intersection(other))

    __le__, __ge__ = issubset, issuperset

    # Operations that change the set.

    def update(self, other):
        _caught_up(self)
        for item in other:
            self.add(item)

    def __ior__(self, other):
        self.update(other)
        return self

    def __iand__(self, other):
        _caught_up(self).intersection_update(_refs(other))
        return self

    def __isub__(self, other):
        contents = _caught_up(self)
        if other is not self:
            contents.difference_update(_refs(other))
        else:
            contents.clear()
        return self

    def __ixor__(self, other):
        contents = _caught_up(self)
        if other is not self:
            contents.symmetric_difference_update(ref(item, self._remove) for item in other)
        else:
            contents.clear()
        return self

    def intersection_update(self, other):
        self.__iand__(other)

    def difference_update(self, other):
        self.__isub__(other)

    def symmetric_difference_update(self, other):
        self.__ixor__(other)

    # Operations that make another one.

    def union(self, other):
        return self.__class__(item for part in (self, other) for item in part)

    def intersection(self, other):
        return self.__class__(item for item in other if item in self)

    def difference(self, other):
        changed = self.copy()
        changed.difference_update(other)
        return changed

    def symmetric_difference(self, other):
        changed = self.copy()
        changed.symmetric_difference_update(other)
        return changed

    __or__, __and__, __sub__, __xor__ = union, intersection, difference, symmetric_difference
