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


class Formatter:
    def format(self, format_string, /, *args, **kwargs):
        return format_string.format(*args, **kwargs)

    def vformat(self, format_string, args, kwargs):
        return format_string.format(*args, **kwargs)


class Template:
    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _parts(self):
        text, at = self.template, 0
        while True:
            found = text.find(self.delimiter, at)
            if found < 0:
                yield text[at:], None, ""
                return
            literal = text[at:found]
            rest = text[found + 1:]
            if rest.startswith(self.delimiter):
                yield literal + self.delimiter, None, ""
                at = found + 2
                continue
            braced = rest.startswith("{")
            name = rest[1:rest.find("}")] if braced and "}" in rest else ""
            if not braced:
                while len(name) < len(rest) and (name + rest[len(name)]).isidentifier():
                    name += rest[len(name)]
            if not name.isidentifier():
                yield literal, None, self.delimiter
                at = found + 1
                continue
            at = found + 1 + len(name) + (2 if braced else 0)
            yield literal, name, text[found:at]

    def substitute(self, mapping={}, /, **kws):
        result = ""
        for literal, name, whole in self._parts():
            result += literal
            if name is not None:
                result += str(kws[name] if name in kws else mapping[name])
            elif whole:
                raise ValueError("Invalid placeholder in string")
        return result

    def safe_substitute(self, mapping={}, /, **kws):
        result = ""
        for literal, name, whole in self._parts():
            result += literal
            if name is not None and (name in kws or name in mapping):
                whole = str(kws[name] if name in kws else mapping[name])
            result += whole
        return result
