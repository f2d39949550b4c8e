class UnsupportedOperation(OSError, ValueError):
    pass


SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192


class _Memory:
    closed = False

    def __init__(self, initial):
        self._text = initial
        self._at = 0

    def _check(self):
        if self.closed:
            raise ValueError(self._closed)

    def getvalue(self):
        self._check()
        return self._text

    def write(self, s):
        self._check()
        if not isinstance(s, type(self._empty)):
            raise TypeError(self._wrong % type(s).__name__)
        if self._at == len(self._text):
            self._text += s
        else:
            padding = self._pad * (self._at - len(self._text))
            self._text = self._text[:self._at] + padding + s + self._text[self._at + len(s):]
        self._at += len(s)
        return len(s)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def read(self, size=-1):
        self._check()
        end = len(self._text) if size is None or size < 0 else self._at + size
        part = self._text[self._at:end]
        self._at += len(part)
        return part

    def readline(self, size=-1):
        self._check()
        end = self._text.find(self._newline, self._at)
        end = len(self._text) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        part = self._text[self._at:end]
        self._at += len(part)
        return part

    def __next__(self):
        line = self.readline()
        if line:
            return line
        raise StopIteration

    def readlines(self, hint=-1):
        return list(self)

    def __iter__(self):
        return self

    def seek(self, offset, whence=0):
        self._check()
        base = (0, self._at, len(self._text))[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self):
        self._check()
        return self._at

    def truncate(self, size=None):
        self._check()
        size = self._at if size is None else size
        self._text = self._text[:size]
        return size

    def flush(self):
        self._check()

    def isatty(self):
        return False

    def readable(self):
        return True

    writable = seekable = readable

    def close(self):
        self.closed = True

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *exc_info):
        self.close()


class StringIO(_Memory):
    _empty = ""
    _newline = "\n"
    _pad = "\0"
    _closed = "I/O operation on closed file"
    _wrong = "string argument expected, got '%s'"

    def __init__(self, initial_value="", newline="\n"):
        super().__init__(initial_value or "")


class BytesIO(_Memory):
    _empty = b""
    _newline = b"\n"
    _pad = b"\0"
    _closed = "I/O operation on closed file."
    _wrong = "a bytes-like object is required, not '%s'"

    def __init__(self, initial_bytes=b""):
        super().__init__(bytes(initial_bytes))

    def getbuffer(self):
        # A view of a copy: what is written through it is not seen in the file.
        return memoryview(self.getvalue())
