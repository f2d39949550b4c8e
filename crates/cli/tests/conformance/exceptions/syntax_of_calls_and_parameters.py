# Arguments and parameters in the wrong order or of the wrong kind.
CASES = [
    'print 1\n',
    'print(1) 2\n',
    'f(a=1, 2)\n',
    'f(**a, 1)\n',
    'f(**a, *b)\n',
    'f(a=1, *b, 2)\n',
    'f(x for x in y, 1)\n',
    'f(1, x for x in y)\n',
    'f(a, b for b in c, d)\n',
    'f(True=1)\n',
    'f(None=1)\n',
    'f(a.b=1)\n',
    'f(1=2)\n',
    'f(a()=2)\n',
    'f(x=)\n',
    'f(x=, y=1)\n',
    'f(a=b for b in c)\n',
    'f(*)\n',
    'f(**)\n',
    'def f(a=1, b): pass\n',
    'def f(*): pass\n',
    'def f(*, **k): pass\n',
    'def f(**k, a): pass\n',
    'def f(*a, *b): pass\n',
    'def f(a, /, b, /): pass\n',
    'def f(/, a): pass\n',
    'def f(*a, /): pass\n',
    'def f(*a=1): pass\n',
    'def f(**k=1): pass\n',
    'def f(a=): pass\n',
    'def f((a, b)): pass\n',
    'def f(a b): pass\n',
    'def f(1): pass\n',
    'def f(None): pass\n',
    'def f(a, *, ): pass\n',
    'lambda a=1, b: 0\n',
    'lambda *: 0\n',
    'lambda (a, b): 0\n',
    'lambda a, /, b, /: 0\n',
    'def 1(): pass\n',
    'def f: pass\n',
    'class 1: pass\n',
    'class C(: pass\n',
]
for source in CASES:
    try:
        compile(source, "<text>", "exec")
        print("fine", repr(source))
    except SyntaxError as e:
        print(repr(source), type(e).__name__)
        print("  ", e.msg)
        print("  ", e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
