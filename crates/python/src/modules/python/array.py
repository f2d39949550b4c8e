import sys as _sys

_wide = "w, " if _sys.version_info >= (3, 13) else ""
_sizes = {
    "b": (1, "signed char"), "B": (1, "unsigned byte integer"), "h": (2, "signed short integer"),
    "H": (2, "unsigned short"), "i": (4, "signed integer"), "I": (4, "unsigned int"), "l": (8, ""), "L": (8, ""),
    "q": (8, ""), "Q": (8, ""), "f": (4, ""), "d": (8, ""),
}
typecodes = "bBuhHiIlLqQfd"


def _fresh(x):
    # A number leaves the array, and enters it, as an object of its own.
    return x * 1.0 if type(x) is float else -(-x)


class array:
    # The items are objects here; `__sizeof__` says what the array of C numbers would take.
    __slots__ = ("typecode", "itemsize", "_items", "_room")

    def __new__(cls, typecode, initializer=(), /):
        if not isinstance(typecode, str) or len(typecode) != 1:
            got = f"a string of length {len(typecode)}" if isinstance(typecode, str) else type(typecode).__name__
            raise TypeError(f"array() argument 1 must be a unicode character, not {got}")
        if typecode in ("u", "w"):
            _not_supported(f"array.array({typecode!r})")
        if typecode not in _sizes:
            raise ValueError(f"bad typecode (must be b, B, u, {_wide}h, H, i, I, l, L, q, Q, f or d)")
        self = object.__new__(cls)
        self.typecode, self.itemsize, self._items, self._room = typecode, _sizes[typecode][0], [], 0
        if isinstance(initializer, (list, tuple)):
            self._items = [self._number(x) for x in initializer]
            self._room = len(self._items)
        elif isinstance(initializer, (bytes, bytearray)):
            self.frombytes(initializer)
        elif isinstance(initializer, array):
            self._items = [self._number(x) for x in initializer._items]
            self._room = len(self._items)
        elif isinstance(initializer, str):
            raise TypeError(f"cannot use a str to initialize an array with typecode {typecode!r}")
        else:
            self.extend(initializer)
        return self

    def _number(self, x):
        code, (size, name) = self.typecode, _sizes[self.typecode]
        if code in "fd":
            if not hasattr(type(x), "__float__"):
                raise TypeError(f"must be real number, not {type(x).__name__}")
            x = float(x) * 1.0
            return _as_float(x) if code == "f" else x
        if not hasattr(type(x), "__index__"):
            raise TypeError(f"'{type(x).__name__}' object cannot be interpreted as an integer")
        x = x.__index__()
        bits = 8 * size
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if code.islower() else (0, (1 << bits) - 1)
        if size == 8 and not low <= x <= high:
            if x < 0 and low == 0:
                raise OverflowError("can't convert negative value to unsigned int")
            raise OverflowError("int too big to convert" if code in "qQ" else "Python int too large to convert to C long")
        if x > high:
            raise OverflowError(f"{name} is greater than maximum")
        if x < low:
            raise OverflowError(f"{name} is less than minimum")
        return _fresh(x)

    def _resize(self, size):
        # array_resize
        old = len(self._items)
        if self._room >= size and old < size + 16 and self._room:
            return
        self._room = (size >> 4) + (3 if old < 8 else 7) + size if size else 0

    def __sizeof__(self):
        return 64 + self._room * self.itemsize

    def append(self, v, /):
        v = self._number(v)
        self._resize(len(self._items) + 1)
        self._items.append(v)

    def extend(self, bb, /):
        if isinstance(bb, array):
            if bb.typecode != self.typecode:
                raise TypeError("can only extend with array of same kind")
            self._resize(len(self._items) + len(bb._items))
            self._items += bb._items
            return
        for x in bb:
            self.append(x)

    def fromlist(self, list, /):
        items = [self._number(x) for x in list]
        self._resize(len(self._items) + len(items))
        self._items += items

    def frombytes(self, buffer, /):
        if self.typecode not in "bB":
            _not_supported(f"array.frombytes with typecode {self.typecode!r}")
        items = [x - 256 if self.typecode == "b" and x > 127 else x for x in buffer]
        self._resize(len(self._items) + len(items))
        self._items += items

    def tolist(self):
        return list(map(_fresh, self._items))

    def tobytes(self):
        if self.typecode in "fd":
            _not_supported("array.tobytes of floats")
        return b"".join([x.to_bytes(self.itemsize, "little", signed=self.typecode.islower()) for x in self._items])

    def buffer_info(self):
        _not_supported("array.buffer_info")

    def insert(self, i, v, /):
        v = self._number(v)
        self._resize(len(self._items) + 1)
        self._items.insert(i, v)

    def pop(self, i=-1, /):
        if not self._items:
            raise IndexError("pop from empty array")
        if not -len(self._items) <= i < len(self._items):
            raise IndexError("pop index out of range")
        self._resize(len(self._items) - 1)
        return self._items.pop(i)

    def remove(self, v, /):
        if v not in self._items:
            raise ValueError("array.remove(x): x not in array")
        self.pop(self._items.index(v))

    def index(self, v, start=0, stop=9223372036854775807, /):
        for i in range(*slice(start, stop).indices(len(self._items))):
            if self._items[i] == v:
                return i
        raise ValueError("array.index(x): x not in array")

    def count(self, v, /):
        return self._items.count(v)

    def reverse(self):
        self._items.reverse()

    def _made(self, items):
        new = object.__new__(array)
        new.typecode, new.itemsize, new._items, new._room = self.typecode, self.itemsize, items, len(items)
        return new

    def __copy__(self):
        return self._made(self._items[:])

    def __deepcopy__(self, memo):
        return self._made(self._items[:])

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        for x in self._items:
            yield _fresh(x)

    def __contains__(self, v):
        return v in self._items

    def __getitem__(self, i):
        if isinstance(i, slice):
            return self._made(self._items[i])
        if not hasattr(type(i), "__index__"):
            raise TypeError("array indices must be integers")
        if not -len(self._items) <= i < len(self._items):
            raise IndexError("array index out of range")
        return _fresh(self._items[i])

    def __setitem__(self, i, v):
        if isinstance(i, slice):
            if not isinstance(v, array):
                raise TypeError(f'can only assign array (not "{type(v).__name__}") to array slice')
            new = self._items[:]
            new[i] = v._items
            self._resize(len(new))
            self._items = new
            return
        if not -len(self._items) <= i < len(self._items):
            raise IndexError("array assignment index out of range")
        self._items[i] = self._number(v)

    def __delitem__(self, i):
        new = self._items[:]
        try:
            del new[i]
        except IndexError:
            raise IndexError("array assignment index out of range") from None
        self._resize(len(new))
        self._items = new

    def __add__(self, other):
        if not isinstance(other, array):
            raise TypeError(f'can only append array (not "{type(other).__name__}") to array')
        return self._made(self._items + other._items)

    def __iadd__(self, other):
        if not isinstance(other, array):
            raise TypeError(f'can only extend with array (not "{type(other).__name__}")')
        self.extend(other)
        return self

    def __mul__(self, n):
        return self._made(self._items * n)

    __rmul__ = __mul__

    def _compared(self, other, compare):
        return compare(self._items, other._items) if isinstance(other, array) else NotImplemented

    def __eq__(self, other):
        return self._compared(other, list.__eq__)

    def __lt__(self, other):
        return self._compared(other, list.__lt__)

    def __le__(self, other):
        return self._compared(other, list.__le__)

    def __gt__(self, other):
        return self._compared(other, list.__gt__)

    def __ge__(self, other):
        return self._compared(other, list.__ge__)

    __hash__ = None

    def __repr__(self):
        return f"array({self.typecode!r}, {self._items!r})" if self._items else f"array({self.typecode!r})"


def _as_float(x):
    from ctypes import c_float

    return c_float(x).value


ArrayType = array
