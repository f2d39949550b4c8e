import json
print(json.dumps({"a": [1, 2.5, None, True, "x\n\u00e9\""], "b": {}}), json.dumps([]), json.dumps({"b":1,"a":2}, sort_keys=True, indent=2))
print(json.loads('{"a": [1, 2.5, null, true, "\\u00e9"], "c": -1e3}'), json.loads(" 12 "))
for bad in ("{", "[1,]", "nope", '{"a" 1}', '"abc', "", "1 2", "{'a':1}"):
    try: json.loads(bad)
    except json.JSONDecodeError as e: print(e)
try: json.dumps(object)
except TypeError as e: print(e)
try: json.dumps({(1,2): 3})
except TypeError as e: print(e)
l = []; l.append(l)
try: json.dumps(l)
except ValueError as e: print(e)
print(json.dumps({1: "a", None: 2, True: 3}), json.dumps("é", ensure_ascii=False), json.dumps([1,2], separators=(",",":")), json.dumps({1,2} and [3], default=list))
class O:
    def __init__(self): self.x = 1
print(json.dumps(O(), default=lambda o: o.__dict__), json.dumps(float("nan")), json.dumps([1,[2,[3]]], indent=1), json.dumps({"a":[]}, indent=4))
