# In which order the operands of an operation die, when it succeeds and when it fails.
class A:
    def __init__(self, n): self.n = n
    def __del__(self): print("~" + self.n, end=" ")
    def __add__(self, o): return 1
    def __getitem__(self, o): return 2
    def __contains__(self, o): return True
    def __lt__(self, o): return True
    def __setitem__(self, k, v): pass
    def __delitem__(self, k): pass
    def __format__(self, s): return "f"
def run(label, f): print(label, end=": "); print(f())
run("eq", lambda: A("l") == A("r"))
run("lt", lambda: A("l") < A("r"))
run("add", lambda: A("l") + A("r"))
run("is", lambda: A("l") is A("r"))
run("in", lambda: A("l") in A("r"))
run("not in", lambda: A("l") not in A("r"))
run("sub", lambda: A("l")[A("r")])
run("chain", lambda: A("l") < A("m") < A("r"))
run("tuple", lambda: (A("l"), A("r")) and 1)
run("slice", lambda: A("o")[A("l"):A("r")])
run("call", lambda: (lambda a, b: 5)(A("l"), A("r")))
run("build", lambda: len([A("l"), A("r")]))
run("fmt", lambda: f"{A('l')}{A('r')}")
def st(): A("o")[A("k")] = A("v")
run("store", st)
def de(): del A("o")[A("k")]
run("delete", de)
def at(): A("o").x = A("v")
run("attr", at)
run("dict", lambda: len({A("k"): A("v")}))
run("kw", lambda: dict(a=A("l"), b=A("r")) and 1)
run("print", lambda: print(A("l").n, A("r").n))
run("isinst", lambda: isinstance(A("l"), A))
run("max", lambda: max(A("l"), A("r")).n)
def un(): a, b = A("l"), A("r")
run("unpack", un)
def aug():
    x = A("x"); x += A("r")
run("aug", aug)
class B:
    def __init__(self, n): self.n = n
    def __del__(self): print("~" + self.n, end=" ")
def failing(label, f):
    print(label, end=": ")
    try: f()
    except TypeError as e: print(str(e)[:12], end=" ")
    print()
failing("lt", lambda: B("l") < B("r"))
failing("add", lambda: B("l") + B("r"))
failing("in", lambda: B("l") in B("r"))
failing("sub", lambda: B("l")[B("r")])
def st(): B("o")[B("k")] = B("v")
failing("store", st)
def de(): del B("o")[B("k")]
failing("delete", de)
failing("slice", lambda: B("o")[B("l"):B("r")])
