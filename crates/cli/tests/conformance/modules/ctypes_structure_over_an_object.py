# oracle: native
import ctypes, sys
class PyObject(ctypes.Structure):
    _fields_ = [("refcnt", ctypes.c_long), ("typ", ctypes.c_void_p)]
x = [1]
o = PyObject.from_address(id(x))
print(o.refcnt, o.typ == id(list))
y = x
print(o.refcnt); del y; print(o.refcnt)
print(ctypes.sizeof(PyObject))
class Var(ctypes.Structure):
    _fields_ = [("ob_refcnt", ctypes.c_ssize_t), ("ob_type", ctypes.py_object), ("ob_size", ctypes.c_ssize_t)]
v = Var.from_address(id(x))
print(v.ob_refcnt, v.ob_type, v.ob_size)
x.append(2); print(v.ob_size)
class P(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_int)]
p = P(1, 2); print(p.x, p.y, ctypes.sizeof(p), ctypes.sizeof(P)); p.x = 7; print(p.x)
A = ctypes.c_int * 3
a = A(1,2,3); print(list(a), len(a), a[1], ctypes.sizeof(a))
print(P.x.offset, P.y.offset, P.y.size)
