# What is here, one line each: a kind, a name, and the public names in it. Also runs as 2.7.
import sys

names = [name for name in dir(__builtins__) if 'A' <= name[0] <= 'z' and not name.startswith('_')]
exceptions = [name for name in names if isinstance(getattr(__builtins__, name), type) and issubclass(getattr(__builtins__, name), BaseException)]
types = [name for name in names if isinstance(getattr(__builtins__, name), type) and name not in exceptions]

def line(kind, name, found):
    sys.stdout.write(' '.join([kind, name] + [word for word in found if not word.startswith('_')]) + '\n')

line('functions', '-', [name for name in names if name not in types and name not in exceptions])
line('exceptions', '-', exceptions)
for name in types:
    line('type', name, dir(getattr(__builtins__, name)))
for name in MODULES:
    try:
        module = __import__(name)
    except ImportError:
        continue
    for part in name.split('.')[1:]:
        module = getattr(module, part)
    found = getattr(module, '__all__', None) or [word for word in dir(module) if not isinstance(getattr(module, word), type(sys))]
    line('module', name, sorted(found))
