# oracle: native
import ctypes, sys
class PyObject(ctypes.Structure):
    _fields_ = [("ob_refcnt", ctypes.c_ssize_t), ("ob_type", ctypes.c_void_p)]
class PyVarObject(PyObject):
    _fields_ = [("ob_size", ctypes.c_ssize_t)]
class PyList(PyVarObject):
    _fields_ = [("ob_item", ctypes.POINTER(ctypes.py_object)), ("allocated", ctypes.c_ssize_t)]
l = [10, "a", None]
s = PyList.from_address(id(l))
print(ctypes.sizeof(PyList), PyList.ob_item, PyList.allocated.offset, PyList._fields_)
buf = (ctypes.c_char * 3)(b"a", b"b", b"c"); print(buf.value, buf.raw, len(buf))
arr = (ctypes.c_int * 4)(); print(list(arr), arr._length_, arr._type_, type(arr).__name__)
try: arr[4]
except IndexError as e: print(e)
t = (1, 2, 3)
print(list((ctypes.c_ssize_t * 2).from_address(id(t)))[0] == sys.getrefcount(t) - 1)
print(ctypes.string_at(id(b"xyz") + 32, 3), ctypes.string_at(id("hello") + sys.getsizeof("hello") - 6, 5), ctypes.string_at(id("hello") + sys.getsizeof("hello") - 6))
n = 12345678901234567890
print(ctypes.c_uint32.from_address(id(n) + 24).value, ctypes.c_uint32.from_address(id(n) + 28).value, ctypes.c_ssize_t.from_address(id(n) + 16).value)
print(ctypes.c_ssize_t.from_address(id(-5) + 16).value, ctypes.c_uint32.from_address(id(-5) + 24).value)
p = ctypes.cast(id(l), ctypes.POINTER(ctypes.c_ssize_t)); print(p.contents, p.contents.value, p[0], bool(p), ctypes.POINTER(ctypes.c_ssize_t) is ctypes.POINTER(ctypes.c_ssize_t), ctypes.POINTER(ctypes.c_int))
class Pt(ctypes.Structure):
    _fields_ = [("a", ctypes.c_char), ("b", ctypes.c_int), ("c", ctypes.c_double), ("d", ctypes.c_short)]
x = Pt(b"q", 5, 1.5, 3); print(x.a, x.b, x.c, x.d, ctypes.sizeof(Pt), [getattr(Pt, f).offset for f, _ in Pt._fields_], ctypes.alignment(Pt))
try: Pt(1, 2, 3, 4, 5)
except TypeError as e: print(e)
try: x.b = "s"
except TypeError as e: print(e)
i = ctypes.c_int(7); q = ctypes.pointer(i); print(q.contents.value, q[0]); q[0] = 9; print(i.value)
print(type(ctypes.c_int).__name__, type(Pt).__name__, ctypes.c_int.__mro__[1].__name__)
f = 1.5; print(ctypes.c_double.from_address(id(f) + 16).value)
d = {1: 2}; print(ctypes.c_ssize_t.from_address(id(d) + 16).value)
