import gc
c = gc.get_count
def t(x, n=1):
    gc.collect(); a = c()[0]; x[n:]; b = c()[0]; print(type(x).__name__, b - a)
t([1,2,3]); t((1,2,3)); t('abc'); t(b'abc'); t(bytearray(b'ab')); t(range(5))
class L(list): pass
class I:
    def __index__(self): return 1
t(L([1,2])); t([1,2], I()); t('abc', None)
def s():
    l = [1,2,3]; gc.collect(); a = c()[0]; n = 1; l[n:] = [5]; b = c()[0]; del l[n:]; d = c()[0]; print(b-a, d-b)
s()
