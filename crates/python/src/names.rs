//! Strings that the interpreter itself looks up, interned once.

use heap::Ref;

macro_rules! names {
    ($($field:ident = $text:literal,)+) => {
        /// Interned strings, owned by the interpreter.
        #[derive(Clone, Debug)]
        pub struct Names { $(#[doc = $text] pub $field: Ref,)+ }

        impl Names {
            /// Interns them all.
            pub fn new(mut intern: impl FnMut(&str) -> Ref) -> Self {
                Self { $($field: intern($text),)+ }
            }

            /// Visits them all.
            pub fn each(&self, visit: &mut dyn FnMut(Ref)) {
                $(visit(self.$field);)+
            }
        }
    };
}

names! {
    abs = "__abs__", cmp = "__cmp__", div = "__div__", rdiv = "__rdiv__", idiv = "__idiv__", getslice = "__getslice__", setslice = "__setslice__", delslice = "__delslice__",
    unicode = "__unicode__", long = "__long__", hex = "__hex__", oct = "__oct__", coerce = "__coerce__", true_ = "True", false_ = "False", add = "__add__", and = "__and__", all = "__all__", annotations = "__annotations__", annotate = "__annotate__",
    bases = "__bases__", bool = "__bool__", builtins = "__builtins__", bytes = "__bytes__", call = "__call__",
    class = "__class__", class_getitem = "__class_getitem__", classcell = "__classcell__", cause = "__cause__", contains = "__contains__", context = "__context__",
    del = "__del__", delattr = "__delattr__", delete = "__delete__", delitem = "__delitem__", dict = "__dict__", dir = "__dir__", doc = "__doc__",
    enter = "__enter__", eq = "__eq__", exit = "__exit__", file = "__file__", float = "__float__", floordiv = "__floordiv__", divmod = "__divmod__",
    format = "__format__", ge = "__ge__", get = "__get__", getattr = "__getattr__", getattribute = "__getattribute__",
    getitem = "__getitem__", gt = "__gt__", hash = "__hash__", iadd = "__iadd__", iand = "__iand__", ifloordiv = "__ifloordiv__",
    ilshift = "__ilshift__", imatmul = "__imatmul__", imod = "__imod__", imul = "__imul__", index = "__index__", init = "__init__",
    init_subclass = "__init_subclass__", instancecheck = "__instancecheck__", int = "__int__", invert = "__invert__", ior = "__ior__",
    ipow = "__ipow__", irshift = "__irshift__", isub = "__isub__", iter = "__iter__", itruediv = "__itruediv__", ixor = "__ixor__",
    le = "__le__", len = "__len__", length_hint = "__length_hint__", lshift = "__lshift__", lt = "__lt__", main = "__main__", matmul = "__matmul__",
    match_args = "__match_args__", missing = "__missing__", modulo = "__mod__", module = "__module__", mro = "__mro__", mro_entries = "__mro_entries__", mul = "__mul__",
    name = "__name__", ne = "__ne__", neg = "__neg__", new = "__new__", next = "__next__", notes = "__notes__", or = "__or__", pos = "__pos__", pow = "__pow__",
    prepare = "__prepare__", qualname = "__qualname__", radd = "__radd__", rand = "__rand__", rfloordiv = "__rfloordiv__", rdivmod = "__rdivmod__",
    rlshift = "__rlshift__", rmatmul = "__rmatmul__", rmod = "__rmod__", rmul = "__rmul__", ror = "__ror__", rpow = "__rpow__",
    rrshift = "__rrshift__", rshift = "__rshift__", rsub = "__rsub__", rtruediv = "__rtruediv__", rxor = "__rxor__", repr = "__repr__",
    reversed = "__reversed__", round = "__round__", set = "__set__", set_name = "__set_name__", setattr = "__setattr__", setitem = "__setitem__",
    sizeof = "__sizeof__", slots = "__slots__", str = "__str__", sub = "__sub__", subclasscheck = "__subclasscheck__", truediv = "__truediv__",
    traceback = "__traceback__", weakref = "__weakref__", xor = "__xor__", firstlineno = "__firstlineno__", static_attributes = "__static_attributes__",
    keys = "keys", send = "send", throw = "throw", close = "close", metaclass = "metaclass", stdout = "stdout", stderr = "stderr", write = "write", flush = "flush",
    exc_value = "value", displayhook = "displayhook", unraisablehook = "unraisablehook", excepthook = "excepthook", copy = "__copy__", deepcopy = "__deepcopy__",
    abstractmethods = "__abstractmethods__", isabstractmethod = "__isabstractmethod__", wrapped = "__wrapped__", func = "__func__", self_ = "__self__",
    build_class = "__build_class__", path = "__path__", package = "__package__", spec = "__spec__", loader = "__loader__", objclass = "__objclass__", import = "__import__",
}
