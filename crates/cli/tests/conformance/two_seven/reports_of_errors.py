# oracle: 2.7
# exit: 1
# Reports of the module traceback and of the interpreter, and the messages of 2.7.
import sys, traceback
class MyErr(Exception):
    def __str__(self): return 'my ' + Exception.__str__(self)
def f(n):
    if n == 0: raise MyErr('deep')
    f(n - 1)
try:
    f(2)
except MyErr:
    t, v, tb = sys.exc_info()
    print t, v
    n = 0
    while tb: n += 1; tb = tb.tb_next
    print n
    print '\n'.join(l for l in traceback.format_exc().splitlines() if 'File' not in l)
del tb
try:
    raise ValueError, 'old style'
except (ValueError, TypeError), e:
    print repr(e), e.args, e.message
try:
    int('x')
except ValueError as e: print e
try: {}['k']
except KeyError as e: print e, repr(e)
try: [][1]
except IndexError as e: print e
try: None.x
except AttributeError as e: print e
try: f()
except TypeError as e: print e
try: 1/0
except ZeroDivisionError as e: print e
try: 'a' + 1
except TypeError as e: print e
try: 1 + 'a'
except TypeError as e: print e
try: undefined
except NameError as e: print e
try: f(1,2,x=3)
except TypeError as e: print e
print sys.exc_info()[0] is not None
sys.exc_clear()
print sys.exc_info()
f(1)
