#: title: Danger lab: a count that lies
#: summary: Write a wrong number into an object's count, and a name begins to show somebody else's object.
#: slide: 4-7
#: python: 3.14
#: level: 2
import ctypes
import sys


def refcount(obj):
    return ctypes.c_size_t.from_address(id(obj))


#: say Do not do this in a real program. id(obj) is the object's address, and the count is the
#:   first thing there. ctypes can read that memory without asking Python, and write it too.
a = ['python', 'is', 'cool']
a_ref_count = refcount(a)     # counts: a = 1
print(a_ref_count)            # output: c_ulong(1)
print(sys.getrefcount(a))     # output: 2
#: say Both are right. a_ref_count only remembers an address and holds no reference; the
#:   argument of sys.getrefcount holds one while the call lasts. (On the slides, which show
#:   Python 2, the 1 was printed as 1L.)
b = a                         # counts: a = 2
print(a_ref_count)            # output: c_ulong(2)
#: say Two names, count 2. Now comes the lie.
a_ref_count.value = 1         # counts: a = 1
#: point The count lies
#: say There are two names and the count says 1.
#: ask What does del b do now? | it frees the list, although a still refers to it | it only
#:   deletes the name b | it raises an error -- The count goes from 1 to 0, and that is all that
#:   CPython looks at.
del b                         # freed: a
#: point Dangling
#: say The list is gone, but a still holds its address. Reading a now would be reading freed
#:   memory: it might crash or show nonsense. So we do not touch it.
#: ask The next line makes a new list. Where will it be put? | where the old one was | somewhere
#:   else, because a still points there -- The block of the list that was freed last is the first
#:   to be used again.
c = ['please', 'do', 'not', 'do', 'this']
print(a)                      # output: ['please', 'do', 'not', 'do', 'this']
print(id(a) == id(c))         # output: True
#: point Somebody else's list
#: say a was never assigned to, yet it shows another list. Nothing copied it: the new list lies at
#:   the old address, and an address is all that a reference is.
print(a_ref_count)            # output: c_ulong(1)
#: say The count is wrong again: a and c refer to this list, but only c was counted. Should either
#:   name go, the list would be freed under the other one. In a C extension, one forgotten
#:   Py_INCREF does exactly this, and the crash comes much later in some other place.
a_ref_count.value = 2         # counts: a = 2
#: say We write the truth back, so that the program can end in peace.
del a                         # counts: c = 1
