import sys

_missing = object()


def _value_and_tb(exc, value, tb):
    if (value is _missing) != (tb is _missing):
        raise ValueError("Both or neither of value and tb must be given")
    if value is _missing:
        if exc is None:
            return None, None
        if isinstance(exc, BaseException):
            return exc, exc.__traceback__
        raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
    return value, tb


def _pieces(value, tb, limit, chain):
    if value is None:
        return ["NoneType: None\n"]
    return _format_exception(value, tb, limit, chain)


def _write(pieces, file):
    if file is None:
        file = sys.stderr
    for piece in pieces:
        print(piece, file=file, end="")


def print_exception(exc, /, value=_missing, tb=_missing, limit=None, file=None, chain=True):
    value, tb = _value_and_tb(exc, value, tb)
    _write(_pieces(value, tb, limit, chain), file)


def format_exception(exc, /, value=_missing, tb=_missing, limit=None, chain=True):
    value, tb = _value_and_tb(exc, value, tb)
    return _pieces(value, tb, limit, chain)


def print_exc(limit=None, file=None, chain=True):
    value = sys.exc_info()[1]
    _write(_pieces(value, getattr(value, "__traceback__", None), limit, chain), file)


def format_exc(limit=None, chain=True):
    value = sys.exc_info()[1]
    return "".join(_pieces(value, getattr(value, "__traceback__", None), limit, chain))


def print_last(limit=None, file=None, chain=True):
    if not hasattr(sys, "last_value"):
        raise ValueError("no last exception")
    _write(_pieces(sys.last_value, sys.last_traceback, limit, chain), file)


def format_exception_only(exc, /, value=_missing, *, show_group=False):
    if show_group:
        _not_supported("traceback.format_exception_only(show_group=True)")
    if value is _missing:
        value = exc
    if value is None:
        return ["NoneType: None\n"]
    return _exception_only(value)


class TracebackException:
    # The text is made at once, as the real one keeps what it needs for it and not the frames.
    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, save_exc_type=True):
        if capture_locals:
            _not_supported("traceback.TracebackException(capture_locals=True)")
        if (max_group_width, max_group_depth) != (15, 10):
            _not_supported("traceback.TracebackException(max_group_width=…)")
        self.exc_type = exc_type
        self.stack = extract_tb(exc_traceback, limit)
        self._lines = _format_exception(exc_value, exc_traceback, limit, True)
        self._unchained = _format_exception(exc_value, exc_traceback, limit, False)
        self._str = _exception_message(exc_value, exc_traceback)
        self._only = self._lines[-len(_exception_only(exc_value)):]
        self.__suppress_context__ = exc_value.__suppress_context__
        self.__notes__ = getattr(exc_value, "__notes__", None)
        cause, context = exc_value.__cause__, exc_value.__context__
        self.__cause__ = None if cause is None else TracebackException.from_exception(cause, limit=limit)
        if context is None or compact and (cause is not None or exc_value.__suppress_context__):
            self.__context__ = None
        else:
            self.__context__ = TracebackException.from_exception(context, limit=limit)
        self.exceptions = None
        if isinstance(exc_value, BaseExceptionGroup):
            self.exceptions = [TracebackException.from_exception(e, limit=limit) for e in exc_value.exceptions]
        if isinstance(exc_value, SyntaxError):
            self.filename, self.text, self.msg = exc_value.filename, exc_value.text, exc_value.msg
            self.lineno = None if exc_value.lineno is None else str(exc_value.lineno)
            self.end_lineno = None if exc_value.end_lineno is None else str(exc_value.end_lineno)
            self.offset, self.end_offset = exc_value.offset, exc_value.end_offset

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type_str(self):
        module, name = self.exc_type.__module__, self.exc_type.__qualname__
        return name if module in ("__main__", "builtins") else f"{module}.{name}"

    def format(self, *, chain=True):
        yield from self._lines if chain else self._unchained

    def format_exception_only(self):
        yield from self._only

    def print(self, *, file=None, chain=True):
        _write(self.format(chain=chain), file)

    def __str__(self):
        return self._str


class FrameSummary:
    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None,
                 colno=None, end_colno=None):
        if locals is not None:
            _not_supported("traceback.FrameSummary(locals=…)")
        self.filename, self.lineno, self.name = filename, lineno, name
        self.end_lineno = lineno if end_lineno is None and sys.version_info >= (3, 13) else end_lineno
        self.colno, self.end_colno, self.locals = colno, end_colno, None
        self._given = line

    @property
    def line(self):
        if self._given is not None:
            return self._given.strip()
        return _source_line(self.filename, self.lineno)

    def _row(self):
        return (self.filename, self.name, self.lineno, self.end_lineno, self.colno, self.end_colno, self._given)

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return self._row()[:3] == other._row()[:3]
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __len__(self):
        return 4


def _limited(entries, limit):
    if limit is None:
        return entries
    return entries[:limit] if limit >= 0 else entries[limit:]


class StackSummary(list):
    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        if capture_locals:
            _not_supported("traceback.StackSummary.extract(capture_locals=True)")
        found = [FrameSummary(f.f_code.co_filename, line, f.f_code.co_name) for f, line in frame_gen]
        return klass(_limited(found, limit))

    @classmethod
    def from_list(klass, a_list):
        result = klass()
        for entry in a_list:
            if not isinstance(entry, FrameSummary):
                filename, lineno, name, line = entry
                entry = FrameSummary(filename, lineno, name, line=line)
            result.append(entry)
        return result

    def format_frame_summary(self, frame_summary):
        return _format_entries([frame_summary._row()])[0]

    def format(self):
        return _format_entries([entry._row() for entry in self])


def extract_tb(tb, limit=None):
    entries = StackSummary()
    if tb is not None:
        for file, name, line, end_line, col, end_col in _limited(_entries(tb), limit):
            entries.append(FrameSummary(file, line, name, end_lineno=end_line, colno=col, end_colno=end_col))
    return entries


def _stack(frame, limit):
    entries = StackSummary.extract(walk_stack(frame), limit=limit)
    entries.reverse()
    return entries


def extract_stack(f=None, limit=None):
    return _stack(f or sys._getframe(1), limit)


def format_stack(f=None, limit=None):
    return format_list(_stack(f or sys._getframe(1), limit))


def print_stack(f=None, limit=None, file=None):
    print_list(_stack(f or sys._getframe(1), limit), file)


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
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    _write(format_list(extracted_list), file)


def format_tb(tb, limit=None):
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    _write(format_tb(tb, limit), file)


def clear_frames(tb):
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            # What still runs keeps what it has.
            tb = tb.tb_next
        else:
            tb = tb.tb_next
