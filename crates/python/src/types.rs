//! The static types of the interpreter: one row each.

use crate::builtins;
use crate::modules;
use crate::objects::function::{GetSetDef, NativeDef, NativeFn};

/// What instances of a type are inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NativeType {
    /// Which type.
    pub id: TypeId,
    /// Its name, as CPython's `tp_name` without the module.
    pub name: &'static str,
    /// Its module.
    pub module: &'static str,
    /// Its base.
    pub base: TypeId,
    /// Collected: objects have a GC head.
    pub gc: bool,
    /// Python classes may derive from it.
    pub is_base: bool,
    /// Objects can be weakly referenced.
    pub weakref: bool,
}

impl NativeType {
    /// `tp_name`: with the module, unless that is `builtins`.
    pub fn tp_name(&self) -> String {
        if self.module == "builtins" {
            self.name.to_owned()
        } else {
            format!("{}.{}", self.module, self.name)
        }
    }
}

macro_rules! static_types {
    ($($id:ident = $name:literal in $module:literal, $base:ident, $($flag:ident)*;)+) => {
        /// The static types.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum TypeId { $(#[doc = $name] $id,)+ }

        /// Their rows, in the order of [`TypeId`]; a base stands before what derives from it.
        pub const STATIC_TYPES: &[NativeType] = &[$(NativeType {
            id: TypeId::$id, name: $name, module: $module, base: TypeId::$base,
            gc: static_types!(@has gc $($flag)*),
            is_base: static_types!(@has base $($flag)*),
            weakref: static_types!(@has weak $($flag)*),
        },)+];
    };
    (@has gc) => { false };
    (@has gc gc $($rest:ident)*) => { true };
    (@has gc $other:ident $($rest:ident)*) => { static_types!(@has gc $($rest)*) };
    (@has base) => { false };
    (@has base base $($rest:ident)*) => { true };
    (@has base $other:ident $($rest:ident)*) => { static_types!(@has base $($rest)*) };
    (@has weak) => { false };
    (@has weak weak $($rest:ident)*) => { true };
    (@has weak $other:ident $($rest:ident)*) => { static_types!(@has weak $($rest)*) };
}

static_types! {
    Object = "object" in "builtins", Object, base;
    Type = "type" in "builtins", Object, gc base weak;
    NoneType = "NoneType" in "builtins", Object,;
    Ellipsis = "ellipsis" in "builtins", Object,;
    NotImplemented = "NotImplementedType" in "builtins", Object,;
    Int = "int" in "builtins", Object, base;
    Bool = "bool" in "builtins", Int,;
    Float = "float" in "builtins", Object, base;
    Complex = "complex" in "builtins", Object, base;
    Str = "str" in "builtins", Object, base;
    Bytes = "bytes" in "builtins", Object, base;
    ByteArray = "bytearray" in "builtins", Object, base;
    List = "list" in "builtins", Object, gc base;
    Tuple = "tuple" in "builtins", Object, gc base;
    Dict = "dict" in "builtins", Object, gc base;
    Set = "set" in "builtins", Object, gc base weak;
    FrozenSet = "frozenset" in "builtins", Object, gc base weak;
    Range = "range" in "builtins", Object,;
    Slice = "slice" in "builtins", Object, gc;
    Function = "function" in "builtins", Object, gc weak;
    BuiltinFunction = "builtin_function_or_method" in "builtins", Object, gc weak;
    MethodDescriptor = "method_descriptor" in "builtins", Object, gc;
    WrapperDescriptor = "wrapper_descriptor" in "builtins", Object, gc;
    ClassMethodDescriptor = "classmethod_descriptor" in "builtins", Object, gc;
    MethodWrapper = "method-wrapper" in "builtins", Object, gc;
    Method = "method" in "builtins", Object, gc weak;
    GetSetDescriptor = "getset_descriptor" in "builtins", Object, gc;
    MemberDescriptor = "member_descriptor" in "builtins", Object, gc;
    ClassMethod = "classmethod" in "builtins", Object, gc base;
    StaticMethod = "staticmethod" in "builtins", Object, gc base;
    Property = "property" in "builtins", Object, gc base;
    Super = "super" in "builtins", Object, gc base;
    Cell = "cell" in "builtins", Object, gc;
    Code = "code" in "builtins", Object, weak;
    Generator = "generator" in "builtins", Object, gc weak;
    Frame = "frame" in "builtins", Object, gc;
    FrameLocalsProxy = "FrameLocalsProxy" in "builtins", Object, gc;
    Traceback = "traceback" in "builtins", Object, gc;
    Module = "module" in "builtins", Object, gc base weak;
    MappingProxy = "mappingproxy" in "builtins", Object, gc;
    DictKeys = "dict_keys" in "builtins", Object, gc;
    DictValues = "dict_values" in "builtins", Object, gc;
    DictItems = "dict_items" in "builtins", Object, gc;
    Weakref = "ReferenceType" in "weakref", Object, gc base;
    WeakProxy = "ProxyType" in "weakref", Object, gc;
    WeakCallableProxy = "CallableProxyType" in "weakref", Object, gc;
    ListIterator = "list_iterator" in "builtins", Object, gc;
    ListReverseIterator = "list_reverseiterator" in "builtins", Object, gc;
    TupleIterator = "tuple_iterator" in "builtins", Object, gc;
    StrIterator = "str_ascii_iterator" in "builtins", Object, gc;
    UnicodeIterator = "str_iterator" in "builtins", Object, gc;
    BytesIterator = "bytes_iterator" in "builtins", Object, gc;
    ByteArrayIterator = "bytearray_iterator" in "builtins", Object, gc;
    RangeIterator = "range_iterator" in "builtins", Object,;
    DictKeyIterator = "dict_keyiterator" in "builtins", Object, gc;
    DictValueIterator = "dict_valueiterator" in "builtins", Object, gc;
    DictItemIterator = "dict_itemiterator" in "builtins", Object, gc;
    DictReverseKeyIterator = "dict_reversekeyiterator" in "builtins", Object, gc;
    DictReverseValueIterator = "dict_reversevalueiterator" in "builtins", Object, gc;
    DictReverseItemIterator = "dict_reverseitemiterator" in "builtins", Object, gc;
    SetIterator = "set_iterator" in "builtins", Object, gc;
    SequenceIterator = "iterator" in "builtins", Object, gc;
    Reversed = "reversed" in "builtins", Object, gc base;
    CallableIterator = "callable_iterator" in "builtins", Object, gc;
    Enumerate = "enumerate" in "builtins", Object, gc base;
    Zip = "zip" in "builtins", Object, gc base;
    Map = "map" in "builtins", Object, gc base;
    Filter = "filter" in "builtins", Object, gc base;
    MemoryView = "memoryview" in "builtins", Object, gc weak;
    ManagedBuffer = "managedbuffer" in "_memoryview", Object, gc;
    SimpleNamespace = "SimpleNamespace" in "types", Object, gc base;
    GenericAlias = "GenericAlias" in "types", Object, gc weak base;
    Union = "UnionType" in "types", Object, gc weak;
    CData = "_SimpleCData" in "_ctypes", Object, gc base;
    TextIO = "TextIOWrapper" in "_io", Object, gc weak;
    Partial = "partial" in "functools", Object, gc base weak;
    LruCache = "_lru_cache_wrapper" in "functools", Object, gc weak;
    Deque = "deque" in "collections", Object, gc base weak;
    LruLink = "_lru_list_elem" in "functools", Object,;
    DequeIterator = "_deque_iterator" in "collections", Object, gc;
    DequeReverseIterator = "_deque_reverse_iterator" in "collections", Object, gc;
    TupleGetter = "_tuplegetter" in "collections", Object, gc;
    ItemGetter = "itemgetter" in "operator", Object, gc;
    AttrGetter = "attrgetter" in "operator", Object, gc;
    MethodCaller = "methodcaller" in "operator", Object, gc;
    IterAccumulate = "accumulate" in "itertools", Object, gc base;
    IterBatched = "batched" in "itertools", Object, gc base;
    IterChain = "chain" in "itertools", Object, gc base;
    IterCombinations = "combinations" in "itertools", Object, gc base;
    IterReplacement = "combinations_with_replacement" in "itertools", Object, gc base;
    IterCompress = "compress" in "itertools", Object, gc base;
    IterCount = "count" in "itertools", Object, gc base;
    IterCycle = "cycle" in "itertools", Object, gc base;
    IterDropWhile = "dropwhile" in "itertools", Object, gc base;
    IterFilterFalse = "filterfalse" in "itertools", Object, gc base;
    IterSlice = "islice" in "itertools", Object, gc base;
    IterGroupBy = "groupby" in "itertools", Object, gc base;
    IterGrouper = "_grouper" in "itertools", Object, gc;
    IterPairwise = "pairwise" in "itertools", Object, gc base;
    IterPermutations = "permutations" in "itertools", Object, gc base;
    IterProduct = "product" in "itertools", Object, gc base;
    IterRepeat = "repeat" in "itertools", Object, gc base;
    IterStarmap = "starmap" in "itertools", Object, gc base;
    IterTakeWhile = "takewhile" in "itertools", Object, gc base;
    IterTee = "_tee" in "itertools", Object, gc weak;
    IterTeeLink = "_tee_dataobject" in "itertools", Object, gc;
    IterZipLongest = "zip_longest" in "itertools", Object, gc base;
    MersenneTwister = "Random" in "_random", Object, base;
    VersionInfo = "version_info" in "sys", Tuple, gc;
    BaseException = "BaseException" in "builtins", Object, gc base;
    SystemExit = "SystemExit" in "builtins", BaseException, gc base;
    KeyboardInterrupt = "KeyboardInterrupt" in "builtins", BaseException, gc base;
    GeneratorExit = "GeneratorExit" in "builtins", BaseException, gc base;
    BaseExceptionGroup = "BaseExceptionGroup" in "builtins", BaseException, gc base;
    Exception = "Exception" in "builtins", BaseException, gc base;
    ArithmeticError = "ArithmeticError" in "builtins", Exception, gc base;
    FloatingPointError = "FloatingPointError" in "builtins", ArithmeticError, gc base;
    OverflowError = "OverflowError" in "builtins", ArithmeticError, gc base;
    ZeroDivisionError = "ZeroDivisionError" in "builtins", ArithmeticError, gc base;
    AssertionError = "AssertionError" in "builtins", Exception, gc base;
    AttributeError = "AttributeError" in "builtins", Exception, gc base;
    BufferError = "BufferError" in "builtins", Exception, gc base;
    EOFError = "EOFError" in "builtins", Exception, gc base;
    ImportError = "ImportError" in "builtins", Exception, gc base;
    ModuleNotFoundError = "ModuleNotFoundError" in "builtins", ImportError, gc base;
    LookupError = "LookupError" in "builtins", Exception, gc base;
    IndexError = "IndexError" in "builtins", LookupError, gc base;
    KeyError = "KeyError" in "builtins", LookupError, gc base;
    MemoryError = "MemoryError" in "builtins", Exception, gc base;
    NameError = "NameError" in "builtins", Exception, gc base;
    UnboundLocalError = "UnboundLocalError" in "builtins", NameError, gc base;
    OSError = "OSError" in "builtins", Exception, gc base;
    FileNotFoundError = "FileNotFoundError" in "builtins", OSError, gc base;
    FileExistsError = "FileExistsError" in "builtins", OSError, gc base;
    PermissionError = "PermissionError" in "builtins", OSError, gc base;
    TimeoutError = "TimeoutError" in "builtins", OSError, gc base;
    ConnectionError = "ConnectionError" in "builtins", OSError, gc base;
    ReferenceError = "ReferenceError" in "builtins", Exception, gc base;
    RuntimeError = "RuntimeError" in "builtins", Exception, gc base;
    NotImplementedError = "NotImplementedError" in "builtins", RuntimeError, gc base;
    RecursionError = "RecursionError" in "builtins", RuntimeError, gc base;
    StopIteration = "StopIteration" in "builtins", Exception, gc base;
    StopAsyncIteration = "StopAsyncIteration" in "builtins", Exception, gc base;
    SyntaxError = "SyntaxError" in "builtins", Exception, gc base;
    IndentationError = "IndentationError" in "builtins", SyntaxError, gc base;
    TabError = "TabError" in "builtins", IndentationError, gc base;
    SystemError = "SystemError" in "builtins", Exception, gc base;
    TypeError = "TypeError" in "builtins", Exception, gc base;
    ValueError = "ValueError" in "builtins", Exception, gc base;
    UnicodeError = "UnicodeError" in "builtins", ValueError, gc base;
    UnicodeDecodeError = "UnicodeDecodeError" in "builtins", UnicodeError, gc base;
    UnicodeEncodeError = "UnicodeEncodeError" in "builtins", UnicodeError, gc base;
    ExceptionGroup = "ExceptionGroup" in "builtins", BaseExceptionGroup, gc base;
    Warning = "Warning" in "builtins", Exception, gc base;
    DeprecationWarning = "DeprecationWarning" in "builtins", Warning, gc base;
    PendingDeprecationWarning = "PendingDeprecationWarning" in "builtins", Warning, gc base;
    RuntimeWarning = "RuntimeWarning" in "builtins", Warning, gc base;
    SyntaxWarning = "SyntaxWarning" in "builtins", Warning, gc base;
    UserWarning = "UserWarning" in "builtins", Warning, gc base;
    FutureWarning = "FutureWarning" in "builtins", Warning, gc base;
    ImportWarning = "ImportWarning" in "builtins", Warning, gc base;
    ResourceWarning = "ResourceWarning" in "builtins", Warning, gc base;
    Long = "long" in "builtins", Object, base;
    Unicode = "unicode" in "builtins", Object, base;
    BaseString = "basestring" in "builtins", Object, base;
    ClassicClass = "classobj" in "builtins", Object, gc weak;
    ClassicInstance = "instance" in "builtins", Object, gc weak;
    StandardError = "StandardError" in "builtins", Exception, gc base;
    EnvironmentError = "EnvironmentError" in "builtins", OSError, gc base;
    IOError = "IOError" in "builtins", OSError, gc base;
}

/// Types that had another name.
const NAMES_IN_TWO: &[(TypeId, &str)] = &[
    (TypeId::Method, "instancemethod"),
    (TypeId::Range, "xrange"),
    (TypeId::RangeIterator, "rangeiterator"),
    (TypeId::MappingProxy, "dictproxy"),
    (TypeId::ListIterator, "listiterator"),
    (TypeId::ListReverseIterator, "listreverseiterator"),
    (TypeId::TupleIterator, "tupleiterator"),
    (TypeId::StrIterator, "iterator"),
    (TypeId::UnicodeIterator, "iterator"),
    (TypeId::DictKeyIterator, "dictionary-keyiterator"),
    (TypeId::DictValueIterator, "dictionary-valueiterator"),
    (TypeId::DictItemIterator, "dictionary-itemiterator"),
    (TypeId::SetIterator, "setiterator"),
    (TypeId::CallableIterator, "callable-iterator"),
    (TypeId::TextIO, "file"),
    (TypeId::Weakref, "weakref"),
    (TypeId::WeakProxy, "weakproxy"),
    (TypeId::WeakCallableProxy, "weakcallableproxy"),
    (TypeId::OSError, "OSError"),
];

/// What a static type can do, in tables written beside the type.
pub struct TypeMembers {
    /// `tp_new`: called with the class first.
    pub new: Option<NativeFn>,
    /// `tp_init`: called with the object first. None: nothing happens.
    pub init: Option<NativeFn>,
    /// Methods.
    pub methods: &'static [NativeDef],
    /// Computed attributes.
    pub getset: &'static [GetSetDef],
}

/// A type that has nothing of its own.
pub const NO_MEMBERS: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[],
    getset: &[],
};

impl TypeId {
    /// `tp_name` in a version.
    pub fn name_in(self, version: crate::version::Version) -> String {
        if version.facts().python_2
            && let Some((_, name)) = NAMES_IN_TWO.iter().find(|(id, _)| *id == self)
        {
            return (*name).to_owned();
        }
        self.native().tp_name()
    }

    /// Whether only Python 2 has it.
    pub fn only_in_two(self) -> bool {
        self >= TypeId::Long
    }

    /// Its row.
    pub fn native(self) -> &'static NativeType {
        &STATIC_TYPES[self as usize]
    }

    /// Its base; `object` is its own.
    pub fn base(self) -> TypeId {
        self.native().base
    }

    /// The same in Python 2, where `StandardError` and `EnvironmentError` lie between. What objects are inside
    /// follows [`TypeId::base`] there too.
    pub fn base_in_two(self) -> TypeId {
        match self {
            TypeId::Str | TypeId::Unicode => TypeId::BaseString,
            TypeId::OSError | TypeId::IOError => TypeId::EnvironmentError,
            TypeId::EnvironmentError => TypeId::StandardError,
            TypeId::StopIteration | TypeId::Warning | TypeId::StandardError => TypeId::Exception,
            id if id.base() == TypeId::Exception => TypeId::StandardError,
            id => id.base(),
        }
    }

    /// Whether it is `other` or derives from it.
    pub fn is_subtype(self, other: TypeId) -> bool {
        let mut t = self;
        loop {
            if t == other {
                return true;
            }
            if t == TypeId::Object {
                return false;
            }
            t = t.base();
        }
    }

    /// Its tables.
    pub fn members(self) -> &'static TypeMembers {
        use TypeId as T;
        match self {
            T::Object => &builtins::object::MEMBERS,
            T::Type => &builtins::r#type::MEMBERS,
            T::NoneType => &builtins::singleton::NONE,
            T::Ellipsis => &builtins::singleton::ELLIPSIS,
            T::NotImplemented => &builtins::singleton::NOT_IMPLEMENTED,
            T::Int => &builtins::int::MEMBERS,
            T::Bool => &builtins::int::BOOL,
            T::Float => &builtins::float::MEMBERS,
            T::Complex => &builtins::complex::MEMBERS,
            T::Str => &builtins::str::MEMBERS,
            T::Bytes => &builtins::bytes::MEMBERS,
            T::ClassicClass => &builtins::r#type::CLASSIC,
            T::Long => &builtins::int::MEMBERS,
            T::Unicode => &builtins::str::UNICODE,
            T::ByteArray => &builtins::bytes::BYTEARRAY,
            T::List => &builtins::list::MEMBERS,
            T::Tuple => &builtins::tuple::MEMBERS,
            T::Dict => &builtins::dict::MEMBERS,
            T::Set => &builtins::set::MEMBERS,
            T::FrozenSet => &builtins::set::FROZENSET,
            T::Range => &builtins::range::MEMBERS,
            T::Slice => &builtins::slice::MEMBERS,
            T::Function => &builtins::function::MEMBERS,
            T::BuiltinFunction => &builtins::builtin_function::BUILTIN,
            T::MethodDescriptor | T::WrapperDescriptor | T::ClassMethodDescriptor => {
                &builtins::builtin_function::BUILTIN_DESCRIPTOR
            }
            T::MethodWrapper => &builtins::builtin_function::METHOD_WRAPPER,
            T::Method => &builtins::method::METHOD,
            T::GetSetDescriptor => &builtins::descriptor::GETSET,
            T::MemberDescriptor => &builtins::descriptor::MEMBER,
            T::ClassMethod => &builtins::descriptor::CLASSMETHOD,
            T::StaticMethod => &builtins::descriptor::STATICMETHOD,
            T::Property => &builtins::descriptor::PROPERTY,
            T::Super => &builtins::super_object::MEMBERS,
            T::Cell => &builtins::cell::CELL,
            T::Code => &builtins::code::CODE,
            T::Generator => &builtins::generator::MEMBERS,
            T::Frame => &builtins::frame::MEMBERS,
            T::FrameLocalsProxy => &builtins::frame_locals::PROXY,
            T::Traceback => &builtins::frame::TRACEBACK,
            T::Module => &builtins::module::MEMBERS,
            T::MappingProxy => &builtins::dict::MAPPING_PROXY,
            T::DictKeys => &builtins::dict_view::KEYS,
            T::DictValues => &builtins::dict_view::VALUES,
            T::DictItems => &builtins::dict_view::ITEMS,
            T::Weakref => &modules::weakref::reference::REF,
            T::WeakProxy => &modules::weakref::PROXY,
            T::WeakCallableProxy => &modules::weakref::CALLABLE_PROXY,
            T::Enumerate => &builtins::iterators::ENUMERATE,
            T::Zip => &builtins::iterators::ZIP,
            T::Map => &builtins::iterators::MAP,
            T::Filter => &builtins::iterators::FILTER,
            T::Reversed => &builtins::iterators::REVERSED,
            T::ListIterator
            | T::ListReverseIterator
            | T::TupleIterator
            | T::StrIterator
            | T::UnicodeIterator
            | T::BytesIterator
            | T::ByteArrayIterator
            | T::RangeIterator
            | T::SequenceIterator => &builtins::iterators::MEMBERS,
            T::DictKeyIterator
            | T::DictValueIterator
            | T::DictItemIterator
            | T::DictReverseKeyIterator
            | T::DictReverseValueIterator
            | T::DictReverseItemIterator
            | T::SetIterator => &builtins::iterators::PLAIN,
            T::CallableIterator => &builtins::iterators::CALLABLE_ITERATOR,
            T::MemoryView => &builtins::bytes::MEMORYVIEW,
            T::SimpleNamespace => &builtins::simple_namespace::MEMBERS,
            T::GenericAlias => &builtins::generic_alias::MEMBERS,
            T::Union => &builtins::generic_alias::UNION,
            T::CData => &modules::ctypes::CDATA,
            T::VersionInfo => &modules::sys::VERSION_INFO,
            T::Partial => &modules::functools::partial::PARTIAL,
            T::LruCache => &modules::functools::lru_cache::LRU_CACHE,
            T::Deque => &modules::deque::DEQUE,
            T::DequeIterator | T::DequeReverseIterator => &modules::deque::iterator::DEQUE_ITERATOR,
            T::TupleGetter => &modules::tuplegetter::TUPLE_GETTER,
            T::TextIO => &modules::text_io::TEXT_IO,
            T::ItemGetter => &modules::operator::ITEM_GETTER,
            T::AttrGetter => &modules::operator::ATTR_GETTER,
            T::MethodCaller => &modules::operator::METHOD_CALLER,
            T::IterAccumulate => &modules::itertools::ACCUMULATE,
            T::IterBatched => &modules::itertools::BATCHED,
            T::IterChain => &modules::itertools::CHAIN,
            T::IterCombinations => &modules::itertools::combinatorics::COMBINATIONS,
            T::IterReplacement => &modules::itertools::combinatorics::REPLACEMENT,
            T::IterCompress => &modules::itertools::COMPRESS,
            T::IterCount => &modules::itertools::COUNT,
            T::IterCycle => &modules::itertools::CYCLE,
            T::IterDropWhile => &modules::itertools::DROP_WHILE,
            T::IterFilterFalse => &modules::itertools::FILTER_FALSE,
            T::IterSlice => &modules::itertools::ISLICE,
            T::IterGroupBy => &modules::itertools::grouping::GROUPBY,
            T::IterGrouper => &modules::itertools::grouping::GROUPER,
            T::IterTee => &modules::itertools::tee::TEE,
            T::IterTeeLink => &modules::itertools::tee::LINK,
            T::IterPairwise => &modules::itertools::PAIRWISE,
            T::IterPermutations => &modules::itertools::combinatorics::PERMUTATIONS,
            T::IterProduct => &modules::itertools::combinatorics::PRODUCT,
            T::IterRepeat => &modules::itertools::REPEAT,
            T::IterStarmap => &modules::itertools::STARMAP,
            T::IterTakeWhile => &modules::itertools::TAKE_WHILE,
            T::IterZipLongest => &modules::itertools::ZIP_LONGEST,
            T::MersenneTwister => &modules::random::TWISTER,
            T::BaseException => &builtins::exceptions::BASE_EXCEPTION,
            T::StopIteration => &builtins::exceptions::STOP_ITERATION,
            T::SystemExit => &builtins::exceptions::SYSTEM_EXIT,
            T::KeyError => &builtins::exceptions::KEY_ERROR,
            T::NameError => &builtins::exceptions::NAME_ERROR,
            T::AttributeError => &builtins::exceptions::ATTRIBUTE_ERROR,
            T::ImportError => &builtins::exceptions::IMPORT_ERROR,
            T::OSError | T::EnvironmentError | T::IOError => &builtins::exceptions::OS_ERROR,
            T::SyntaxError => &builtins::exceptions::SYNTAX_ERROR,
            T::UnicodeDecodeError | T::UnicodeEncodeError => &builtins::exceptions::UNICODE_ERROR,
            T::BaseExceptionGroup => &builtins::exceptions::EXCEPTION_GROUP,
            _ => &NO_MEMBERS,
        }
    }
}
