//! Exceptions and tracebacks (`Objects/exceptions.c`, `Python/traceback.c`).

use heap::Ref;

use super::body::Label;

/// An exception.
#[derive(Clone, Debug)]
pub struct Exception {
    /// `args`, a tuple.
    pub args: Option<Ref>,
    /// `__traceback__`
    pub traceback: Option<Ref>,
    /// `__context__`
    pub context: Option<Ref>,
    /// `__cause__`
    pub cause: Option<Ref>,
    /// `__suppress_context__`
    pub suppress_context: bool,
    /// C code made it, and no handler has seen it yet: in 2.7 its value is still what it was made of (`PyErr_SetObject`).
    pub raw: bool,
    /// Members that only some kinds have (`value` of StopIteration, `name` of NameError, …).
    pub fields: Vec<(&'static str, Ref)>,
}

impl Exception {
    /// With these arguments and nothing else.
    pub fn new(args: Ref) -> Self {
        Self {
            args: Some(args),
            traceback: None,
            context: None,
            cause: None,
            suppress_context: false,
            raw: false,
            fields: Vec::new(),
        }
    }

    /// A member that only some kinds have.
    pub fn field(&self, name: &str) -> Option<Ref> {
        self.fields
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, r)| *r)
    }

    /// Sets such a member; gives the old value out.
    pub fn set_field(&mut self, name: &'static str, value: Ref) -> Option<Ref> {
        match self.fields.iter_mut().find(|(n, _)| *n == name) {
            Some((_, r)) => Some(std::mem::replace(r, value)),
            None => {
                self.fields.push((name, value));
                None
            }
        }
    }

    /// BaseException_traverse: dict, args, (notes,) traceback, cause, context.
    pub fn each(&self, dict: Option<Ref>, visit: &mut dyn FnMut(Label, Ref)) {
        for &(name, r) in &self.fields {
            visit(Label::Field(name), r);
        }
        let parts = [
            ("__dict__", dict),
            ("args", self.args),
            ("__traceback__", self.traceback),
            ("__context__", self.context),
            ("__cause__", self.cause),
        ];
        for (name, part) in parts {
            if let Some(r) = part {
                visit(Label::Field(name), r);
            }
        }
    }

    /// BaseException_clear.
    pub fn clear(&mut self, released: &mut Vec<Ref>) {
        released.extend(self.fields.drain(..).map(|(_, r)| r));
        released.extend(self.args.take());
        released.extend(self.traceback.take());
        released.extend(self.cause.take());
        released.extend(self.context.take());
    }
}

/// An entry of a traceback.
#[derive(Clone, Debug)]
pub struct Traceback {
    /// `tb_next`: one call further in.
    pub next: Option<Ref>,
    /// `tb_frame`
    pub frame: Ref,
    /// `tb_lasti`: number of the instruction.
    pub lasti: u32,
    /// `tb_lineno`
    pub line: u32,
}
