//! `str` (`Objects/unicodeobject.c`): constructor, formatting, encoding.
//!
//! A method that changes nothing gives the same object back if it is exactly a `str`, a copy otherwise.

use heap::Ref;

use super::{argument, codec, str_case, str_pad, str_search, str_split};
use crate::arithmetic::TEXT_LIMIT;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::{Kwargs, NativeDef};
use crate::objects::string::Str;
use crate::opcode::BinaryOp;
use crate::types::{TypeId, TypeMembers};
use crate::version::Version;

/// `str`
pub static MEMBERS: TypeMembers = TypeMembers {
    new: Some(new),
    init: None,
    methods: &[
        NativeDef::method("capitalize", str_case::capitalize),
        NativeDef::method("casefold", str_case::casefold),
        NativeDef::method("center", str_pad::center),
        NativeDef::method("count", str_search::count).gathering_until(Version::V3_13),
        NativeDef::method("encode", encode),
        NativeDef::method("endswith", str_search::endswith).gathering_until(Version::V3_13),
        NativeDef::method("expandtabs", str_pad::expandtabs),
        NativeDef::method("find", str_search::find).gathering_until(Version::V3_13),
        NativeDef::method("format", crate::format::str_format).gathering(),
        NativeDef::method("format_map", crate::format::str_format_map),
        NativeDef::method("index", str_search::index).gathering_until(Version::V3_13),
        NativeDef::method("isalnum", str_case::isalnum),
        NativeDef::method("isalpha", str_case::isalpha),
        NativeDef::method("isascii", str_case::isascii),
        NativeDef::method("isdecimal", str_case::isdecimal),
        NativeDef::method("isdigit", str_case::isdigit),
        NativeDef::method("isidentifier", str_case::isidentifier),
        NativeDef::method("islower", str_case::islower),
        NativeDef::method("isnumeric", str_case::isnumeric),
        NativeDef::method("isprintable", str_case::isprintable),
        NativeDef::method("isspace", str_case::isspace),
        NativeDef::method("istitle", str_case::istitle),
        NativeDef::method("isupper", str_case::isupper),
        NativeDef::method("join", str_split::join),
        NativeDef::method("ljust", str_pad::ljust),
        NativeDef::method("lower", str_case::lower),
        NativeDef::method("lstrip", str_split::lstrip),
        NativeDef::static_method("maketrans", str_case::maketrans),
        NativeDef::method("partition", str_split::partition),
        NativeDef::method("removeprefix", str_search::removeprefix),
        NativeDef::method("removesuffix", str_search::removesuffix),
        NativeDef::method("replace", str_search::replace),
        NativeDef::method("rfind", str_search::rfind).gathering_until(Version::V3_13),
        NativeDef::method("rindex", str_search::rindex).gathering_until(Version::V3_13),
        NativeDef::method("rjust", str_pad::rjust),
        NativeDef::method("rpartition", str_split::rpartition),
        NativeDef::method("rsplit", str_split::rsplit),
        NativeDef::method("rstrip", str_split::rstrip),
        NativeDef::method("split", str_split::split),
        NativeDef::method("splitlines", str_split::splitlines),
        NativeDef::method("startswith", str_search::startswith).gathering_until(Version::V3_13),
        NativeDef::method("strip", str_split::strip),
        NativeDef::method("swapcase", str_case::swapcase),
        NativeDef::method("title", str_case::title),
        NativeDef::method("translate", str_case::translate),
        NativeDef::method("upper", str_case::upper),
        NativeDef::method("zfill", str_pad::zfill),
        NativeDef::method("__format__", format),
        NativeDef::method("__sizeof__", crate::sizeof::sizeof_method),
        NativeDef::slot("__repr__", super::slot::repr),
        NativeDef::slot("__str__", str),
        NativeDef::slot("__hash__", super::slot::hash),
        NativeDef::slot("__len__", super::slot::len),
        NativeDef::slot("__iter__", super::slot::iter),
        NativeDef::slot("__getitem__", super::slot::getitem),
        NativeDef::slot("__contains__", super::slot::contains),
        NativeDef::slot("__add__", super::slot::add),
        NativeDef::slot("__mul__", super::slot::mul),
        NativeDef::slot("__rmul__", super::slot::mul),
        NativeDef::slot("__mod__", modulo),
        NativeDef::slot("__rmod__", reflected_modulo),
        NativeDef::method("__getnewargs__", getnewargs),
        NativeDef::slot("__eq__", super::slot::eq),
        NativeDef::slot("__ne__", super::slot::ne),
        NativeDef::slot("__lt__", super::slot::lt),
        NativeDef::slot("__le__", super::slot::le),
        NativeDef::slot("__gt__", super::slot::gt),
        NativeDef::slot("__ge__", super::slot::ge),
    ],
    getset: &[],
};

/// The string that a method was called with, its text, and the other arguments.
pub(super) fn this<'a>(m: &mut Machine, args: &'a [Ref]) -> PyResult<(Ref, Box<str>, &'a [Ref])> {
    let (this, rest) = argument::this(m, args)?;
    match m.payload(this) {
        Payload::Str(s) => Ok((this, s.text.clone(), rest)),
        _ => {
            let message = format!("a str is needed, not '{}'", m.type_name(this));
            Err(m.type_error(&message))
        }
    }
}

/// MemoryError if a text of this many bytes is more than a run is given.
pub(super) fn within_memory(m: &mut Machine, bytes: usize) -> PyResult<()> {
    if bytes > TEXT_LIMIT {
        Err(m.memory_error())
    } else {
        Ok(())
    }
}

/// `unicode_result_unchanged`
pub(super) fn unchanged(m: &mut Machine, this: Ref) -> Ref {
    if m.is_exact(this, TypeId::Str) {
        return m.newref(this);
    }
    let text = m.text(this);
    m.fresh_str(&text)
}

/// The text, or the same object if it is the same.
pub(super) fn changed(m: &mut Machine, this: Ref, text: &str) -> PyResult<Ref> {
    within_memory(m, text.len())?;
    if m.str_of(this) == Some(text) {
        Ok(unchanged(m, this))
    } else {
        Ok(m.new_str(text))
    }
}

/// The text of an argument that must be a string.
pub(super) fn text_arg(m: &mut Machine, function: &str, at: usize, r: Ref) -> PyResult<String> {
    match m.str_of(r) {
        Some(text) => Ok(text.to_owned()),
        None => Err(not_a_string(m, function, at, r)),
    }
}

pub(super) fn not_a_string(m: &mut Machine, function: &str, at: usize, r: Ref) -> Unwind {
    let got = argument::given(m, r);
    let at = if at == 0 {
        String::new()
    } else {
        format!(" {at}")
    };
    m.type_error(&format!("{function}() argument{at} must be str, not {got}"))
}

// ---- constructor

/// `unicode` of Python 2.
pub static UNICODE: TypeMembers = TypeMembers {
    new: Some(super::two::new_unicode),
    init: None,
    methods: MEMBERS.methods,
    getset: MEMBERS.getset,
};

fn new(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: argument::Signature = argument::Signature {
        name: "str",
        params: &["object", "encoding", "errors"],
        positional: 3,
        unnamed: 0,
        required: 0,
    };
    let (class, rest) = argument::this(m, args)?;
    if rest.len() > 3 && m.version >= Version::V3_13 {
        return Err(m.type_error(&format!(
            "str expected at most 3 arguments, got {}",
            rest.len()
        )));
    }
    let [object, encoding, errors]: [Option<Ref>; 3] = SIGNATURE.bind(m, rest, kwargs)?;
    if m.facts.python_2
        && let Some(object) = object
        && m.is_native(object, TypeId::Unicode)
        && m.is_exact_class(class, TypeId::Str)
    {
        return super::two::encoded(m, object, "ascii", "strict");
    }
    let made = match object {
        None => m.new_str(""),
        Some(object) if encoding.is_none() && errors.is_none() => m.str(object)?,
        Some(object) => {
            let encoding = codec::name_arg(m, "str", "encoding", 2, encoding, "utf-8")?;
            let errors = codec::name_arg(m, "str", "errors", 3, errors, "strict")?;
            let bytes = match m.payload(object) {
                Payload::Str(_) => return Err(m.type_error("decoding str is not supported")),
                _ => match super::bytes::buffer(m, object) {
                    Some(bytes) => bytes,
                    None => {
                        let message = format!(
                            "decoding to str: need a bytes-like object, {} found",
                            m.type_name(object)
                        );
                        return Err(m.type_error(&message));
                    }
                },
            };
            let text = codec::decode(m, object, &bytes, &encoding, &errors)?;
            m.new_str(&text)
        }
    };
    if m.is_exact_class(class, TypeId::Str) {
        return Ok(made);
    }
    let text = m.text(made);
    m.decref(made);
    Ok(m.instantiate(class, Payload::Str(Box::new(Str::new(text)))))
}

fn str(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (this, ..) = this(m, args)?;
    Ok(unchanged(m, this))
}

fn format(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, _, rest) = this(m, args)?;
    let spec = argument::one(m, "str.__format__", rest, kwargs)?;
    let Some(spec) = m.str_of(spec).map(str::to_owned) else {
        let message = format!(
            "__format__() argument must be str, not {}",
            m.type_name(spec)
        );
        return Err(m.type_error(&message));
    };
    if spec.is_empty() {
        return if m.is_exact(this, TypeId::Str) {
            Ok(m.newref(this))
        } else {
            m.str(this)
        };
    }
    let exact = unchanged(m, this);
    m.hold(exact);
    let result = m.format(exact, &spec);
    m.unhold();
    m.give_up(exact, result)
}

fn modulo(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let &[this, other] = args else {
        return Err(m.type_error("expected 1 argument, got 0"));
    };
    match crate::arithmetic::native(m, BinaryOp::Remainder, this, other)? {
        Some(result) => Ok(result),
        None => Ok(m.not_implemented()),
    }
}

fn reflected_modulo(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    match *args {
        [this, other] if m.str_of(other).is_some() => modulo(m, &[other, this], kwargs),
        [_, _] => Ok(m.not_implemented()),
        _ => modulo(m, args, kwargs),
    }
}

/// What pickling needs: a plain copy.
fn getnewargs(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (_, text, rest) = this(m, args)?;
    argument::none(m, "str.__getnewargs__", rest, kwargs)?;
    let copy = m.new_str(&text);
    Ok(m.new_tuple_tracked(vec![copy]))
}

fn encode(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: argument::Signature = argument::Signature {
        name: "encode",
        params: &["encoding", "errors"],
        positional: 2,
        unnamed: 0,
        required: 0,
    };
    let (this, text, rest) = this(m, args)?;
    let [encoding, errors]: [Option<Ref>; 2] = SIGNATURE.bind(m, rest, kwargs)?;
    let encoding = codec::name_arg(m, "encode", "encoding", 1, encoding, "utf-8")?;
    let errors = codec::name_arg(m, "encode", "errors", 2, errors, "strict")?;
    let bytes = codec::encode(m, this, &text, &encoding, &errors)?;
    Ok(m.new_bytes(&bytes))
}
