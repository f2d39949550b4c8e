# oracle: 2.7
# exec, eval, locals and modules hold names; what they hold lives as long as they do.
import sys
import weakref


class Thing(object):
    pass


space = {}
exec "x = 1\ny = x + 1" in space
print sorted(k for k in space if k != "__builtins__"), space["y"]
exec "z = y" in space, space
own = {}
exec "w = y" in space, own
print space["z"], own, eval("w + z", space, own)
code = compile("thing = make()", "<made>", "exec")
space["make"] = Thing
exec code in space
watch = weakref.ref(space["thing"])
print watch() is space["thing"], code.co_filename, code.co_names, type(code).__name__
del space["thing"]
print watch()


def local():
    a = 1
    exec "b = a + 1"
    return sorted(locals().items())


print local()


print eval("[x for x in range(3)]"), x if "x" in globals() else "no x"
[leak for leak in range(3)]
print leak
print dir(Thing())[:2], "space" in dir(), vars(Thing()), sorted(vars(Thing))[:2]
import types
m = types.ModuleType("made")
m.thing = Thing()
watch = weakref.ref(m.thing)
exec "def f(): return thing" in m.__dict__
print m.f() is watch(), m.__name__, m.__dict__.get("x"), m
try:
    exec "1 +"
except SyntaxError, e:
    print type(e).__name__, e.lineno
try:
    exec "raise KeyError('inside')"
except KeyError, e:
    print e, sys.exc_info()[2].tb_next.tb_frame.f_code.co_name, sys.exc_info()[2].tb_next.tb_frame.f_code.co_filename
