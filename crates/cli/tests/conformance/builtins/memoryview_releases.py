b = b"hello"; ba = bytearray(b); mv = memoryview(ba)
mv[0] = 72; mv[1:3] = b"EL"
mv.release(); ba.append(33); print(ba)
mv = memoryview(ba)
x=mv[1:3].tobytes()
print(mv == ba)
mv.release()
ba.append(1)
