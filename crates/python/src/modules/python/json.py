import sys as _sys

_from_13 = _sys.version_info >= (3, 13)


class JSONDecodeError(ValueError):
    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        super().__init__(f"{msg}: line {lineno} column {colno} (char {pos})")
        self.msg, self.doc, self.pos, self.lineno, self.colno = msg, doc, pos, lineno, colno


_escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _quoted(s, ensure_ascii):
    pieces = []
    for c in s:
        if c in _escapes:
            c = _escapes[c]
        elif c < " " or ensure_ascii and c > "~":
            n = ord(c)
            if n > 0xFFFF:
                n -= 0x10000
                c = "\\u%04x\\u%04x" % (0xD800 | n >> 10, 0xDC00 | n & 0x3FF)
            else:
                c = "\\u%04x" % n
        pieces.append(c)
    return '"' + "".join(pieces) + '"'


def _number(o, allow_nan):
    if o != o or o in (float("inf"), float("-inf")):
        if not allow_nan:
            which = f": {o!r}" if _sys.version_info >= (3, 12) else ""
            raise ValueError("Out of range float values are not JSON compliant" + which)
        return "NaN" if o != o else "Infinity" if o > 0 else "-Infinity"
    return float.__repr__(o)


class JSONEncoder:
    def __init__(
        self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None,
        separators=None, default=None
    ):
        self.skipkeys, self.ensure_ascii, self.check_circular = skipkeys, ensure_ascii, check_circular
        self.allow_nan, self.sort_keys = allow_nan, sort_keys
        self.indent = " " * indent if isinstance(indent, int) else indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        else:
            self.item_separator = ", " if indent is None else ","
            self.key_separator = ": "
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        return "".join(self.iterencode(o))

    def iterencode(self, o):
        pieces = []
        self._write(o, pieces.append, 0, set())
        return pieces

    def _write(self, o, out, level, open_ones):
        if isinstance(o, str):
            out(_quoted(o, self.ensure_ascii))
        elif o is None or o is True or o is False:
            out({None: "null", True: "true", False: "false"}[o])
        elif isinstance(o, int):
            out(int.__repr__(o))
        elif isinstance(o, float):
            out(_number(o, self.allow_nan))
        else:
            if self.check_circular:
                if id(o) in open_ones:
                    raise ValueError("Circular reference detected")
                open_ones.add(id(o))
            if isinstance(o, (list, tuple)):
                self._write_items(o, out, level, open_ones)
            elif isinstance(o, dict):
                self._write_pairs(o, out, level, open_ones)
            else:
                self._write(self.default(o), out, level, open_ones)
            open_ones.discard(id(o))

    def _breaks(self, level):
        return "" if self.indent is None else "\n" + self.indent * level

    def _write_items(self, o, out, level, open_ones):
        if not o:
            out("[]")
            return
        between = "[" + self._breaks(level + 1)
        for item in o:
            out(between)
            between = self.item_separator + self._breaks(level + 1)
            self._write(item, out, level + 1, open_ones)
        out(self._breaks(level) + "]")

    def _write_pairs(self, o, out, level, open_ones):
        if not o:
            out("{}")
            return
        between = "{" + self._breaks(level + 1)
        for key, value in sorted(o.items()) if self.sort_keys else o.items():
            if isinstance(key, str):
                pass
            elif key is None or key is True or key is False:
                key = {None: "null", True: "true", False: "false"}[key]
            elif isinstance(key, int):
                key = int.__repr__(key)
            elif isinstance(key, float):
                key = _number(key, self.allow_nan)
            elif self.skipkeys:
                continue
            else:
                raise TypeError(f"keys must be str, int, float, bool or None, not {key.__class__.__name__}")
            out(between + _quoted(key, self.ensure_ascii) + self.key_separator)
            between = self.item_separator + self._breaks(level + 1)
            self._write(value, out, level + 1, open_ones)
        out("{}" if between.startswith("{") else self._breaks(level) + "}")


def dumps(obj, *, cls=None, **kw):
    return (cls or JSONEncoder)(**kw).encode(obj)


def dump(obj, fp, *, cls=None, **kw):
    for chunk in (cls or JSONEncoder)(**kw).iterencode(obj):
        fp.write(chunk)


class _Reader:
    def __init__(self, text, object_hook, parse_float, parse_int, object_pairs_hook):
        self.text, self.at = text, 0
        # Equal keys are one object.
        self.keys = {}
        self.object_hook, self.object_pairs_hook = object_hook, object_pairs_hook
        self.parse_float, self.parse_int = parse_float or float, parse_int or int

    def fail(self, message, at=None):
        raise JSONDecodeError(message, self.text, self.at if at is None else at)

    def skip(self):
        while self.text[self.at:self.at + 1] in (" ", "\t", "\n", "\r"):
            self.at += 1

    def value(self):
        text, at = self.text, self.at
        c = text[at:at + 1]
        if c == '"':
            self.at += 1
            return self.string()
        if c == "{":
            self.at += 1
            return self.object()
        if c == "[":
            self.at += 1
            return self.array()
        for word, value in (
            ("null", None), ("true", True), ("false", False), ("NaN", float("nan")), ("Infinity", float("inf")),
            ("-Infinity", float("-inf")),
        ):
            if text.startswith(word, at):
                self.at += len(word)
                return value
        end = at + 1 if c == "-" else at
        start = end
        while text[end:end + 1].isdigit() and text[start:end] != "0":
            end += 1
        if end == start:
            self.fail("Expecting value")
        whole = end
        if text[end:end + 1] == "." and text[end + 1:end + 2].isdigit():
            end += 1
            while text[end:end + 1].isdigit():
                end += 1
        if text[end:end + 1] in ("e", "E"):
            e = end + 1
            if text[e:e + 1] in ("+", "-"):
                e += 1
            if text[e:e + 1].isdigit():
                while text[e:e + 1].isdigit():
                    e += 1
                end = e
        self.at = end
        return (self.parse_int if end == whole else self.parse_float)(text[at:end])

    def string(self):
        text, begin, pieces = self.text, self.at - 1, []
        while True:
            start = self.at
            while text[self.at:self.at + 1] not in ('"', "\\", ""):
                if text[self.at] < " ":
                    self.fail("Invalid control character at")
                self.at += 1
            pieces.append(text[start:self.at])
            if self.at >= len(text):
                self.fail("Unterminated string starting at", begin)
            if text[self.at] == '"':
                self.at += 1
                return "".join(pieces)
            c = text[self.at + 1:self.at + 2]
            if c == "u":
                n = self.four(self.at + 2)
                self.at += 6
                if 0xD800 <= n < 0xDC00 and text.startswith("\\u", self.at):
                    low = self.four(self.at + 2)
                    if 0xDC00 <= low < 0xE000:
                        n = 0x10000 + ((n - 0xD800) << 10 | low - 0xDC00)
                        self.at += 6
                pieces.append(chr(n))
                continue
            try:
                pieces.append({'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}[c])
            except KeyError:
                self.fail("Invalid \\escape")
            self.at += 2

    def four(self, at):
        digits = self.text[at:at + 4]
        try:
            if len(digits) == 4:
                return int(digits, 16)
        except ValueError:
            pass
        self.fail("Invalid \\uXXXX escape", at - 1)

    def object(self):
        pairs = []
        self.skip()
        if self.text.startswith("}", self.at):
            self.at += 1
        else:
            while True:
                if not self.text.startswith('"', self.at):
                    self.fail("Expecting property name enclosed in double quotes")
                self.at += 1
                key = self.string()
                key = self.keys.setdefault(key, key)
                self.skip()
                if not self.text.startswith(":", self.at):
                    self.fail("Expecting ':' delimiter")
                self.at += 1
                self.skip()
                pairs.append((key, self.value()))
                self.skip()
                if self.text.startswith("}", self.at):
                    self.at += 1
                    break
                if not self.text.startswith(",", self.at):
                    self.fail("Expecting ',' delimiter")
                comma = self.at
                self.at += 1
                self.skip()
                if _from_13 and self.text.startswith("}", self.at):
                    self.fail("Illegal trailing comma before end of object", comma)
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs)
        made = dict(pairs)
        return made if self.object_hook is None else self.object_hook(made)

    def array(self):
        items = []
        self.skip()
        if self.text.startswith("]", self.at):
            self.at += 1
            return items
        while True:
            self.skip()
            items.append(self.value())
            self.skip()
            if self.text.startswith("]", self.at):
                self.at += 1
                return items
            if not self.text.startswith(",", self.at):
                self.fail("Expecting ',' delimiter")
            comma = self.at
            self.at += 1
            self.skip()
            if _from_13 and self.text.startswith("]", self.at):
                self.fail("Illegal trailing comma before end of array", comma)


def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw):
    if isinstance(s, (bytes, bytearray)):
        s = s.decode()
    elif not isinstance(s, str):
        raise TypeError(f"the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}")
    if cls is not None:
        _not_supported("json.loads with a decoder class")
    reader = _Reader(s, object_hook, parse_float, parse_int, object_pairs_hook)
    reader.skip()
    value = reader.value()
    reader.skip()
    if reader.at != len(s):
        reader.fail("Extra data")
    return value


def load(fp, **kw):
    return loads(fp.read(), **kw)
