//! The repr of nested containers, with its own stack of what is left to write: depth costs no Rust stack, and an
//! object that is being written already shows as `...` (`Py_ReprEnter`).

use heap::Ref;

use super::{describe, escape, number};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::body::DictPart;
use crate::types::TypeId;
use crate::version::Version;

/// How deep containers may nest from 3.12 on, where only the C stack counts.
const MOST_NESTED: usize = 10_000;

enum Task {
    /// Write a text.
    Text(&'static str),
    /// Write an object; somebody else holds it.
    Object(Ref),
    /// Write the items of a list or tuple from this one on.
    Items { sequence: Ref, at: usize },
    /// Write the entries of a dict from this one on.
    Entries { dict: Ref, at: usize, first: bool },
    /// Give back what is held for an entry.
    Release(usize),
    /// The innermost container is complete.
    Leave,
}

struct Writer {
    out: String,
    tasks: Vec<Task>,
}

/// The repr of the built-in part of an object; of what lies inside it, with special methods.
pub(super) fn write(m: &mut Machine, r: Ref) -> PyResult<String> {
    let (entered, held) = (m.modules_state.in_repr.len(), m.held_mark());
    let mut writer = Writer {
        out: String::new(),
        tasks: Vec::new(),
    };
    let mut result = writer.native(m, r);
    while result.is_ok()
        && let Some(task) = writer.tasks.pop()
    {
        result = writer.step(m, task);
    }
    match result {
        Ok(()) => Ok(writer.out),
        Err(e) => {
            m.modules_state.in_repr.truncate(entered);
            m.release_keeping(held, e);
            Err(e)
        }
    }
}

fn too_deep(m: &mut Machine) -> Unwind {
    m.error(
        TypeId::RecursionError,
        "maximum recursion depth exceeded while getting the repr of an object",
    )
}

impl Writer {
    fn step(&mut self, m: &mut Machine, task: Task) -> PyResult<()> {
        match task {
            Task::Text(text) => self.out.push_str(text),
            Task::Object(r) => return self.object(m, r),
            Task::Items { sequence, at } => {
                if let Some(item) = m.items(sequence).and_then(|items| items.get(at)).copied() {
                    if at > 0 {
                        self.out.push_str(", ");
                    }
                    self.tasks.push(Task::Items {
                        sequence,
                        at: at + 1,
                    });
                    if m.facts.list_repr_holds && m.is_native(sequence, TypeId::List) {
                        let mark = m.held_mark();
                        m.incref(item);
                        m.hold(item);
                        self.tasks.push(Task::Release(mark));
                    }
                    return self.object(m, item);
                }
            }
            Task::Entries { dict, at, first } => {
                let Some(d) = m.dict(dict) else { return Ok(()) };
                let Some((at, entry)) = (at..d.end()).find_map(|at| Some((at, d.entry(at)?)))
                else {
                    return Ok(());
                };
                if !first {
                    self.out.push_str(", ");
                }
                self.tasks.push(Task::Entries {
                    dict,
                    at: at + 1,
                    first: false,
                });
                let mark = m.held_mark();
                for r in [entry.key, entry.value] {
                    m.incref(r);
                    m.hold(r);
                }
                self.tasks.push(Task::Release(mark));
                self.tasks.push(Task::Object(entry.value));
                self.tasks.push(Task::Text(": "));
                return self.object(m, entry.key);
            }
            Task::Release(mark) => m.release_to(mark),
            Task::Leave => {
                m.modules_state.in_repr.pop();
                if let Some(r) = m.unhold() {
                    m.decref(r);
                }
            }
        }
        Ok(())
    }

    /// From 3.15 on an ImportError shows what was to be imported (`ImportError_repr`).
    fn import_error(&mut self, m: &Machine, r: Ref) {
        let Payload::Exception(e) = m.payload(r) else {
            return;
        };
        let args = e.args.and_then(|args| m.items(args)).unwrap_or_default();
        let mut parts: Vec<(&'static str, Ref)> = args.iter().map(|&arg| ("", arg)).collect();
        for (name, label) in [("name", "name="), ("path", "path=")] {
            let value = e.field(name).filter(|&value| !m.is_none(value));
            parts.extend(value.map(|value| (label, value)));
        }
        self.out.push('(');
        self.tasks.push(Task::Text(")"));
        for (number, (label, value)) in parts.into_iter().enumerate().rev() {
            self.tasks.push(Task::Object(value));
            self.tasks.push(Task::Text(label));
            if number > 0 {
                self.tasks.push(Task::Text(", "));
            }
        }
    }

    /// `PyObject_Repr`.
    fn object(&mut self, m: &mut Machine, r: Ref) -> PyResult<()> {
        let name = m.interp.names.repr;
        match m.special(r, name, &[])? {
            None => self.native(m, r),
            Some(result) => {
                let text = m.checked_text(r, result, "__repr__")?;
                let text = m.take_text(text);
                self.out.push_str(&text);
                Ok(())
            }
        }
    }

    /// Starts a container: false if it is being written already.
    fn enter(&mut self, m: &mut Machine, r: Ref) -> PyResult<bool> {
        if m.modules_state.in_repr.contains(&r) {
            return Ok(false);
        }
        let (depth, most) = if m.version >= Version::V3_12 {
            (m.modules_state.in_repr.len(), MOST_NESTED)
        } else {
            (
                m.modules_state.in_repr.len() + m.frames.len(),
                m.limits.recursion,
            )
        };
        if depth >= most {
            return Err(too_deep(m));
        }
        m.make_thread_dict();
        m.incref(r);
        m.hold(r);
        m.modules_state.in_repr.push(r);
        self.tasks.push(Task::Leave);
        Ok(true)
    }

    /// A container: what stands before its content, the content, what stands behind it.
    fn contain(
        &mut self,
        m: &mut Machine,
        r: Ref,
        [open, close, recursive]: [&'static str; 3],
        content: Task,
    ) -> PyResult<()> {
        if !self.enter(m, r)? {
            self.out.push_str(recursive);
            return Ok(());
        }
        self.out.push_str(open);
        self.tasks.push(Task::Text(close));
        self.tasks.push(content);
        Ok(())
    }

    fn native(&mut self, m: &mut Machine, r: Ref) -> PyResult<()> {
        match m.payload(r) {
            Payload::Int(i) => {
                self.out.push_str(&i.to_string());
                self.long_mark(m, r);
            }
            Payload::BigInt(_) => {
                self.out.push_str(&super::int_text(m, r)?);
                self.long_mark(m, r);
            }
            Payload::Bool(b) => self.out.push_str(if *b { "True" } else { "False" }),
            Payload::None => self.out.push_str("None"),
            Payload::Ellipsis => self.out.push_str("Ellipsis"),
            Payload::NotImplemented => self.out.push_str("NotImplemented"),
            Payload::Float(f) => self.out.push_str(&number::float_repr(*f)),
            Payload::Complex(c) => self.out.push_str(&number::complex_repr(c.0, c.1)),
            Payload::Str(s) if m.facts.python_2 => {
                let text = escape::str_repr_of_two(&s.text, m.is_native(r, TypeId::Unicode));
                self.out.push_str(&text);
            }
            Payload::Str(s) => self.out.push_str(&escape::str_repr(&s.text)),
            Payload::Bytes(b) => {
                self.out.push('b');
                self.out.push_str(&escape::bytes_repr(b));
            }
            Payload::ByteArray(b) => {
                let text = if m.facts.bytearray_holds_bytes {
                    escape::bytes_repr(b)
                } else {
                    escape::bytearray_repr(b)
                };
                let name = m.type_name(r);
                self.out.push_str(&format!("{name}(b{text})"));
            }
            Payload::List(l) if l.items.is_empty() => self.out.push_str("[]"),
            Payload::List(_) => {
                return self.contain(
                    m,
                    r,
                    ["[", "]", "[...]"],
                    Task::Items { sequence: r, at: 0 },
                );
            }
            Payload::Tuple(_) if m.is_native(r, TypeId::VersionInfo) => {
                return self.version_info(m, r);
            }
            Payload::Tuple(t) if t.items.is_empty() => self.out.push_str("()"),
            Payload::Tuple(t) => {
                let close = if t.items.len() == 1 { ",)" } else { ")" };
                return self.contain(
                    m,
                    r,
                    ["(", close, "(...)"],
                    Task::Items { sequence: r, at: 0 },
                );
            }
            Payload::Dict(d) if d.is_empty() => self.out.push_str("{}"),
            Payload::Dict(_) => {
                let entries = Task::Entries {
                    dict: r,
                    at: 0,
                    first: true,
                };
                return self.contain(m, r, ["{", "}", "{...}"], entries);
            }
            Payload::Set(_) => return self.set(m, r),
            Payload::MappingProxy(mapping) => {
                let mapping = *mapping;
                self.out.push_str(if m.facts.python_2 {
                    "dict_proxy("
                } else {
                    "mappingproxy("
                });
                self.tasks.push(Task::Text(")"));
                return self.object(m, mapping);
            }
            Payload::DictView(..) => return self.view(m, r),
            Payload::Range(range) => {
                if m.facts.python_2 {
                    // Only where it starts, how many and the step are kept.
                    let (start, step) = (range.start, range.step);
                    let stop = start.saturating_add(step.saturating_mul(range.len()));
                    self.out.push_str(&match (start, step) {
                        (0, 1) => format!("xrange({stop})"),
                        (_, 1) => format!("xrange({start}, {stop})"),
                        _ => format!("xrange({start}, {stop}, {step})"),
                    });
                    return Ok(());
                }
                let (parts, step) = (range.parts, range.step);
                self.out.push_str("range(");
                self.tasks.push(Task::Text(")"));
                if step != 1 {
                    self.tasks.push(Task::Object(parts[2]));
                    self.tasks.push(Task::Text(", "));
                }
                self.tasks.push(Task::Object(parts[1]));
                self.tasks.push(Task::Text(", "));
                self.tasks.push(Task::Object(parts[0]));
            }
            Payload::Slice(parts) => {
                let [start, stop, step] = **parts;
                self.out.push_str("slice(");
                self.tasks.push(Task::Text(")"));
                self.tasks.push(Task::Object(step));
                self.tasks.push(Task::Text(", "));
                self.tasks.push(Task::Object(stop));
                self.tasks.push(Task::Text(", "));
                self.tasks.push(Task::Object(start));
            }
            Payload::Exception(e) => {
                let args = e.args;
                if !self.enter(m, r)? {
                    // An exception has no guard of its own: one inside itself never ends.
                    return Err(too_deep(m));
                }
                self.out.push_str(m.type_name(r));
                if m.at_least(Version::V3_15) && m.is_native(r, TypeId::ImportError) {
                    self.import_error(m, r);
                    return Ok(());
                }
                let only_commas = m.facts.python_2;
                match (args.and_then(|a| m.items(a)), args) {
                    (Some(&[only]), _) => {
                        self.out.push('(');
                        self.tasks
                            .push(Task::Text(if only_commas { ",)" } else { ")" }));
                        self.tasks.push(Task::Object(only));
                    }
                    (_, Some(args)) => self.tasks.push(Task::Object(args)),
                    _ => self.out.push_str("()"),
                }
            }
            Payload::Method(parts) => {
                let (function, object, class) = **parts;
                let mut name = describe::callable_name(m, function);
                if let Some(class) = class {
                    name = format!("{}.{name}", m.class_name(class));
                }
                self.out.push_str(&format!("<bound method {name} of "));
                self.tasks.push(Task::Text(">"));
                return self.object(m, object);
            }
            Payload::UnboundMethod(parts) => {
                let (function, class) = **parts;
                let name = describe::callable_name(m, function);
                let class = m.class_name(class);
                self.out
                    .push_str(&format!("<unbound method {class}.{name}>"));
            }
            Payload::ClassMethod(f) | Payload::StaticMethod(f) if m.version >= Version::V3_11 => {
                let f = *f;
                let name = m.type_name(r).to_owned();
                self.out.push_str(&format!("<{name}("));
                self.tasks.push(Task::Text(")>"));
                return self.object(m, f);
            }
            _ => {
                let text = describe::other(m, r)?;
                self.out.push_str(&text);
            }
        }
        Ok(())
    }

    fn long_mark(&mut self, m: &Machine, r: Ref) {
        if m.is_native(r, TypeId::Long) {
            self.out.push('L');
        }
    }

    fn version_info(&mut self, m: &mut Machine, r: Ref) -> PyResult<()> {
        self.out.push_str("sys.version_info(");
        self.tasks.push(Task::Text(")"));
        let items = m.items(r).map(<[Ref]>::to_vec).unwrap_or_default();
        let names = [
            "major=",
            ", minor=",
            ", micro=",
            ", releaselevel=",
            ", serial=",
        ];
        for (name, item) in names.into_iter().zip(items).rev() {
            self.tasks.push(Task::Object(item));
            self.tasks.push(Task::Text(name));
        }
        Ok(())
    }

    /// set_repr: the items are taken into a list first.
    fn set(&mut self, m: &mut Machine, r: Ref) -> PyResult<()> {
        let name = m.type_name(r).to_owned();
        let Some(set) = m.set(r) else { return Ok(()) };
        if set.is_empty() && !m.facts.python_2 {
            self.out.push_str(&format!("{name}()"));
            return Ok(());
        }
        let items: Vec<Ref> = set.members().map(|(_, r)| r).collect();
        if !self.enter(m, r)? {
            self.out.push_str(&format!("{name}(...)"));
            return Ok(());
        }
        for &item in &items {
            m.incref(item);
        }
        let list = m.new_list(items);
        let mark = m.held_mark();
        m.hold(list);
        self.tasks.push(Task::Release(mark));
        if m.facts.python_2 {
            self.out.push_str(&format!("{name}(["));
            self.tasks.push(Task::Text("])"));
        } else if m.is_exact(r, TypeId::Set) {
            self.out.push('{');
            self.tasks.push(Task::Text("}"));
        } else {
            self.out.push_str(&format!("{name}({{"));
            self.tasks.push(Task::Text("})"));
        }
        self.tasks.push(Task::Items {
            sequence: list,
            at: 0,
        });
        Ok(())
    }

    /// dictview_repr: the same with a list of the view's items.
    fn view(&mut self, m: &mut Machine, r: Ref) -> PyResult<()> {
        let Payload::DictView(dict, part) = m.payload(r) else {
            return Ok(());
        };
        let (dict, part) = (*dict, *part);
        if !self.enter(m, r)? {
            self.out.push_str("...");
            return Ok(());
        }
        let name = m.type_name(r).to_owned();
        let mark = m.held_mark();
        let list = m.new_list(Vec::new());
        m.hold(list);
        self.tasks.push(Task::Release(mark));
        for (key, value) in m.dict_entries(dict) {
            let item = match part {
                DictPart::Keys => {
                    m.decref(value);
                    key
                }
                DictPart::Values => {
                    m.decref(key);
                    value
                }
                DictPart::Items => m.new_tuple_tracked(vec![key, value]),
            };
            m.list_append(list, item);
        }
        self.out.push_str(&format!("{name}("));
        self.tasks.push(Task::Text(")"));
        self.native(m, list)
    }
}
