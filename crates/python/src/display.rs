//! Displays, f-strings, `def`, `with`: instructions that build something out of the stack.

use heap::Ref;

use crate::interpreter::Flow;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::Function;
use crate::types::TypeId;
use crate::version::Version;

impl Machine {
    pub(crate) fn build_map(&mut self, pairs: usize) -> PyResult<Flow> {
        let dict = self.new_dict();
        let mut unicode = true;
        for i in 0..pairs {
            let key = self.peek(2 * pairs - 1 - 2 * i)?;
            unicode &= self.is_exact(key, TypeId::Str);
        }
        self.dict_presize(dict, pairs as u32, !unicode);
        self.hold(dict);
        for i in 0..pairs {
            let (key, value) = (
                self.peek(2 * pairs - 1 - 2 * i)?,
                self.peek(2 * pairs - 2 - 2 * i)?,
            );
            if let Err(e) = self.dict_set(dict, key, value) {
                self.unhold();
                return self.give_up(dict, Err(e));
            }
        }
        self.drop_top(2 * pairs);
        self.unhold();
        self.push(dict);
        Ok(Flow::Next)
    }

    pub(crate) fn build_const_key_map(&mut self, n: usize) -> PyResult<Flow> {
        let keys = self.peek(0)?;
        let names = self.items(keys).map(<[Ref]>::to_vec).unwrap_or_default();
        let dict = self.new_dict();
        let unicode = names.iter().all(|&k| self.is_exact(k, TypeId::Str));
        self.dict_presize(dict, n as u32, !unicode);
        self.hold(dict);
        for (i, key) in names.into_iter().enumerate() {
            let value = self.peek(n - i)?;
            if let Err(e) = self.dict_set(dict, key, value) {
                self.unhold();
                return self.give_up(dict, Err(e));
            }
        }
        self.drop_top(n + 1);
        self.unhold();
        self.push(dict);
        Ok(Flow::Next)
    }

    /// LIST_EXTEND: `[*iterable]`, with its own error text.
    pub(crate) fn extend_display(&mut self, list: Ref, iterable: Ref) -> PyResult<()> {
        match self.list_extend(list, iterable) {
            Err(Unwind::Raise(e)) if self.is_native(e, TypeId::TypeError) => {
                let class = self.class_of(iterable);
                let (iter, getitem) = (self.interp.names.iter, self.interp.names.getitem);
                if self.type_lookup(class, iter).is_none()
                    && self.type_lookup(class, getitem).is_none()
                {
                    self.decref(e);
                    let message = format!(
                        "Value after * must be an iterable, not {}",
                        self.type_name(iterable)
                    );
                    return Err(self.type_error(&message));
                }
                Err(Unwind::Raise(e))
            }
            other => other,
        }
    }

    /// DICT_MERGE: `f(**mapping)`; a name given twice is an error.
    pub(crate) fn dict_merge(&mut self, below: usize) -> PyResult<Flow> {
        let mapping = self.peek(0)?;
        let dict = self.peek(below)?;
        let callable = self.peek(below + 3).or_else(|_| self.peek(below + 2));
        let keys = self.interp.names.keys;
        let is_mapping = matches!(self.payload(mapping), Payload::Dict(_))
            || match self.getattr_suppressed(mapping, keys)? {
                Some(keys) => {
                    self.decref(keys);
                    true
                }
                None => false,
            };
        if !is_mapping && self.at_least(Version::V3_15) {
            let message = format!(
                "Value after ** must be a mapping, not {}",
                self.type_name(mapping)
            );
            return Err(self.type_error(&message));
        }
        if !is_mapping {
            let f = match callable {
                Ok(callable) => self.function_path(callable)?,
                Err(_) => String::new(),
            };
            let message = format!(
                "{f} argument after ** must be a mapping, not {}",
                self.type_name(mapping)
            );
            return Err(self.type_error(&message));
        }
        let other = self.new_dict();
        self.hold(other);
        let result = self
            .dict_update(other, mapping)
            .and_then(|()| self.merge_into(dict, other, callable.ok()));
        self.unhold();
        self.decref(other);
        result?;
        self.drop_top(1);
        Ok(Flow::Next)
    }

    fn merge_into(&mut self, dict: Ref, other: Ref, callable: Option<Ref>) -> PyResult<()> {
        let mark = self.held_mark();
        let entries = self.dict_entries(other);
        for &(key, value) in &entries {
            self.hold(key);
            self.hold(value);
        }
        let mut result = Ok(());
        for (key, value) in entries {
            if self.str_of(key).is_none() {
                result = Err(self.type_error("keywords must be strings"));
            } else if self.dict_get_str(dict, key).is_some() {
                let f = match callable.map(|c| self.function_path(c)) {
                    Some(path) => path.unwrap_or_default(),
                    None => String::new(),
                };
                let name = self.text(key);
                result = Err(self.type_error(&format!(
                    "{f} got multiple values for keyword argument '{name}'"
                )));
            } else {
                self.dict_set_str(dict, key, value);
            }
            if result.is_err() {
                break;
            }
        }
        self.release_to(mark);
        result
    }

    /// FORMAT_VALUE: the conversion, then the format.
    pub(crate) fn format_value(&mut self, arg: u32) -> PyResult<Flow> {
        let with_spec = arg & 4 != 0;
        let value = self.peek(usize::from(with_spec))?;
        let converted = match arg & 3 {
            1 => Some(self.str(value)?),
            2 => Some(self.repr(value)?),
            3 => Some(self.ascii(value)?),
            _ => None,
        };
        if let Some(converted) = converted {
            self.hold(converted);
        }
        let spec = if with_spec {
            let spec = self.peek(0)?;
            self.text(spec)
        } else {
            String::new()
        };
        let subject = converted.unwrap_or(value);
        let result = if spec.is_empty() && self.is_exact(subject, TypeId::Str) {
            Ok(self.newref(subject))
        } else {
            self.format(subject, &spec)
        };
        if converted.is_some()
            && let Some(converted) = self.unhold()
        {
            self.decref(converted);
        }
        let result = result?;
        self.hold(result);
        self.drop_top(1 + usize::from(with_spec));
        self.unhold();
        self.push(result);
        // Turning a value into text looks at the eval breaker (`PyErr_CheckSignals` in `PyObject_Str`).
        if !self.facts.collects_in_allocation {
            self.eval_breaker();
        }
        Ok(Flow::Next)
    }

    /// A function object for a code object (borrowed), untouched by defaults or closure.
    pub fn new_function(&mut self, code: Ref, globals: Ref, builtins: Ref) -> Ref {
        let (name, qualname, doc) = match self.payload(code) {
            Payload::Code(c) => {
                let doc = if c.spec.flags.docstring {
                    c.consts.first().copied()
                } else {
                    None
                };
                (c.name, c.qualname, doc)
            }
            _ => (self.interp.empty_str, self.interp.empty_str, None),
        };
        let doc = doc.unwrap_or(self.interp.none);
        let key = self.interp.names.name;
        let module = self.dict_get_str(globals, key);
        let (builtins, qualname) = if self.facts.python_2 {
            (None, None)
        } else {
            (Some(builtins), Some(qualname))
        };
        for r in [code, globals, name, doc]
            .into_iter()
            .chain(builtins)
            .chain(qualname)
            .chain(module)
        {
            self.incref(r);
        }
        let function = Function {
            code,
            globals,
            builtins,
            name,
            qualname,
            module,
            defaults: None,
            kwdefaults: None,
            doc: Some(doc),
            closure: None,
            annotations: None,
            annotate: None,
        };
        self.make_tracked(TypeId::Function, Payload::Function(Box::new(function)))
    }

    /// MAKE_FUNCTION.
    pub(crate) fn make_function(&mut self, flags: u32) -> PyResult<Flow> {
        let code = self.pop()?;
        self.hold(code);
        let Some((globals, builtins)) = self.frames.last().map(|f| (f.globals, f.builtins)) else {
            return Err(Unwind::Halt);
        };
        let function = self.new_function(code, globals, builtins);
        self.unhold();
        self.decref(code);
        let annotate = if flags & 16 != 0 {
            Some(self.pop()?)
        } else {
            None
        };
        let closure = if flags & 8 != 0 {
            Some(self.pop()?)
        } else {
            None
        };
        let annotations = if flags & 4 != 0 {
            Some(self.pop()?)
        } else {
            None
        };
        let kwdefaults = if flags & 2 != 0 {
            Some(self.pop()?)
        } else {
            None
        };
        let defaults = if flags & 1 != 0 {
            Some(self.pop()?)
        } else {
            None
        };
        if let Payload::Function(f) = self.payload_mut(function) {
            f.closure = closure;
            f.annotations = annotations;
            f.kwdefaults = kwdefaults;
            f.defaults = defaults;
            f.annotate = annotate;
        }
        self.push(function);
        Ok(Flow::Next)
    }

    /// BEFORE_WITH.
    pub(crate) fn before_with(&mut self) -> PyResult<Flow> {
        let manager = self.peek(0)?;
        let class = self.class_of(manager);
        let (enter, exit) = (self.interp.names.enter, self.interp.names.exit);
        let found = (
            self.type_lookup(class, enter),
            self.type_lookup(class, exit),
        );
        let (Some(enter), Some(exit)) = found else {
            return Err(self.no_context_manager(manager));
        };
        let enter = self.bind(enter, Some(manager), class)?;
        self.hold(enter);
        let exit = match self.bind(exit, Some(manager), class) {
            Ok(exit) => exit,
            Err(e) => {
                self.unhold();
                return self.give_up(enter, Err(e));
            }
        };
        self.hold(exit);
        self.drop_top(1);
        let result = self.call(enter, &[]);
        self.unhold();
        self.unhold();
        self.decref(enter);
        match result {
            Ok(result) => {
                self.push(exit);
                self.push(result);
                Ok(Flow::Next)
            }
            Err(e) => self.give_up(exit, Err(e)),
        }
    }

    /// LOAD_SPECIAL: a special method with its object, looked up on the type.
    pub(crate) fn load_special(&mut self, which: u32) -> PyResult<Flow> {
        let object = self.peek(0)?;
        let class = self.class_of(object);
        let name = if which == 0 {
            self.interp.names.enter
        } else {
            self.interp.names.exit
        };
        let Some(found) = self.type_lookup(class, name) else {
            return Err(self.no_context_manager(object));
        };
        let is_method = match self.payload(found) {
            Payload::Function(_) => true,
            Payload::Builtin(b) => b.owner.is_some() && b.bound.is_none(),
            _ => false,
        };
        if is_method {
            self.incref(found);
            let own = self.stack.pop().unwrap_or_default();
            self.push(found);
            self.stack.push(own);
            return Ok(Flow::Next);
        }
        let bound = self.bind(found, Some(object), class)?;
        self.hold(bound);
        self.drop_top(1);
        self.unhold();
        self.push(bound);
        self.stack.push(crate::frame::StackRef::NULL);
        Ok(Flow::Next)
    }

    fn no_context_manager(&mut self, manager: Ref) -> Unwind {
        let class = self.class_of(manager);
        let (enter, exit) = (self.interp.names.enter, self.interp.names.exit);
        let name = self.type_name(manager).to_owned();
        let (has_enter, has_exit) = (
            self.type_lookup(class, enter).is_some(),
            self.type_lookup(class, exit).is_some(),
        );
        if self.facts.python_2 {
            let missing = if has_exit { enter } else { exit };
            if self.is_classic(class) {
                return self.no_attribute(manager, missing);
            }
            let text = self.text(missing);
            return self.attribute_error(&text, None);
        }
        let mut message = format!("'{name}' object does not support the context manager protocol");
        if !has_exit && (has_enter || self.at_least(Version::V3_14_2)) {
            message.push_str(" (missed __exit__ method)");
        } else if self.at_least(Version::V3_14_2) {
            message.push_str(" (missed __enter__ method)");
        }
        self.type_error(&message)
    }

    /// What `except` names must be a class derived from BaseException, or a tuple of such.
    pub(crate) fn check_exception_kind(&mut self, kind: Ref) -> PyResult<()> {
        let fine = match self.payload(kind) {
            Payload::Tuple(t) => t.items.iter().all(|&k| self.is_exception_class(k)),
            _ => self.is_exception_class(kind),
        };
        if fine {
            return Ok(());
        }
        Err(self
            .type_error("catching classes that do not inherit from BaseException is not allowed"))
    }

    /// Whether the version is at least another one.
    pub fn at_least(&self, version: Version) -> bool {
        self.version >= version
    }
}
