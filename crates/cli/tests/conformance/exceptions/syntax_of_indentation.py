# Blocks that are not there, or not where they should be; the print statement.
CASES = [
    'if x:\npass\n',
    'while x:\npass\n',
    'for x in y:\npass\n',
    'def f():\npass\n',
    'class C:\npass\n',
    'try:\npass\n',
    'try:\n    pass\nx = 1\n',
    'try:\n    pass\nexcept:\npass\n',
    'try:\n    pass\nexcept ValueError:\npass\n',
    'try:\n    pass\nfinally:\npass\n',
    'with x:\npass\n',
    'if x:\n    pass\nelif y:\npass\n',
    'if x:\n    pass\nelse:\npass\n',
    'if x:\n',
    'def f():\n    # only comment\n',
    'x = 1\n    y = 2\n',
    'if x:\n        y\n    z\n',
    'if x:\n    y\n  z\n',
    'def f():\n\tx\n        y\n',
    'if 1:\n        x\n\ty\n',
    'print "hello"\n',
    'print x, y\n',
    'exec "code"\n',
]
for source in CASES:
    try:
        compile(source, "<text>", "exec")
        print("fine", repr(source))
    except SyntaxError as e:
        print(repr(source), type(e).__name__)
        print("  ", e.msg)
        print("  ", e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
