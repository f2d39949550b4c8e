//! `template % values` for strings and bytes (`unicode_format`, `_PyBytes_FormatEx`).
//!
//! Bytes go through the same code: each byte is the character with its number.

use heap::Ref;

use super::number;
use crate::arithmetic::TEXT_LIMIT;
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::types::TypeId;
use crate::version::Version;

/// One conversion: `%[(key)][flags][width][.precision]type`.
#[derive(Clone, Default)]
struct Conversion {
    key: Option<String>,
    left: bool,
    plus: bool,
    space: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
    kind: char,
}

/// Where the values come from.
struct Values {
    all: Ref,
    /// The tuple's items, or the value itself.
    items: Vec<Ref>,
    next: usize,
    mapping: bool,
    /// A key was used: the values are a mapping now, and the last item that it gave (owned).
    keyed: bool,
}

struct Formatter {
    bytes: bool,
    template: Vec<char>,
    at: usize,
    out: String,
    values: Values,
    /// The only piece of the result, if that is a string object as it is (owned).
    whole: Option<Ref>,
}

/// `str % values`.
pub fn string(m: &mut Machine, template: Ref, values: Ref) -> PyResult<Ref> {
    let text = m.text(template);
    let mut f = Formatter::new(m, false, text.chars().collect(), values);
    let result = f.run(m);
    let whole = f.whole.take();
    match (result, whole) {
        (Ok(()), Some(whole)) => Ok(whole),
        (Ok(()), None) => Ok(m.new_str(&f.out)),
        (Err(e), whole) => {
            m.xdecref(whole);
            Err(e)
        }
    }
}

/// `bytes % values`, `bytearray % values`.
pub fn bytes(m: &mut Machine, template: Ref, values: Ref) -> PyResult<Ref> {
    let raw = crate::builtins::bytes::buffer(m, template).unwrap_or_default();
    let mut f = Formatter::new(m, true, raw.iter().map(|&b| char::from(b)).collect(), values);
    f.run(m)?;
    let out: Vec<u8> = f.out.chars().map(|c| c as u32 as u8).collect();
    Ok(match m.payload(template) {
        Payload::ByteArray(_) => crate::builtins::bytes::new_bytearray(m, out),
        _ => m.new_bytes(&out),
    })
}

impl Formatter {
    fn new(m: &mut Machine, bytes: bool, template: Vec<char>, values: Ref) -> Self {
        let tuple = matches!(m.payload(values), Payload::Tuple(_));
        let items = if tuple { m.items(values).map(<[Ref]>::to_vec).unwrap_or_default() } else { vec![values] };
        let getitem = m.interp.names.getitem;
        let class = m.class_of(values);
        let text = matches!(m.payload(values), Payload::Str(_));
        let raw = matches!(m.payload(values), Payload::Bytes(_) | Payload::ByteArray(_));
        let mapping = !tuple && !text && !(bytes && raw) && {
            matches!(m.payload(values), Payload::Dict(_) | Payload::List(_) | Payload::Range(_) | Payload::MappingProxy(_))
                || m.type_lookup(class, getitem).is_some()
        };
        let values = Values { all: values, items, next: 0, mapping, keyed: false };
        Formatter { bytes, template, at: 0, out: String::new(), values, whole: None }
    }

    fn run(&mut self, m: &mut Machine) -> PyResult<()> {
        while let Some(&c) = self.template.get(self.at) {
            self.at += 1;
            if c != '%' {
                self.out.push(c);
                continue;
            }
            if self.template.get(self.at) == Some(&'%') {
                self.at += 1;
                self.out.push('%');
                continue;
            }
            let start = self.at;
            let conversion = self.parse(m)?;
            let key = conversion.key.clone();
            let (value, owned) = self.value(m, key)?;
            m.hold(value);
            if !owned {
                m.incref(value);
            }
            let piece = self.convert(m, &conversion, value, start);
            m.unhold();
            let piece = m.give_up(value, piece)?;
            if self.out.len() + piece.len() > TEXT_LIMIT {
                return Err(m.memory_error());
            }
            self.out.push_str(&piece);
        }
        if self.values.next < self.values.items.len() && !self.values.mapping && !self.values.keyed {
            let what = if self.bytes { "bytes" } else { "string" };
            return Err(m.type_error(&format!("not all arguments converted during {what} formatting")));
        }
        Ok(())
    }

    /// The value for a conversion and whether it is a reference of our own.
    fn value(&mut self, m: &mut Machine, key: Option<String>) -> PyResult<(Ref, bool)> {
        match key {
            None => Ok((self.next(m)?, false)),
            Some(key) => {
                let key = if self.bytes {
                    m.new_bytes(&key.chars().map(|c| c as u32 as u8).collect::<Vec<_>>())
                } else {
                    m.new_str(&key)
                };
                m.hold(key);
                let all = self.values.all;
                let found = m.getitem(all, key);
                m.unhold();
                let found = m.give_up(key, found)?;
                self.values.keyed = true;
                Ok((found, true))
            }
        }
    }

    fn next(&mut self, m: &mut Machine) -> PyResult<Ref> {
        match self.values.items.get(self.values.next) {
            Some(&r) => {
                self.values.next += 1;
                Ok(r)
            }
            None => Err(m.type_error("not enough arguments for format string")),
        }
    }

    fn parse(&mut self, m: &mut Machine) -> PyResult<Conversion> {
        let mut c = Conversion::default();
        if self.peek(m)? == '(' {
            if !self.values.mapping {
                return Err(m.type_error("format requires a mapping"));
            }
            self.at += 1;
            let start = self.at;
            let mut depth = 1;
            while depth > 0 {
                match self.template.get(self.at) {
                    None => return Err(m.value_error("incomplete format key")),
                    Some('(') => depth += 1,
                    Some(')') => depth -= 1,
                    Some(_) => {}
                }
                self.at += 1;
            }
            c.key = Some(self.template.get(start..self.at - 1).unwrap_or_default().iter().collect());
        }
        loop {
            match self.peek(m)? {
                '-' => c.left = true,
                '+' => c.plus = true,
                ' ' => c.space = true,
                '#' => c.alternate = true,
                '0' => c.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        if self.peek(m)? == '*' {
            self.at += 1;
            let width = self.star(m)?;
            c.left |= width < 0;
            c.width = usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX);
        } else {
            c.width = self.digits(m, "width too big", i64::MAX)?;
        }
        if self.peek(m)? == '.' {
            self.at += 1;
            c.precision = Some(if self.peek(m)? == '*' {
                self.at += 1;
                usize::try_from(self.star(m)?).unwrap_or(0)
            } else {
                let text = if self.bytes { "prec too big" } else { "precision too big" };
                self.digits(m, text, i64::from(i32::MAX))?
            });
        }
        if matches!(self.peek(m)?, 'h' | 'l' | 'L') {
            self.at += 1;
        }
        c.kind = self.peek(m)?;
        self.at += 1;
        Ok(c)
    }

    fn peek(&self, m: &mut Machine) -> PyResult<char> {
        match self.template.get(self.at) {
            Some(&c) => Ok(c),
            None => Err(m.value_error("incomplete format")),
        }
    }

    fn star(&mut self, m: &mut Machine) -> PyResult<i64> {
        let value = self.next(m)?;
        match m.payload(value) {
            Payload::Int(n) => Ok(*n),
            Payload::Bool(b) => Ok(i64::from(*b)),
            Payload::BigInt(_) => Err(m.overflow("Python int too large to convert to C ssize_t")),
            _ => Err(m.type_error("* wants int")),
        }
    }

    fn digits(&mut self, m: &mut Machine, too_big: &str, most: i64) -> PyResult<usize> {
        let mut value = 0i64;
        while let Some(digit) = self.template.get(self.at).and_then(|c| c.to_digit(10)) {
            value = match value.checked_mul(10).and_then(|v| v.checked_add(i64::from(digit))) {
                Some(value) if value <= most => value,
                _ => return Err(m.value_error(too_big)),
            };
            self.at += 1;
        }
        Ok(usize::try_from(value).unwrap_or(0))
    }

    fn convert(&mut self, m: &mut Machine, c: &Conversion, value: Ref, start: usize) -> PyResult<String> {
        let body = match c.kind {
            's' if !self.bytes => {
                let only = self.out.is_empty() && self.at == self.template.len() && c.width == 0 && c.precision.is_none();
                if only && m.is_exact(value, TypeId::Str) {
                    self.whole = Some(m.newref(value));
                    return Ok(String::new());
                }
                m.str_string(value)?
            }
            's' | 'b' if self.bytes => self.raw(m, value)?,
            'r' if !self.bytes => m.repr_string(value)?,
            'r' | 'a' => {
                let text = m.ascii(value)?;
                m.take_text(text)
            }
            'c' => self.character(m, value)?,
            'd' | 'i' | 'u' | 'x' | 'X' | 'o' => return self.integer(m, c, value),
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => return self.float(m, c, value),
            other => {
                let shown = if (' '..'\u{7f}').contains(&other) { other } else { '?' };
                let at = self.at.saturating_sub(1);
                let _ = start;
                return Err(m.value_error(&format!(
                    "unsupported format character '{shown}' ({:#x}) at index {at}",
                    other as u32
                )));
            }
        };
        let body: String = match c.precision {
            Some(n) if c.kind != 'c' => body.chars().take(n).collect(),
            _ => body,
        };
        pad(m, c, "", &body, false)
    }

    /// What `%s` and `%b` put into bytes.
    fn raw(&self, m: &mut Machine, value: Ref) -> PyResult<String> {
        if let Some(bytes) = crate::builtins::bytes::buffer(m, value) {
            return Ok(bytes.iter().map(|&b| char::from(b)).collect());
        }
        let name = m.interp.names.bytes;
        if let Some(result) = m.special(value, name, &[])? {
            let bytes = crate::builtins::bytes::buffer(m, result);
            m.decref(result);
            if let Some(bytes) = bytes {
                return Ok(bytes.iter().map(|&b| char::from(b)).collect());
            }
        }
        let message = format!(
            "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
            m.type_name(value)
        );
        Err(m.type_error(&message))
    }

    fn character(&self, m: &mut Machine, value: Ref) -> PyResult<String> {
        let long = m.version >= Version::V3_14_2;
        if self.bytes {
            const TEXT: &str = "%c requires an integer in range(256) or a single byte";
            if let Some(bytes) = crate::builtins::bytes::buffer(m, value) {
                if let [b] = bytes.as_slice() {
                    return Ok(char::from(*b).to_string());
                }
                let class = m.type_name(value).to_owned();
                let more = if long { format!(", not a {class} object of length {}", bytes.len()) } else { String::new() };
                return Err(m.type_error(&format!("{TEXT}{more}")));
            }
            let Some(index) = m.index_object(value)? else {
                let more = if long { format!(", not {}", m.type_name(value)) } else { String::new() };
                return Err(m.type_error(&format!("{TEXT}{more}")));
            };
            let code = m.to_int(index).and_then(|i| u8::try_from(i).ok());
            m.decref(index);
            return match code {
                Some(b) => Ok(char::from(b).to_string()),
                None => Err(m.overflow("%c arg not in range(256)")),
            };
        }
        if let Some(text) = m.str_of(value) {
            let n = text.chars().count();
            if n == 1 {
                return Ok(text.to_owned());
            }
            let message = if long {
                format!("%c requires an int or a unicode character, not a string of length {n}")
            } else {
                "%c requires int or char".to_owned()
            };
            return Err(m.type_error(&message));
        }
        let Some(index) = m.index_object(value)? else {
            let message = if long {
                format!("%c requires an int or a unicode character, not {}", m.type_name(value))
            } else {
                "%c requires int or char".to_owned()
            };
            return Err(m.type_error(&message));
        };
        let code = m.to_int(index).and_then(|i| u32::try_from(i).ok()).filter(|&c| c < 0x11_0000);
        m.decref(index);
        match code {
            None => Err(m.overflow("%c arg not in range(0x110000)")),
            Some(code) => match char::from_u32(code) {
                Some(c) => Ok(c.to_string()),
                None => Err(m.not_supported("a lone surrogate in a string")),
            },
        }
    }

    fn integer(&self, m: &mut Machine, c: &Conversion, value: Ref) -> PyResult<String> {
        let whole = matches!(c.kind, 'x' | 'X' | 'o');
        let number = if whole { m.index_object(value)? } else { crate::builtins::int::truncated(m, value)? };
        let Some(number) = number else {
            let wanted = if whole { "an integer" } else { "a real number" };
            let message = format!("%{} format: {wanted} is required, not {}", c.kind, m.type_name(value));
            return Err(m.type_error(&message));
        };
        let big = m.to_int(number).unwrap_or_default();
        let digits = match c.kind {
            'x' | 'X' | 'o' => Ok(number::in_base(&big, c.kind)),
            _ => crate::text::int_text(m, number).map(|t| ("", t.trim_start_matches('-').to_owned())),
        };
        let (prefix, mut digits) = m.give_up(number, digits)?;
        if let Some(n) = c.precision
            && n > digits.len()
        {
            if n > TEXT_LIMIT {
                return Err(m.memory_error());
            }
            digits.insert_str(0, &"0".repeat(n - digits.len()));
        }
        let sign = sign(c, big.sign() == num_bigint::Sign::Minus);
        let prefix = if c.alternate { prefix } else { "" };
        pad(m, c, &format!("{sign}{prefix}"), &digits, true)
    }

    fn float(&self, m: &mut Machine, c: &Conversion, value: Ref) -> PyResult<String> {
        let f = crate::builtins::float::as_float(m, value)?;
        let text = number::styled(m, f, c.kind, c.precision.unwrap_or(6), c.alternate)?;
        let sign = sign(c, f.is_sign_negative() && !f.is_nan());
        pad(m, c, sign, &text, true)
    }
}

fn sign(c: &Conversion, negative: bool) -> &'static str {
    match (negative, c.plus, c.space) {
        (true, _, _) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        _ => "",
    }
}

fn pad(m: &mut Machine, c: &Conversion, prefix: &str, body: &str, numeric: bool) -> PyResult<String> {
    let length = prefix.len() + body.chars().count();
    let room = c.width.saturating_sub(length);
    if room > TEXT_LIMIT {
        return Err(m.memory_error());
    }
    Ok(if c.left {
        format!("{prefix}{body}{}", " ".repeat(room))
    } else if c.zero && numeric {
        format!("{prefix}{}{body}", "0".repeat(room))
    } else {
        format!("{}{prefix}{body}", " ".repeat(room))
    })
}
