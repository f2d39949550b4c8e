# oracle: 3.11 3.12 3.13 3.14 3.14.2
vals = [0, 1, -42, 255, 12345678901234567890, True, 1.5, -0.0, 1e100, float("nan"), float("inf"), 2.675, 123456789.0, "abc", "é", b"xy", None, [1], (1, 2), {"a": 1}]
specs = ["%d", "%i", "%u", "%5d", "%-5d|", "%05d", "%+d", "% d", "%x", "%X", "%#x", "%o", "%#o", "%e", "%.2e", "%E", "%f", "%.0f", "%.3f", "%F", "%g", "%.3g", "%#g", "%G", "%c", "%s", "%r", "%a", "%.2s", "%10s|", "%-10s|", "%5.1f", "%010.2f", "%+.1f", "%%", "%.10d", "%5%", "%ld", "%hd", "%y", "%", "%(a)s", "%(a)d", "%(b)s", "%s %s", "%*d", "%.*f", "no", "%05s", "%+s", "%#.3g", "%-05d|", "%+05d", "% 05d", "%#010x", "%.0e", "%.50f"]
for v in vals:
    print(repr(v))
    for s in specs:
        try: r = s % (v,)
        except Exception as e: r = type(e).__name__ + ": " + str(e)
        try: q = s % v
        except Exception as e: q = type(e).__name__ + ": " + str(e)
        print("  ", s, "|" + r + "|", "same" if q == r else q)
print("%*d|%-*d|%.*f" % (5, 42, 5, 42, 2, 3.14159))
class A:
    def __index__(self): return 7
    def __int__(self): return 8
    def __float__(self): return 2.5
    def __str__(self): return "S"
    def __repr__(self): return "R"
for s in ["%d", "%x", "%s", "%r", "%a", "%f", "%c", "%e"]:
    try: print(s, s % A())
    except Exception as e: print(s, type(e).__name__, e)
for s in [b"%d", b"%s", b"%a", b"%x", b"%c", b"%5.1f", b"%b", b"%r", b"%(a)s"]:
    for v in [1, b"q", 65, 1.5, "x", None, [1]]:
        try: print(s, v, s % v)
        except Exception as e: print(s, v, type(e).__name__, e)
