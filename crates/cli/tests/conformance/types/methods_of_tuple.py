def show(f, *a, **k):
    try:
        r = f(*a, **k)
        print("  ", *map(repr, a), *k.items(), "->", repr(r) if not hasattr(r, "__next__") else list(r))
    except Exception as e:
        print("  ", *map(repr, a), *k.items(), "!!", type(e).__name__, e)

ARGS = [(), (None,), (1,), (-1,), (True,), (1.5,), ("a",), (b"a",), ([],), ({},), (1, 2), ("a", "b"), (b"a", b"b"), ("a", 1), (1, "a"), (b"a", 1), ([1, 2],), ("a", 1, 2), (1, 2, 3), ("a", "b", 1), (1,2,3,4), ("",), (b"",), (object,), (int,)]
for name in sorted(dir(type((3, 1, "a", 1)))):
    if name.startswith("_") or name in (): continue
    print(name)
    for a in ARGS:
        x = (3, 1, "a", 1)
        show(getattr(x, name), *a)
        y = (3, 1, "a", 1)
        if x != y: print("   now", repr(x))
