import sys as _sys

_from_14 = _sys.version_info >= (3, 14)


class _CType(type):
    # What every type of C data can do: arrays of it.
    def __mul__(cls, length):
        if not isinstance(length, int):
            raise TypeError(f"can't multiply sequence by non-int of type {type(length).__name__!r}")
        if length < 0:
            raise ValueError(f"Array length must be >= 0, not {length}")
        made = _array_types.get((cls, length))
        if made is None:
            body = {"_type_": cls, "_length_": length, "__module__": "__main__"}
            made = _array_types[cls, length] = PyCArrayType(f"{cls.__name__}_Array_{length}", (Array,), body)
        return made

    __rmul__ = __mul__


_array_types = {}


class PyCSimpleType(_CType):
    pass


class c_bool(_SimpleCData, metaclass=PyCSimpleType):
    _type_ = "?"

class c_char(_SimpleCData, metaclass=PyCSimpleType):
    _type_ = "c"

class c_byte(_SimpleCData, metaclass=PyCSimpleType):
    _type_ = "b"

class c_ubyte(_SimpleCData, metaclass=PyCSimpleType):
    _type_ = "B"

class c_short(_SimpleCData, metaclass=PyCSimpleType):
    _type_ = "h"

class c_ushort(_SimpleCData, metaclass=PyCSimpleType):
    _type_ = "H"

class c_int(_SimpleCData, metaclass=PyCSimpleType):
    _type_ = "i"

class c_uint(_SimpleCData, metaclass=PyCSimpleType):
    _type_ = "I"

class c_long(_SimpleCData, metaclass=PyCSimpleType):
    _type_ = "l"

class c_ulong(_SimpleCData, metaclass=PyCSimpleType):
    _type_ = "L"

class c_float(_SimpleCData, metaclass=PyCSimpleType):
    _type_ = "f"

class c_double(_SimpleCData, metaclass=PyCSimpleType):
    _type_ = "d"

class c_void_p(_SimpleCData, metaclass=PyCSimpleType):
    _type_ = "P"

class py_object(_SimpleCData, metaclass=PyCSimpleType):
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
        _not_supported(f"ctypes.pythonapi.{name}: there are no libraries to call; Py_IncRef and Py_DecRef are supported")

pythonapi = _PythonAPI()


class _Data:
    # Data of several parts: at an address of the process, or with parts of its own.
    def _part(self, key, kind, offset):
        if self._address is not None:
            return kind.from_address(self._address + offset)
        part = self._own.get(key)
        if part is None:
            part = self._own[key] = kind()
        return part

    def _get(self, key, kind, offset):
        part = self._part(key, kind, offset)
        return part.value if type(kind) is PyCSimpleType else part

    def _set(self, key, kind, offset, value):
        if type(kind) is PyCSimpleType:
            self._part(key, kind, offset).value = value.value if isinstance(value, kind) else value
        elif isinstance(value, kind) and self._address is None:
            self._own[key] = value
        else:
            _not_supported(f"ctypes: assigning to a part of type {kind.__name__}")

    def __repr__(self):
        cls = type(self)
        return f"<{cls.__module__}.{cls.__qualname__} object at {id(self):#x}>"

    @classmethod
    def from_address(cls, address):
        if not isinstance(address, int):
            raise TypeError("integer expected")
        self = cls.__new__(cls)
        self._address, self._own = address, {}
        return self


class CField:
    def __init__(self, name, type, offset):
        self.name, self.type, self.offset, self.size = name, type, offset, sizeof(type)

    def __get__(self, instance, owner=None):
        return self if instance is None else instance._get(self.name, self.type, self.offset)

    def __set__(self, instance, value):
        instance._set(self.name, self.type, self.offset, value)

    def __repr__(self):
        if _from_14:
            return f"<ctypes.CField {self.name!r} type={self.type.__name__}, ofs={self.offset}, size={self.size}>"
        return f"<Field type={self.type.__name__}, ofs={self.offset}, size={self.size}>"


class PyCStructType(_CType):
    def __init__(cls, name, bases, namespace, **kwds):
        super().__init__(name, bases, namespace)
        if "_fields_" in namespace:
            cls._lay_out(namespace["_fields_"])

    def __setattr__(cls, name, value):
        super().__setattr__(name, value)
        if name == "_fields_":
            cls._lay_out(value)

    def _lay_out(cls, fields):
        if "_pack_" in cls.__dict__:
            _not_supported("ctypes: _pack_")
        end = getattr(cls, "_size_", 0)
        widest = getattr(cls, "_align_", 1)
        names = list(getattr(cls, "_names_", ()))
        for field in fields:
            if len(field) != 2:
                _not_supported("ctypes: bit fields")
            name, kind = field
            if not isinstance(kind, _CType):
                raise TypeError("second item in _fields_ tuple (index %d) must be a C type" % len(names))
            align = alignment(kind)
            widest = max(widest, align)
            start = 0 if issubclass(cls, Union) else -(-end // align) * align
            type.__setattr__(cls, name, CField(name, kind, start))
            end = max(end, start + sizeof(kind))
            names.append(name)
        type.__setattr__(cls, "_size_", -(-end // widest) * widest)
        type.__setattr__(cls, "_align_", widest)
        type.__setattr__(cls, "_names_", tuple(names))


class Structure(_Data, metaclass=PyCStructType):
    def __new__(cls, *args, **kwds):
        self = object.__new__(cls)
        self._address, self._own = None, {}
        return self

    def __init__(self, *args, **kwds):
        names = getattr(type(self), "_names_", ())
        if len(args) > len(names):
            raise TypeError("too many initializers")
        for name, value in zip(names, args):
            if name in kwds:
                raise TypeError(f"duplicate values for field {name!r}")
            setattr(self, name, value)
        for name, value in kwds.items():
            setattr(self, name, value)


class Union(Structure):
    def _part(self, key, kind, offset):
        if self._address is None:
            _not_supported("ctypes.Union with memory of its own; from_address is supported")
        return _Data._part(self, key, kind, offset)


class PyCArrayType(_CType):
    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        if "_length_" in namespace:
            cls._size_ = sizeof(cls._type_) * cls._length_
            cls._align_ = alignment(cls._type_)


class Array(_Data, metaclass=PyCArrayType):
    def __new__(cls, *args):
        self = object.__new__(cls)
        self._address, self._own = None, {}
        return self

    def __init__(self, *args):
        if len(args) > self._length_:
            raise IndexError("invalid index")
        for i, value in enumerate(args):
            self[i] = value

    def __len__(self):
        return self._length_

    def _at(self, i):
        if i < 0:
            i += self._length_
        if not 0 <= i < self._length_:
            raise IndexError("invalid index")
        return i

    def __getitem__(self, i):
        if isinstance(i, slice):
            items = [self[j] for j in range(*i.indices(self._length_))]
            return b"".join(items) if self._type_ is c_char else items
        i = self._at(i)
        return self._get(i, self._type_, i * sizeof(self._type_))

    def __setitem__(self, i, value):
        i = self._at(i)
        self._set(i, self._type_, i * sizeof(self._type_), value)

    def __iter__(self):
        return iter([self[i] for i in range(self._length_)])

    @property
    def raw(self):
        return self[:]

    @property
    def value(self):
        return self[:].split(b"\0")[0]


class PyCPointerType(_CType):
    pass


class _Pointer(metaclass=PyCPointerType):
    _size_ = _align_ = 8

    def __new__(cls, target=None):
        self = object.__new__(cls)
        self._address, self._target, self._pointee = 0, None, None
        return self

    def __init__(self, target=None):
        if target is None:
            return
        if not isinstance(target, self._type_):
            raise TypeError(f"expected {self._type_.__name__} instead of {type(target).__name__}")
        self._pointee = target
        self._address = addressof(target)

    @classmethod
    def from_address(cls, address):
        self = cls()
        self._address = c_size_t.from_address(address).value
        return self

    def __bool__(self):
        return bool(self._address)

    @property
    def contents(self):
        if not self._address:
            raise ValueError("NULL pointer access")
        return self._part(0)

    def _part(self, i):
        if not self._address:
            raise ValueError("NULL pointer access")
        if self._pointee is not None and i == 0:
            return self._pointee
        return self._type_.from_address(self._address + i * sizeof(self._type_))

    def __getitem__(self, i):
        if isinstance(i, slice):
            items = [self[j] for j in range(i.start or 0, i.stop, i.step or 1)]
            return b"".join(items) if self._type_ is c_char else items
        part = self._part(i)
        return part.value if type(self._type_) is PyCSimpleType else part

    def __setitem__(self, i, value):
        self._part(i).value = value

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__qualname__} object at {id(self):#x}>"


_pointer_types = {}


def POINTER(cls):
    if not isinstance(cls, _CType):
        raise TypeError("must have a ctypes type")
    made = _pointer_types.get(cls)
    if made is None:
        body = {"_type_": cls, "__module__": "ctypes" if _from_14 else "__main__"}
        made = _pointer_types[cls] = PyCPointerType(f"LP_{cls.__name__}", (_Pointer,), body)
    return made


def pointer(object):
    return POINTER(type(object))(object)


_cast = cast


def cast(obj, typ):
    source = obj
    if isinstance(obj, _Pointer):
        source = obj._address
    elif isinstance(obj, _Data):
        source = addressof(obj)
    if isinstance(typ, PyCPointerType):
        made = typ()
        made._address = source if isinstance(source, int) else _cast(source, c_void_p).value or 0
        made._target = obj
        return made
    return _cast(source, typ)


_addressof = addressof


def addressof(obj, /):
    if isinstance(obj, _Data):
        if obj._address is None:
            _not_supported("ctypes.addressof of a structure or an array with memory of its own")
        return obj._address
    return _addressof(obj)


def string_at(ptr, size=-1):
    if isinstance(ptr, (bytes, bytearray)):
        _not_supported("ctypes.string_at of anything but an address")
    at = ptr if isinstance(ptr, int) else cast(ptr, c_void_p).value
    if size >= 0:
        return bytes([c_ubyte.from_address(at + i).value for i in range(size)])
    found = []
    while byte := c_ubyte.from_address(at + len(found)).value:
        found.append(byte)
    return bytes(found)


_real = frozenset(
    "BigEndianStructure BigEndianUnion CDLL CFUNCTYPE DEFAULT_MODE LibraryLoader LittleEndianStructure "
    "LittleEndianUnion PYFUNCTYPE PyDLL RTLD_GLOBAL RTLD_LOCAL SetPointerType Union c_buffer "
    "c_char_p c_longdouble c_time_t c_wchar c_wchar_p cdll create_string_buffer create_unicode_buffer get_errno memmove "
    "memset pydll resize set_errno wstring_at".split()
)


def __getattr__(name):
    if name in _real:
        _not_supported(f"ctypes.{name}; the simple types, py_object, Structure, arrays, POINTER, cast, string_at and sizeof are supported")
    raise AttributeError(f"module 'ctypes' has no attribute {name!r}", name=name)
