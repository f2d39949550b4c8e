# oracle: native
import ctypes, sys
x = [1,2,3]
print(ctypes.c_ssize_t.from_address(id(x)).value == sys.getrefcount(x) - 1, ctypes.c_long.from_address(id(x)).value)
print(ctypes.cast(id(x), ctypes.py_object).value is x)
for t in "c_bool c_char c_byte c_ubyte c_short c_ushort c_int c_uint c_long c_ulong c_longlong c_ulonglong c_size_t c_ssize_t c_int8 c_uint8 c_int16 c_uint16 c_int32 c_uint32 c_int64 c_uint64 c_float c_double c_void_p py_object".split():
    T = getattr(ctypes, t)
    print(t, T.__name__, ctypes.sizeof(T))
i = ctypes.c_int(42); print(i, i.value); i.value = -1; print(i, ctypes.c_uint(-1), ctypes.c_byte(300), ctypes.c_ubyte(-1))
d = ctypes.c_double(1.5); print(d, d.value)
print(ctypes.c_bool(5), ctypes.c_char(b"a"), ctypes.c_float(0.1).value)
print(ctypes.py_object(x).value is x)
b = b"hello"
print(ctypes.string_at(id(b) + sys.getsizeof(b) - len(b) - 1, 5))
try: ctypes.c_int("a")
except TypeError as e: print(e)
try: ctypes.c_int(1.5)
except TypeError as e: print(e)
print(ctypes.c_int(1) == ctypes.c_int(1), bool(ctypes.c_int(0)))
