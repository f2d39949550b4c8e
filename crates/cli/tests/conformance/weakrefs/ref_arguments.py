import weakref


class Node:
    pass


class Named(weakref.ref):
    __slots__ = ("name",)

    def __new__(cls, ob, callback=None, name=""):
        self = super().__new__(cls, ob, callback)
        self.name = name
        return self

    def __init__(self, ob, callback=None, name=""):
        super().__init__(ob, callback)


class Plain(weakref.ref):
    pass


node = Node()


def attempt(label, call):
    try:
        result = call()
    except Exception as e:
        print(label, type(e).__name__, e)
    else:
        print(label, "->", type(result).__name__)


attempt("nothing", lambda: weakref.ref())
attempt("three", lambda: weakref.ref(node, None, 3))
attempt("keyword", lambda: weakref.ref(node, callback=None))
attempt("none", lambda: weakref.ref(None))
attempt("int", lambda: weakref.ref(7))
attempt("list", lambda: weakref.proxy([]))
attempt("init", lambda: weakref.ref(node).__init__())
attempt("init keyword", lambda: weakref.ref(node).__init__(node, x=1))
attempt("call", lambda: weakref.ref(node)(1))
attempt("call keyword", lambda: weakref.ref(node)(x=1))
attempt("call of subclass", lambda: Plain(node)(1))
attempt("subclass keyword", lambda: Plain(node, x=1))
attempt("proxy", lambda: weakref.proxy(node, None, None))
attempt("proxy keyword", lambda: weakref.proxy(node, callback=None))
attempt("count", lambda: weakref.getweakrefcount())
attempt("refs", lambda: weakref.getweakrefs(node, node))
attempt("callback", lambda: setattr(weakref.ref(node), "__callback__", None))
attempt("order", lambda: weakref.ref(node) < weakref.ref(node))
attempt("ref of ref", lambda: weakref.ref(weakref.ref(node)))
attempt("ref of subclass", lambda: weakref.ref(Plain(node)))
named = Named(node, None, "n")
print(named.name, named() is node, named == weakref.ref(node), named is Named(node), Plain(node) is Plain(node))
print(weakref.ref(node) is weakref.ref(node, None), weakref.getweakrefcount(node))
print([type(r).__name__ for r in weakref.getweakrefs(node)])
print(weakref.getweakrefcount(5), weakref.getweakrefs("text"))
