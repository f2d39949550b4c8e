# Paths as text, POSIX style. There are no files: what would look at one is refused.
sep = "/"
curdir, pardir, extsep, pathsep, altsep, devnull, defpath = ".", "..", ".", ":", None, "/dev/null", "/bin:/usr/bin"


def _text(path):
    if isinstance(path, (str, bytes)):
        if isinstance(path, bytes):
            _not_supported("os.path with bytes; use str")
        return path
    hook = getattr(type(path), "__fspath__", None)
    if hook is None:
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")
    return hook(path)


def normcase(s):
    return _text(s)


def isabs(s):
    return _text(s).startswith("/")


def join(a, *p):
    path = _text(a)
    for part in map(_text, p):
        if part.startswith("/") or not path:
            path = part
        elif path.endswith("/"):
            path += part
        else:
            path += "/" + part
    return path


def split(p):
    p = _text(p)
    at = p.rfind("/") + 1
    head, tail = p[:at], p[at:]
    if head and head != "/" * len(head):
        head = head.rstrip("/")
    return head, tail


def splitext(p):
    p = _text(p)
    start = p.rfind("/") + 1
    dot = p.rfind(".")
    # Dots at the start of a name are part of the name.
    if dot > start and p[start:dot].strip("."):
        return p[:dot], p[dot:]
    return p, ""


def splitdrive(p):
    return "", _text(p)


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def normpath(path):
    path = _text(path)
    if not path:
        return "."
    lead = "//" if path.startswith("//") and not path.startswith("///") else "/" if path.startswith("/") else ""
    parts = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part == ".." and (parts and parts[-1] != ".." or not parts and lead):
            if parts:
                parts.pop()
            continue
        parts.append(part)
    return lead + "/".join(parts) or "."


def commonprefix(m):
    if not m:
        return ""
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def expandvars(path):
    _not_supported("os.path.expandvars (there is no environment)")


def __getattr__(name):
    if name in (
        "exists", "isfile", "isdir", "islink", "ismount", "getsize", "getmtime", "getatime", "getctime", "abspath",
        "realpath", "relpath", "samefile", "expanduser", "lexists",
    ):
        _not_supported(f"os.path.{name} (there are no files)")
    raise AttributeError(f"module 'posixpath' has no attribute {name!r}")
