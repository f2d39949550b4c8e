# What cannot be assigned to, deleted or bound.
CASES = [
    '1 = x\n',
    'None = 1\n',
    'True = 3\n',
    'x + 1 = 2\n',
    '-x = 1\n',
    '(a, b()) = 1\n',
    '[a, 1] = 2\n',
    'a, 1 = 2\n',
    'f() += 1\n',
    '(a, b) += 1\n',
    'x if y else z = 1\n',
    'lambda: 1 = 2\n',
    'a.b, c() = 3\n',
    '{} = 1\n',
    '{1} = 2\n',
    '[x for x in y] = 1\n',
    '(x for x in y) = 1\n',
    'x == 1 = 2\n',
    'not x = 1\n',
    'f"{x}" = 1\n',
    '... = 1\n',
    'yield = 1\n',
    '(yield) = 1\n',
    'del f()\n',
    'del 1\n',
    'del (a, b + 1)\n',
    'del x + 1\n',
    'del *x\n',
    'for 1 in x: pass\n',
    'for f() in x: pass\n',
    'for x in : pass\n',
    'for x y in z: pass\n',
    '[x for 1 in y]\n',
    '[x for y]\n',
    'with a as f(): pass\n',
    'with a as 1: pass\n',
    'import a.b as c.d\n',
    'import\n',
    'from x import\n',
    'from x import a,\n',
    'from x import (a, b\n',
    'from . import *, a\n',
    'import a from b\n',
]
for source in CASES:
    try:
        compile(source, "<text>", "exec")
        print("fine", repr(source))
    except SyntaxError as e:
        print(repr(source), type(e).__name__)
        print("  ", e.msg)
        print("  ", e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
