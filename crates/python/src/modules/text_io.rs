//! `sys.stdout` and `sys.stderr` (`Modules/_io/textio.c`), as they are when they are no terminal: a pipe or a file.

use std::any::Any;

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::objects::body::Label;
use crate::objects::function::{GetSetDef, Kwargs, NativeDef};
use crate::objects::native::NativeObject;
use crate::objects::string::bytes_of_two;
use crate::output::Stream;
use crate::types::{TypeId, TypeMembers};

/// `chunk_size`: so many bytes are gathered before they are handed on.
const CHUNK: usize = 8192;

/// `sys.stdout`, `sys.stderr`.
#[derive(Clone, Debug)]
struct TextIo {
    stream: Stream,
    /// What was written and not yet handed on: one text, or a list of them.
    pending: Option<Ref>,
    /// Bytes of that.
    pending_bytes: usize,
}

impl NativeObject for TextIo {
    fn boxed_clone(&self) -> Box<dyn NativeObject> {
        Box::new(self.clone())
    }
    fn size(&self) -> u32 {
        200
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
    fn each(&self, _: bool, visit: &mut dyn FnMut(Label, Ref)) {
        if let Some(pending) = self.pending {
            visit(Label::Field("pending_bytes"), pending);
        }
    }
    fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.pending.take());
    }
}

/// A new stream of the interpreter's own.
pub fn stream(m: &mut Machine, stream: Stream) -> Ref {
    m.new_native(
        TypeId::TextIO,
        Box::new(TextIo {
            stream,
            pending: None,
            pending_bytes: 0,
        }),
    )
}

/// The tables of text streams.
pub static TEXT_IO: TypeMembers = TypeMembers {
    new: None,
    init: None,
    methods: &[
        NativeDef::method("write", write),
        NativeDef::method("flush", flush),
        NativeDef::method("isatty", isatty),
        NativeDef::method("fileno", fileno),
        NativeDef::method("writelines", writelines),
    ],
    getset: &[
        GetSetDef::read("name", stream_name),
        GetSetDef::read("encoding", encoding),
        GetSetDef::read("errors", encoding_errors),
        GetSetDef::read("closed", closed),
    ],
};

fn stream_of(m: &Machine, args: &[Ref]) -> Option<Stream> {
    match m.payload(*args.first()?) {
        Payload::Native(n) => n.as_any().downcast_ref::<TextIo>().map(|t| t.stream),
        _ => None,
    }
}

fn write(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let (Some(_), &[own, text, ..]) = (stream_of(m, args), args) else {
        return Err(m.type_error("write() takes exactly one argument (0 given)"));
    };
    let Some(content) = m.str_of(text) else {
        let got = m.type_name(text).to_owned();
        return Err(m.type_error(&format!("write() argument must be str, not {got}")));
    };
    let characters = content.chars().count() as i64;
    write_text(m, own, text);
    if m.facts.python_2 {
        return Ok(m.none());
    }
    Ok(m.new_int(characters))
}

/// `_io_TextIOWrapper_write_impl`: the text is shown at once, but kept until enough has been gathered, so that whoever
/// was printed is referred to until then. `sys.stderr` hands on at once. Everything is borrowed.
pub fn write_text(m: &mut Machine, own: Ref, text: Ref) {
    let Some(stream) = stream_of(m, &[own]) else {
        return;
    };
    let mut content = m.str_of(text).unwrap_or_default().to_owned();
    if m.facts.python_2 && !content.is_ascii() && !m.is_native(text, TypeId::Unicode) {
        content = String::from_utf8_lossy(&bytes_of_two(&content)).into_owned();
    }
    m.write(stream, &content);
    if stream == Stream::Err || m.facts.python_2 {
        return;
    }
    let size = content.len();
    // ASCII is kept as it is, everything else encoded.
    let kept = if content.is_ascii() && size <= CHUNK {
        m.newref(text)
    } else {
        m.new_bytes(content.as_bytes())
    };
    if size >= CHUNK {
        hand_on(m, own);
    }
    let pending = text_io(m, own).and_then(|io| io.pending.take());
    let pending = match pending {
        None => kept,
        Some(list) if matches!(m.payload(list), Payload::List(_)) => {
            m.list_append(list, kept);
            list
        }
        Some(first) => m.new_list(vec![first, kept]),
    };
    let Some(io) = text_io(m, own) else {
        return m.decref(pending);
    };
    io.pending = Some(pending);
    io.pending_bytes += size;
    if io.pending_bytes >= CHUNK {
        hand_on(m, own);
    }
}

/// `_textiowrapper_writeflush`: what was gathered is given up.
fn hand_on(m: &mut Machine, own: Ref) {
    if let Some(io) = text_io(m, own) {
        io.pending_bytes = 0;
        let pending = io.pending.take();
        m.xdecref(pending);
    }
}

/// `flush_std_files`: at the end of a script and of the process.
pub fn flush_stdout(m: &mut Machine) {
    if let Some((out, _)) = m.modules_state.streams {
        hand_on(m, out);
    }
}

fn text_io(m: &mut Machine, own: Ref) -> Option<&mut TextIo> {
    match m.payload_mut(own) {
        Payload::Native(n) => n.as_any_mut().downcast_mut(),
        _ => None,
    }
}

fn writelines(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let (Some(&own), Some(&lines)) = (args.first(), args.get(1)) else {
        return Err(m.type_error("writelines() takes exactly one argument (0 given)"));
    };
    for line in m.collect(lines)? {
        let result = write(m, &[own, line], kwargs);
        m.decref(line);
        let n = result?;
        m.decref(n);
    }
    Ok(m.none())
}

fn flush(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    if let Some(&own) = args.first() {
        hand_on(m, own);
    }
    Ok(m.none())
}

fn isatty(m: &mut Machine, _: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    Ok(m.bool(false))
}

fn fileno(m: &mut Machine, args: &[Ref], _: &Kwargs) -> PyResult<Ref> {
    let n = if stream_of(m, args) == Some(Stream::Err) {
        2
    } else {
        1
    };
    Ok(m.new_int(n))
}

fn stream_name(m: &mut Machine, r: Ref) -> PyResult<Ref> {
    let name = if stream_of(m, &[r]) == Some(Stream::Err) {
        "<stderr>"
    } else {
        "<stdout>"
    };
    Ok(m.new_str(name))
}

fn encoding(m: &mut Machine, _: Ref) -> PyResult<Ref> {
    Ok(m.intern("utf-8"))
}

fn encoding_errors(m: &mut Machine, _: Ref) -> PyResult<Ref> {
    Ok(m.intern("strict"))
}

fn closed(m: &mut Machine, _: Ref) -> PyResult<Ref> {
    Ok(m.bool(false))
}
