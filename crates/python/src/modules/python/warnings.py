import sys

filters = []
_shown = set()


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    instance = isinstance(message, Warning)
    category = message.__class__ if instance else UserWarning if category is None else category
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    try:
        frame = sys._getframe(stacklevel)
        lineno, filename = frame.f_lineno, frame.f_code.co_filename
        module = frame.f_globals.get("__name__", "<string>")
        del frame
    except ValueError:
        lineno, filename, module = 1, "<sys>", "sys"
    text = str(message)
    for action, kind in filters:
        if issubclass(category, kind):
            if action == "ignore":
                return
            if action == "error":
                raise message if instance else category(message)
            if action == "always":
                showwarning(text, category, filename, lineno)
                return
            break
    else:
        if category is not DeprecationWarning and issubclass(
            category, (PendingDeprecationWarning, ImportWarning, ResourceWarning)
        ):
            return
        if category is DeprecationWarning and module != "__main__":
            return
    key = (text, category, filename, lineno)
    if key in _shown:
        return
    _shown.add(key)
    showwarning(text, category, filename, lineno)


def showwarning(message, category, filename, lineno, file=None, line=None):
    (file or sys.stderr).write(formatwarning(message, category, filename, lineno, line))


def formatwarning(message, category, filename, lineno, line=None):
    text = f"{filename}:{lineno}: {category.__name__}: {message}\n"
    if line is None:
        line = _source_line(filename, lineno)
    return text + f"  {line.strip()}\n" if line else text


def simplefilter(action, category=Warning, lineno=0, append=False):
    if append:
        filters.append((action, category))
    else:
        filters.insert(0, (action, category))


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    simplefilter(action, category, lineno, append)


def resetwarnings():
    filters.clear()


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._action, self._category = action, category

    def __enter__(self):
        global showwarning
        self._filters = filters[:]
        self._showwarning = showwarning
        if self._action is not None:
            simplefilter(self._action, self._category)
        if self._record:
            log = []

            def showwarning(message, category, filename, lineno, file=None, line=None):
                log.append(WarningMessage(category(message), category, filename, lineno))

            return log

    def __exit__(self, *exc_info):
        global showwarning
        filters[:] = self._filters
        showwarning = self._showwarning


class WarningMessage:
    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message, self.category, self.filename, self.lineno = message, category, filename, lineno
        self.file, self.line, self.source = file, line, source
