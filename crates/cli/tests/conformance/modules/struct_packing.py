# oracle: native
# pprint, struct, re, os, datetime: small uses
import struct
print(struct.pack("<I", 1), struct.calcsize("iP"), struct.unpack(">Hb", b"\x01\x02\xff"), struct.calcsize("P"), struct.calcsize("@iq"), struct.calcsize("=iq"))
print(struct.pack("3s?d", b"ab", True, 1.5))
try: struct.pack("B", 300)
except struct.error as e: print(e)
try: struct.unpack("I", b"abc")
except struct.error as e: print(e)
