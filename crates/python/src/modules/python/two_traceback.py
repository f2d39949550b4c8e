# The functions of 2.7: an exception is handed over in three parts, nothing is chained, entries are tuples.
def _or_stderr(file):
    return sys.stderr if file is None else file


def _shown(entry):
    file, line, name, text = entry
    shown = '  File "%s", line %d, in %s\n' % (file, line, name)
    return shown + "    %s\n" % text.strip() if text else shown


def _upwards(frame, limit):
    found = []
    while frame is not None and (limit is None or len(found) < limit):
        file, line = frame.f_code.co_filename, frame.f_lineno
        found.append((file, line, frame.f_code.co_name, _source_line(file, line) or None))
        frame = frame.f_back
    found.reverse()
    return found


def _last_limit(limit):
    return getattr(sys, "tracebacklimit", None) if limit is None else limit


def extract_tb(tb, limit=None):
    limit = _last_limit(limit)
    found = []
    while tb is not None and (limit is None or len(found) < limit):
        code = tb.tb_frame.f_code
        text = _source_line(code.co_filename, tb.tb_lineno) or None
        found.append((code.co_filename, tb.tb_lineno, code.co_name, text))
        tb = tb.tb_next
    return found


def extract_stack(f=None, limit=None):
    return _upwards(sys._getframe(1) if f is None else f, _last_limit(limit))


def format_list(extracted_list):
    return [_shown(entry) for entry in extracted_list]


def format_tb(tb, limit=None):
    return format_list(extract_tb(tb, limit))


def format_stack(f=None, limit=None):
    return format_list(_upwards(sys._getframe(1) if f is None else f, _last_limit(limit)))


def format_exception_only(etype, value):
    if not isinstance(etype, type) or not issubclass(etype, BaseException):
        name = str(etype) if not hasattr(etype, "__name__") else etype.__name__
        text = "" if value is None else str(value)
        return [name + (": " + text if text else "") + "\n"]
    if isinstance(value, BaseException):
        return _exception_only(value)
    text = "" if value is None else str(value)
    return [etype.__name__ + (": " + text if text else "") + "\n"]


def format_exception(etype, value, tb, limit=None):
    pieces = [] if tb is None else ["Traceback (most recent call last):\n"] + format_tb(tb, limit)
    return pieces + format_exception_only(etype, value)


def format_exc(limit=None):
    kind, value, tb = sys.exc_info()
    return "".join(format_exception(kind, value, tb, limit))


def print_list(extracted_list, file=None):
    _write(format_list(extracted_list), _or_stderr(file))


def print_tb(tb, limit=None, file=None):
    _write(format_tb(tb, limit), _or_stderr(file))


def print_stack(f=None, limit=None, file=None):
    _write(format_list(_upwards(sys._getframe(1) if f is None else f, _last_limit(limit))), _or_stderr(file))


def print_exception(etype, value, tb, limit=None, file=None):
    _write(format_exception(etype, value, tb, limit), _or_stderr(file))


def print_exc(limit=None, file=None):
    kind, value, tb = sys.exc_info()
    print_exception(kind, value, tb, limit, file)


def print_last(limit=None, file=None):
    print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file)


def tb_lineno(tb):
    return tb.tb_lineno
