# oracle: 2.7
# Which operations give the same object back: strings, unicode, tuples, lists, frozensets.
import copy
import sys

s = "abc"
print s[0] is "a", s[0:3] is s, s[:] is s, str(s) is s, s + "" is s, s * 1 is s, "%s" % s is s, "".join([s]) is s
print s.strip() is s, s.replace("z", "y") is s, s.lower() is s, s.upper() is s, s.encode("ascii") is s
u = u"abc"
print u[:] is u, unicode(u) is u, u + u"" is u, u.strip() is u, u"".join([u]) is u, u.lower() is u, str(u) is s
t = (1, 2)
print t[:] is t, tuple(t) is t, t + () is t, t * 1 is t, () + () is (), t[1:] is t
l, f = [1], frozenset([1])
print l[:] is l, list(l) is l, l * 1 is l, frozenset(f) is f, f.copy() is f, f | f is f, set(f) is f
print int(5) is 5, int(300) is 300, float(1.5) is 1.5, bool(1) is True, long(5) is 5L, 5 is 5L
x = 1000
y = 1000
print x is y, eval("1000") is 1000, intern("a" + "b") is "ab", "a b" is "a b", 1.5 is 1.5
for v in (0, -5, -6, 256, 257, "a", "ab", "", "a b", 1.0, 1L, None, True, ()):
    print eval(repr(v)) is v,
print
for v in ([1, [2]], {"a": []}, (1, 2), (1, []), "abc", 5, None, set([1])):
    c, d = copy.copy(v), copy.deepcopy(v)
    print c is v, d is v, c == v == d,
print


class Point(object):
    def __init__(self, *at):
        self.at = at


class Old:
    def __init__(self):
        self.items = []


p = Point(1, [])
q, r = copy.copy(p), copy.deepcopy(p)
print q.at is p.at, r.at is p.at, r.at == p.at
print sys.getrefcount("unlikely string"), sys.getrefcount(12345678), sys.getrefcount(object()), sys.getrefcount([])
