# oracle: 2.7
# Reading counts out of memory, as people did before getrefcount was enough.
import ctypes
import sys


def count(address):
    return ctypes.c_long.from_address(address).value


class Node(object):
    pass


a = []
print count(id(a)), sys.getrefcount(a)
b = a
print count(id(a))
box = [a, (a, a), {"a": a}]
print count(id(a))
del box[1:]
print count(id(a)), ctypes.c_long.from_address(id(a)), ctypes.c_ulong(5), ctypes.c_int(3), ctypes.c_size_t(2)
n = Node()
place = id(n)
n.me = n
print count(place), ctypes.cast(place, ctypes.py_object).value is n, ctypes.sizeof(ctypes.c_void_p)
m = n.__init__
print count(place)
del m
print count(place), ctypes.c_double(0.5), ctypes.c_bool(1), ctypes.c_char("x"), ctypes.c_void_p(None), ctypes.c_longlong(1)
ctypes.pythonapi.Py_IncRef(ctypes.py_object(a))
print count(id(a))
ctypes.pythonapi.Py_DecRef(ctypes.py_object(a))
print count(id(a)), repr(ctypes.c_long(2 ** 40)), ctypes.c_byte(-1), ctypes.c_uint(7).value, type(ctypes.c_uint(7).value)
