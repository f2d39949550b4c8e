# Imports, handlers, patterns and displays that are wrong.
CASES = [
    'from x import y as 1\n',
    'elif x: pass\n',
    'except: pass\n',
    'finally: pass\n',
    'case 1: pass\n',
    'match x:\npass\n',
    'match x\n    case 1: pass\n',
    'match x:\n    case 1\n        pass\n',
    'match x:\n    case 1:\n    pass\n',
    'match x:\n    case a as 1: pass\n',
    'match x:\n    case a as _: pass\n',
    'match x:\n    case A(x=1, 2): pass\n',
    'match x:\n    case {**r, 1: 2}: pass\n',
    'match x:\n    pass\n',
    'try:\n    pass\nexcept A, B:\n    pass\n',
    'try:\n    pass\nexcept A, B as e:\n    pass\n',
    'try:\n    pass\nexcept A as 1:\n    pass\n',
    'try:\n    pass\nexcept A as b.c:\n    pass\n',
    'try:\n    pass\nexcept* A:\n    pass\nexcept B:\n    pass\n',
    'try:\n    pass\nexcept*:\n    pass\n',
    'try:\n    pass\nexcept A\n    pass\n',
    'if a:\n    pass\nelse:\n    pass\nelif b:\n    pass\n',
    '{1: 2, 3}\n',
    '{1: *x}\n',
    '{1: }\n',
    '{1: 2, 3: }\n',
    '{1, 2: 3}\n',
    '{1:2, **}\n',
    '(**x)\n',
    'x: int: 3\n',
    '(a, b): int\n',
    '[a]: int\n',
    'f(): int\n',
    'a, b: int\n',
    'a = b: int\n',
    '1: int\n',
    '"x": int\n',
]
for source in CASES:
    try:
        compile(source, "<text>", "exec")
        print("fine", repr(source))
    except SyntaxError as e:
        print(repr(source), type(e).__name__)
        print("  ", e.msg)
        print("  ", e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
