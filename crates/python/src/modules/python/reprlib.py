_repr = repr


class Repr:
    def __init__(self):
        self.maxlevel = self.maxtuple = self.maxlist = self.maxset = self.maxfrozenset = self.maxdeque = 6
        self.maxdict, self.maxarray = 4, 5
        # Letters, not items.
        self.maxstring = self.maxother = 30
        self.maxlong = 40

    def repr(self, x):
        return self.repr1(x, self.maxlevel)

    def repr1(self, x, level):
        kind = type(x).__name__
        method = getattr(self, "repr_" + kind, None)
        if method is not None:
            return method(x, level)
        return self._cut(_repr(x), self.maxother)

    def _cut(self, s, most):
        if len(s) > most:
            i = max(0, (most - 3) // 2)
            j = max(0, most - 3 - i)
            s = s[:i] + "..." + s[len(s) - j:]
        return s

    def _items(self, x, level, left, right, most, trail=""):
        if level <= 0 and x:
            return left + "..." + right
        pieces = [self.repr1(item, level - 1) for item, _ in zip(x, range(most))]
        if len(x) > most:
            pieces.append("...")
        s = ", ".join(pieces)
        if len(x) == 1 and trail:
            right = trail + right
        return left + s + right

    def repr_tuple(self, x, level):
        return self._items(x, level, "(", ")", self.maxtuple, ",")

    def repr_list(self, x, level):
        return self._items(x, level, "[", "]", self.maxlist)

    def repr_set(self, x, level):
        return self._items(sorted(x), level, "{", "}", self.maxset) if x else "set()"

    def repr_frozenset(self, x, level):
        return self._items(sorted(x), level, "frozenset({", "})", self.maxfrozenset) if x else "frozenset()"

    def repr_dict(self, x, level):
        if not x:
            return "{}"
        if level <= 0:
            return "{...}"
        pieces = [f"{self.repr1(k, level - 1)}: {self.repr1(x[k], level - 1)}" for k in sorted(x)[:self.maxdict]]
        if len(x) > self.maxdict:
            pieces.append("...")
        return "{" + ", ".join(pieces) + "}"

    def repr_str(self, x, level):
        return self._cut(_repr(x[:self.maxstring]) if len(x) <= self.maxstring else _repr(x), self.maxstring)

    def repr_int(self, x, level):
        return self._cut(_repr(x), self.maxlong)


aRepr = Repr()


def recursive_repr(fillvalue="..."):
    def decorating_function(user_function):
        running = set()

        def wrapper(self):
            key = id(self)
            if key in running:
                return fillvalue
            running.add(key)
            try:
                return user_function(self)
            finally:
                running.discard(key)

        wrapper.__name__ = user_function.__name__
        wrapper.__qualname__ = user_function.__qualname__
        wrapper.__doc__ = user_function.__doc__
        wrapper.__wrapped__ = user_function
        return wrapper

    return decorating_function


repr = aRepr.repr
