def t(f):
    try: print(f.__name__, f())
    except Exception as e: print(f.__name__, type(e).__name__, e)
def dict_grow():
    d = {1: 1}
    for k in d: d[k + 1] = 1
def dict_shrink():
    d = {1: 1, 2: 2}
    for k in d: del d[k]
def dict_same_size():
    d = {1: 1, 2: 2, 3: 3}; out = []
    for k in d:
        out.append(k); d.pop(k); d[k * 10] = 1
        if len(out) > 8: break
    return out, d
def dict_set_value():
    d = {1: 1, 2: 2}
    for k in d: d[k] = 9
    return d
def items_grow():
    d = {1: 1}
    for k, v in d.items(): d["x"] = 1
def values_clear():
    d = {1: 1, 2: 2}
    for v in d.values(): d.clear()
def reversed_grow():
    d = {1: 1, 2: 2}
    for k in reversed(d): d[k * 7] = 1
def clear_refill():
    d = {1: 1, 2: 2}; out = []
    for k in d: out.append(k); d.clear(); d[5] = 5; d[6] = 6
    return out
def set_grow():
    s = {1, 2}
    for k in s: s.add(k + 10)
def set_same():
    s = {1, 2, 3}; out = []
    for k in s:
        out.append(k); s.remove(k); s.add(k + 8)
        if len(out) > 9: break
    return out, s
def list_grow():
    l = [1, 2, 3]; out = []
    for x in l:
        out.append(x)
        if len(l) < 8: l.append(x * 10)
    return out
def list_shrink():
    l = list(range(10)); out = []
    for x in l: out.append(x); l.remove(x)
    return out, l
def list_insert_front():
    l = [1, 2]; out = []
    for x in l:
        out.append(x); l.insert(0, 0)
        if len(out) > 5: break
    return out
def list_clear_in_iteration():
    l = [1, 2, 3]; it = iter(l); next(it); l.clear(); r = list(it); l.append(1); l.append(2); return r, list(it)
def sort_mutates():
    l = [3, 1, 2]
    def key(x): l.append(x); return x
    l.sort(key=key)
def sort_sees_empty():
    l = [3, 1, 2]; seen = []
    def key(x): seen.append(list(l)); return x
    l.sort(key=key); return seen, l
def eq_mutates():
    class E:
        def __init__(self, l): self.l = l
        def __eq__(self, o): self.l.clear(); return False
        def __hash__(self): return 1
    l = []; l += [E(l), E(l), 3]
    return (3 in l), l
def dict_eq_mutates():
    class E:
        def __eq__(self, o): d.clear(); return False
        def __hash__(self): return 1
    d = {E(): 1}
    return d.get(E()), len(d)
def bytearray_iter():
    b = bytearray(b"ab"); out = []
    for x in b:
        out.append(x)
        if len(b) < 6: b.append(x + 1)
    return out
def deque_mutate():
    from collections import deque
    d = deque([1, 2])
    for x in d: d.append(x)
def extend_self():
    l = [1, 2, 3]; l.extend(l); l += l; l[1:1] = l; return len(l), l[:6]
def extend_own_iterator():
    l = [1, 2, 3]
    it = iter(l); next(it); l.extend(x for x in list(it)); return l
def slice_self():
    l = [1, 2, 3]; l[::2] = l[::2][::-1]; l[:0] = l; return l
def update_self():
    d = {1: 2}; d.update(d); d |= d; s = {1, 2}; s |= s; s ^= s; return d, s
def length_hint():
    it = iter([1, 2, 3]); next(it); r = reversed([1, 2]); return it.__length_hint__(), r.__length_hint__(), iter({1: 2}).__length_hint__(), iter(range(9)).__length_hint__(), iter("abc").__length_hint__(), iter({1, 2}).__length_hint__()
def dict_iter_after_change():
    d = {1: 1, 2: 2}; it = iter(d); next(it); d[3] = 3
    for i in range(3):
        try: next(it)
        except Exception as e: print("  ", type(e).__name__, e)
    return it.__length_hint__()
def unpack_few(): a, b, c = [1, 2]
def unpack_many(): a, b = [1, 2, 3]
def unpack_many_iter(): a, b = iter([1, 2, 3])
def unpack_many_dict(): a, b = {1: 1, 2: 2, 3: 3}
def unpack_none(): a, b = None
def unpack_int(): [a] = 5
def unpack_star_few(): a, *b, c = [1]
def unpack_str(): a, b = "abc"
def unpack_gen(): a, b, c = (i for i in range(2))
def unpack_nested(): (a, (b, c)), d = (1, 2), 3
def unpack_range(): a, b, *c = range(1); return c
for f in list(globals().values()):
    if hasattr(f, "__code__") and f is not t: t(f)
