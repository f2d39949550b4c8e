# Generators that delegate, are thrown into, refuse to close or return when they are closed.
def averager():
    total, n, avg = 0, 0, None
    while True:
        try:
            x = yield avg
        except ValueError as e:
            print("  reset:", e)
            total, n, avg = 0, 0, None
            continue
        if x is None:
            break
        total += x
        n += 1
        avg = total / n
    return (n, avg)


def collect(results):
    while True:
        r = yield from averager()
        print("  got", r)
        results.append(r)


out = []
g = collect(out)
print(next(g))
for v in (10, 20, 45):
    print(g.send(v))
print(g.throw(ValueError("again")))
print(g.send(7))
g.send(None)
print(out)
print(g.gi_yieldfrom is not None, g.gi_running, g.gi_frame is not None)
g.close()
print(g.gi_yieldfrom, g.gi_frame)
try:
    g.send(1)
except StopIteration as e:
    print("stop", e.value, e.args)
try:
    averager().send(3)
except TypeError as e:
    print(e)

def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print("RuntimeError:", e)

def leaks():
    yield 1
    raise StopIteration("inner")
try:
    list(leaks())
except RuntimeError as e:
    print(repr(e), repr(e.__cause__))
def ret():
    return 5
    yield
print(list(ret()), ret().close())
def closing():
    try:
        yield 1
    finally:
        return 99
c = closing(); next(c)
print(c.close())
