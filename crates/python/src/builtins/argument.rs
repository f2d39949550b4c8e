//! Arguments of functions written in Rust, refused with CPython's texts (`Python/getargs.c`).

use heap::Ref;

use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::function::Kwargs;
use crate::types::TypeId;
use crate::version::Version;

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// The object that a method was called with, and the other arguments.
pub fn this<'a>(m: &mut Machine, args: &'a [Ref]) -> PyResult<(Ref, &'a [Ref])> {
    match args.split_first() {
        Some((&this, rest)) => Ok((this, rest)),
        None => Err(m.type_error("descriptor needs an argument")),
    }
}

/// How an error calls what was given instead (`_PyArg_BadArgument`): its type, or None.
pub fn given(m: &Machine, r: Ref) -> String {
    if m.is_none(r) {
        "None".to_owned()
    } else {
        m.type_name(r).to_owned()
    }
}

/// No keyword arguments. `name` is as the error says it: `list.append`, `len`.
pub fn no_keywords(m: &mut Machine, name: &str, kwargs: &Kwargs) -> PyResult<()> {
    if kwargs.is_empty() {
        Ok(())
    } else {
        Err(m.type_error(&format!("{name}() takes no keyword arguments")))
    }
}

/// No arguments at all (METH_NOARGS).
pub fn none(m: &mut Machine, name: &str, args: &[Ref], kwargs: &Kwargs) -> PyResult<()> {
    no_keywords(m, name, kwargs)?;
    if args.is_empty() {
        return Ok(());
    }
    Err(m.type_error(&format!(
        "{name}() takes no arguments ({} given)",
        args.len()
    )))
}

/// Exactly one argument (METH_O).
pub fn one(m: &mut Machine, name: &str, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    no_keywords(m, name, kwargs)?;
    match args {
        [only] => Ok(*only),
        _ => Err(m.type_error(&format!(
            "{name}() takes exactly one argument ({} given)",
            args.len()
        ))),
    }
}

/// Between `min` and `max` positional arguments and no keywords (`_PyArg_CheckPositional`). `name` is the
/// bare name: `pop`.
pub fn between(
    m: &mut Machine,
    name: &str,
    args: &[Ref],
    kwargs: &Kwargs,
    min: usize,
    max: usize,
) -> PyResult<()> {
    no_keywords(m, name, kwargs)?;
    count(m, name, args.len(), min, max)
}

/// The same for a number of arguments.
pub fn count(m: &mut Machine, name: &str, given: usize, min: usize, max: usize) -> PyResult<()> {
    if given >= min && given <= max {
        return Ok(());
    }
    let (how, wanted) = if given < min {
        ("at least ", min)
    } else {
        ("at most ", max)
    };
    let how = if min == max { "" } else { how };
    Err(m.type_error(&format!(
        "{name} expected {how}{wanted} argument{}, got {given}",
        plural(wanted)
    )))
}

/// An index as a machine word, or past the end of what fits.
fn word(m: &mut Machine, r: Ref) -> PyResult<Option<i64>> {
    match m.index(r) {
        Err(Unwind::Raise(e)) if m.is_native(e, TypeId::OverflowError) => {
            m.decref(e);
            Ok(None)
        }
        other => other.map(Some),
    }
}

/// A C int (`PyLong_AsInt`).
pub fn c_int(m: &mut Machine, r: Ref) -> PyResult<i32> {
    match word(m, r)?.map(i32::try_from) {
        Some(Ok(value)) => Ok(value),
        _ => Err(m.overflow("Python int too large to convert to C int")),
    }
}

/// A C int where the format string of `PyArg_Parse` says `i`.
pub fn parsed_int(m: &mut Machine, r: Ref) -> PyResult<i32> {
    let Some(value) = word(m, r)? else {
        return Err(m.overflow("Python int too large to convert to C long"));
    };
    i32::try_from(value).map_err(|_| {
        m.overflow(if value > 0 {
            "signed integer is greater than maximum"
        } else {
            "signed integer is less than minimum"
        })
    })
}

/// Parameters of a function whose arguments may be named.
pub struct Signature {
    /// As the error says it: `sorted`.
    pub name: &'static str,
    /// All parameters in order.
    pub params: &'static [&'static str],
    /// How many of them can be given by position.
    pub positional: usize,
    /// How many of them cannot be named.
    pub unnamed: usize,
    /// How many of them must be given.
    pub required: usize,
}

impl Signature {
    /// The arguments in the order of the parameters (`_PyArg_UnpackKeywords`).
    pub fn bind<const N: usize>(
        &self,
        m: &mut Machine,
        args: &[Ref],
        kwargs: &Kwargs,
    ) -> PyResult<[Option<Ref>; N]> {
        let (name, total) = (self.name, self.params.len());
        let mut bound = [None; N];
        let given = args.len() + kwargs.len();
        if given > total {
            let kind = if args.is_empty() { "keyword " } else { "" };
            return Err(m.type_error(&format!(
                "{name}() takes at most {total} {kind}argument{} ({given} given)",
                plural(total)
            )));
        }
        if args.len() > self.positional {
            let message = match self.positional {
                0 => format!("{name}() takes no positional arguments"),
                n => format!(
                    "{name}() takes {} {n} positional argument{} ({} given)",
                    if self.required < n {
                        "at most"
                    } else {
                        "exactly"
                    },
                    plural(n),
                    args.len()
                ),
            };
            return Err(m.type_error(&message));
        }
        for (slot, &arg) in bound.iter_mut().zip(args) {
            *slot = Some(arg);
        }
        if args.len() < self.unnamed.min(self.required) {
            return Err(m.type_error(&format!(
                "{name}() takes {} {} positional argument{} ({} given)",
                if self.required < self.positional {
                    "at least"
                } else {
                    "exactly"
                },
                self.required,
                plural(self.required),
                args.len()
            )));
        }
        let mut unknown = None;
        for &(key, value) in kwargs {
            let text = m.text(key);
            let at = self
                .params
                .iter()
                .enumerate()
                .skip(self.unnamed)
                .find(|(_, p)| **p == text)
                .map(|(i, _)| i);
            let Some(at) = at else {
                unknown.get_or_insert(text);
                continue;
            };
            match bound.get_mut(at) {
                Some(slot @ None) => *slot = Some(value),
                _ => {
                    return Err(m.type_error(&format!(
                        "argument for {name}() given by name ('{text}') and position ({})",
                        at + 1
                    )));
                }
            }
        }
        for (i, param) in self.params.iter().enumerate().take(self.required) {
            if bound.get(i).copied().flatten().is_none() {
                return Err(m.type_error(&format!(
                    "{name}() missing required argument '{param}' (pos {})",
                    i + 1
                )));
            }
        }
        match unknown {
            Some(keyword) => {
                let known = self.params.get(self.unnamed..).unwrap_or_default();
                Err(unexpected(m, name, &keyword, known))
            }
            None => Ok(bound),
        }
    }
}

/// TypeError for a keyword that a function does not know (`error_unexpected_keyword_arg`).
pub fn unexpected(m: &mut Machine, name: &str, keyword: &str, known: &[&str]) -> Unwind {
    if m.version < Version::V3_13 {
        return m.type_error(&format!(
            "'{keyword}' is an invalid keyword argument for {name}()"
        ));
    }
    let known: Vec<String> = known.iter().map(|&k| k.to_owned()).collect();
    let hint = match crate::suggestion::nearest(keyword, &known) {
        Some(near) => format!(". Did you mean '{near}'?"),
        None => String::new(),
    };
    m.type_error(&format!(
        "{name}() got an unexpected keyword argument '{keyword}'{hint}"
    ))
}
