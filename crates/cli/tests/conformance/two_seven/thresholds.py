# oracle: 2.7
# Collections start by themselves inside an allocation: with thresholds this small one can watch them.
import gc
import weakref


class Node(object):
    pass


class Old:
    pass


def garbage(cls):
    node = cls()
    node.me = node


gc.collect()
gc.set_threshold(10, 3, 2)
print gc.get_threshold(), gc.isenabled(), gc.get_debug()
died = []
for cls in (Node, Old):
    refs = []
    for i in range(60):
        node = cls()
        node.me = node
        refs.append(weakref.ref(node, lambda ref, i=i: died.append(i)))
    del node
    print cls.__name__, len(died) > 30, died == sorted(died)
    gc.collect()
    print len(died), [r for r in refs if r() is not None]
    del died[:]
gc.set_threshold(0)
for i in range(500):
    garbage(Node)
    garbage(Old)
print "off", gc.collect(), gc.get_count()[1:]
gc.set_threshold(700, 10, 10)
gc.disable()
for i in range(1000):
    garbage(Node)
print "disabled", gc.collect(), gc.isenabled()
gc.enable()
for bad in (lambda: gc.collect(3), lambda: gc.collect(-1), lambda: gc.collect("x"), lambda: gc.set_threshold("x")):
    try:
        bad()
    except (ValueError, TypeError), e:
        print type(e).__name__ + ":", e
print gc.collect(0), gc.collect(1), gc.collect(2)
