import pprint
data = {"name": "x" * 30, "items": list(range(30)), "nested": {"a": {"b": {"c": [1, 2, 3]}}, "tuple": (1, "two", 3.0)}, "set": {3, 1, 2}}
pprint.pprint(data)
pprint.pprint(data, width=40, depth=2, compact=True)
print(pprint.pformat([1, 2]), pprint.pformat({"b": 1, "a": 2}, sort_dicts=False))
l = [1]; l.append(l); pprint.pprint(l) if 0 else None
pprint.pp({"z": 1, "a": [("k" * 40, "v" * 40)]}, indent=4)
from dataclasses import dataclass
@dataclass
class P: x: int; y: str
pprint.pprint(P(1, "q" * 100))
pprint.pprint("word " * 40, width=60)
