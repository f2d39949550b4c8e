import sys
def probe(f, *a):
    try: print(f(*a))
    except BaseException as e: print(type(e).__name__, e)
probe(sys.getrefcount)
probe(sys.getrefcount, 1, 2)
probe(sys.getsizeof)
class NoSize:
    def __sizeof__(self): return -5
class BadSize:
    def __sizeof__(self): return "x"
class Big:
    def __sizeof__(self): return 10**30
probe(sys.getsizeof, NoSize()); probe(sys.getsizeof, BadSize()); probe(sys.getsizeof, BadSize(), 7); probe(sys.getsizeof, Big())
probe(sys.intern, 5)
class S(str): pass
probe(sys.intern, S("x"))
probe(sys.setrecursionlimit, 0); probe(sys.setrecursionlimit, -3); probe(sys.setrecursionlimit, "a")
probe(sys.setrecursionlimit, 1)
probe(sys._getframe, 100); probe(sys._getframe, "x")
probe(sys.exit, 3); probe(sys.exit); probe(sys.exit, (1,2)); probe(sys.exit, None)
probe(lambda: sys.foo)
probe(lambda: sys.getrefcnt)
probe(sys.stdout.write, 5)
def deep(n): return deep(n+1)
sys.setrecursionlimit(100)
try: deep(0)
except RecursionError as e: print(e)
