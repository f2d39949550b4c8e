# The little of `os` that needs no operating system.
import os.path as path
from os.path import altsep, curdir, defpath, devnull, extsep, pardir, pathsep, sep

name = "posix"
linesep = "\n"
error = OSError


def fspath(path, /):
    if isinstance(path, (str, bytes)):
        return path
    hook = getattr(type(path), "__fspath__", None)
    if hook is None:
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")
    return hook(path)


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode() if isinstance(filename, str) else filename


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode() if isinstance(filename, bytes) else filename


def __getattr__(name):
    if name in ("environ", "environb", "getenv", "putenv"):
        _not_supported(f"os.{name} (there is no environment)")
    if name in ("getpid", "getppid", "fork", "kill", "system", "popen", "cpu_count", "times", "_exit", "abort"):
        _not_supported(f"os.{name} (there is no operating system)")
    if not name.startswith("__"):
        _not_supported(f"os.{name} (only os.path, sep, linesep, name, fspath)")
    raise AttributeError(f"module 'os' has no attribute {name!r}")
