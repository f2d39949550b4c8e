import sys
s = "".join(["he", "llo!"])
print(sys.getrefcount(s))
print(s)
print(sys.getrefcount(s))
print(s, s)
print(sys.getrefcount(s))
sys.stdout.flush()
print(sys.getrefcount(s))
class A:
    def __str__(self):
        return s
a = A()
print(a); print(sys.getrefcount(s), sys.getrefcount(a))
class B:
    def __str__(self): return str(sys.getrefcount(self))
b = B(); print(b); print(b, b); print(*[b]); print(str(b))
def f(x): print(x); return sys.getrefcount(x)
print(f(B()))
u = "".join(["é", "x"]); print(u); print(sys.getrefcount(u))
print(sys.getrefcount(s))
sys.stdout.write(s); sys.stdout.write("\n"); print(sys.getrefcount(s))
print("x" * 9000, end=""); print(); print(sys.getrefcount(s))
