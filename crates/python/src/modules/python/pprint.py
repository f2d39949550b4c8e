# Prints values over several lines.
import collections as _collections
import dataclasses as _dataclasses
import sys as _sys
import types as _types
from io import StringIO as _StringIO


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    PrettyPrinter(
        stream=stream, indent=indent, width=width, depth=depth, compact=compact, sort_dicts=sort_dicts,
        underscore_numbers=underscore_numbers,
    ).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    return PrettyPrinter(
        indent=indent, width=width, depth=depth, compact=compact, sort_dicts=sort_dicts,
        underscore_numbers=underscore_numbers,
    ).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[0]


def isreadable(object):
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[1]


def isrecursive(object):
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[2]


class _Key:
    # An order for what has none: by type and address.
    __slots__ = ("obj",)

    def __lt__(self, other):
        mine, theirs = self.obj, other.obj
        try:
            return mine < theirs
        except TypeError:
            return (str(type(mine)), id(mine)) < (str(type(theirs)), id(theirs))

    def __init__(self, obj):
        self.obj = obj


def _pair_key(pair):
    return _Key(pair[0]), _Key(pair[1])


def _recursion(object):
    return f"<Recursion on {type(object).__name__} with id={id(object)}>"


_atoms = frozenset({str, bytes, bytearray, float, complex, bool, type(None)})


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        indent, width = int(indent), int(width)
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._depth = depth
        self._indent_per_level = indent
        self._width = width
        self._stream = _sys.stdout if stream is None else stream
        self._compact, self._sort_dicts = bool(compact), sort_dicts
        self._underscore_numbers = underscore_numbers

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        text, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def pformat(self, object):
        gathered = _StringIO()
        self._format(object, gathered, 0, 0, {}, 0)
        return gathered.getvalue()

    def pprint(self, object):
        out = self._stream
        if out is None:
            return
        self._format(object, out, 0, 0, {}, 0)
        out.write("\n")

    def _format(self, object, stream, indent, allowance, context, level):
        number = id(object)
        if number in context:
            stream.write(_recursion(object))
            return
        text = self._repr(object, context, level)
        if len(text) > self._width - indent - allowance:
            printer = _printers.get(type(object).__repr__)
            if printer is not None:
                context[number] = 1
                printer(self, object, stream, indent, allowance, context, level + 1)
                del context[number]
                return
            if (
                _dataclasses.is_dataclass(object) and not isinstance(object, type)
                and object.__dataclass_params__.repr
                and hasattr(object.__repr__, "__wrapped__")
                and "__create_fn__" in object.__repr__.__wrapped__.__qualname__
            ):
                context[number] = 1
                self._dataclass(object, stream, indent, allowance, context, level + 1)
                del context[number]
                return
        stream.write(text)

    def _dataclass(self, object, stream, indent, allowance, context, level):
        name = object.__class__.__name__
        indent += len(name) + 1
        items = [(f.name, getattr(object, f.name)) for f in _dataclasses.fields(object) if f.repr]
        stream.write(name + "(")
        self._named_items(items, stream, indent, allowance, context, level)
        stream.write(")")

    def _dict(self, object, stream, indent, allowance, context, level):
        stream.write("{")
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * " ")
        if object:
            items = sorted(object.items(), key=_pair_key) if self._sort_dicts else list(object.items())
            self._pairs(items, stream, indent, allowance + 1, context, level)
        stream.write("}")

    def _ordered_dict(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        name = object.__class__.__name__
        stream.write(name + "(")
        self._format(list(object.items()), stream, indent + len(name) + 1, allowance + 1, context, level)
        stream.write(")")

    def _view(self, object, stream, indent, allowance, context, level):
        name = object.__class__.__name__
        stream.write(name + "([")
        items = sorted(object, key=_Key) if self._sort_dicts else list(object)
        self._items(items, stream, indent + len(name) + 1, allowance + 2, context, level)
        stream.write("])")

    def _list(self, object, stream, indent, allowance, context, level):
        stream.write("[")
        self._items(object, stream, indent, allowance + 1, context, level)
        stream.write("]")

    def _tuple(self, object, stream, indent, allowance, context, level):
        stream.write("(")
        end = ",)" if len(object) == 1 else ")"
        self._items(object, stream, indent, allowance + len(end), context, level)
        stream.write(end)

    def _set(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        if object.__class__ is set:
            stream.write("{")
            end = "}"
        else:
            name = object.__class__.__name__
            stream.write(name + "({")
            end = "})"
            indent += len(name) + 1
        self._items(sorted(object, key=_Key), stream, indent, allowance + len(end), context, level)
        stream.write(end)

    def _str(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        outermost = level == 1
        indent, allowance = indent + outermost, allowance + outermost
        room = self._width - indent
        chunks = []
        text = ""
        *others, last = object.splitlines(True)
        for line in others:
            text = repr(line)
            chunks.extend([text] if len(text) <= room else _filled(_words(line), room, 0))
        text = repr(last)
        # The end of the last one must leave room for what follows.
        chunks.extend([text] if len(text) <= room - allowance else _filled(_words(last), room, allowance))
        if len(chunks) == 1:
            stream.write(text)
            return
        between = "\n" + " " * indent
        if outermost:
            stream.write("(")
        stream.write(chunks[0])
        for text in chunks[1:]:
            stream.write(between)
            stream.write(text)
        if outermost:
            stream.write(")")

    def _bytes(self, object, stream, indent, allowance, context, level):
        if len(object) <= 4:
            stream.write(repr(object))
            return
        outermost = level == 1
        indent, allowance = indent + outermost, allowance + outermost
        # By fours; what is left over at the end, which may be nothing, is what must leave room for what follows.
        parts = [object[i:i + 4] for i in range(0, len(object) + 1, 4)]
        if outermost:
            stream.write("(")
        between = ""
        for text in _filled(parts, self._width - indent, allowance):
            stream.write(between)
            stream.write(text)
            between = "\n" + " " * indent
        if outermost:
            stream.write(")")

    def _bytearray(self, object, stream, indent, allowance, context, level):
        stream.write("bytearray(")
        self._bytes(bytes(object), stream, indent + 10, allowance + 1, context, level + 1)
        stream.write(")")

    def _mapping_proxy(self, object, stream, indent, allowance, context, level):
        stream.write("mappingproxy(")
        self._format(object.copy(), stream, indent + 13, allowance + 1, context, level)
        stream.write(")")

    def _namespace(self, object, stream, indent, allowance, context, level):
        name = "namespace" if type(object) is _types.SimpleNamespace else object.__class__.__name__
        stream.write(name + "(")
        self._named_items(object.__dict__.items(), stream, indent + len(name) + 1, allowance, context, level)
        stream.write(")")

    def _default_dict(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        factory = self._repr(object.default_factory, context, level)
        name = object.__class__.__name__
        indent += len(name) + 1
        stream.write(f"{name}({factory},\n{' ' * indent}")
        self._dict(object, stream, indent, allowance + 1, context, level)
        stream.write(")")

    def _counter(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        name = object.__class__.__name__
        stream.write(name + "({")
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * " ")
        self._pairs(object.most_common(), stream, indent + len(name) + 1, allowance + 2, context, level)
        stream.write("})")

    def _chain_map(self, object, stream, indent, allowance, context, level):
        if not object.maps:
            stream.write(repr(object))
            return
        name = object.__class__.__name__
        stream.write(name + "(")
        indent += len(name) + 1
        for i, mapping in enumerate(object.maps):
            if i == len(object.maps) - 1:
                self._format(mapping, stream, indent, allowance + 1, context, level)
                stream.write(")")
            else:
                self._format(mapping, stream, indent, 1, context, level)
                stream.write(",\n" + " " * indent)

    def _deque(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        name = object.__class__.__name__
        stream.write(name + "(")
        indent += len(name) + 1
        stream.write("[")
        if object.maxlen is None:
            self._items(object, stream, indent, allowance + 2, context, level)
            stream.write("])")
        else:
            self._items(object, stream, indent, 2, context, level)
            text = self._repr(object.maxlen, context, level)
            stream.write(f"],\n{' ' * indent}maxlen={text})")

    def _user(self, object, stream, indent, allowance, context, level):
        self._format(object.data, stream, indent, allowance, context, level - 1)

    def _pairs(self, items, stream, indent, allowance, context, level):
        indent += self._indent_per_level
        for i, (key, value) in enumerate(items):
            last = i == len(items) - 1
            text = self._repr(key, context, level)
            stream.write(text + ": ")
            self._format(value, stream, indent + len(text) + 2, allowance if last else 1, context, level)
            if not last:
                stream.write(",\n" + " " * indent)

    def _named_items(self, items, stream, indent, allowance, context, level):
        for i, (key, value) in enumerate(items):
            last = i == len(items) - 1
            stream.write(f"{key}=")
            if id(value) in context:
                # Of a dataclass that contains itself.
                stream.write("...")
            else:
                self._format(value, stream, indent + len(key) + 1, allowance if last else 1, context, level)
            if not last:
                stream.write(",\n" + " " * indent)

    def _items(self, items, stream, indent, allowance, context, level):
        indent += self._indent_per_level
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * " ")
        between = ",\n" + " " * indent
        before = ""
        width = room = self._width - indent + 1
        items = list(items)
        for i, item in enumerate(items):
            last = i == len(items) - 1
            if last:
                room -= allowance
                width -= allowance
            if self._compact:
                text = self._repr(item, context, level)
                needed = len(text) + 2
                if needed > width:
                    width, before = room, before and between
                if needed <= width:
                    stream.write(before)
                    stream.write(text)
                    width, before = width - needed, ", "
                    continue
            stream.write(before)
            before = between
            self._format(item, stream, indent, allowance if last else 1, context, level)

    def _repr(self, object, context, level):
        text, readable, recursive = self.format(object, context.copy(), self._depth, level)
        return text

    def format(self, object, context, maxlevels, level):
        return self._safe_repr(object, context, maxlevels, level)

    def _safe_repr(self, object, context, maxlevels, level):
        kind = type(object)
        if kind in _atoms:
            return repr(object), True, False
        how = kind.__repr__
        if issubclass(kind, int) and how is int.__repr__:
            return f"{object:_d}" if self._underscore_numbers else repr(object), True, False
        number = id(object)
        if issubclass(kind, dict) and how is dict.__repr__:
            if not object:
                return "{}", True, False
            if maxlevels and level >= maxlevels:
                return "{...}", False, number in context
            if number in context:
                return _recursion(object), False, True
            context[number] = 1
            readable, recursive = True, False
            parts = []
            items = sorted(object.items(), key=_pair_key) if self._sort_dicts else object.items()
            for key, value in items:
                k, key_readable, key_recursive = self.format(key, context, maxlevels, level + 1)
                v, value_readable, value_recursive = self.format(value, context, maxlevels, level + 1)
                parts.append(f"{k}: {v}")
                readable = readable and key_readable and value_readable
                recursive = recursive or key_recursive or value_recursive
            del context[number]
            return f"{{{', '.join(parts)}}}", readable, recursive
        if issubclass(kind, (list, tuple)) and how in (list.__repr__, tuple.__repr__):
            form = "[%s]" if issubclass(kind, list) else "(%s,)" if len(object) == 1 else "(%s)"
            if not object:
                return form % "", True, False
            if maxlevels and level >= maxlevels:
                return form % "...", False, number in context
            if number in context:
                return _recursion(object), False, True
            context[number] = 1
            readable, recursive = True, False
            parts = []
            for item in object:
                text, item_readable, item_recursive = self.format(item, context, maxlevels, level + 1)
                parts.append(text)
                readable = readable and item_readable
                recursive = recursive or item_recursive
            del context[number]
            return form % ", ".join(parts), readable, recursive
        text = repr(object)
        return text, bool(text) and not text.startswith("<"), False


def _words(line):
    # Each word with the white space after it.
    parts, current = [], ""
    for c in line:
        if current and not c.isspace() and current[-1].isspace():
            parts.append(current)
            current = ""
        current += c
    if current:
        parts.append(current)
    return parts


def _filled(parts, width, allowance):
    # Texts out of as many of the parts as go into a line each.
    lines = []
    line = parts[0][:0]
    for number, part in enumerate(parts, 1):
        longer = line + part
        if number == len(parts):
            width -= allowance
        if len(repr(longer)) <= width:
            line = longer
            continue
        if line:
            lines.append(repr(line))
        line = part
    if line:
        lines.append(repr(line))
    return lines


_P = PrettyPrinter
_printers = {
    dict.__repr__: _P._dict,
    list.__repr__: _P._list,
    tuple.__repr__: _P._tuple,
    set.__repr__: _P._set,
    frozenset.__repr__: _P._set,
    str.__repr__: _P._str,
    bytes.__repr__: _P._bytes,
    bytearray.__repr__: _P._bytearray,
    _types.MappingProxyType.__repr__: _P._mapping_proxy,
    _types.SimpleNamespace.__repr__: _P._namespace,
    _collections.OrderedDict.__repr__: _P._ordered_dict,
    _collections.defaultdict.__repr__: _P._default_dict,
    _collections.Counter.__repr__: _P._counter,
    _collections.ChainMap.__repr__: _P._chain_map,
    _collections.deque.__repr__: _P._deque,
    _collections.UserDict.__repr__: _P._user,
    _collections.UserList.__repr__: _P._user,
    _collections.UserString.__repr__: _P._user,
}
if _sys.version_info >= (3, 15):
    for _kind in (type({}.keys()), type({}.values())):
        _printers[_kind.__repr__] = _P._view
del _P
