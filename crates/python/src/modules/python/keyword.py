import sys as _sys

kwlist = (
    "False None True and as assert async await break class continue def del elif else except finally for from global if "
    "import in is lambda nonlocal not or pass raise return try while with yield"
).split()
softkwlist = ["_", "case", "match", "type"]
if _sys.version_info < (3, 12):
    softkwlist.remove("type")
if _sys.version_info >= (3, 15):
    softkwlist.insert(2, "lazy")
iskeyword = frozenset(kwlist).__contains__
issoftkeyword = frozenset(softkwlist).__contains__
