import sys


def _whole(limit, what="limit"):
    if limit is not None:
        _not_supported(f"traceback: {what}")


def print_exc(limit=None, file=None, chain=True):
    _whole(limit)
    _whole(None if chain else chain, "chain=False")
    print_exception(sys.exc_info()[1], file=file)


def format_exc(limit=None, chain=True):
    _whole(limit)
    _whole(None if chain else chain, "chain=False")
    return "".join(format_exception(sys.exc_info()[1]))


def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    _whole(limit)
    _whole(None if chain else chain, "chain=False")
    if isinstance(exc, type) or exc is None:
        exc = value
    print("".join(format_exception(exc)), file=sys.stderr if file is None else file, end="")


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    _whole(limit)
    _whole(None if chain else chain, "chain=False")
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
    lines = [f"{name}: {text}\n" if text else f"{name}\n"]
    return lines + [f"{note}\n" for note in getattr(exc, "__notes__", ())]


class TracebackException:
    # The text is made at once, as the real one keeps what it needs for it and not the frames.
    def __init__(self, exc_type, exc_value, exc_traceback, **kwds):
        if kwds:
            _not_supported(f"traceback.TracebackException({', '.join(kwds)})")
        self.exc_type = exc_type
        self.stack = extract_tb(exc_traceback)
        self._only = format_exception_only(exc_value)
        self._lines = format_exception(exc_value)
        self._str = str(exc_value)

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type_str(self):
        return self.exc_type.__qualname__

    def format(self, *, chain=True):
        yield from self._lines

    def format_exception_only(self):
        yield from self._only

    def __str__(self):
        return self._str


class FrameSummary:
    def __init__(self, filename, lineno, name, line=None):
        self.filename, self.lineno, self.name = filename, lineno, name
        self.line = _source_line(filename, lineno) if line is None else line

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])


class StackSummary(list):
    def format(self):
        return format_list(self)


def extract_tb(tb, limit=None):
    _whole(limit)
    entries = StackSummary()
    while tb is not None:
        code = tb.tb_frame.f_code
        entries.append(FrameSummary(code.co_filename, tb.tb_lineno, code.co_name))
        tb = tb.tb_next
    return entries


def _stack(frame):
    entries = StackSummary()
    while frame is not None:
        entries.insert(0, FrameSummary(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back
    return entries


def extract_stack(f=None, limit=None):
    _whole(limit)
    return _stack(f or sys._getframe(1))


def format_stack(f=None, limit=None):
    _whole(limit)
    return format_list(_stack(f or sys._getframe(1)))


def print_stack(f=None, limit=None, file=None):
    _whole(limit)
    print("".join(format_list(_stack(f or sys._getframe(1)))), file=sys.stderr if file is None else file, end="")


def walk_stack(f):
    f = f or sys._getframe(1)
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def format_list(extracted_list):
    return [
        f'  File "{e.filename}", line {e.lineno}, in {e.name}\n' + (f"    {e.line}\n" if e.line else "")
        for e in extracted_list
    ]


def print_list(extracted_list, file=None):
    print("".join(format_list(extracted_list)), file=sys.stderr if file is None else file, end="")


def format_tb(tb, limit=None):
    _whole(limit)
    if tb is None:
        return []
    entries = []
    for line in _format_tb(tb).splitlines(True):
        if line.startswith("  File ") or line.startswith("  [Previous"):
            entries.append(line)
        else:
            entries[-1] += line
    return entries


def print_tb(tb, limit=None, file=None):
    print("".join(format_tb(tb, limit)), file=sys.stderr if file is None else file, end="")


def clear_frames(tb):
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next
