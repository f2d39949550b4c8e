# oracle: 2.7
# int and long, division, text of floats, octal, rounding halves away from zero.
import sys

print 7 / 2, -7 / 2, 7 // 2, 7.0 / 2, 7 % -3, divmod(-7, 2), 2 ** 10, 2 ** -1, 1 / 3L
print sys.maxint, sys.maxint + 1, type(sys.maxint + 1).__name__, type(sys.maxint).__name__, -sys.maxint - 1
print 10L, [10L], repr(2L ** 64), str(2L ** 64), int(5L), type(int(5L)).__name__, type(int(2L ** 70)).__name__
print 0777, 0o17, 0xff, 0b101, hex(255), hex(255L), oct(8), oct(8L), oct(0), hex(-1), bin(5)
print 0.1, 1.1, repr(0.1), [0.1], 1e16, 1e11, 1e12, 123456789.123456789, 1 / 3.0, 2.0, -0.0, 1e300 * 1e10
print round(0.5), round(1.5), round(2.5), round(-2.5), round(2.675, 2), round(0.125, 2), round(1234, -2)
print long("12"), long(3.9), int("ff", 16), float("1.5"), complex(1, 2), 1 < 1L, 1 == 1L == 1.0, hash(1L) == hash(1)
print coerce(1, 2.0), coerce(1, 2L), cmp(1, 2), cmp("b", "a"), abs(-3L), True + True, 5 & 3L
for bad in ("1 / 0", "1 % 0", "1L / 0", "1.0 / 0", "1 // 0", "divmod(1, 0)", "int('x')", "long('y')", "float('z')", "1 + 'a'",
            "'a' + 1", "[] + ()", "1 + None", "2 ** 'a'", "-'a'", "1[0]", "None[0]", "set()[0]", "len(5)", "abs('a')"):
    try:
        print eval(bad)
    except Exception, e:
        print bad, "->", type(e).__name__ + ":", e
x = 5
x /= 2
print x, x is 2, -5 is -5, 256 is int("256"), 257 is int("257")
