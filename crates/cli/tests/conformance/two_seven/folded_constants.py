# oracle: 2.7
# Folded constants are new each time; frozenset() is always the same.
from __future__ import print_function
import sys
a = 1000; b = 1000
print(a is b)
def f():
    x = 1000; y = 1000
    return x is y
print(f())
s = 'hello'; t = 'hello'
print(s is t, 'hello world' is 'hello world')
u = 'hello world!'; v = 'hello world!'
print(u is v, intern(u) is intern(v))
print(''.join(['h','i']) is 'hi', 'a'*1 is 'a', 'ab'[0] is 'a', u'a' is u'a')
print(() is tuple(), (1,) is (1,), [] is [], {} is {}, frozenset() is frozenset())
print(1.0 is 1.0, 257 is 256+1, 2**3 is 8, 2**10 is 1024)
print(id([]) == id([]), id(object()) == id(object()))
x = 256; y = x + 0
print(x is y, x + 1 is y + 1, -5 is -5, int('-5') is -5)
print(sys.getrefcount(object()), sys.getrefcount(f), sys.getrefcount(f.func_code))
n = None
print(type(n), `n`, `[1, 'a', u'b']`)
print(True is (1 == 1), 1 == 1L, 1 is 1L, hash(1L) == hash(1), hash('a'), hash((1,2)))
