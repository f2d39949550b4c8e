//! `str.format` and `str.format_map` (`Objects/stringlib/unicode_format.h`).

use heap::Ref;

use crate::arithmetic::TEXT_LIMIT;
use crate::machine::{Machine, PyResult};
use crate::objects::function::Kwargs;
use crate::types::TypeId;

/// What fields are filled from.
struct Fields<'a> {
    args: &'a [Ref],
    kwargs: &'a Kwargs,
    mapping: Option<Ref>,
    numbering: Numbering,
}

/// `{}` and `{0}` cannot be mixed.
enum Numbering {
    Open,
    Automatic(usize),
    Manual,
}

/// One `{…}`.
struct Field {
    name: Vec<char>,
    conversion: Option<char>,
    spec: Vec<char>,
}

/// `template.format(*args, **kwargs)`, or `template.format_map(mapping)`.
pub fn format(m: &mut Machine, template: Ref, args: &[Ref], kwargs: &Kwargs, mapping: Option<Ref>) -> PyResult<Ref> {
    let chars: Vec<char> = m.text(template).chars().collect();
    let mut fields = Fields { args, kwargs, mapping, numbering: Numbering::Open };
    let mut whole = None;
    let result = expand(m, &chars, &mut fields, 2, &mut whole);
    match (result, whole) {
        (Ok(_), Some(whole)) => Ok(whole),
        (Ok(text), None) => Ok(m.new_str(&text)),
        (Err(e), whole) => {
            m.xdecref(whole);
            Err(e)
        }
    }
}

fn expand(
    m: &mut Machine,
    template: &[char],
    fields: &mut Fields,
    depth: u32,
    whole: &mut Option<Ref>,
) -> PyResult<String> {
    if depth == 0 {
        return Err(m.value_error("Max string recursion exceeded"));
    }
    let mut out = String::new();
    let mut at = 0;
    while let Some(&c) = template.get(at) {
        at += 1;
        let next = template.get(at).copied();
        match (c, next) {
            ('{', Some('{')) | ('}', Some('}')) => {
                out.push(c);
                at += 1;
            }
            ('{', None) => return Err(m.value_error("Single '{' encountered in format string")),
            ('}', _) => return Err(m.value_error("Single '}' encountered in format string")),
            ('{', _) => {
                let field = parse_field(m, template, &mut at)?;
                let only = out.is_empty() && at == template.len() && depth == 2;
                let piece = render(m, &field, fields, depth)?;
                if only && m.is_exact(piece, TypeId::Str) {
                    *whole = Some(piece);
                    return Ok(out);
                }
                out.push_str(&m.take_text(piece));
                if out.len() > TEXT_LIMIT {
                    return Err(m.memory_error());
                }
            }
            _ => out.push(c),
        }
    }
    Ok(out)
}

/// Reads `name!conversion:spec}`; `at` stands behind the opening brace, then behind the closing one.
fn parse_field(m: &mut Machine, template: &[char], at: &mut usize) -> PyResult<Field> {
    let start = *at;
    let mut brackets = false;
    let end = loop {
        match template.get(*at) {
            None => return Err(m.value_error("expected '}' before end of string")),
            Some('{') => return Err(m.value_error("unexpected '{' in field name")),
            Some('[') => brackets = true,
            Some(']') => brackets = false,
            Some('}' | ':' | '!') if !brackets => break *at,
            Some(_) => {}
        }
        *at += 1;
    };
    let mut field =
        Field { name: template.get(start..end).unwrap_or_default().to_vec(), conversion: None, spec: Vec::new() };
    let mut c = template.get(*at).copied();
    *at += 1;
    if c == Some('!') {
        let conversion = template.get(*at).copied();
        if conversion.is_none() {
            return Err(m.value_error("end of string while looking for conversion specifier"));
        }
        if conversion == Some('}') {
            return Err(m.value_error("unmatched '{' in format spec"));
        }
        field.conversion = conversion;
        *at += 1;
        c = template.get(*at).copied();
        *at += 1;
        match c {
            Some(':' | '}') => {}
            None => return Err(m.value_error("unmatched '{' in format spec")),
            Some(_) => return Err(m.value_error("expected ':' after conversion specifier")),
        }
    }
    if c == Some(':') {
        let start = *at;
        let mut depth = 1;
        loop {
            match template.get(*at) {
                None => return Err(m.value_error("unmatched '{' in format spec")),
                Some('{') => depth += 1,
                Some('}') => depth -= 1,
                Some(_) => {}
            }
            if depth == 0 {
                break;
            }
            *at += 1;
        }
        field.spec = template.get(start..*at).unwrap_or_default().to_vec();
        *at += 1;
    }
    Ok(field)
}

fn render(m: &mut Machine, field: &Field, fields: &mut Fields, depth: u32) -> PyResult<Ref> {
    let mut value = look_up(m, &field.name, fields)?;
    if let Some(conversion) = field.conversion {
        m.hold(value);
        let converted = match conversion {
            'r' => m.repr(value),
            's' => m.str(value),
            'a' => m.ascii(value),
            c if (' '..'\u{80}').contains(&c) => Err(m.value_error(&format!("Unknown conversion specifier {c}"))),
            c => Err(m.value_error(&format!("Unknown conversion specifier \\x{:x}", c as u32))),
        };
        m.unhold();
        value = m.give_up(value, converted)?;
    }
    m.hold(value);
    let spec = if field.spec.contains(&'{') || field.spec.contains(&'}') {
        expand(m, &field.spec, fields, depth - 1, &mut None)
    } else {
        Ok(field.spec.iter().collect())
    };
    let result = spec.and_then(|spec| m.format(value, &spec));
    m.unhold();
    m.give_up(value, result)
}

/// The value of `name.attribute[index]…`, a new reference.
fn look_up(m: &mut Machine, name: &[char], fields: &mut Fields) -> PyResult<Ref> {
    let first_end = name.iter().position(|c| matches!(c, '.' | '[')).unwrap_or(name.len());
    let (first, mut rest) = name.split_at(first_end);
    let mut value = first_value(m, first, fields)?;
    while let Some((&mark, tail)) = rest.split_first() {
        m.hold(value);
        let step = if mark == '.' {
            let end = tail.iter().position(|c| matches!(c, '.' | '[')).unwrap_or(tail.len());
            let (attribute, tail) = tail.split_at(end);
            rest = tail;
            if attribute.is_empty() {
                Err(m.value_error("Empty attribute in format string"))
            } else {
                let attribute: String = attribute.iter().collect();
                m.getattr_text(value, &attribute)
            }
        } else if mark == '[' {
            match tail.iter().position(|&c| c == ']') {
                None => Err(m.value_error("Missing ']' in format string")),
                Some(end) => {
                    let (index, tail) = tail.split_at(end);
                    rest = tail.get(1..).unwrap_or_default();
                    subscript(m, value, index)
                }
            }
        } else {
            Err(m.value_error("Only '.' or '[' may follow ']' in format field specifier"))
        };
        m.unhold();
        value = m.give_up(value, step)?;
    }
    Ok(value)
}

fn subscript(m: &mut Machine, value: Ref, index: &[char]) -> PyResult<Ref> {
    if index.is_empty() {
        return Err(m.value_error("Empty attribute in format string"));
    }
    let key = match whole_number(m, index)? {
        Some(n) => m.new_int(n),
        None => {
            let text: String = index.iter().collect();
            m.new_str(&text)
        }
    };
    m.hold(key);
    let result = m.getitem(value, key);
    m.unhold();
    m.give_up(key, result)
}

fn first_value(m: &mut Machine, first: &[char], fields: &mut Fields) -> PyResult<Ref> {
    let number = whole_number(m, first)?;
    let index = if first.is_empty() || number.is_some() {
        match (&mut fields.numbering, number) {
            (numbering @ Numbering::Open, None) => {
                *numbering = Numbering::Automatic(1);
                Some(0)
            }
            (Numbering::Automatic(next), None) => {
                *next += 1;
                Some(*next as i64 - 1)
            }
            (Numbering::Manual, None) => {
                return Err(m.value_error(
                    "cannot switch from manual field specification to automatic field numbering",
                ));
            }
            (numbering @ (Numbering::Open | Numbering::Manual), Some(n)) => {
                *numbering = Numbering::Manual;
                Some(n)
            }
            (Numbering::Automatic(_), Some(_)) => {
                return Err(m.value_error(
                    "cannot switch from automatic field numbering to manual field specification",
                ));
            }
        }
    } else {
        None
    };
    if let Some(index) = index {
        if fields.mapping.is_some() {
            return Err(m.value_error("Format string contains positional fields"));
        }
        return match usize::try_from(index).ok().and_then(|i| fields.args.get(i)) {
            Some(&r) => Ok(m.newref(r)),
            None => {
                Err(m.index_error(&format!("Replacement index {index} out of range for positional args tuple")))
            }
        };
    }
    let name: String = first.iter().collect();
    if let Some(&(_, value)) = fields.kwargs.iter().find(|&&(k, _)| m.str_of(k) == Some(&name)) {
        return Ok(m.newref(value));
    }
    let key = m.new_str(&name);
    m.hold(key);
    let result = match fields.mapping {
        Some(mapping) => m.getitem(mapping, key),
        None => Err(m.key_error(key)),
    };
    m.unhold();
    m.give_up(key, result)
}

/// The number that a name is, if it consists of digits.
fn whole_number(m: &mut Machine, name: &[char]) -> PyResult<Option<i64>> {
    if name.is_empty() {
        return Ok(None);
    }
    let mut value = 0i64;
    for c in name {
        let Some(digit) = c.to_digit(10) else { return Ok(None) };
        value = match value.checked_mul(10).and_then(|v| v.checked_add(i64::from(digit))) {
            Some(value) => value,
            None => return Err(m.value_error("Too many decimal digits in format string")),
        };
    }
    Ok(Some(value))
}
