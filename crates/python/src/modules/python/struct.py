import sys as _sys

_old = _sys.version_info < (3, 12)


class error(Exception):
    pass


error.__module__ = "struct"

# Size and alignment of what is native, size of what is standard.
_NATIVE = {
    "x": 1, "c": 1, "b": 1, "B": 1, "?": 1, "s": 1, "p": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 8, "L": 8, "q": 8,
    "Q": 8, "n": 8, "N": 8, "e": 2, "f": 4, "d": 8, "P": 8,
}
_STANDARD = {**_NATIVE, "l": 4, "L": 4}
for _code in "nNP":
    del _STANDARD[_code]
_UNALIGNED = "xcbB?sp"


def _parse(format):
    """Byte order, and (code, count, offset, size of one) for every item, and the size of all."""
    if isinstance(format, (bytes, bytearray)):
        format = format.decode("ascii")
    elif not isinstance(format, str):
        raise TypeError(f"Struct() argument 1 must be a str or bytes object, not {type(format).__name__}")
    order = "@"
    text = format
    if text[:1] in ("@", "=", "<", ">", "!"):
        order, text = (text[:1] or "@"), text[1:]
    sizes = _NATIVE if order == "@" else _STANDARD
    items = []
    at = 0
    number = ""
    for c in text:
        if c.isspace() and not number:
            continue
        if c in "0123456789":
            number += c
            continue
        if c not in sizes:
            raise error("bad char in struct format")
        if c == "e":
            _not_supported("the format 'e' (half precision) of struct")
        size = sizes[c]
        if order == "@" and c not in _UNALIGNED:
            at += -at % size
        count = int(number) if number else 1
        number = ""
        items.append((c, count, at, size))
        at += size * count
    if number:
        raise error("repeat count given without format specifier")
    return order, items, at


def _limits(code, size):
    if code in "bhilqn":
        return -(1 << 8 * size - 1), (1 << 8 * size - 1) - 1
    return 0, (1 << 8 * size) - 1


_LONG_NAMES = {"b": "byte", "B": "ubyte", "h": "short", "H": "ushort"}


def _pack_int(code, size, value, order):
    if not isinstance(value, int):
        index = getattr(type(value), "__index__", None)
        if index is None:
            raise error("required argument is not an integer")
        value = index(value)
    low, high = _limits(code, size)
    if not low <= value <= high:
        if code == "P" or not -(1 << 63) <= value < 1 << 64:
            raise error("argument out of range" if _old else "int too large to convert")
        if order == "@" and code in _LONG_NAMES and _old:
            raise error(f"{_LONG_NAMES[code]} format requires {low} <= number <= {high}")
        if size == 8:
            raise error("argument out of range" if _old else "int too large to convert")
        raise error(f"'{code}' format requires {low} <= number <= {high}")
    return value.to_bytes(size, "little", signed=low < 0)


def _pack_one(code, size, value, order):
    if code == "c":
        if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
            raise error("char format requires a bytes object of length 1")
        return bytes(value)
    if code == "?":
        return b"\1" if value else b"\0"
    if code in "fd":
        try:
            packed = _pack_float(value, size)
        except TypeError:
            raise error("required argument is not a float") from None
    else:
        packed = _pack_int(code, size, value, order)
    return packed[::-1] if order in (">", "!") else packed


class Struct:
    def __init__(self, format):
        self._order, self._items, self.size = _parse(format)
        self.format = format.decode("ascii") if isinstance(format, (bytes, bytearray)) else format

    def _wanted(self):
        return sum(1 if code in "sp" else count for code, count, at, size in self._items if code != "x")

    def _packed(self, name, values):
        wanted = self._wanted()
        if len(values) != wanted:
            raise error(f"{name} expected {wanted} items for packing (got {len(values)})")
        values = iter(values)
        result = bytearray(self.size)
        for code, count, at, size in self._items:
            if code == "x":
                continue
            if code in "sp":
                value = next(values)
                if not isinstance(value, (bytes, bytearray)):
                    raise error(f"argument for '{code}' must be a bytes object")
                value = bytes(value)
                if code == "p":
                    value = value[:max(count - 1, 0)]
                    value = (bytes([min(len(value), 255)]) + value)[:count]
                value = value[:count]
                result[at:at + len(value)] = value
                continue
            for i in range(count):
                result[at + i * size:at + (i + 1) * size] = _pack_one(code, size, next(values), self._order)
        return bytes(result)

    def pack(self, *values):
        return self._packed("pack", values)

    def pack_into(self, buffer, offset, *values):
        data = self._packed("pack_into", values)
        if offset < 0:
            if offset + len(buffer) < 0:
                raise error(f"offset {offset} out of range for {len(buffer)}-byte buffer")
            if offset + self.size > 0:
                raise error(f"no space to pack {self.size} bytes at offset {offset}")
            offset += len(buffer)
        if len(buffer) - offset < self.size:
            raise error(
                f"pack_into requires a buffer of at least {self.size + offset} bytes for packing {self.size} bytes "
                f"at offset {offset} (actual buffer size is {len(buffer)})"
            )
        buffer[offset:offset + self.size] = data

    def _unpacked(self, data):
        result = []
        for code, count, at, size in self._items:
            if code == "x":
                continue
            if code == "s":
                result.append(data[at:at + count])
                continue
            if code == "p":
                length = min(data[at], count - 1) if count else 0
                result.append(data[at + 1:at + 1 + length])
                continue
            for i in range(count):
                part = data[at + i * size:at + (i + 1) * size]
                if code == "c":
                    result.append(part)
                    continue
                if code == "?":
                    result.append(part != b"\0")
                    continue
                if self._order in (">", "!"):
                    part = part[::-1]
                if code in "fd":
                    result.append(_unpack_float(part))
                else:
                    result.append(int.from_bytes(part, "little", signed=code in "bhilqn"))
        return tuple(result)

    def unpack(self, buffer, /):
        data = bytes(memoryview(buffer))
        if len(data) != self.size:
            raise error(f"unpack requires a buffer of {self.size} bytes")
        return self._unpacked(data)

    def unpack_from(self, buffer, offset=0):
        data = bytes(memoryview(buffer))
        if offset < 0:
            if offset + self.size > 0:
                raise error(f"not enough data to unpack {self.size} bytes")
            if offset + len(data) < 0:
                raise error(f"offset {offset} out of range for {len(data)}-byte buffer")
            offset += len(data)
        if len(data) - offset < self.size:
            raise error(
                f"unpack_from requires a buffer of at least {self.size + offset} bytes for unpacking {self.size} "
                f"bytes at offset {offset} (actual buffer size is {len(data)})"
            )
        return self._unpacked(data[offset:offset + self.size])

    def iter_unpack(self, buffer, /):
        data = bytes(memoryview(buffer))
        if self.size == 0:
            raise error("cannot iteratively unpack with a struct of length 0")
        if len(data) % self.size:
            raise error(f"iterative unpacking requires a buffer of a multiple of {self.size} bytes")
        return (self._unpacked(data[at:at + self.size]) for at in range(0, len(data), self.size))


def calcsize(format):
    return _parse(format)[2]


def pack(format, *values):
    return Struct(format).pack(*values)


def pack_into(format, buffer, offset, *values):
    return Struct(format).pack_into(buffer, offset, *values)


def unpack(format, buffer, /):
    return Struct(format).unpack(buffer)


def unpack_from(format, /, buffer, offset=0):
    return Struct(format).unpack_from(buffer, offset)


def iter_unpack(format, buffer, /):
    return Struct(format).iter_unpack(buffer)
