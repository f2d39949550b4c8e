# json
import json, sys
from collections import OrderedDict
d = {"name": "x", "n": [1, 2.5, True, None], "nest": {"b": 1, "a": "é\n\"q\""}, 3: "int key", None: 1, True: 0}
print(json.dumps(d)); print(json.dumps(d["nest"], sort_keys=True, ensure_ascii=False)); print(json.dumps({"b": [1, {"c": []}], "a": {}}, indent=2)); print(json.dumps([1, [2]], indent="\t")); print(json.dumps([1, 2, {"a": 1}], separators=(",", ":")))
print(json.dumps({(1, 2): 1}, skipkeys=True), json.dumps(float("inf")), json.dumps("\u2028\x00/"), json.dumps(1e100), json.dumps((1, 2)), json.dumps(10**20))
class P:
    def __init__(self): self.a = 1
for f in (lambda: json.dumps(P()), lambda: json.dumps({1, 2}), lambda: json.dumps({(1,): 1}), lambda: json.dumps(float("nan"), allow_nan=False), lambda: json.dumps(b"x"), lambda: json.loads("{"), lambda: json.loads(""), lambda: json.loads("[1,]"), lambda: json.loads('{"a" 1}'), lambda: json.loads("nul"), lambda: json.loads("[1] x"), lambda: json.loads('"abc'), lambda: json.loads("{'a': 1}"), lambda: json.loads(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(json.dumps(P(), default=vars), json.dumps([P()], default=lambda o: o.__dict__, indent=1))
class Enc(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set): return sorted(o)
        if isinstance(o, complex): return [o.real, o.imag]
        return super().default(o)
print(json.dumps({"s": {3, 1}, "c": 1j}, cls=Enc))
try: json.dumps(P(), cls=Enc)
except TypeError as e: print(e)
print(json.loads('{"a": [1, 2.0, "x\\u00e9", null, true], "b": {"c": -1e3}}'), json.loads('[1, 2]', parse_int=str), json.loads('{"a": 1}', object_hook=lambda d: tuple(d.items())), json.loads('{"a":1,"b":2}', object_pairs_hook=OrderedDict))
l = []; l.append(l)
try: json.dumps(l)
except ValueError as e: print(e)
x = json.loads(json.dumps(d)); print(x, x == d, sys.getrefcount(x))
import io
f = io.StringIO(); json.dump([1, "a"], f); print(f.getvalue()); f.seek(0); print(json.load(f))
try: json.loads('{"a": 1,\n "b": }')
except json.JSONDecodeError as e: print(e.msg, e.pos, e.lineno, e.colno, e.doc[:5], isinstance(e, ValueError))
print(json.dumps({"a": OrderedDict(z=1, y=2)}), json.loads("3"), json.loads(' "s" '), json.loads(b"[1]"), json.dumps("😀"), json.loads('"\\ud83d\\ude00"'))
from enum import IntEnum
class E(IntEnum): A = 1
print(json.dumps({"e": E.A, E.A: 2}), json.dumps(True), json.dumps([]), json.dumps({}), json.dumps([], indent=2), json.dumps({}, indent=2), json.dumps([[], {}], indent=2))
class S(str): pass
print(json.dumps(S("s")), json.dumps({"k": 1.0, "j": -0.0, "z": 1e-7, "y": 123456789.123}), json.loads("1E5"), json.loads("-0"), json.loads("NaN"), json.loads("-Infinity"))
keys = [k for k in json.loads('[{"id":1},{"id":2}]')]; print(list(keys[0])[0] is list(keys[1])[0])
