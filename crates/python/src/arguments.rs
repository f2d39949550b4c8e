//! Binding the arguments of a call to parameters (`initialize_locals` in `Python/ceval.c`).

mod two;

use heap::Ref;

use crate::frame::StackRef;
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::Code;

/// Replaces the arguments on the stack from `base` by the parameters of the code. On an error the
/// arguments have been given up, but for what still lies on the stack.
pub(crate) fn bind(
    m: &mut Machine,
    function: Ref,
    code: &Code,
    base: usize,
    names: &[Ref],
) -> PyResult<()> {
    let spec = &code.spec;
    let (argcount, posonly, kwonly) = (
        spec.argcount as usize,
        spec.posonlyargcount as usize,
        spec.kwonlyargcount as usize,
    );
    let Payload::Function(f) = m.payload(function) else {
        return Err(m.type_error("not a function"));
    };
    let (defaults, kwdefaults) = (f.defaults, f.kwdefaults);
    let given = m.stack.len() - base;
    let positional = given - names.len();
    let total = argcount + kwonly;
    let mut slots: Vec<StackRef> = vec![StackRef::NULL; total];
    if m.facts.python_2
        && let Some(error) = two::too_many(m, code, positional, names.len(), defaults)
    {
        return Err(error);
    }
    let args: Vec<StackRef> = m.stack[base..].to_vec();
    // Nothing is moved off the stack before all errors are found: then the caller can give it up as it lies.
    for (slot, arg) in slots
        .iter_mut()
        .zip(args.iter().take(positional.min(argcount)))
    {
        *slot = *arg;
    }
    let mut extra_kw: Vec<(Ref, StackRef)> = Vec::new();
    let params: Vec<Ref> = code.varnames.iter().take(total).copied().collect();
    for (i, &name) in names.iter().enumerate() {
        let value = args[positional + i];
        let at = params
            .iter()
            .enumerate()
            .skip(posonly)
            .find(|(_, p)| **p == name || m.str_of(**p) == m.str_of(name))
            .map(|(i, _)| i);
        match at {
            Some(at) => {
                if !slots[at].is_null() {
                    let (f, name) = (m.function_name(function), m.text(name));
                    if m.facts.python_2 {
                        return Err(m.type_error(&format!(
                            "{f}() got multiple values for keyword argument '{name}'"
                        )));
                    }
                    return Err(
                        m.type_error(&format!("{f}() got multiple values for argument '{name}'"))
                    );
                }
                slots[at] = value;
            }
            None if spec.flags.varkeywords => extra_kw.push((name, value)),
            None => return Err(unexpected_keyword(m, function, code, names, name)),
        }
    }
    if positional > argcount && !spec.flags.varargs {
        return Err(too_many(m, function, code, positional, &slots));
    }
    if positional < argcount {
        let defaults: Vec<Ref> = defaults
            .and_then(|d| m.items(d))
            .map(<[Ref]>::to_vec)
            .unwrap_or_default();
        let first_default = argcount.saturating_sub(defaults.len());
        let missing: Vec<Ref> = (positional..first_default)
            .filter(|&i| slots[i].is_null())
            .map(|i| params[i])
            .collect();
        if !missing.is_empty() && m.facts.python_2 {
            let given = slots.iter().filter(|s| !s.is_null()).count();
            return Err(two::missing(m, code, given, defaults.len()));
        }
        if !missing.is_empty() {
            return Err(missing_arguments(m, function, "positional", &missing));
        }
        for (i, &value) in defaults.iter().enumerate() {
            let at = first_default + i;
            if slots.get(at).is_some_and(|s| s.is_null()) {
                // Marked as borrowed for now; owned below.
                slots[at] = StackRef::borrowed(value);
            }
        }
    }
    let mut fill: Vec<usize> = Vec::new();
    if kwonly > 0 {
        let mut missing = Vec::new();
        for i in argcount..total {
            if !slots[i].is_null() {
                continue;
            }
            match kwdefaults.and_then(|d| m.dict_get_str(d, params[i])) {
                Some(value) => slots[i] = StackRef::borrowed(value),
                None => missing.push(params[i]),
            }
        }
        if !missing.is_empty() {
            return Err(missing_arguments(m, function, "keyword-only", &missing));
        }
    }
    // From here on nothing fails. Defaults are owned by the new frame.
    for (i, slot) in slots.iter().enumerate() {
        let from_call = args.contains(slot) && !slot.is_null();
        if slot.is_borrowed() && !from_call {
            fill.push(i);
        }
    }
    for i in fill {
        if let Some(r) = slots[i].get() {
            m.incref(r);
            slots[i] = StackRef::owned(r);
        }
    }
    m.stack.truncate(base);
    m.stack.append(&mut slots);
    if spec.flags.varargs {
        let rest: Vec<StackRef> = args
            .get(argcount.min(positional)..positional)
            .unwrap_or_default()
            .to_vec();
        let rest: Vec<Ref> = rest.into_iter().filter_map(|s| m.own(s).get()).collect();
        let tuple = m.new_tuple(rest);
        m.stack.push(StackRef::owned(tuple));
    }
    if spec.flags.varkeywords {
        let dict = m.new_dict();
        for (name, value) in extra_kw {
            if let Some(r) = value.get() {
                m.dict_set_str(dict, name, r);
            }
            m.close(value);
        }
        m.stack.push(StackRef::owned(dict));
    }
    Ok(())
}

fn quoted_list(m: &Machine, names: &[Ref]) -> String {
    let quoted: Vec<String> = names.iter().map(|&n| format!("'{}'", m.text(n))).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [most @ .., last] => format!("{}, and {last}", most.join(", ")),
    }
}

fn missing_arguments(m: &mut Machine, function: Ref, kind: &str, names: &[Ref]) -> Unwind {
    let list = quoted_list(m, names);
    let plural = if names.len() == 1 { "" } else { "s" };
    let f = m.function_name(function);
    m.type_error(&format!(
        "{f}() missing {} required {kind} argument{plural}: {list}",
        names.len()
    ))
}

fn unexpected_keyword(
    m: &mut Machine,
    function: Ref,
    code: &Code,
    names: &[Ref],
    name: Ref,
) -> Unwind {
    let posonly = code.spec.posonlyargcount as usize;
    let wrong: Vec<Ref> = code
        .varnames
        .iter()
        .take(posonly)
        .copied()
        .filter(|&p| names.iter().any(|&n| m.str_of(n) == m.str_of(p)))
        .collect();
    let f = m.function_name(function);
    if !wrong.is_empty() {
        let list: Vec<String> = wrong.iter().map(|&n| m.text(n)).collect();
        return m.type_error(&format!(
            "{f}() got some positional-only arguments passed as keyword arguments: '{}'",
            list.join(", ")
        ));
    }
    let name = m.text(name);
    let mut message = format!("{f}() got an unexpected keyword argument '{name}'");
    if m.version >= crate::version::Version::V3_13 {
        let known: Vec<String> = code
            .varnames
            .iter()
            .take((code.spec.argcount + code.spec.kwonlyargcount) as usize)
            .skip(posonly)
            .map(|&n| m.text(n))
            .collect();
        if let Some(hint) = crate::suggestion::nearest(&name, &known) {
            message.push_str(&format!(". Did you mean '{hint}'?"));
        }
    }
    m.type_error(&message)
}

fn too_many(
    m: &mut Machine,
    function: Ref,
    code: &Code,
    given: usize,
    slots: &[StackRef],
) -> Unwind {
    let spec = &code.spec;
    let argcount = spec.argcount as usize;
    let kwonly_given = slots.iter().skip(argcount).filter(|s| !s.is_null()).count();
    let defaults = match m.payload(function) {
        Payload::Function(f) => f.defaults.and_then(|d| m.items(d)).map_or(0, <[Ref]>::len),
        _ => 0,
    };
    let (takes, plural) = if defaults > 0 {
        (format!("from {} to {argcount}", argcount - defaults), true)
    } else {
        (argcount.to_string(), argcount != 1)
    };
    let f = m.function_name(function);
    let plural = if plural { "s" } else { "" };
    let kw = if kwonly_given > 0 {
        format!(
            " positional argument{} (and {kwonly_given} keyword-only argument{})",
            if given == 1 { "" } else { "s" },
            if kwonly_given == 1 { "" } else { "s" }
        )
    } else {
        String::new()
    };
    let was = if given == 1 && kwonly_given == 0 {
        "was"
    } else {
        "were"
    };
    m.type_error(&format!(
        "{f}() takes {takes} positional argument{plural} but {given}{kw} {was} given"
    ))
}

impl Machine {
    /// The qualified name of a function, for messages.
    pub fn function_name(&self, function: Ref) -> String {
        match self.payload(function) {
            Payload::Function(f) => self.text(f.shown_name()),
            Payload::Builtin(b) => b.def.name.to_owned(),
            _ => self.type_name(function).to_owned(),
        }
    }

    /// `_PyObject_FunctionStr`: qualified name and parentheses, with the module unless that is `builtins`.
    pub(crate) fn function_path(&mut self, function: Ref) -> PyResult<String> {
        let names = (self.interp.names.qualname, self.interp.names.module);
        let Some(qualname) = self.getattr_suppressed(function, names.0)? else {
            return self.str_string(function);
        };
        let name = self.text(qualname);
        self.decref(qualname);
        let Some(module) = self.getattr_suppressed(function, names.1)? else {
            return Ok(format!("{name}()"));
        };
        let module_name = self
            .str_of(module)
            .filter(|m| *m != "builtins")
            .map(str::to_owned);
        self.decref(module);
        Ok(match module_name {
            Some(module) => format!("{module}.{name}()"),
            None => format!("{name}()"),
        })
    }
}
