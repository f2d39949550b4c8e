# -*- coding: utf-8 -*-
# oracle: 2.7
# str is bytes, unicode is characters of four bytes; where they meet, ASCII decides.
import sys

b, u = "caf\xc3\xa9", u"caf\xe9"
print len(b), len(u), repr(b), repr(u), b.decode("utf-8") == u, u.encode("utf-8") == b, u.encode("latin-1") == "caf\xe9"
print sys.getsizeof(b), sys.getsizeof(u), sys.getsizeof(u"\u20ac"), sys.maxunicode, len(u"\U0001f600")
print b, u, [b, u], "%s" % b, u"%s" % u, u.upper()
print "é", len("é"), len(u"é"), repr("é"), repr(u"é"), "é" == u"é".encode("utf-8")
print type("a" + u"b").__name__, type("%s" % u"x").__name__, type("%s %d" % ("x", 1)).__name__, type(u"".join(["a"])).__name__
print type("-".join(["a", u"b"])).__name__, type("a,b".split(u",")[0]).__name__, type("abc".replace("b", u"x")).__name__, u"abc"[1] == "b"
print "a" == u"a", hash("a") == hash(u"a"), {u"k": 1}["k"], "a" in u"abc", u"b" in "abc", isinstance(u"", basestring), isinstance("", unicode)
for bad in (lambda: b + u, lambda: str(u), lambda: b.encode("utf-8"), lambda: u.encode("ascii"), lambda: unicode(b), lambda: b.decode("ascii")):
    try:
        print repr(bad())
    except UnicodeError, e:
        print type(e).__name__, e
print unicode("abc"), unicode(5), unicode(None), unicode([u"x"]), unicode(b, "utf-8") == u, unicode("abc", "ascii"), str(u"abc")


class Both(object):
    def __str__(self):
        return "bytes"

    def __unicode__(self):
        return u"characters"


print str(Both()), unicode(Both()), "%s" % Both(), u"%s" % Both(), repr(unicode(Both()))
print u"abc".encode("hex"), "abc".encode("hex"), unichr(97), repr(unichr(233)), ord(u"\u20ac"), repr(chr(233)), u"a".isalpha()
print u"x" * 3, u"a b".split(), u"ab".center(6, u"*"), u"A".lower(), u"{0}-{b}".format(1, b=u"z"), sorted([u"b", "a"])
print repr(u"it's"), repr('say "x"'), repr(u"tab\t\x00\u1234"), repr("\n\x7f\x80")
