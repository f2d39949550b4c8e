# Names of variables and attributes are interned for good from 3.12 on, constants are not.
import sys

MANY = 1 << 28


def function_name(argument_name, *, keyword_only=1):
    local_name = "string_constant"
    global_name
    return argument_name.attribute_name, local_name


class Class_name:
    class_attribute = 1

    def method_name(self):
        pass


def kinds(*texts):
    return ["mortal" if sys.getrefcount(t) < MANY else "immortal" for t in texts]


code = function_name.__code__
print("names", kinds(*code.co_names))
print("variables", kinds(*code.co_varnames))
print("function", kinds(function_name.__name__, code.co_name))
print("class", kinds(Class_name.__name__, Class_name.method_name.__name__))
print("globals", kinds(*[n for n in globals() if "_name" in n]))
print("made", kinds("".join(["made", "up"]), sys.intern("".join(["ma", "de_name"])), str(12345)))
print("constants", kinds(1, None, 1.5, (1, 2), "some text"))
thing = Class_name()
setattr(thing, "dyna" + "mic", 1)
thing.attribute_name = 2
print("attributes", kinds(*vars(thing)))
