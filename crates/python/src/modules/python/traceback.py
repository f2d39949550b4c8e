import sys


def print_exc(limit=None, file=None, chain=True):
    print_exception(sys.exc_info()[1], file=file)


def format_exc(limit=None, chain=True):
    return "".join(format_exception(sys.exc_info()[1]))


def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    if isinstance(exc, type) or exc is None:
        exc = value
    print("".join(format_exception(exc)), file=sys.stderr if file is None else file, end="")


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    if isinstance(exc, type) or exc is None and value is not None:
        exc = value
    if exc is None:
        return ["NoneType: None\n"]
    return _format_exception(exc).splitlines(True)


def format_exception_only(exc, /, value=None):
    if isinstance(exc, type):
        exc = value
    cls = type(exc)
    name = cls.__qualname__ if cls.__module__ in ("__main__", "builtins") else f"{cls.__module__}.{cls.__qualname__}"
    text = str(exc)
    return [f"{name}: {text}\n" if text else f"{name}\n"]


class FrameSummary:
    def __init__(self, filename, lineno, name, line=""):
        self.filename, self.lineno, self.name, self.line = filename, lineno, name, line

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])


def extract_tb(tb, limit=None):
    entries = []
    while tb is not None:
        code = tb.tb_frame.f_code
        entries.append(FrameSummary(code.co_filename, tb.tb_lineno, code.co_name))
        tb = tb.tb_next
    return entries


def extract_stack(f=None, limit=None):
    f = f or sys._getframe(1)
    entries = []
    while f is not None:
        entries.append(FrameSummary(f.f_code.co_filename, f.f_lineno, f.f_code.co_name))
        f = f.f_back
    return entries[::-1]


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def format_list(extracted_list):
    return [f'  File "{e.filename}", line {e.lineno}, in {e.name}\n' for e in extracted_list]


def format_tb(tb, limit=None):
    return format_list(extract_tb(tb))


def print_tb(tb, limit=None, file=None):
    print("".join(format_tb(tb)), file=sys.stderr if file is None else file, end="")


def clear_frames(tb):
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next
