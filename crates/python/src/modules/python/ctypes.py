class c_bool(_SimpleCData):
    _type_ = "?"

class c_char(_SimpleCData):
    _type_ = "c"

class c_byte(_SimpleCData):
    _type_ = "b"

class c_ubyte(_SimpleCData):
    _type_ = "B"

class c_short(_SimpleCData):
    _type_ = "h"

class c_ushort(_SimpleCData):
    _type_ = "H"

class c_int(_SimpleCData):
    _type_ = "i"

class c_uint(_SimpleCData):
    _type_ = "I"

class c_long(_SimpleCData):
    _type_ = "l"

class c_ulong(_SimpleCData):
    _type_ = "L"

class c_float(_SimpleCData):
    _type_ = "f"

class c_double(_SimpleCData):
    _type_ = "d"

class c_void_p(_SimpleCData):
    _type_ = "P"

class py_object(_SimpleCData):
    _type_ = "O"

c_voidp = c_void_p
c_int8, c_int16, c_int32, c_int64 = c_byte, c_short, c_int, c_long
c_uint8, c_uint16, c_uint32, c_uint64 = c_ubyte, c_ushort, c_uint, c_ulong
c_longlong = c_ssize_t = c_long
c_ulonglong = c_size_t = c_ulong


class ArgumentError(Exception):
    pass


class _PythonAPI:
    def Py_IncRef(self, object):
        _change_count(object, 1)

    def Py_DecRef(self, object):
        _change_count(object, -1)

    def __getattr__(self, name):
        _not_supported(f"ctypes.pythonapi.{name}; Py_IncRef and Py_DecRef are supported")

pythonapi = _PythonAPI()

_real = frozenset(
    "ARRAY Array BigEndianStructure BigEndianUnion CDLL CFUNCTYPE DEFAULT_MODE LibraryLoader LittleEndianStructure "
    "LittleEndianUnion POINTER PYFUNCTYPE PyDLL RTLD_GLOBAL RTLD_LOCAL SetPointerType Structure Union byref c_buffer "
    "c_char_p c_longdouble c_time_t c_wchar c_wchar_p cdll create_string_buffer create_unicode_buffer get_errno memmove "
    "memset pointer pydll resize set_errno string_at wstring_at".split()
)


def __getattr__(name):
    if name in _real:
        _not_supported(f"ctypes.{name}; the simple types, py_object, cast and sizeof are supported")
    raise AttributeError(f"module 'ctypes' has no attribute {name!r}")
