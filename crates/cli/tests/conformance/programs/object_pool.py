# oracle: native
# Object pool
import sys, gc
from collections import deque
from contextlib import contextmanager

class Connection:
    _ids = iter(range(1, 1000))
    __slots__ = ("id", "busy", "log")
    def __init__(self):
        self.id = next(self._ids)
        self.busy = False
        self.log = []
    def __repr__(self):
        return f"Connection(id={self.id}, busy={self.busy})"

class PoolExhausted(RuntimeError):
    pass

class Pool:
    def __init__(self, size):
        self.free = deque((Connection() for _ in range(size)), maxlen=size)
        self.used = set()
    def acquire(self):
        try:
            c = self.free.popleft()
        except IndexError as e:
            raise PoolExhausted(f"no free connection ({len(self.used)} used)") from e
        c.busy = True
        self.used.add(c)
        return c
    def release(self, c):
        self.used.remove(c)
        c.busy = False
        self.free.append(c)
    @contextmanager
    def connection(self):
        c = self.acquire()
        try:
            yield c
        finally:
            self.release(c)

pool = Pool(2)
print(pool.free, sys.getsizeof(pool.free))
with pool.connection() as c1:
    print(c1, sys.getrefcount(c1))
    with pool.connection() as c2:
        print(c2, len(pool.free))
        try:
            with pool.connection() as c3:
                pass
        except PoolExhausted as e:
            print("error:", e, "| cause:", repr(e.__cause__))
print(pool.free, pool.used)
try:
    with pool.connection() as c:
        raise KeyError("boom")
except KeyError as e:
    print("propagated", e, c)
try:
    pool.release(c1)
except KeyError as e:
    print("KeyError", e)
try:
    c1.other = 1
except AttributeError as e:
    print(e)
print(Connection.__slots__, hasattr(c1, "__dict__"), sys.getsizeof(c1))
print(gc.is_tracked(c1), len(gc.get_referrers(c1)))
pool.free.rotate(1); print(pool.free)
pool.free.appendleft("extra"); print(pool.free)
pool.free.extend([1,2,3]); print(pool.free, pool.free.maxlen)
