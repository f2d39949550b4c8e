import sys as _sys
from types import SimpleNamespace as _SimpleNamespace


class _Struct(tuple):
    # A structseq: a tuple whose items have names.
    def __getattr__(self, name):
        if name in self._names:
            return self[self._names.index(name)]
        raise AttributeError(f"'{self._title}' object has no attribute {name!r}")

    def __repr__(self):
        return f"{self._title}({', '.join(f'{n}={v!r}' for n, v in zip(self._names, self))})"


def _struct(title, **parts):
    cls = type(title, (_Struct,), {"__module__": "sys", "_title": "sys." + title, "_names": tuple(parts)})
    return cls(parts.values())


float_info = _struct(
    "float_info", max=1.7976931348623157e+308, max_exp=1024, max_10_exp=308, min=2.2250738585072014e-308, min_exp=-1021,
    min_10_exp=-307, dig=15, mant_dig=53, epsilon=2.220446049250313e-16, radix=2, rounds=1,
)
int_info = _struct(
    "int_info", bits_per_digit=30, sizeof_digit=4, default_max_str_digits=4300, str_digits_check_threshold=640,
)
hash_info = _struct(
    "hash_info", width=64, modulus=2305843009213693951, inf=314159, nan=0, imag=1000003, algorithm="siphash13",
    hash_bits=64, seed_bits=128, cutoff=0,
)
thread_info = _struct("thread_info", name="pthread", lock="semaphore", version=None)
flags = _struct(
    "flags", debug=0, inspect=0, interactive=0, optimize=0, dont_write_bytecode=1, no_user_site=1, no_site=1,
    ignore_environment=0, verbose=0, bytes_warning=0, quiet=0, hash_randomization=1, isolated=0, dev_mode=False,
    utf8_mode=0, warn_default_encoding=0, safe_path=False, int_max_str_digits=4300,
)
implementation = _SimpleNamespace(
    name="cpython", cache_tag="cpython-%d%d" % _sys.version_info[:2], version=_sys.version_info,
    hexversion=_sys.hexversion, _multiarch="x86_64-linux-gnu",
)
stdlib_module_names = frozenset(_sys.builtin_module_names)
dont_write_bytecode = True
pycache_prefix = None
exec_prefix = base_prefix = base_exec_prefix = _sys.prefix
abiflags = ""
platlibdir = "lib"
warnoptions = []
