# exit: 1
import sys
print(sys.getrefcount([]), sys.intern("abc") is sys.intern("abc"))
print(sys.version_info >= (3, 8), sys.version_info[:2], sys.version_info.releaselevel in ("final","candidate"))
print(sys.implementation.name, sys.byteorder, sys.platform in ("linux","emscripten"))
print(type(sys.version), sys.version.split(".")[0])
print(sys.getrecursionlimit()); sys.setrecursionlimit(500); print(sys.getrecursionlimit())
print(sys.exc_info(), sys.exception())
try: 1/0
except ZeroDivisionError:
    print(sys.exc_info()[0], sys.exc_info()[1] is sys.exception(), sys.exc_info()[2] is sys.exception().__traceback__)
print(sys.exc_info())
def f(x):
    fr = sys._getframe()
    print(fr.f_code.co_name, fr.f_back.f_code.co_name, sorted(fr.f_locals), fr.f_lineno, fr.f_globals is globals())
    print(sys._getframe(1).f_code.co_name)
f(1)
print(sys.is_finalizing(), isinstance(sys.getallocatedblocks(), int))
print("sys" in sys.modules, sys.modules["__main__"].__name__, len(sys.argv))
print(sys.stdout.write("hey\n")); sys.stdout.flush()
print(sys.hexversion >> 24, sys.flags.optimize, sys.flags.debug)
print(sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig)
print(sys.maxunicode, sys.getdefaultencoding(), sys.getfilesystemencoding())
print(sys.int_info.sizeof_digit, sys.get_int_max_str_digits())

print(type(sys.stdout).__name__, sys.stdout.name, sys.stdout.encoding, sys.stderr.name)
print(sys.builtin_module_names[:0], 'sys' in sys.builtin_module_names)
print(sys.getsizeof.__name__)
print(sys.__name__, sys)
sys.exit("bye")
