//! The instruction set: one table, modelled on CPython's `Python/bytecodes.c`.
//!
//! One row feeds the enum, the name in a disassembly and the sentence in a tooltip. Which row a
//! version uses is the compiler's choice (`compile/`): the machine executes every row for every
//! version. Caches, superinstructions and specialised forms are absent: they never change a count.

macro_rules! opcodes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// What an instruction does; its argument is in [`Instr::arg`].
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Op { $($(#[doc = $doc])+ $variant,)+ }

        impl Op {
            /// CPython's name, as `dis` prints it.
            pub const fn name(self) -> &'static str {
                match self { $(Op::$variant => $name,)+ }
            }

            /// What it does, in a sentence or two.
            pub const fn doc(self) -> &'static str {
                match self { $(Op::$variant => concat!($($doc, "\n"),+),)+ }
            }
        }
    };
}

opcodes! {
    /// Does nothing.
    Nop = "NOP",
    /// Start of a function, or the place where a generator goes on; the eval breaker is checked here (arg 0 only).
    Resume = "RESUME",
    /// Gives up the top of the stack. The object may die here.
    PopTop = "POP_TOP",
    /// Pushes an empty slot (no self, for a call).
    PushNull = "PUSH_NULL",
    /// Pushes another reference to the arg-th entry from the top (1 is the top).
    Copy = "COPY",
    /// Exchanges the top with the arg-th entry from the top (2 is the one below).
    Swap = "SWAP",

    /// Pushes constant arg of the code object.
    LoadConst = "LOAD_CONST",
    /// Pushes the small int arg from the interpreter's cache (3.14+).
    LoadSmallInt = "LOAD_SMALL_INT",
    /// Reads a local and takes one new reference to it. The local is known to be bound.
    LoadFast = "LOAD_FAST",
    /// Reads a local without taking a reference: the local outlives the use (3.14+).
    LoadFastBorrow = "LOAD_FAST_BORROW",
    /// Reads a local that may be unbound: UnboundLocalError if it is.
    LoadFastCheck = "LOAD_FAST_CHECK",
    /// Moves a local (or nothing) to the stack and leaves it unbound: an inlined comprehension starts (3.12+).
    LoadFastAndClear = "LOAD_FAST_AND_CLEAR",
    /// Moves the top of the stack into a local; the old value is given up.
    StoreFast = "STORE_FAST",
    /// Like STORE_FAST, but the entry may be NULL: an inlined comprehension ends.
    StoreFastMaybeNull = "STORE_FAST_MAYBE_NULL",
    /// Unbinds a local; UnboundLocalError if it was not bound.
    DeleteFast = "DELETE_FAST",
    /// Class or module level: looks in locals, globals, builtins.
    LoadName = "LOAD_NAME",
    /// Class or module level: binds a name in the locals mapping.
    StoreName = "STORE_NAME",
    /// Class or module level: unbinds a name.
    DeleteName = "DELETE_NAME",
    /// Looks in globals, then builtins.
    LoadGlobal = "LOAD_GLOBAL",
    /// Binds a global.
    StoreGlobal = "STORE_GLOBAL",
    /// Unbinds a global.
    DeleteGlobal = "DELETE_GLOBAL",
    /// Pushes the class body's namespace.
    LoadLocals = "LOAD_LOCALS",

    /// Puts a new cell into localsplus slot arg, holding what was there (an argument) or nothing.
    MakeCell = "MAKE_CELL",
    /// Copies the arg cells of the function's closure to the end of localsplus.
    CopyFreeVars = "COPY_FREE_VARS",
    /// Pushes the cell itself (localsplus slot arg), for a closure tuple.
    LoadClosure = "LOAD_CLOSURE",
    /// Reads the content of the cell in slot arg.
    LoadDeref = "LOAD_DEREF",
    /// Class body: pops a mapping, looks the name of slot arg up there, then in the cell.
    LoadFromDictOrDeref = "LOAD_FROM_DICT_OR_DEREF",
    /// Class body: pops a mapping, looks name arg up there, then in globals and builtins.
    LoadFromDictOrGlobals = "LOAD_FROM_DICT_OR_GLOBALS",
    /// Stores into the cell in slot arg.
    StoreDeref = "STORE_DEREF",
    /// Empties the cell in slot arg; NameError if it was empty.
    DeleteDeref = "DELETE_DEREF",

    /// object → value of attribute name arg.
    LoadAttr = "LOAD_ATTR",
    /// object → method, self (an unbound method and its object) or value, NULL. Always followed by arguments and CALL.
    LoadMethod = "LOAD_METHOD",
    /// value, object → stores attribute name arg.
    StoreAttr = "STORE_ATTR",
    /// object → deletes attribute name arg.
    DeleteAttr = "DELETE_ATTR",
    /// super, class, self → attribute name arg looked up after the class, without a super object (3.12+).
    LoadSuperAttr = "LOAD_SUPER_ATTR",
    /// The same for a call: → method, self or value, NULL (3.12+).
    LoadSuperMethod = "LOAD_SUPER_METHOD",

    /// left, right → result; arg is a [`BinaryOp`].
    BinaryOp = "BINARY_OP",
    /// left, right → result; arg is a [`CompareOp`].
    CompareOp = "COMPARE_OP",
    /// left, right → `left is right` (arg 1: `is not`).
    IsOp = "IS_OP",
    /// item, container → `item in container` (arg 1: `not in`).
    ContainsOp = "CONTAINS_OP",
    /// value → -value.
    UnaryNegative = "UNARY_NEGATIVE",
    /// value → +value.
    UnaryPositive = "UNARY_POSITIVE",
    /// value → ~value.
    UnaryInvert = "UNARY_INVERT",
    /// value → not value.
    UnaryNot = "UNARY_NOT",

    /// container, key → container[key].
    BinarySubscr = "BINARY_SUBSCR",
    /// value, container, key → container[key] = value.
    StoreSubscr = "STORE_SUBSCR",
    /// container, key → del container[key].
    DeleteSubscr = "DELETE_SUBSCR",
    /// container, start, stop → container[start:stop] (3.12+).
    BinarySlice = "BINARY_SLICE",
    /// value, container, start, stop → container[start:stop] = value (3.12+).
    StoreSlice = "STORE_SLICE",
    /// start, stop (, step when arg is 3) → slice object.
    BuildSlice = "BUILD_SLICE",

    /// arg items → list; the references move from the stack into it.
    BuildList = "BUILD_LIST",
    /// arg items → tuple.
    BuildTuple = "BUILD_TUPLE",
    /// arg items → set.
    BuildSet = "BUILD_SET",
    /// arg pairs key, value → dict.
    BuildMap = "BUILD_MAP",
    /// arg values, tuple of keys → dict.
    BuildConstKeyMap = "BUILD_CONST_KEY_MAP",
    /// arg strings → their concatenation (f-strings).
    BuildString = "BUILD_STRING",
    /// value → appended to the list arg entries below (after the pop).
    ListAppend = "LIST_APPEND",
    /// value → added to the set arg entries below (after the pop).
    SetAdd = "SET_ADD",
    /// key, value → put into the dict arg entries below (after the pops).
    MapAdd = "MAP_ADD",
    /// iterable → extends the list arg entries below (after the pop).
    ListExtend = "LIST_EXTEND",
    /// iterable → updates the set arg entries below (after the pop).
    SetUpdate = "SET_UPDATE",
    /// mapping → updates the dict arg entries below (after the pop): `{**x}`.
    DictUpdate = "DICT_UPDATE",
    /// mapping → merged into the dict arg entries below (after the pop), refusing duplicates: `f(**x)`. The callable lies arg + 2 (3.14: see the compiler) further down.
    DictMerge = "DICT_MERGE",
    /// list → tuple with the same items.
    ListToTuple = "LIST_TO_TUPLE",
    /// value (, format spec when bit 2 is set) → its text; the low two bits are the conversion: 0 none, 1 str, 2 repr, 3 ascii.
    FormatValue = "FORMAT_VALUE",

    /// callable, self-or-NULL, arg arguments → result.
    Call = "CALL",
    /// callable, self-or-NULL, arg arguments, tuple of the names of the last ones → result.
    CallKw = "CALL_KW",
    /// callable, NULL, tuple (, dict when arg is 1) → result.
    CallFunctionEx = "CALL_FUNCTION_EX",
    /// [defaults tuple 1] [kwdefaults dict 2] [annotations 4] [`__annotate__` 16] [closure tuple 8], code → function; arg is the set of flags.
    MakeFunction = "MAKE_FUNCTION",
    /// Pushes `__build_class__`.
    LoadBuildClass = "LOAD_BUILD_CLASS",
    /// Pushes AssertionError.
    LoadAssertionError = "LOAD_ASSERTION_ERROR",
    /// Pushes what the interpreter keeps at hand: 1 NotImplementedError, 2 tuple, 3 all, 4 any (3.14+).
    LoadCommonConstant = "LOAD_COMMON_CONSTANT",
    /// value → shows it unless it is None, and binds `builtins._`: a statement at the prompt.
    PrintExpr = "PRINT_EXPR",
    /// Ends the frame; the top of the stack goes to the caller.
    ReturnValue = "RETURN_VALUE",
    /// First instruction of a generator's body: makes the generator object, which takes this frame over, and returns it.
    ReturnGenerator = "RETURN_GENERATOR",
    /// Hands the top of the stack to whoever resumes the generator; what they send is pushed on resumption.
    YieldValue = "YIELD_VALUE",
    /// iterable → iterator, generators unchanged (`yield from`).
    GetYieldFromIter = "GET_YIELD_FROM_ITER",
    /// receiver, value → receiver, yielded; when the receiver is exhausted: receiver, result and jump to arg.
    Send = "SEND",
    /// receiver, result → result.
    EndSend = "END_SEND",
    /// Catches what was thrown into `yield from`: sub_iter, last_sent_val, exc → none, value if it was StopIteration, else re-raises.
    CleanupThrow = "CLEANUP_THROW",

    /// iterable → iterator.
    GetIter = "GET_ITER",
    /// iterator → iterator, next value; when exhausted pops the iterator (gives it up) and jumps to arg.
    ForIter = "FOR_ITER",
    /// Jumps to instruction arg without a look at the eval breaker (backward too: JUMP_BACKWARD_NO_INTERRUPT).
    Jump = "JUMP_FORWARD",
    /// Jumps back to instruction arg; the eval breaker is checked here.
    JumpBackward = "JUMP_BACKWARD",
    /// value → jumps to arg if it is true.
    PopJumpIfTrue = "POP_JUMP_IF_TRUE",
    /// value → jumps to arg if it is false.
    PopJumpIfFalse = "POP_JUMP_IF_FALSE",
    /// value → jumps to arg if it is false and keeps it, else pops it (3.11; later COPY and POP_JUMP_IF_FALSE).
    JumpIfFalseOrPop = "JUMP_IF_FALSE_OR_POP",
    /// value → jumps to arg if it is true and keeps it, else pops it (3.11; later COPY and POP_JUMP_IF_TRUE).
    JumpIfTrueOrPop = "JUMP_IF_TRUE_OR_POP",
    /// value → jumps to arg if it is None.
    PopJumpIfNone = "POP_JUMP_IF_NONE",
    /// value → jumps to arg if it is not None.
    PopJumpIfNotNone = "POP_JUMP_IF_NOT_NONE",
    /// sequence → arg items, the first on top.
    UnpackSequence = "UNPACK_SEQUENCE",
    /// iterable → items; low 8 bits: before the star, next 8 bits: after it.
    UnpackEx = "UNPACK_EX",

    /// arg 0: re-raise; 1: exception; 2: exception, cause.
    RaiseVarargs = "RAISE_VARARGS",
    /// exc → previous exception, exc; exc becomes the one being handled.
    PushExcInfo = "PUSH_EXC_INFO",
    /// previous exception → the handler is done.
    PopExcept = "POP_EXCEPT",
    /// exc, kind → exc, bool.
    CheckExcMatch = "CHECK_EXC_MATCH",
    /// exc, kind → rest, match; None for what there is none of. What matches is being handled (`except*`).
    CheckEgMatch = "CHECK_EG_MATCH",
    /// exc, list of what the handlers of `except*` raised and left → what is raised in the end, or None.
    PrepReraiseStar = "PREP_RERAISE_STAR",
    /// exc → raised again as it is; arg 1: also takes the instruction (lasti) below it off, for the traceback.
    Reraise = "RERAISE",
    /// Inside a generator: exc → StopIteration turned into RuntimeError, others unchanged.
    StopIterationError = "STOPITERATION_ERROR",
    /// manager → `__exit__` bound, result of `__enter__` (up to 3.13).
    BeforeWith = "BEFORE_WITH",
    /// object → method, self (or value, NULL) of a special method looked up on its type; arg 0 `__enter__`, 1 `__exit__` (3.14+).
    LoadSpecial = "LOAD_SPECIAL",
    /// exit, lasti, previous, exc → exit, lasti, previous, exc, result of exit(type, exc, tb). Arg 1 (3.14+): there is
    /// exit, self-or-NULL instead of exit.
    WithExceptStart = "WITH_EXCEPT_START",

    /// level, fromlist → module named names[arg].
    ImportName = "IMPORT_NAME",
    /// module → module, attribute named names[arg].
    ImportFrom = "IMPORT_FROM",
    /// module → all its public names are bound here.
    ImportStar = "IMPORT_STAR",

    /// subject, class, tuple of attribute names → tuple of attributes or None; arg: number of positional patterns.
    MatchClass = "MATCH_CLASS",
    /// subject → subject, bool.
    MatchMapping = "MATCH_MAPPING",
    /// subject → subject, bool.
    MatchSequence = "MATCH_SEQUENCE",
    /// subject, tuple of keys → subject, keys, tuple of values or None.
    MatchKeys = "MATCH_KEYS",
    /// value → value, len(value).
    GetLen = "GET_LEN",
    /// Makes `__annotations__` in the namespace if it is not there (up to 3.13).
    SetupAnnotations = "SETUP_ANNOTATIONS",
}

/// One instruction. Jump targets are instruction numbers, not offsets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instr {
    /// What to do.
    pub op: Op,
    /// With what; its meaning is in the table above.
    pub arg: u32,
}

macro_rules! operators {
    ($(#[$meta:meta])* $enum:ident { $($variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u32)]
        pub enum $enum { $(#[doc = $text] $variant,)+ }

        impl $enum {
            const ALL: &[$enum] = &[$($enum::$variant,)+];

            /// The one numbered `arg`, if there is one.
            pub fn from_arg(arg: u32) -> Option<Self> {
                Self::ALL.get(arg as usize).copied()
            }

            /// How it is written.
            pub const fn text(self) -> &'static str {
                match self { $($enum::$variant => $text,)+ }
            }
        }
    };
}

operators! {
    /// The argument of `BINARY_OP`; the in-place forms follow in the same order.
    BinaryOp {
        Add = "+", And = "&", FloorDivide = "//", LeftShift = "<<", MatMul = "@", Multiply = "*",
        Remainder = "%", Or = "|", Power = "**", RightShift = ">>", Subtract = "-", TrueDivide = "/", Xor = "^",
        InplaceAdd = "+=", InplaceAnd = "&=", InplaceFloorDivide = "//=", InplaceLeftShift = "<<=",
        InplaceMatMul = "@=", InplaceMultiply = "*=", InplaceRemainder = "%=", InplaceOr = "|=",
        InplacePower = "**=", InplaceRightShift = ">>=", InplaceSubtract = "-=", InplaceTrueDivide = "/=",
        InplaceXor = "^=",
    }
}

operators! {
    /// The argument of `COMPARE_OP`.
    CompareOp { Lt = "<", Le = "<=", Eq = "==", Ne = "!=", Gt = ">", Ge = ">=", }
}
