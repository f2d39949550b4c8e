# What CPython says about colons, brackets and quotes that are missing or too many.
CASES = [
    'if x\n    pass\n',
    'while True\n    pass\n',
    'for i in x\n    pass\n',
    'def f()\n    pass\n',
    'class C\n    pass\n',
    'class C(object)\n    pass\n',
    'try\n    pass\n',
    'with x as y\n    pass\n',
    'else:\n',
    'print("a"\n',
    'x = [1, 2\ny = 3\n',
    'x = (1, 2]\n',
    'x = {1: 2)\n',
    'x = )\n',
    'foo(a, b))\n',
    "x = 'abc\n",
    'x = "abc\ny = 1\n',
    'x = """abc\ndef\n',
    "x = f'abc\n",
    'x = f"""abc\n\n',
    'foo(a b)\n',
    'foo(1, 2 3)\n',
    'x = [1 2 3]\n',
    'x = {1: 2 3: 4}\n',
    'x = (a b)\n',
    'if x = 3:\n    pass\n',
    'while x = 3: pass\n',
    'x = (y = 3)\n',
    'foo(1) = 2\n',
    '"abc" = 3\n',
]
for source in CASES:
    try:
        compile(source, "<text>", "exec")
        print("fine", repr(source))
    except SyntaxError as e:
        print(repr(source), type(e).__name__)
        print("  ", e.msg)
        print("  ", e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
