# What is wrong inside f-strings, and around them.
CASES = [
    'f"{"\n',
    'f"{}"\n',
    'f"{x"\n',
    'f"}"\n',
    'f"{x!}"\n',
    'f"{x!z}"\n',
    'f"{x:{y}"\n',
    'f"{a b}"\n',
    'f"{a = b}"\n',
    'f"{*}"\n',
    'f"{!r}"\n',
    'f"{:x}"\n',
    'f"{=}"\n',
    'f"{x)}"\n',
    'f"{x]}"\n',
    'f"{(x}"\n',
    'f"{a[}"\n',
    'f"abc {x\n',
    'f"""abc {x\n',
    'f"{x #}"\n',
    'f"{\\n}"\n',
    'f"{\'a\' \'b}"\n',
    'b"é"\n',
    '"a" b"b"\n',
    'x = "a" "b\n',
    'def f():\n    return\n  x\n',
    'class C:\n    def f(self):\n        pass\n   def g(self):\n        pass\n',
    '@\ndef f(): pass\n',
    '@x\ny = 1\n',
    'def f(x): return\n    pass\n',
    "x = {\n    'a': 1\n    'b': 2\n}\n",
    'x = [\n    1,\n    2\n    3\n]\n',
    'foo(\n    a,\n    b\n    c\n)\n',
    'foo(a, "b" c)\n',
    'x = "he said "hello" to me"\n',
    "x = 'it's'\n",
]
for source in CASES:
    try:
        compile(source, "<text>", "exec")
        print("fine", repr(source))
    except SyntaxError as e:
        print(repr(source), type(e).__name__)
        print("  ", e.msg)
        print("  ", e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
