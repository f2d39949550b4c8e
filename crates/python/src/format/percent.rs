//! `template % args` of strings and bytes (`unicode_format`, `_PyBytes_FormatEx`).

use heap::Ref;

use super::percent_error as wrong;
use super::percent_value::{character, number};
use crate::arithmetic::TEXT_LIMIT;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::types::TypeId;
use crate::version::Version;

/// One conversion: `%(key)-08.3ld`.
#[derive(Clone, Debug, Default)]
pub(super) struct Conversion {
    pub(super) left: bool,
    pub(super) plus: bool,
    pub(super) blank: bool,
    pub(super) alternate: bool,
    pub(super) zero: bool,
    pub(super) width: usize,
    pub(super) precision: Option<usize>,
    /// How messages name the argument: ` 2`, ` 'key'`, or nothing.
    pub(super) label: String,
}

/// The arguments that are left.
struct Args {
    /// The right operand.
    all: Ref,
    /// Its items if it is a tuple; else it is the only argument itself.
    tuple: bool,
    next: usize,
    mapping: bool,
}

impl Args {
    fn new(m: &mut Machine, all: Ref, what: &str) -> Self {
        let tuple = matches!(m.payload(all), Payload::Tuple(_));
        let text = match m.payload(all) {
            Payload::Str(_) => true,
            Payload::Bytes(_) | Payload::ByteArray(_) => what == "bytes",
            _ => false,
        };
        let name = m.interp.names.getitem;
        let class = m.class_of(all);
        let mapping = !tuple
            && !text
            && (matches!(
                m.payload(all),
                Payload::Dict(_) | Payload::List(_) | Payload::MappingProxy(_) | Payload::Range(_)
            ) || m.type_lookup(class, name).is_some());
        Self {
            all,
            tuple,
            next: 0,
            mapping,
        }
    }

    /// The next argument, borrowed.
    fn take(&mut self, m: &mut Machine) -> PyResult<Ref> {
        let found = match m.items(self.all) {
            Some(items) if self.tuple => items.get(self.next).copied(),
            _ if self.next == 0 => Some(self.all),
            _ => None,
        };
        self.next += 1;
        let given = self.given(m);
        found.ok_or_else(|| wrong::not_enough(m, given))
    }

    fn given(&self, m: &Machine) -> usize {
        match m.items(self.all) {
            Some(items) if self.tuple => items.len(),
            _ => 1,
        }
    }

    /// How messages name the argument that was taken last.
    fn label(&self) -> String {
        if self.tuple {
            format!(" {}", self.next)
        } else {
            String::new()
        }
    }

    fn finish(&self, m: &mut Machine, what: &str) -> PyResult<()> {
        let given = match m.items(self.all) {
            Some(items) if self.tuple => items.len(),
            _ => usize::from(!self.mapping),
        };
        if self.next >= given {
            return Ok(());
        }
        Err(wrong::left_over(m, what, self.next, given))
    }
}

/// What a template is made of while it is read.
struct Template<'a> {
    chars: &'a [char],
    at: usize,
    /// Where the conversion that is being read has its `%`.
    start: usize,
}

impl Template<'_> {
    fn peek(&self, m: &mut Machine) -> PyResult<char> {
        match self.chars.get(self.at) {
            Some(c) => Ok(*c),
            None => Err(wrong::incomplete(m, self.start)),
        }
    }

    /// The text between parentheses, which may nest.
    fn key(&mut self, m: &mut Machine) -> PyResult<String> {
        self.at += 1;
        let mut depth = 1;
        let mut key = String::new();
        loop {
            let Some(&c) = self.chars.get(self.at) else {
                return Err(wrong::incomplete_key(m, self.start));
            };
            self.at += 1;
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(key);
            }
            key.push(c);
        }
    }

    /// Digits or `*`.
    fn size(&mut self, m: &mut Machine, args: &mut Args, name: &str) -> PyResult<Option<i64>> {
        if self.chars.get(self.at) == Some(&'*') {
            self.at += 1;
            let arg = args.take(m)?;
            return match m.payload(arg) {
                Payload::Int(i) => Ok(Some(*i)),
                Payload::Bool(b) => Ok(Some(i64::from(*b))),
                Payload::BigInt(_) => {
                    let kind = if name == "width" { "ssize_t" } else { "int" };
                    Err(m.overflow(&format!("Python int too large to convert to C {kind}")))
                }
                _ => Err(wrong::star(m, &args.label(), arg)),
            };
        }
        let mut value: Option<i64> = None;
        while let Some(digit) = self.chars.get(self.at).and_then(|c| c.to_digit(10)) {
            let next = value
                .unwrap_or(0)
                .checked_mul(10)
                .and_then(|v| v.checked_add(i64::from(digit)));
            value = match next {
                Some(value) if i32::try_from(value).is_ok() || name == "width" => Some(value),
                _ => return Err(wrong::too_big(m, name, self.start)),
            };
            self.at += 1;
        }
        Ok(value)
    }

    /// A conversion after its `%` (and key), up to its letter.
    fn conversion(&mut self, m: &mut Machine, args: &mut Args) -> PyResult<(Conversion, char)> {
        let mut c = Conversion::default();
        loop {
            match self.peek(m)? {
                '-' => c.left = true,
                '+' => c.plus = true,
                ' ' => c.blank = true,
                '#' => c.alternate = true,
                '0' => c.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        if let Some(width) = self.size(m, args, "width")? {
            c.left |= width < 0;
            c.width = width.unsigned_abs() as usize;
        }
        if self.chars.get(self.at) == Some(&'.') {
            self.at += 1;
            c.precision =
                Some(usize::try_from(self.size(m, args, "precision")?.unwrap_or(0)).unwrap_or(0));
        }
        if let Some('h' | 'l' | 'L') = self.chars.get(self.at) {
            self.at += 1;
        }
        if c.width > TEXT_LIMIT || c.precision.unwrap_or(0) > TEXT_LIMIT {
            return Err(m.memory_error());
        }
        let kind = self.peek(m)?;
        self.at += 1;
        Ok((c, kind))
    }
}

impl Conversion {
    pub(super) fn padded(&self, text: &str) -> String {
        let missing = self.width.saturating_sub(text.chars().count());
        let blanks = " ".repeat(missing);
        if self.left {
            format!("{text}{blanks}")
        } else {
            format!("{blanks}{text}")
        }
    }

    /// A number: zeros go between sign or prefix and digits.
    pub(super) fn number(&self, negative: bool, prefix: &str, digits: &str, zeros: bool) -> String {
        let sign = match (negative, self.plus, self.blank) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        };
        let missing = self
            .width
            .saturating_sub(sign.len() + prefix.len() + digits.chars().count());
        if self.zero && !self.left && zeros {
            return format!("{sign}{prefix}{}{digits}", "0".repeat(missing));
        }
        self.padded(&format!("{sign}{prefix}{digits}"))
    }
}

/// `template % args` of a string.
pub fn string(m: &mut Machine, template: Ref, args: Ref) -> PyResult<Ref> {
    let chars: Vec<char> = m.str_of(template).unwrap_or_default().chars().collect();
    // A lone `%s` gives back the string that it was given.
    let mut whole = None;
    let text = run(
        m,
        &chars,
        args,
        "string",
        &mut |m, c, kind, arg, out: &mut String| {
            match kind {
                's' | 'r' | 'a' => {
                    let object = match kind {
                        's' if m.is_native(template, TypeId::Unicode) => {
                            crate::builtins::two::unicode(m, arg)?
                        }
                        's' => m.str(arg)?,
                        'r' => m.repr(arg)?,
                        _ => m.ascii(arg)?,
                    };
                    let plain = c.width == 0 && out.is_empty();
                    let text = m.str_of(object).unwrap_or_default();
                    let text: String = match c.precision {
                        Some(n) => text.chars().take(n).collect(),
                        None => text.to_owned(),
                    };
                    out.push_str(&c.padded(&text));
                    if plain
                        && whole.is_none()
                        && m.is_exact(object, TypeId::Str)
                        && !text.is_empty()
                    {
                        whole = Some(m.hold(object));
                    } else {
                        m.decref(object);
                    }
                }
                'c' => {
                    let text = character(m, c, arg)?;
                    out.push_str(&c.padded(&text));
                }
                _ => out.push_str(&number(m, c, kind, arg)?),
            }
            Ok(())
        },
    );
    if let Some(object) = whole {
        m.unhold();
        let text = m.give_up_unless(text, object)?;
        return Ok(text);
    }
    let text = text?;
    Ok(m.new_str(&text))
}

impl Machine {
    /// The object itself if it has this text, else a new string; the object is taken over.
    fn give_up_unless(&mut self, text: PyResult<String>, object: Ref) -> PyResult<Ref> {
        match text {
            Ok(text) if self.str_of(object) == Some(&text) => Ok(object),
            text => {
                let text = self.give_up(object, text)?;
                Ok(self.new_str(&text))
            }
        }
    }
}

/// `template % args` of bytes.
pub fn bytes(m: &mut Machine, template: Ref, args: Ref) -> PyResult<Ref> {
    let (mutable, template) = match m.payload(template) {
        Payload::Bytes(b) => (false, b.to_vec()),
        Payload::ByteArray(b) => (true, b.to_vec()),
        _ => (false, Vec::new()),
    };
    // Every byte is a character here; what comes in and goes out is below 256.
    let chars: Vec<char> = template.iter().map(|&b| char::from(b)).collect();
    let text = run(
        m,
        &chars,
        args,
        "bytes",
        &mut |m, c, kind, arg, out: &mut String| {
            match kind {
                's' | 'b' => {
                    let bytes = bytes_like(m, c, arg)?;
                    let bytes = bytes
                        .get(..c.precision.unwrap_or(bytes.len()).min(bytes.len()))
                        .unwrap_or_default();
                    let text: String = bytes.iter().map(|&b| char::from(b)).collect();
                    out.push_str(&c.padded(&text));
                }
                'r' | 'a' => {
                    let object = m.ascii(arg)?;
                    let text: String = m
                        .str_of(object)
                        .unwrap_or_default()
                        .chars()
                        .take(c.precision.unwrap_or(usize::MAX))
                        .collect();
                    m.decref(object);
                    out.push_str(&c.padded(&text));
                }
                'c' => {
                    let byte = match m.payload(arg) {
                        Payload::Bytes(b) if b.len() == 1 => b.first().copied(),
                        Payload::ByteArray(b) if b.len() == 1 => b.first().copied(),
                        Payload::Bytes(_)
                        | Payload::ByteArray(_)
                        | Payload::Str(_)
                        | Payload::Float(_) => None,
                        _ => match m.index_object(arg)? {
                            Some(index) => {
                                let byte = m.to_int(index).and_then(|i| u8::try_from(&i).ok());
                                m.decref(index);
                                match byte {
                                    Some(byte) => Some(byte),
                                    None => {
                                        let message = wrong::of_argument(
                                            m,
                                            &c.label,
                                            "%c arg not in range(256)".to_owned(),
                                            "%c argument not in range(256)",
                                        );
                                        return Err(m.overflow(&message));
                                    }
                                }
                            }
                            None => None,
                        },
                    };
                    let Some(byte) = byte else {
                        let message = if m.version >= Version::V3_14_2 {
                            match m.payload(arg) {
                                Payload::Bytes(b) => format!(
                                    "%c requires an integer in range(256) or a single byte, not a bytes object of length {}",
                                    b.len()
                                ),
                                Payload::ByteArray(b) => format!(
                                    "%c requires an integer in range(256) or a single byte, not a bytearray object of length {}",
                                    b.len()
                                ),
                                _ => format!(
                                    "%c requires an integer in range(256) or a single byte, not {}",
                                    m.type_name(arg)
                                ),
                            }
                        } else {
                            "%c requires an integer in range(256) or a single byte".to_owned()
                        };
                        let message = wrong::of_argument(m, &c.label, message.clone(), &message);
                        return Err(m.type_error(&message));
                    };
                    out.push_str(&c.padded(&char::from(byte).to_string()));
                }
                _ => {
                    let text = match number(m, c, kind, arg) {
                        // `formatfloat` of bytes: whatever was wrong, it says so.
                        Err(Unwind::Raise(e))
                            if matches!(kind.to_ascii_lowercase(), 'e' | 'f' | 'g') =>
                        {
                            m.decref(e);
                            let got = m.type_name(arg).to_owned();
                            return Err(
                                m.type_error(&format!("float argument required, not {got}"))
                            );
                        }
                        text => text?,
                    };
                    out.push_str(&text);
                }
            }
            Ok(())
        },
    )?;
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(c as u32).unwrap_or(b'?'))
        .collect();
    Ok(if mutable {
        crate::builtins::bytearray::new_bytearray(m, bytes)
    } else {
        m.new_bytes(&bytes)
    })
}

fn bytes_like(m: &mut Machine, c: &Conversion, arg: Ref) -> PyResult<Vec<u8>> {
    if let Some(bytes) = crate::builtins::bytes::buffer(m, arg) {
        return Ok(bytes);
    }
    let name = m.interp.names.bytes;
    if let Some(result) = m.special(arg, name, &[])? {
        let bytes = match m.payload(result) {
            Payload::Bytes(b) => Some(b.to_vec()),
            _ => None,
        };
        let class = m.type_name(result).to_owned();
        m.decref(result);
        return bytes
            .ok_or_else(|| m.type_error(&format!("__bytes__ returned non-bytes (type {class})")));
    }
    let wanted = "%b requires a bytes-like object, or an object that implements __bytes__, not";
    let got = m.type_name(arg);
    let (old, new) = (format!("{wanted} '{got}'"), format!("{wanted} {got}"));
    let message = wrong::of_argument(m, &c.label, old, &new);
    Err(m.type_error(&message))
}

/// The key as messages show it.
fn text_of_key(m: &mut Machine, key: Ref) -> String {
    match m.repr_string(key) {
        Ok(text) => text,
        Err(e) => {
            m.swallow_unit(Err(e));
            String::new()
        }
    }
}

type Convert<'a> =
    dyn FnMut(&mut Machine, &Conversion, char, Ref, &mut String) -> PyResult<()> + 'a;

fn run(
    m: &mut Machine,
    chars: &[char],
    args: Ref,
    what: &str,
    convert: &mut Convert<'_>,
) -> PyResult<String> {
    let mut template = Template {
        chars,
        at: 0,
        start: 0,
    };
    let mut left = Args::new(m, args, what);
    let mut out = String::new();
    while let Some(&c) = template.chars.get(template.at) {
        template.at += 1;
        if c != '%' {
            out.push(c);
            continue;
        }
        template.start = template.at - 1;
        if template.peek(m)? == '%' {
            template.at += 1;
            out.push('%');
            continue;
        }
        let mut keyed = None;
        let mut key_label = String::new();
        if template.peek(m)? == '(' {
            if !left.mapping {
                return Err(wrong::no_mapping(m, args));
            }
            let key = template.key(m)?;
            let key = if what == "bytes" {
                m.new_bytes(key.as_bytes())
            } else {
                m.new_str(&key)
            };
            m.hold(key);
            let value = m.getitem(args, key);
            key_label = format!(" {}", text_of_key(m, key));
            m.unhold();
            let value = m.give_up(key, value)?;
            left.next = 1;
            keyed = Some(m.hold(value));
        }
        let result = one(
            m,
            &mut template,
            &mut left,
            keyed.map(|r| (r, key_label)),
            &mut out,
            convert,
        );
        if let Some(value) = keyed {
            m.unhold_below(value, &result);
        }
        result?;
        if out.len() > TEXT_LIMIT {
            return Err(m.memory_error());
        }
    }
    left.finish(m, what)?;
    Ok(out)
}

impl Machine {
    /// Gives up a held reference that may lie below another one that was held meanwhile.
    fn unhold_below<T>(&mut self, r: Ref, result: &PyResult<T>) {
        if let Some(at) = self.held.iter().rposition(|&h| h == r) {
            self.held.remove(at);
        }
        match result {
            Err(crate::machine::Unwind::Raise(e) | crate::machine::Unwind::Reraise(e)) => {
                self.hold(*e);
                self.decref(r);
                self.unhold();
            }
            _ => self.decref(r),
        }
    }
}

fn one(
    m: &mut Machine,
    template: &mut Template<'_>,
    left: &mut Args,
    keyed: Option<(Ref, String)>,
    out: &mut String,
    convert: &mut Convert<'_>,
) -> PyResult<()> {
    let (mut c, kind) = template.conversion(m, left)?;
    let arg = match keyed {
        Some((value, label)) => {
            c.label = label;
            value
        }
        None => {
            let arg = left.take(m)?;
            c.label = left.label();
            arg
        }
    };
    if !matches!(
        kind,
        's' | 'r'
            | 'a'
            | 'c'
            | 'd'
            | 'i'
            | 'u'
            | 'o'
            | 'x'
            | 'X'
            | 'e'
            | 'E'
            | 'f'
            | 'F'
            | 'g'
            | 'G'
            | 'b'
    ) {
        return Err(wrong::unsupported(m, kind, template.start, template.at - 1));
    }
    convert(m, &c, kind, arg, out)
}
