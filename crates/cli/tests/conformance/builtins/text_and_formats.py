# oracle: native
# string building & formatting
import sys, string
s = ""
sizes = []
for ch in "hello": s += ch; sizes.append(sys.getsizeof(s))
print(s, sizes, "".join(["a", "b"]), ",".join(map(str, range(5))))
print(sys.getsizeof(""), sys.getsizeof("é"), sys.getsizeof("€"), sys.getsizeof("😀"), sys.getsizeof("a" * 100))
print("{} {1}".format if 0 else "{0} {1} {0}".format(1, 2), "{a:>8}|{b:^7}|{c:<4}|".format(a="x", b="mid", c=1))
print(f"{3.14159:.2f} {1e10:g} {255:#x} {255:08b} {1234567:,} {0.256:.1%} {-5:+d} {42:>6} {'t':*^9} {12345.678:_.1f} {1234567:_}")
print(f"{'q'!r} {'é'!a} {5=} {'x' + 'y' = } {3:{4}} {[1]!s:>5}")
print("%s %r %d %5.2f %x %o %e %c %% %-5s| %+d %05d" % ("s", "r", 42, 3.14159, 255, 8, 12345.678, "c", "ab", 5, 42))
print("%(a)s %(b)03d" % {"a": 1, "b": 2})
t = string.Template("$who likes ${what}s and $$5"); print(t.substitute(who="tim", what="kung"), t.safe_substitute(who="x"))
try: t.substitute(who="x")
except KeyError as e: print("KeyError", e)
try: string.Template("$ bad").substitute()
except ValueError as e: print(e)
print(string.ascii_letters, string.digits, string.punctuation, string.hexdigits, repr(string.whitespace), string.capwords("hello big world"))
class F(string.Formatter):
    def get_value(self, k, a, kw): return kw.get(k, f"<{k}>") if isinstance(k, str) else a[k]
    def format_field(self, v, spec): return super().format_field(v, spec) if spec != "up" else str(v).upper()
print(F().format("{0} {name} {x:up}", "zero", x="abc"), list(string.Formatter().parse("a{b!r:>5}c{{")))
for bad in ('"{}".format()', '"{a}".format(b=1)', '"{0.x}".format(1)', '"{:d}".format("x")', '"{:.2f}".format("x")', '"%d" % "x"', '"%s" % (1, 2)', '"%s %s" % 1', '"{" .format()', '"{!z}".format(1)', 'format(3, "q")', '"a" + 1', '"a" * "b"', '"abc"[10]', '"abc"["x"]', '"abc".index("z")', 'int("12x")', 'float("abc")', 'int("z", 36)', 'chr(-1)', 'ord("ab")', '"%c" % 3.5', '"%y" % 1', '"a".join([1])', '"a".split("")'):
    try: print(bad, "=", eval(bad))
    except Exception as e: print(bad, "->", type(e).__name__, e)
print("Hello World".swapcase(), "hello".title(), "hello world".capitalize(), "x".zfill(4), "-5".zfill(4), "a,b,,c".split(","), " a b ".split(), "a-b-c".rsplit("-", 1), "abc".partition("b"), "abcb".rpartition("b"))
print("abc".translate(str.maketrans("ab", "xy", "c")), "tabs\tx".expandtabs(4), "Mississippi".replace("ss", "SS", 1), "prefix_x".removeprefix("prefix_"), "a.py".removesuffix(".py"), "lines\nof\r\ntext".splitlines(), "lines\nx".splitlines(True))
print("abc".isalpha(), "1".isdigit(), "²".isdigit(), "½".isnumeric(), "a1".isalnum(), " ".isspace(), "Ab".istitle(), "x_1".isidentifier(), "é".isascii(), "ß".casefold(), "ß".upper(), "İ".lower())
print("naïve".encode("utf-8"), "é".encode("latin-1"), b"\xc3\xa9".decode(), "é".encode("ascii", "replace"), "é".encode("ascii", "xmlcharrefreplace"), "é€".encode("ascii", "backslashreplace"))
for f in (lambda: "é".encode("ascii"), lambda: b"\xff".decode("utf-8"), lambda: b"\xe9a".decode("ascii"), lambda: "x".encode("nope")):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print("a" < "b", "a" < "B", "abc" * 0 == "", "b" in "abc", "abc"[::-1], "abcdef"[1:5:2], "%r" % ("a\tb\n\x00'",), 'it\'s "q"', repr('it\'s "q"'), ascii("é😀"))
a = "hello"; b = "hel" + "lo"; c = "".join(["hel", "lo"]); print(a is b, a is c, a is sys.intern(c), hash(a) == hash(c))
print("x" "y", len("😀"), "é" == "e\u0301", "\u0041", max("hello"), sorted("hello"), list(enumerate("ab", 1)), "abc".find("z"), "ab".center(7, "."), "a" "b".ljust(3) + "|", "abc".startswith(("x", "a")), "banana".count("an"), "{:>{w}}".format("x", w=5))
