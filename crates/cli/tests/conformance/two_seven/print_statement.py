# oracle: 2.7
# print: commas, softspace, files; backquotes; exec; dict methods; iterators with next().
import sys

print "a", "b",
print "c"
print "tab\t",
print "after"
print "line\n",
print "no blank"
print
print ("t", 1), ("one"), (), `1.1` + `"x"`
print >>sys.stdout, "to stdout", 1,
print >>sys.stdout
print >>sys.stderr, "to stderr"


class Writer(object):
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)


w = Writer()
print >>w, "x", 2, u"y",
print >>w, None
print w.parts, w.softspace
sys.stdout.write("raw ")
print "then print"
exec "z = 40 + 2"
print z
space = {}
exec "def f(a): return a * 2" in space
print space["f"](21), "__builtins__" in space
print eval("z + 1"), eval("a", {"a": 5}), apply(space["f"], [4])
d = {"one": 1, "two": 2, "three": 3}
print d, d.keys(), d.has_key("one"), d.items(), sorted(d.iteritems()), d.get("four"), len(d.viewkeys())
it = d.iterkeys()
print it.next() in d, next(it) in d, iter([5]).next(), (i for i in "g").next(), enumerate("e").next()
print range(3), xrange(3), xrange(1, 10, 4), list(xrange(1, 10, 4)), zip("ab", [1, 2, 3]), map(None, "ab", "c")
print filter(lambda c: c > "a", "abc"), filter(None, (0, 1, 2)), reduce(lambda a, b: a * b, [1, 2, 3, 4])
print set([1, 2]), frozenset("a"), {1, 2} == set([2, 1]), [x for x in "ab"], x, {k: 1 for k in "k"}
print u"u", [u"u", "\xe9", u"\xe9"], "%s %r" % (u"a", u"b"), type("a" + u"b").__name__, repr("it's"), 'a' 'b'
