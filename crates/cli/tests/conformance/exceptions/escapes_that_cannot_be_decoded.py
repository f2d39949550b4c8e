# Escape sequences that cannot be decoded: a path of Windows in quotes, digits that are missing.
for src in ("x = 'C:\\Users\\new'\n", "print('C:\\Users', 5)\n", "f('\\x1'\n  , 2)\n", "b'ab\\xz'\n", "'é\\x1'\n", "'a\\u00zz'\n", "'\\N'\n", "'\\N{'\n", "'\\x'\n","'\\U00110000'\n", "x = ['a', 'b\\x1', c c]\n", "'\\x41\\x1'\n", "y = (\n'\\x1')\n", "def f():\n    return 'C:\\Users'\n"):
    try: compile(src, "<t>", "exec"); print(repr(src), "fine")
    except SyntaxError as e: print(repr(src), "|", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
