//! `template.format(…)` (`Objects/stringlib/unicode_format.h`).

use heap::Ref;

use crate::arithmetic::TEXT_LIMIT;
use crate::builtins::argument;
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;
use crate::types::TypeId;

/// Where fields get their values.
enum Source<'a> {
    Arguments(&'a [Ref], &'a Kwargs),
    Mapping(Ref),
}

/// How fields without a number are counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

struct Formatter<'a> {
    source: Source<'a>,
    numbering: Numbering,
}

/// `str.format`
pub fn str_format(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    run(m, this, Source::Arguments(rest, kwargs))
}

/// `str.format_map`
pub fn str_format_map(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (this, rest) = argument::this(m, args)?;
    let mapping = argument::one(m, "str.format_map", rest, kwargs)?;
    run(m, this, Source::Mapping(mapping))
}

fn run(m: &mut Machine, template: Ref, source: Source<'_>) -> PyResult<Ref> {
    let chars: Vec<char> = m.str_of(template).unwrap_or_default().chars().collect();
    let mut formatter = Formatter {
        source,
        numbering: Numbering::Unknown,
    };
    let mut out = Output::default();
    let result = formatter.text(m, &chars, 2, &mut out);
    match out.only {
        Some(only) => {
            m.unhold();
            match result {
                Ok(()) if m.str_of(only) == Some(&out.text) => Ok(only),
                result => {
                    m.give_up(only, result)?;
                    Ok(m.new_str(&out.text))
                }
            }
        }
        None => {
            result?;
            if m.is_exact(template, TypeId::Str) && m.str_of(template) == Some(&out.text) {
                return Ok(m.newref(template));
            }
            Ok(m.new_str(&out.text))
        }
    }
}

/// What was written. A template that is one field only gives the field's own string back.
#[derive(Default)]
struct Output {
    text: String,
    /// The first field's string, held.
    only: Option<Ref>,
}

/// `{name!conversion:specification}`
struct Field<'a> {
    name: String,
    conversion: Option<char>,
    spec: &'a [char],
}

impl<'a> Field<'a> {
    /// Reads a field after its opening brace, up to and with the closing one (`parse_field`).
    fn read(m: &mut Machine, chars: &'a [char], at: &mut usize) -> PyResult<Self> {
        let start = *at;
        let mut bracket = false;
        let end = loop {
            let c = chars.get(*at).copied();
            *at += 1;
            match c {
                Some('{') => return Err(m.value_error("unexpected '{' in field name")),
                Some('[') => bracket = true,
                Some(']') => bracket = false,
                Some(end @ ('}' | ':' | '!')) if !bracket => break end,
                Some(_) => {}
                None => return Err(m.value_error("expected '}' before end of string")),
            }
        };
        let name = chars
            .get(start..*at - 1)
            .unwrap_or_default()
            .iter()
            .collect();
        let mut field = Field {
            name,
            conversion: None,
            spec: &[],
        };
        if end == '}' {
            return Ok(field);
        }
        if end == '!' {
            field.conversion = chars.get(*at).copied();
            if field.conversion.is_none() {
                return Err(m.value_error("end of string while looking for conversion specifier"));
            }
            let next = chars.get(*at + 1).copied();
            *at += 2;
            match next {
                Some('}') => return Ok(field),
                Some(':') | None => {}
                Some(_) => return Err(m.value_error("expected ':' after conversion specifier")),
            }
        }
        let start = *at;
        let mut depth = 1;
        while let Some(&c) = chars.get(*at) {
            *at += 1;
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                field.spec = chars.get(start..*at - 1).unwrap_or_default();
                return Ok(field);
            }
        }
        Err(m.value_error("unmatched '{' in format spec"))
    }
}

impl Formatter<'_> {
    fn text(
        &mut self,
        m: &mut Machine,
        chars: &[char],
        depth: u32,
        out: &mut Output,
    ) -> PyResult<()> {
        if depth == 0 {
            return Err(m.value_error("Max string recursion exceeded"));
        }
        let mut at = 0;
        while let Some(&c) = chars.get(at) {
            at += 1;
            let doubled = chars.get(at) == Some(&c);
            match c {
                '{' | '}' if doubled => {
                    out.text.push(c);
                    at += 1;
                }
                '}' => return Err(m.value_error("Single '}' encountered in format string")),
                '{' => {
                    if at >= chars.len() {
                        return Err(m.value_error("Single '{' encountered in format string"));
                    }
                    let field = Field::read(m, chars, &mut at)?;
                    self.field(m, &field, depth, out)?;
                }
                _ => out.text.push(c),
            }
            if out.text.len() > TEXT_LIMIT {
                return Err(m.memory_error());
            }
        }
        Ok(())
    }

    fn field(
        &mut self,
        m: &mut Machine,
        field: &Field<'_>,
        depth: u32,
        out: &mut Output,
    ) -> PyResult<()> {
        let value = self.value(m, &field.name)?;
        m.hold(value);
        let result = self.converted(m, value, field.conversion, field.spec, depth);
        m.unhold();
        let text = m.give_up(value, result)?;
        let first = out.text.is_empty() && out.only.is_none() && depth == 2;
        out.text.push_str(m.str_of(text).unwrap_or_default());
        if first && !out.text.is_empty() && m.is_exact(text, crate::types::TypeId::Str) {
            out.only = Some(m.hold(text));
        } else {
            m.decref(text);
        }
        Ok(())
    }

    fn converted(
        &mut self,
        m: &mut Machine,
        value: Ref,
        conversion: Option<char>,
        spec: &[char],
        depth: u32,
    ) -> PyResult<Ref> {
        let converted = match conversion {
            None => return self.formatted(m, value, spec, depth),
            Some('r') => m.repr(value)?,
            Some('s') => m.str(value)?,
            Some('a') => m.ascii(value)?,
            Some(c) if (c as u32) > 32 && (c as u32) < 127 => {
                return Err(m.value_error(&format!("Unknown conversion specifier {c}")));
            }
            Some(c) => {
                return Err(
                    m.value_error(&format!("Unknown conversion specifier \\x{:x}", c as u32))
                );
            }
        };
        m.hold(converted);
        let result = self.formatted(m, converted, spec, depth);
        m.unhold();
        m.give_up(converted, result)
    }

    /// `format(value, specification)`, with the fields in the specification filled in.
    fn formatted(
        &mut self,
        m: &mut Machine,
        value: Ref,
        spec: &[char],
        depth: u32,
    ) -> PyResult<Ref> {
        let spec = if spec.contains(&'{') || spec.contains(&'}') {
            let mut inner = Output::default();
            self.text(m, spec, depth - 1, &mut inner)
                .map(|()| inner.text)
        } else {
            Ok(spec.iter().collect())
        };
        m.format(value, &spec?)
    }

    /// The value of `first.attribute[key]…`.
    fn value(&mut self, m: &mut Machine, name: &str) -> PyResult<Ref> {
        let end = name.find(['.', '[']).unwrap_or(name.len());
        let (first, mut rest) = name.split_at(end);
        let mut value = self.first(m, first)?;
        while !rest.is_empty() {
            m.hold(value);
            let next = step(m, value, rest);
            m.unhold();
            let (next, left) = m.give_up(value, next)?;
            value = next;
            rest = rest.get(rest.len() - left..).unwrap_or_default();
        }
        Ok(value)
    }

    fn first(&mut self, m: &mut Machine, name: &str) -> PyResult<Ref> {
        let number = if name.is_empty() {
            match self.numbering {
                Numbering::Manual => {
                    return Err(m.value_error(
                        "cannot switch from manual field specification to automatic field numbering",
                    ));
                }
                Numbering::Unknown => {
                    self.numbering = Numbering::Automatic(1);
                    Some(0)
                }
                Numbering::Automatic(n) => {
                    self.numbering = Numbering::Automatic(n + 1);
                    Some(n)
                }
            }
        } else if name.bytes().all(|b| b.is_ascii_digit()) {
            if matches!(self.numbering, Numbering::Automatic(_)) {
                return Err(m.value_error(
                    "cannot switch from automatic field numbering to manual field specification",
                ));
            }
            self.numbering = Numbering::Manual;
            match name.parse::<i64>() {
                Ok(n) => Some(n as usize),
                Err(_) => return Err(m.value_error("Too many decimal digits in format string")),
            }
        } else {
            None
        };
        match (&self.source, number) {
            (Source::Mapping(_), Some(_)) => {
                Err(m.value_error("Format string contains positional fields"))
            }
            (Source::Arguments(args, _), Some(n)) => match args.get(n) {
                Some(&value) => Ok(m.newref(value)),
                None => Err(m.index_error(&format!(
                    "Replacement index {n} out of range for positional args tuple"
                ))),
            },
            (Source::Arguments(_, kwargs), None) => {
                let found = kwargs
                    .iter()
                    .find(|(key, _)| m.str_of(*key) == Some(name))
                    .map(|&(_, value)| value);
                if let Some(value) = found {
                    return Ok(m.newref(value));
                }
                let key = m.new_str(name);
                let error = m.key_error(key);
                m.give_up(key, Err(error))
            }
            (Source::Mapping(mapping), None) => {
                let mapping = *mapping;
                let key = m.new_str(name);
                m.hold(key);
                let value = m.getitem(mapping, key);
                m.unhold();
                m.give_up(key, value)
            }
        }
    }
}

/// One `.name` or `[key]`: the value, and how many bytes of the text are left.
fn step(m: &mut Machine, value: Ref, text: &str) -> PyResult<(Ref, usize)> {
    if let Some(rest) = text.strip_prefix('.') {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, left) = rest.split_at(end);
        if name.is_empty() {
            return Err(m.value_error("Empty attribute in format string"));
        }
        return m.getattr_text(value, name).map(|r| (r, left.len()));
    }
    let Some(rest) = text.strip_prefix('[') else {
        return Err(m.value_error("Only '.' or '[' may follow ']' in format field specifier"));
    };
    let Some((key, left)) = rest.split_once(']') else {
        return Err(m.value_error("Missing ']' in format string"));
    };
    if key.is_empty() {
        return Err(m.value_error("Empty attribute in format string"));
    }
    let key = if key.bytes().all(|b| b.is_ascii_digit()) {
        match key.parse() {
            Ok(n) => m.new_int(n),
            Err(_) => return Err(m.value_error("Too many decimal digits in format string")),
        }
    } else {
        m.new_str(key)
    };
    m.hold(key);
    let item = m.getitem(value, key);
    m.unhold();
    m.give_up(key, item).map(|r| (r, left.len()))
}
