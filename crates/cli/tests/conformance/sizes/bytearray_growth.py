# oracle: native
import sys
def s(b): return (sys.getsizeof(b), b.__alloc__(), len(b))
b = bytearray(); out = []
for i in range(60):
    b.append(i); out.append(s(b)[0])
print(out)
out = []
while b: b.pop(); out.append(s(b)[0])
print(out)
b = bytearray(b'abc'); print(s(b)); b += b'de'; print(s(b)); b.extend(b'fgh'); print(s(b)); b.extend(iter([1,2,3])); print(s(b)); b.clear(); print(s(b))
b = bytearray(100); print(s(b)); del b[:10]; print(s(b)); b.append(1); print(s(b)); del b[50:]; print(s(b)); del b[:45]; print(s(b)); b.insert(0, 3); print(s(b))
b = bytearray([1,2,3,4,5]); print(s(b)); b = bytearray(range(50)); print(s(b)); b *= 2; print(s(b)); b *= 0; print(s(b))
b = bytearray(x for x in range(20)); print(s(b)); c = b.copy(); print(s(c)); print(s(b + b'1'), s(b*2), s(b[3:7]), s(b.replace(b'\x01', b'aaa'))); b[2:4] = b'123456789'; print(s(b)); b[::2] = bytes(len(b[::2])); print(s(b)); del b[::3]; print(s(b)); b.remove(0); print(s(b)); b[0:0]=b'xy'; print(s(b))
print(s(bytearray("hello", "utf8")), s(bytearray.fromhex("00 11")), s(bytearray(b'q') * 5), s(bytearray().join([b'a', b'bb'])))
m = memoryview(b)
try: b.append(1)
except BufferError as e: print(e)
b[0] = 9; print(s(b))
