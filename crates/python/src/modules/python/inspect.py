import sys
import types
from collections import namedtuple as _namedtuple
from functools import partial as _partial


def ismodule(object):
    return isinstance(object, types.ModuleType)


def isclass(object):
    return isinstance(object, type)


def ismethod(object):
    return isinstance(object, types.MethodType)


def isfunction(object):
    return isinstance(object, types.FunctionType)


def isgenerator(object):
    return isinstance(object, types.GeneratorType)


def isgeneratorfunction(obj):
    return isfunction(obj) and bool(obj.__code__.co_flags & 0x20)


def iscoroutinefunction(obj):
    return False


iscoroutine = isasyncgen = isasyncgenfunction = isawaitable = iscoroutinefunction


def istraceback(object):
    return isinstance(object, types.TracebackType)


def isframe(object):
    return isinstance(object, types.FrameType)


def iscode(object):
    return isinstance(object, types.CodeType)


def isbuiltin(object):
    return isinstance(object, types.BuiltinFunctionType)


def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object)


def ismethoddescriptor(object):
    return isinstance(object, (types.MethodDescriptorType, types.WrapperDescriptorType))


def isdatadescriptor(object):
    return hasattr(type(object), "__set__") or hasattr(type(object), "__delete__")


def isgetsetdescriptor(object):
    return isinstance(object, types.GetSetDescriptorType)


def ismemberdescriptor(object):
    return isinstance(object, types.MemberDescriptorType)


def isabstract(object):
    return isinstance(object, type) and bool(getattr(object, "__abstractmethods__", ()))


def getmembers(object, predicate=None):
    results = []
    for name in sorted(set(dir(object))):
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            results.append((name, value))
    return results


def getmro(cls):
    return cls.__mro__


def getdoc(object):
    doc = object.__doc__
    return cleandoc(doc) if isinstance(doc, str) else None


def cleandoc(doc):
    lines = doc.expandtabs().split("\n")
    margin = min([len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()], default=0)
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getmodule(object):
    return sys.modules.get(getattr(object, "__module__", None))


def unwrap(func, *, stop=None):
    while hasattr(func, "__wrapped__") and not (stop is not None and stop(func)):
        func = func.__wrapped__
    return func


def currentframe():
    return sys._getframe(1)


def getattr_static(obj, attr, *default):
    for namespace in (getattr(obj, "__dict__", {}), *[c.__dict__ for c in type(obj).__mro__]):
        if attr in namespace:
            return namespace[attr]
    if default:
        return default[0]
    raise AttributeError(attr)


GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"


def getgeneratorstate(generator):
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_frame is None:
        return GEN_CLOSED
    return GEN_SUSPENDED if getattr(generator, "gi_suspended", True) else GEN_CREATED


def getgeneratorlocals(generator):
    frame = generator.gi_frame
    return frame.f_locals if frame is not None else {}


class _empty:
    pass


class _Kind(int):
    def __new__(cls, value, name):
        self = int.__new__(cls, value)
        self.name = name
        return self

    @property
    def value(self):
        return int(self)

    @property
    def description(self):
        return "variadic " + self.name[4:].lower() if self.name.startswith("VAR_") else self._spaced()

    def _spaced(self):
        return {0: "positional-only", 1: "positional or keyword", 3: "keyword-only"}[int(self)]

    def __str__(self):
        return self.name

    def __repr__(self):
        return f"<_ParameterKind.{self.name}: {int(self)}>"

    def __format__(self, spec):
        return format(str(self), spec)


class Parameter:
    empty = _empty
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = map(
        _Kind, range(5), "POSITIONAL_ONLY POSITIONAL_OR_KEYWORD VAR_POSITIONAL KEYWORD_ONLY VAR_KEYWORD".split()
    )

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name, self.kind, self.default, self.annotation = name, kind, default, annotation

    def __str__(self):
        text = {2: "*", 4: "**"}.get(self.kind, "") + self.name
        if self.annotation is not _empty:
            text += ": " + formatannotation(self.annotation)
        if self.default is not _empty:
            text += (" = " if self.annotation is not _empty else "=") + repr(self.default)
        return text

    def __repr__(self):
        return f'<Parameter "{self}">'

    def replace(self, *, name=_empty, kind=_empty, annotation=_empty, default=_empty):
        return Parameter(
            self.name if name is _empty else name, self.kind if kind is _empty else kind,
            default=self.default if default is _empty else default,
            annotation=self.annotation if annotation is _empty else annotation,
        )

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        mine = self.name, self.kind, self.default, self.annotation
        return mine == (other.name, other.kind, other.default, other.annotation)


def formatannotation(annotation):
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ == "builtins":
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    text = repr(annotation)
    return text.replace("typing.", "") if getattr(annotation, "__module__", None) == "typing" else text


class Signature:
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        self.parameters = types.MappingProxyType({p.name: p for p in parameters or ()})
        self.return_annotation = return_annotation

    def __str__(self):
        parts, only, star = [], False, False
        for p in self.parameters.values():
            if p.kind == 0:
                only = True
            elif only:
                parts.append("/")
                only = False
            if p.kind == 2:
                star = True
            elif p.kind == 3 and not star:
                parts.append("*")
                star = True
            parts.append(str(p))
        if only:
            parts.append("/")
        text = "(" + ", ".join(parts) + ")"
        if self.return_annotation is not _empty:
            text += " -> " + formatannotation(self.return_annotation)
        return text

    def __repr__(self):
        return f"<Signature {self}>"

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        mine = list(self.parameters.values()), self.return_annotation
        return mine == (list(other.parameters.values()), other.return_annotation)

    def replace(self, *, parameters=_empty, return_annotation=_empty):
        return Signature(
            self.parameters.values() if parameters is _empty else parameters,
            return_annotation=self.return_annotation if return_annotation is _empty else return_annotation,
        )

    def _bind(self, args, kwargs, partial):
        arguments = {}
        args = list(args)
        kwargs = dict(kwargs)
        missing = None
        for p in self.parameters.values():
            if p.kind == 2:
                if args:
                    arguments[p.name] = tuple(args)
                    args = []
            elif p.kind < 2 and args:
                if p.kind == 1 and p.name in kwargs:
                    raise TypeError(f"multiple values for argument {p.name!r}")
                arguments[p.name] = args.pop(0)
            elif p.kind in (1, 3) and p.name in kwargs:
                arguments[p.name] = kwargs.pop(p.name)
            elif p.kind == 4:
                continue
            elif p.default is _empty and not partial and missing is None:
                missing = p
        # Too many come first, then one that is missing, then names that are not there.
        if args:
            raise TypeError("too many positional arguments")
        if missing is not None:
            kind = " keyword-only" if missing.kind == 3 and sys.version_info >= (3, 12) else ""
            raise TypeError(f"missing a required{kind} argument: {missing.name!r}")
        if kwargs:
            named = next((p for p in self.parameters.values() if p.kind == 4), None)
            if named is None:
                raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
            arguments[named.name] = kwargs
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, True)


class BoundArguments:
    def __init__(self, signature, arguments):
        self.signature, self.arguments = signature, arguments

    @property
    def args(self):
        args = []
        for p in self.signature.parameters.values():
            if p.kind >= 3 or p.name not in self.arguments:
                break
            if p.kind == 2:
                args.extend(self.arguments[p.name])
            else:
                args.append(self.arguments[p.name])
        return tuple(args)

    @property
    def kwargs(self):
        kwargs = {}
        by_name = False
        for p in self.signature.parameters.values():
            by_name = by_name or p.kind >= 3 or p.name not in self.arguments
            if by_name and p.name in self.arguments:
                if p.kind == 4:
                    kwargs.update(self.arguments[p.name])
                else:
                    kwargs[p.name] = self.arguments[p.name]
        return kwargs

    def apply_defaults(self):
        arguments = {}
        for p in self.signature.parameters.values():
            if p.name in self.arguments:
                arguments[p.name] = self.arguments[p.name]
            elif p.default is not _empty:
                arguments[p.name] = p.default
            elif p.kind == 2:
                arguments[p.name] = ()
            elif p.kind == 4:
                arguments[p.name] = {}
        self.arguments = arguments

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature == other.signature and self.arguments == other.arguments

    def __repr__(self):
        args = ", ".join([f"{name}={value!r}" for name, value in self.arguments.items()])
        return f"<BoundArguments ({args})>"


def _of_function(f):
    code = f.__code__
    names, n, only = code.co_varnames, code.co_argcount, code.co_kwonlyargcount
    defaults, named = f.__defaults__ or (), f.__kwdefaults__ or {}
    notes = f.__annotations__
    made = []
    for i in range(n):
        at = i - (n - len(defaults))
        made.append(Parameter(
            names[i], Parameter.POSITIONAL_ONLY if i < code.co_posonlyargcount else Parameter.POSITIONAL_OR_KEYWORD,
            default=defaults[at] if at >= 0 else _empty, annotation=notes.get(names[i], _empty),
        ))
    at = n + only
    if code.co_flags & 4:
        made.append(Parameter(names[at], Parameter.VAR_POSITIONAL, annotation=notes.get(names[at], _empty)))
        at += 1
    for name in names[n:n + only]:
        made.append(Parameter(
            name, Parameter.KEYWORD_ONLY, default=named.get(name, _empty), annotation=notes.get(name, _empty),
        ))
    if code.co_flags & 8:
        made.append(Parameter(names[at], Parameter.VAR_KEYWORD, annotation=notes.get(names[at], _empty)))
    return Signature(made, return_annotation=notes.get("return", _empty))


def _without_first(whole, annotation=True):
    # `annotation`: keep what is returned.
    parameters = list(whole.parameters.values())
    if parameters and parameters[0].kind < 2:
        del parameters[0]
    return Signature(parameters, return_annotation=whole.return_annotation if annotation else _empty)


def _of_class(cls):
    call = getattr(type(cls), "__call__", None)
    if isfunction(call):
        return _without_first(_of_function(unwrap(call)))
    for base in cls.__mro__:
        for name in ("__new__", "__init__"):
            found = base.__dict__.get(name)
            if isinstance(found, staticmethod):
                found = found.__func__
            if isfunction(found):
                return _without_first(_of_function(unwrap(found)))
        if base is not object and base.__module__ == "builtins":
            return None
    return Signature(())


def _of_partial(f):
    whole = signature(f.func)
    bound = whole._bind(f.args, f.keywords, True)
    parameters, by_name = [], False
    for p in whole.parameters.values():
        if p.name in f.keywords and p.kind in (1, 3):
            by_name = True
            parameters.append(p.replace(kind=Parameter.KEYWORD_ONLY, default=f.keywords[p.name]))
        elif p.name in bound.arguments and p.kind < 2:
            continue
        elif p.kind == 1 and by_name:
            parameters.append(p.replace(kind=Parameter.KEYWORD_ONLY))
        elif p.kind == 2 and by_name:
            continue
        else:
            parameters.append(p)
    return Signature(parameters, return_annotation=whole.return_annotation)


def signature(obj, *, follow_wrapped=True, **options):
    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if options:
        _not_supported(f"inspect.signature({', '.join(options)})")
    if ismethod(obj):
        whole = signature(obj.__func__)
        return Signature(list(whole.parameters.values())[1:], return_annotation=whole.return_annotation)
    if follow_wrapped:
        obj = unwrap(obj)
    if isfunction(obj):
        return _of_function(obj)
    if isinstance(obj, _partial):
        return _of_partial(obj)
    if isinstance(obj, type):
        made = _of_class(obj)
        if made is not None:
            return made
    if not isinstance(obj, type) and isfunction(getattr(type(obj), "__call__", None)):
        return signature(obj.__call__)
    _not_supported(f"inspect.signature of {obj!r}")


FullArgSpec = _namedtuple("FullArgSpec", "args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations")


def getfullargspec(func):
    whole = _of_function(func.__func__ if ismethod(func) else func)
    args, only = [], []
    varargs = varkw = None
    defaults, named, notes = (), {}, {}
    for p in whole.parameters.values():
        if p.kind < 2:
            args.append(p.name)
            if p.default is not _empty:
                defaults += (p.default,)
        elif p.kind == 2:
            varargs = p.name
        elif p.kind == 3:
            only.append(p.name)
            if p.default is not _empty:
                named[p.name] = p.default
        else:
            varkw = p.name
        if p.annotation is not _empty:
            notes[p.name] = p.annotation
    if whole.return_annotation is not _empty:
        notes["return"] = whole.return_annotation
    return FullArgSpec(args, varargs, varkw, defaults or None, only, named or None, notes)


def getsource(object):
    _not_supported("inspect.getsource")


def stack(context=1):
    _not_supported("inspect.stack; sys._getframe is supported")
