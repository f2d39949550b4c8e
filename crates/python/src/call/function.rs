//! Calling a Python function: a frame on the data stack.

use crate::frame::{Frame, Left, Return, StackRef};
use crate::machine::{Machine, PyResult};
use crate::objects::Payload;
use crate::types::TypeId;
use heap::Ref;

use super::{Called, MAX_NESTING};

impl Machine {
    /// Pushes the frame of the Python function at `at`; its arguments lie on the stack.
    pub(super) fn push_function(
        &mut self,
        at: usize,
        argc: usize,
        names: &[Ref],
    ) -> PyResult<Called> {
        let Some(callable) = self.stack[at].get() else {
            return Err(self.type_error("nothing to call"));
        };
        let Payload::Function(f) = self.payload(callable) else {
            return Err(self.type_error("not a function"));
        };
        let (code_ref, globals, builtins) = (
            f.code,
            f.globals,
            f.builtins.unwrap_or(self.interp.builtins),
        );
        let Payload::Code(code) = self.payload(code_ref) else {
            return Err(self.type_error("a function without code"));
        };
        let code = code.clone();
        if self.frames.len() >= self.limits.recursion {
            self.drop_call(at);
            return Err(self.error(TypeId::RecursionError, "maximum recursion depth exceeded"));
        }
        let has_self = !self.stack[at + 1].is_null();
        let mut base = if has_self { at + 1 } else { at + 2 };
        if self.facts.callers_keep_arguments {
            let arguments: Vec<Ref> = self.stack[base..].iter().filter_map(|s| s.get()).collect();
            base = self.stack.len();
            for argument in arguments {
                self.incref(argument);
                self.stack.push(StackRef::owned(argument));
            }
        }
        let given = argc + usize::from(has_self);
        let spec = &code.spec;
        let simple = names.is_empty()
            && spec.kwonlyargcount == 0
            && !spec.flags.varargs
            && !spec.flags.varkeywords
            && given == spec.argcount as usize;
        if !simple {
            let bound = crate::arguments::bind(self, callable, &code, base, names);
            if let Err(e) = bound {
                return Err(self.keeping(e, |m| m.drop_call(at)));
            }
        }
        let locals = code.varnames.len();
        self.stack.resize(base + locals, StackRef::NULL);
        let entry = std::mem::take(&mut self.stack[at]);
        let func = self.own(entry).get();
        self.incref(code_ref);
        let id = self.next_frame;
        self.next_frame = id.wrapping_add(1);
        self.frames.push(Frame {
            id,
            code,
            code_ref,
            func,
            globals,
            builtins,
            locals: None,
            base: base as u32,
            stack_base: (base + locals) as u32,
            bottom: at as u32,
            left: Left::default(),
            ip: 0,
            lasti: 0,
            told: (0, 0),
            object: None,
            generator: None,
            ret: Return::Push,
            outer_exception: None,
        });
        Ok(Called::Frame)
    }

    /// Runs a code object in namespaces (a module, a class body, `exec`): all borrowed. `function` is what
    /// `frame.f_func` is; without one a function object is made for the code, as CPython does.
    pub fn run_code(
        &mut self,
        code_ref: Ref,
        globals: Ref,
        locals: Ref,
        closure: Option<Ref>,
    ) -> PyResult<Ref> {
        let floor = self.frames.len();
        let Some(()) = self.push_code(code_ref, globals, locals, closure, Return::ToRust) else {
            return Err(self.type_error("exec() needs a code object"));
        };
        if self.nesting >= MAX_NESTING {
            self.pop_frame();
            return Err(self.error(TypeId::RecursionError, "maximum recursion depth exceeded"));
        }
        self.nesting += 1;
        let result = self.execute(floor);
        self.nesting -= 1;
        result
    }

    /// Pushes the frame for [`Machine::run_code`].
    pub(crate) fn push_code(
        &mut self,
        code_ref: Ref,
        globals: Ref,
        locals: Ref,
        closure: Option<Ref>,
        ret: Return,
    ) -> Option<()> {
        let Payload::Code(code) = self.payload(code_ref) else {
            return None;
        };
        let code = code.clone();
        let builtins = self.builtins_for(globals);
        let function = self.new_function(code_ref, globals, builtins);
        if let Some(closure) = closure {
            self.incref(closure);
            if let Payload::Function(f) = self.payload_mut(function) {
                f.closure = Some(closure);
            }
        }
        self.incref(code_ref);
        self.incref(locals);
        let id = self.next_frame;
        self.next_frame = id.wrapping_add(1);
        let bottom = self.stack.len();
        self.stack
            .resize(bottom + code.varnames.len(), StackRef::NULL);
        self.frames.push(Frame {
            id,
            stack_base: self.stack.len() as u32,
            code,
            code_ref,
            func: Some(function),
            globals,
            builtins,
            locals: Some(locals),
            base: bottom as u32,
            bottom: bottom as u32,
            left: Left::default(),
            ip: 0,
            lasti: 0,
            told: (0, 0),
            object: None,
            generator: None,
            ret,
            outer_exception: None,
        });
        Some(())
    }

    /// The built-in namespace that code with these globals sees, borrowed.
    pub(crate) fn builtins_for(&mut self, globals: Ref) -> Ref {
        let key = self.interp.names.builtins;
        match self.dict_get_str(globals, key) {
            Some(found) => match self.payload(found) {
                Payload::Module(namespace) => *namespace,
                Payload::Dict(_) => found,
                _ => self.interp.builtins,
            },
            None => {
                let builtins = self.interp.builtins;
                self.dict_set_str(globals, key, builtins);
                builtins
            }
        }
    }
}
