import sys as _sys

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or " ").join(map(str.capitalize, s.split(sep)))


def _fields(text):
    # What `str.format` sees: literal text, then a field's name, format and conversion, or None three times.
    at, end = 0, len(text)
    while at < end:
        literal = ""
        while at < end:
            c = text[at]
            if c not in "{}":
                literal += c
                at += 1
            elif text[at + 1:at + 2] == c:
                literal += c
                at += 2
                break
            elif c == "}":
                raise ValueError("Single '}' encountered in format string")
            elif at + 1 == end:
                raise ValueError("Single '{' encountered in format string")
            else:
                break
        else:
            yield literal, None, None, None
            return
        if text[at - 1:at] == text[at - 2:at - 1] and literal.endswith(("{", "}")) and at >= 2 and text[at - 1] in "{}":
            yield literal, None, None, None
            continue
        at += 1
        start, depth, brackets = at, 1, False
        while at < end:
            c = text[at]
            if c == "[":
                brackets = True
            elif c == "]":
                brackets = False
            elif c == "{" and not brackets:
                depth += 1
            elif c == "}" and not brackets:
                depth -= 1
                if not depth:
                    break
            at += 1
        if depth:
            raise ValueError("expected '}' before end of string")
        name, conversion, spec = _split_field(text[start:at])
        at += 1
        yield literal, name, spec, conversion


def _split_field(field):
    brackets = False
    for i, c in enumerate(field):
        if c == "[":
            brackets = True
        elif c == "]":
            brackets = False
        elif c == "{":
            raise ValueError("unexpected '{' in field name")
        elif c == ":" and not brackets:
            return field[:i], None, field[i + 1:]
        elif c == "!" and not brackets:
            rest = field[i + 2:]
            if not field[i + 1:]:
                raise ValueError("end of string while looking for conversion specifier")
            if rest and rest[0] != ":":
                raise ValueError("expected ':' after conversion specifier")
            return field[:i], field[i + 1], rest[1:]
    return field, None, ""


def _number(text):
    return int(text) if text and all(c in digits for c in text) else text


def _path(name):
    # The first part of a field's name, and the attributes and items to follow.
    end = min([i for i, c in enumerate(name) if c in ".["], default=len(name))
    rest, at = [], end
    while at < len(name):
        if name[at] == ".":
            stop = min([i for i, c in enumerate(name) if i > at and c in ".["], default=len(name))
            rest.append((True, name[at + 1:stop]))
            at = stop
        elif name[at] == "[":
            stop = name.find("]", at)
            if stop < 0:
                raise ValueError("Missing ']' in format string")
            rest.append((False, _number(name[at + 1:stop])))
            at = stop + 1
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        if rest[-1][1] == "":
            raise ValueError("Empty attribute in format string")
    return _number(name[:end]), rest


_conversions = {"s": str, "r": repr, "a": ascii}


_to_manual = "cannot switch from automatic field numbering to manual field specification"
if _sys.version_info < (3, 14):
    # One message for both.
    _to_manual = "cannot switch from manual field specification to automatic field numbering"


class Formatter:
    def vformat(self, format_string, args, kwargs):
        used = set()
        # Fields in the format of a field are as deep as it goes.
        text = self._vformat(format_string, args, kwargs, used, 2)[0]
        self.check_unused_args(used, args, kwargs)
        return text

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if name is None:
                continue
            first = _path(name)[0]
            if first == "":
                if auto_arg_index is False:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                name = str(auto_arg_index) + name
                auto_arg_index += 1
            elif isinstance(first, int):
                if auto_arg_index:
                    raise ValueError(_to_manual)
                auto_arg_index = False
            obj, used = self.get_field(name, args, kwargs)
            used_args.add(used)
            obj = self.convert_field(obj, conversion)
            spec, auto_arg_index = self._vformat(spec, args, kwargs, used_args, recursion_depth - 1, auto_arg_index)
            result.append(self.format_field(obj, spec))
        return "".join(result), auto_arg_index

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        convert = _conversions.get(conversion)
        if convert is not None:
            return convert(value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        # For classes that mind.
        return None

    def parse(self, format_string):
        return _fields(format_string)

    def get_field(self, field_name, args, kwargs):
        first, rest = _path(field_name)
        obj = self.get_value(first, args, kwargs)
        for is_attribute, key in rest:
            obj = getattr(obj, key) if is_attribute else obj[key]
        return obj, first


class Template:
    """A text with $-placeholders."""

    delimiter = "$"
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"

    def __init__(self, template):
        self.template = template

    def _parts(self):
        # Literal text, the name of a placeholder or None, what is there in the text, and where.
        text, at = self.template, 0
        while True:
            found = text.find(self.delimiter, at)
            if found < 0:
                yield text[at:], None, "", 0
                return
            literal = text[at:found]
            rest = text[found + len(self.delimiter):]
            if rest.startswith(self.delimiter):
                yield literal + self.delimiter, None, "", 0
                at = found + 2 * len(self.delimiter)
                continue
            braced = rest.startswith("{")
            name = ""
            for c in rest[braced:]:
                if not (c.isascii() and (c == "_" or c.isalpha() or name and c.isdigit())):
                    break
                name += c
            if not name or braced and rest[len(name) + 1:len(name) + 2] != "}":
                at = found + len(self.delimiter)
                yield literal, None, self.delimiter, found
                continue
            at = found + len(self.delimiter) + len(name) + 2 * braced
            yield literal, name, text[found:at], found

    def _invalid(self, at):
        lines = self.template[:at].splitlines(keepends=True)
        if not lines:
            column, line = 1, 1
        else:
            column, line = at - len("".join(lines[:-1])) + 1, len(lines)
            if lines[-1].endswith("\n"):
                column, line = 1, line + 1
        raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")

    def substitute(self, mapping={}, /, **kws):
        result = ""
        for literal, name, whole, at in self._parts():
            result += literal
            if name is not None:
                result += str(kws[name] if name in kws else mapping[name])
            elif whole:
                self._invalid(at)
        return result

    def safe_substitute(self, mapping={}, /, **kws):
        result = ""
        for literal, name, whole, at in self._parts():
            result += literal
            if name is not None and (name in kws or name in mapping):
                whole = str(kws[name] if name in kws else mapping[name])
            result += whole
        return result

    def is_valid(self):
        return all(name is not None or not whole for literal, name, whole, at in self._parts())

    def get_identifiers(self):
        return list(dict.fromkeys([name for literal, name, whole, at in self._parts() if name is not None]))
