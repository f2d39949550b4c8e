import sys as _sys


class DynamicClassAttribute:
    # A property of the instances; of the class, its metaclass is to be asked.
    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.__doc__ = doc or fget.__doc__
        self.fget, self.fset, self.fdel = fget, fset, fdel
        self.overwrite_doc = doc is None
        self.__isabstractmethod__ = bool(getattr(fget, "__isabstractmethod__", False))

    def _with(self, **changed):
        kept = {"fget": self.fget, "fset": self.fset, "fdel": self.fdel, "doc": self.__doc__}
        made = type(self)(**{**kept, **changed})
        made.overwrite_doc = self.overwrite_doc
        return made

    def getter(self, fget):
        # Its text is the getter's, unless one was given.
        text = fget.__doc__ if self.overwrite_doc else None
        return self._with(fget=fget, doc=text or self.__doc__)

    def setter(self, fset):
        return self._with(fset=fset)

    def deleter(self, fdel):
        return self._with(fdel=fdel)

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if not self.__isabstractmethod__:
                raise AttributeError
            return self
        if self.fget is not None:
            return self.fget(instance)
        raise AttributeError("unreadable attribute")

    def __set__(self, instance, value):
        setter = self.fset
        if setter is not None:
            return setter(instance, value)
        raise AttributeError("can't set attribute")

    def __delete__(self, instance):
        deleter = self.fdel
        if deleter is not None:
            return deleter(instance)
        raise AttributeError("can't delete attribute")


def resolve_bases(bases):
    resolved = []
    for base in bases:
        entries = None if isinstance(base, type) else getattr(base, "__mro_entries__", None)
        if entries is None:
            resolved.append(base)
        else:
            resolved.extend(entries(bases))
    return tuple(resolved)


def prepare_class(name, bases=(), kwds=None):
    kwds = dict(kwds or {})
    meta = kwds.pop("metaclass", type(bases[0]) if bases else type)
    return meta, meta.__prepare__(name, bases, **kwds) if hasattr(meta, "__prepare__") else {}, kwds


def new_class(name, bases=(), kwds=None, exec_body=None):
    meta, namespace, kwds = prepare_class(name, resolve_bases(bases), kwds)
    if exec_body is not None:
        exec_body(namespace)
    return meta(name, resolve_bases(bases), namespace, **kwds)


def get_original_bases(cls, /):
    return cls.__dict__.get("__orig_bases__", cls.__bases__)


def coroutine(func):
    return func


if _sys.version_info < (3, 12):
    del get_original_bases
