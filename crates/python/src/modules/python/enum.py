import sys as _sys

_builtin_property = property
_mappingproxy = type(type.__dict__)


class nonmember:
    def __init__(self, value):
        self.value = value


class member:
    def __init__(self, value):
        self.value = value


class auto:
    _unset = object()

    def __init__(self, value=_unset):
        self.value = value

    def __repr__(self):
        return f"auto({self.value!r})"


class property(property):
    # The name of a member wins over a property of the same name when the class is asked.
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            members = ownerclass.__dict__.get("_member_map_", {})
            name = getattr(self, "name", None)
            if name in members:
                return members[name]
            raise AttributeError(f"{ownerclass!r} has no attribute {name!r}")
        return super().__get__(instance, ownerclass)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("<enum 'Enum'> cannot set attribute %r" % self.name)
        super().__set__(instance, value)


DynamicClassAttribute = property


def _is_descriptor(obj):
    cls = type(obj)
    return hasattr(cls, "__get__") or hasattr(cls, "__set__") or hasattr(cls, "__delete__")


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__" and name[2] != "_" and name[-3] != "_"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_" and name[-2] != "_"


class _EnumDict(dict):
    def __init__(self, cls_name=None):
        super().__init__()
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._generate = None
        self._cls_name = cls_name

    def __setitem__(self, key, value):
        if self._cls_name is not None and key.startswith(f"_{self._cls_name}__"):
            pass
        elif _is_sunder(key):
            if key == "_generate_next_value_":
                self._generate = value.__func__ if isinstance(value, staticmethod) else value
            elif key == "_ignore_":
                self._ignore = value.split() if isinstance(value, str) else list(value)
        elif _is_dunder(key) or key in self._ignore:
            pass
        elif key in self._member_names:
            raise TypeError(f"{key!r} already defined as {self[key]!r}")
        elif isinstance(value, nonmember):
            value = value.value
        elif isinstance(value, member) or not _is_descriptor(value) and not isinstance(value, type(len)):
            if isinstance(value, member):
                value = value.value
            if key in self:
                raise TypeError(f"{key!r} already defined as {self[key]!r}")
            if isinstance(value, auto):
                if value.value is auto._unset:
                    generate = self._generate or _generate_next_value
                    value.value = generate(key, 1, len(self._member_names), self._last_values[:])
                value = value.value
            elif isinstance(value, tuple) and any(isinstance(v, auto) for v in value):
                generate = self._generate or _generate_next_value
                value = tuple(
                    generate(key, 1, len(self._member_names), self._last_values[:])
                    if isinstance(v, auto) and v.value is auto._unset else v.value if isinstance(v, auto) else v
                    for v in value
                )
            self._member_names[key] = None
            self._last_values.append(value)
        super().__setitem__(key, value)


def _generate_next_value(name, start, count, last_values):
    numbers = [v for v in last_values if isinstance(v, int)]
    if not last_values:
        return start
    if not numbers:
        raise TypeError("unable to sort non-numeric values")
    return max(numbers) + 1


class EnumType(type):
    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        for base in bases:
            if base.__dict__.get("_member_map_"):
                raise TypeError(f"<enum {cls!r}> cannot extend {base!r}")
        namespace = _EnumDict(cls)
        for base in bases:
            for c in base.__mro__:
                if "_generate_next_value_" in c.__dict__:
                    f = c.__dict__["_generate_next_value_"]
                    namespace._generate = f.__func__ if isinstance(f, staticmethod) else f
                    break
            if namespace._generate is not None:
                break
        return namespace

    def __new__(metacls, cls, bases, classdict, *, boundary=None, **kwds):
        if not isinstance(classdict, _EnumDict):
            plain, classdict = classdict, _EnumDict(cls)
            for key, value in plain.items():
                classdict[key] = value
        names = list(classdict._member_names)
        values = {name: classdict[name] for name in names}
        namespace = {k: v for k, v in classdict.items() if k not in values and k != "_ignore_" and k not in classdict._ignore}
        f = namespace.get("_generate_next_value_")
        if f is not None and not isinstance(f, staticmethod):
            namespace["_generate_next_value_"] = staticmethod(f)
        member_type = object
        for base in bases:
            for c in base.__mro__:
                if c is object or isinstance(c, EnumType):
                    continue
                if "__new__" in c.__dict__ or c in (int, str, float, bytes, tuple, complex, frozenset):
                    member_type = c
                    break
            if member_type is not object:
                break
        own_new = None
        if any(isinstance(base, EnumType) for base in bases):
            own_new = namespace.pop("__new__", None)
            for base in bases:
                if own_new is None:
                    own_new = base.__dict__.get("_own_new_")
        enum_class = super().__new__(metacls, cls, bases, namespace, **kwds)
        enum_class._member_names_ = []
        enum_class._member_map_ = {}
        enum_class._value2member_map_ = {}
        enum_class._unhashable_values_ = []
        enum_class._member_type_ = member_type
        if own_new is not None:
            enum_class._own_new_ = own_new
        for name, value in values.items():
            enum_class._add(name, value, own_new)
        if "Enum" in globals():
            first_enum = next((b for b in bases[::-1] if isinstance(b, EnumType)), Enum)
            for method in ("__repr__", "__str__", "__format__"):
                if method in namespace or method in first_enum.__dict__ and first_enum in bases and member_type is object:
                    continue
                found = getattr(enum_class, method)
                if found in (getattr(member_type, method), getattr(object, method)):
                    setattr(enum_class, method, getattr(first_enum, method))
            # A mixed-in type must not make objects out of values; only the members are looked up.
            enum_class.__new__ = Enum.__new__
        if "Flag" in globals() and Flag in enum_class.__mro__:
            # Ahead of what an int mixed in does.
            for operator in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__"):
                if operator not in namespace:
                    setattr(enum_class, operator, Flag.__dict__[operator])
            mask = 0
            for m in enum_class._member_map_.values():
                mask |= m._value_
            enum_class._flag_mask_ = mask
            singles = [n for n in enum_class._member_names_ if _is_single_bit(enum_class._member_map_[n]._value_)]
            enum_class._member_names_ = singles
        return enum_class

    def _add(cls, name, value, own_new):
        args = value if isinstance(value, tuple) else (value,)
        member_type = cls._member_type_
        if member_type is tuple:
            args = (args,)
        if own_new is not None:
            f = own_new.__func__ if isinstance(own_new, staticmethod) else own_new
            enum_member = f(cls, *args)
        elif member_type is object:
            enum_member = object.__new__(cls)
        else:
            enum_member = member_type.__new__(cls, *args)
        if not hasattr(enum_member, "_value_"):
            enum_member._value_ = value if member_type is object else member_type(*args)
        value = enum_member._value_
        enum_member._name_ = name
        enum_member.__objclass__ = cls
        enum_member._sort_order_ = len(cls._member_names_)
        enum_member.__init__(*args)
        try:
            canonical = cls._value2member_map_.get(value)
        except TypeError:
            canonical = next((m for m in cls._member_map_.values() if m._value_ == value), None)
        if canonical is not None and canonical._name_ is not None:
            enum_member = canonical
        else:
            cls._member_names_.append(name)
        cls._member_map_[name] = enum_member
        try:
            cls._value2member_map_.setdefault(value, enum_member)
        except TypeError:
            cls._unhashable_values_.append(value)
        type.__setattr__(cls, name, enum_member)

    def __init__(cls, name, bases, namespace, **kwds):
        pass

    def __bool__(cls):
        return True

    def __call__(cls, value, names=None, *values, module=None, qualname=None, type=None, start=1, boundary=None):
        if cls._member_map_ or names is None:
            if names is not None:
                value = (value, names, *values)
            return cls.__new__(cls, value)
        return cls._create_(value, names, module=module, qualname=qualname, type=type, start=start)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        classdict = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        last = []
        for i, item in enumerate(list(names.items()) if isinstance(names, dict) else names):
            if isinstance(item, str):
                name, value = item, (classdict._generate or _generate_next_value)(item, start, i, last[:])
            else:
                name, value = item
            last.append(value)
            classdict[name] = value
        classdict["__module__"] = module or _sys._getframe(2).f_globals.get("__name__", "__main__")
        if qualname is not None:
            classdict["__qualname__"] = qualname
        return metacls.__new__(metacls, class_name, bases, classdict)

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        try:
            found = value in cls._value2member_map_
        except TypeError:
            found = False
        if not isinstance(value, Enum) and _sys.version_info < (3, 12):
            raise TypeError(
                "unsupported operand type(s) for 'in': '%s' and '%s'"
                % (type(value).__qualname__, cls.__class__.__qualname__)
            )
        return found or value in cls._unhashable_values_

    def __delattr__(cls, attr):
        if attr in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"{cls.__name__!r} cannot delete member {attr!r}.")
        super().__delattr__(attr)

    def __dir__(cls):
        return sorted(set(type.__dir__(cls)))

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __len__(cls):
        return len(cls._member_names_)

    @_builtin_property
    def __members__(cls):
        return _mappingproxy(cls._member_map_)

    def __repr__(cls):
        kind = "flag" if "Flag" in globals() and Flag in cls.__mro__ else "enum"
        return f"<{kind} {cls.__name__!r}>"

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)


def _getattr(cls, name):
    raise AttributeError(name)


if _sys.version_info < (3, 12):
    EnumType.__getattr__ = _getattr
EnumMeta = EnumType


class Enum(metaclass=EnumType):
    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            found = cls._value2member_map_.get(value)
        except TypeError:
            # Not hashable: one after the other.
            found = next((m for m in cls._member_map_.values() if m._value_ == value), None)
        if found is not None:
            return found
        result = cls._missing_(value)
        if isinstance(result, cls):
            return result
        if result is None:
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        raise TypeError(f"error in {cls.__name__}._missing_: returned {result!r} instead of None or a valid member")

    def __init__(self, *args, **kwds):
        pass

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return _generate_next_value(name, start, count, last_values)

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        return f"<{self.__class__.__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __dir__(self):
        return sorted(["__class__", "__doc__", "__module__", "name", "value"])

    def __format__(self, format_spec):
        return format(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_


class ReprEnum(Enum):
    pass


class IntEnum(int, ReprEnum):
    __str__ = int.__repr__
    __format__ = int.__format__


class StrEnum(str, ReprEnum):
    __str__ = str.__str__
    __format__ = str.__format__

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


def _is_single_bit(value):
    return isinstance(value, int) and value > 0 and value & (value - 1) == 0


class FlagBoundary(StrEnum):
    # What becomes of bits that no member has.
    STRICT, CONFORM, EJECT, KEEP = "strict", "conform", "eject", "keep"


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


def _bits(value, width):
    # The sign, then the digits of the two's complement.
    if value >= 0:
        sign, digits = "0b0", f"{value:b}" if value else ""
    else:
        sign, digits = "0b1", f"{value + (1 << value.bit_length()):0{value.bit_length()}b}"
    return f"{sign} {(sign[-1] * width + digits)[-width:]}"


class Flag(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        return 2 ** max(last_values).bit_length()

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        mask = cls._flag_mask_
        lowest = -(1 << mask.bit_length())
        if value < lowest and not issubclass(cls, int) or value & ~mask and value > 0 and not issubclass(cls, int):
            width = max(value.bit_length(), mask.bit_length())
            raise ValueError(
                f"{cls!r} invalid value {value!r}\n    given {_bits(value, width)}\n  allowed {_bits(mask, width)}"
            )
        if value < 0:
            if issubclass(cls, int):
                value += max(1 << mask.bit_length(), 1 << value.bit_length())
            else:
                value &= mask
        unknown = value & ~mask
        pseudo = cls._value2member_map_.get(value)
        if pseudo is None:
            pseudo = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
            pseudo._value_ = value
            parts = [m._name_ for m in cls if m._value_ & value]
            if unknown and parts:
                parts.append(str(unknown))
            pseudo._name_ = "|".join(parts) or None
            pseudo.__objclass__ = cls
            cls._value2member_map_[value] = pseudo
        return pseudo

    def _value_of(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return None

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError(
                f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {self.__class__.__qualname__!r}"
            )
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        return (m for m in self.__class__ if m._value_ & self._value_)

    def __len__(self):
        return bin(self._value_).count("1")

    def __repr__(self):
        if self._name_ is None:
            return f"<{self.__class__.__name__}: {self._value_!r}>"
        return f"<{self.__class__.__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        if self._name_ is None:
            return f"{self.__class__.__name__}({self._value_!r})"
        return f"{self.__class__.__name__}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def __or__(self, other):
        value = self._value_of(other)
        return NotImplemented if value is None else self.__class__(self._value_ | value)

    def __and__(self, other):
        value = self._value_of(other)
        return NotImplemented if value is None else self.__class__(self._value_ & value)

    def __xor__(self, other):
        value = self._value_of(other)
        return NotImplemented if value is None else self.__class__(self._value_ ^ value)

    def __invert__(self):
        return self.__class__(self._flag_mask_ & ~self._value_)

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__


class IntFlag(int, ReprEnum, Flag):
    __str__ = int.__repr__
    __format__ = int.__format__


def unique(enumeration):
    duplicates = [(name, m.name) for name, m in enumeration.__members__.items() if name != m.name]
    if duplicates:
        details = ", ".join(f"{alias} -> {name}" for alias, name in duplicates)
        raise ValueError(f"duplicate values found in {enumeration!r}: {details}")
    return enumeration


def global_enum(cls, update_str=False):
    _sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls
