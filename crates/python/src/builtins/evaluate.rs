//! Functions about namespaces and code: `globals`, `locals`, `vars`, `dir`, `eval`, `exec`, `compile`.

use std::rc::Rc;

use heap::Ref;

use super::argument::{self, Signature};
use crate::compile::{CompileError, CompileErrorKind, Mode, Told, compile as compile_source};
use crate::machine::{Machine, PyResult, Unwind};
use crate::objects::Payload;
use crate::objects::function::Kwargs;
use crate::parse::refused::Construct;
use crate::types::TypeId;
use crate::version::Version;

/// `globals()`
pub fn globals(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "globals", args, kwargs)?;
    match m.frames.last().map(|f| f.globals) {
        Some(globals) => Ok(m.newref(globals)),
        None => Ok(m.none()),
    }
}

/// `locals()`
pub fn locals(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::none(m, "locals", args, kwargs)?;
    Ok(m.current_locals())
}

/// `vars([object])`
pub fn vars(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "vars", args, kwargs, 0, 1)?;
    let Some(&object) = args.first() else {
        return Ok(m.current_locals());
    };
    let name = m.interp.names.dict;
    match m.getattr_suppressed(object, name)? {
        Some(dict) => Ok(dict),
        None => Err(m.type_error("vars() argument must have __dict__ attribute")),
    }
}

/// `dir([object])`
pub fn dir(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    argument::between(m, "dir", args, kwargs, 0, 1)?;
    let names = match args.first() {
        None => {
            let locals = m.current_locals();
            m.hold(locals);
            let names = m.collect(locals);
            m.unhold();
            let names = m.give_up(locals, names)?;
            m.new_list(names)
        }
        Some(&object) => {
            let name = m.interp.names.dir;
            let listed = match m.call_special_bound(object, name, &[])? {
                Some(listed) => listed,
                // What `__dir__` of the built-in types is from Python 3 on, `dir` itself does in 2.7.
                None if m.facts.python_2 && m.is_native(object, TypeId::Type) => {
                    super::r#type::dir(m, &[object], &[])?
                }
                None if m.facts.python_2 && !m.is_native(object, TypeId::Module) => {
                    super::object::dir(m, &[object], &[])?
                }
                None => return Err(m.type_error("object does not provide __dir__")),
            };
            m.hold(listed);
            let names = m.collect(listed);
            m.unhold();
            let names = m.give_up(listed, names)?;
            m.new_list(names)
        }
    };
    m.hold(names);
    let sorted = super::list_sort::sort(m, &[names], &[]);
    m.unhold();
    match sorted {
        Ok(none) => {
            m.decref(none);
            Ok(names)
        }
        Err(e) => m.give_up(names, Err(e)),
    }
}

// ---- code

impl Machine {
    /// Source text becomes a code object; what cannot be compiled is a SyntaxError.
    fn compile_text(
        &mut self,
        source: &str,
        mode: Mode,
        file: &str,
        script: bool,
    ) -> PyResult<Ref> {
        let source = if mode == Mode::Eval {
            source.trim_start_matches([' ', '\t'])
        } else {
            source
        };
        match compile_source(source, self.version, mode) {
            Ok(compiled) => {
                self.show_warnings(&compiled.warnings, file, None)?;
                if !self.facts.python_2 {
                    self.pass_through_compiler(&compiled.spec, compiled.held, [0; 3]);
                }
                Ok(self.load_code(&Rc::new(compiled.spec), file, script, false))
            }
            Err(error) => {
                let kind = match &error.kind {
                    CompileErrorKind::NotSupported(construct) => {
                        let Construct { what, instead } = construct;
                        return Err(self.not_supported(&format!("{what}; {instead}")));
                    }
                    CompileErrorKind::Syntax(_) => TypeId::SyntaxError,
                    CompileErrorKind::Indentation(_) => TypeId::IndentationError,
                    CompileErrorKind::Tab => TypeId::TabError,
                };
                Err(self.syntax_error(kind, &error, (file, source, mode)))
            }
        }
    }

    fn syntax_error(
        &mut self,
        kind: TypeId,
        error: &CompileError,
        (file, source, mode): (&str, &str, Mode),
    ) -> Unwind {
        // A module's last line counts as ended.
        let known = self.source_of(file);
        let (text, is_file) = match &known {
            Some(known) if !matches!(error.told, Told::Parser { .. }) => (&**known, true),
            _ => (source, false),
        };
        let place = error.place(text, mode != Mode::Eval, is_file);
        let none = self.none();
        let parts = vec![
            self.new_str(file),
            self.new_int(i64::from(place.line)),
            self.new_int(place.offset),
            match &place.text {
                Some(text) => self.new_str(text),
                None => self.newref(none),
            },
            self.new_int(i64::from(place.end_line)),
            self.new_int(place.end_offset),
        ];
        self.decref(none);
        let place = self.new_tuple(parts);
        let message = self.new_str(&error.kind.to_string());
        let class = self.type_ref(kind);
        self.hold(place);
        self.hold(message);
        let raised = self.call(class, &[message, place]);
        self.unhold();
        self.unhold();
        let alone = error.told == Told::SymbolTable;
        let args = alone.then(|| {
            self.incref(message);
            self.new_tuple(vec![message])
        });
        self.decref_all([message, place]);
        match raised {
            Ok(e) => {
                if let Some(args) = args {
                    let old = super::exceptions::exception_mut(self, e)
                        .and_then(|x| x.args.replace(args));
                    self.xdecref(old);
                }
                self.set_context(e);
                Unwind::Raise(e)
            }
            Err(e) => {
                self.xdecref(args);
                e
            }
        }
    }

    /// Runs source text or a code object in namespaces.
    fn evaluate(
        &mut self,
        name: &str,
        source: Ref,
        globals: Ref,
        locals: Ref,
        mode: Mode,
    ) -> PyResult<Ref> {
        if matches!(self.payload(source), Payload::Code(_)) {
            return self.run_code(source, globals, locals, None);
        }
        let text = match self.payload(source) {
            Payload::Str(s) => s.text.to_string(),
            Payload::Bytes(b) => String::from_utf8_lossy(b).into_owned(),
            _ => {
                return Err(self.type_error(&format!(
                    "{name}() arg 1 must be a string, bytes or code object"
                )));
            }
        };
        // The syntax tree lives, and with it a reference to each constant, while its code runs.
        let constants = self.interp.tree_constants.len();
        let code = self.compile_text(&text, mode, "<string>", true)?;
        self.hold(code);
        let result = self.run_code(code, globals, locals, None);
        self.unhold();
        let result = self.give_up(code, result);
        let at = constants.min(self.interp.tree_constants.len());
        let tree = self.interp.tree_constants.split_off(at);
        match result {
            Ok(r) => {
                self.hold(r);
                self.decref_all(tree);
                self.unhold();
            }
            Err(_) => self.decref_all(tree),
        }
        result
    }
}

fn namespaces(
    m: &mut Machine,
    name: &str,
    globals: Option<Ref>,
    locals: Option<Ref>,
) -> PyResult<(Ref, Ref)> {
    let globals = globals.filter(|&g| !m.is_none(g));
    let locals = locals.filter(|&l| !m.is_none(l));
    if let Some(globals) = globals
        && !matches!(m.payload(globals), Payload::Dict(_))
    {
        let message = match name {
            "eval" => "globals must be a dict".to_owned(),
            _ => format!(
                "{name}() globals must be a dict, not {}",
                m.type_name(globals)
            ),
        };
        return Err(m.type_error(&message));
    }
    if let Some(locals) = locals {
        let getitem = m.interp.names.getitem;
        let class = m.class_of(locals);
        if m.items(locals).is_some() || m.type_lookup(class, getitem).is_none() {
            let message = match name {
                "eval" => "locals must be a mapping".to_owned(),
                _ => format!(
                    "locals must be a mapping or None, not {}",
                    m.type_name(locals)
                ),
            };
            return Err(m.type_error(&message));
        }
    }
    let own = m
        .frames
        .last()
        .map(|f| f.globals)
        .unwrap_or(m.interp.builtins);
    match (globals, locals) {
        (Some(g), Some(l)) => {
            m.incref(l);
            Ok((g, l))
        }
        (Some(g), None) => {
            m.incref(g);
            Ok((g, g))
        }
        (None, Some(l)) => {
            m.incref(l);
            Ok((own, l))
        }
        (None, None) => {
            let locals = m.current_locals();
            Ok((own, locals))
        }
    }
}

const EVAL: Signature = Signature {
    name: "eval",
    params: &["source", "globals", "locals"],
    positional: 3,
    unnamed: 1,
    required: 1,
};
const EXEC: Signature = Signature {
    name: "exec",
    params: &["source", "globals", "locals"],
    positional: 3,
    unnamed: 1,
    required: 1,
};

fn source_and_namespaces(
    m: &mut Machine,
    signature: &Signature,
    args: &[Ref],
    kwargs: &Kwargs,
) -> PyResult<[Option<Ref>; 3]> {
    if m.version < Version::V3_13 && signature.name == "eval" {
        // Before 3.13 the namespaces of `eval` had no names.
        argument::between(m, signature.name, args, kwargs, 1, 3)?;
    }
    signature.bind(m, args, kwargs)
}

/// `eval(source, globals=None, locals=None)`
pub fn eval(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    run(m, &EVAL, args, kwargs, Mode::Eval)
}

/// `exec(source, globals=None, locals=None)`
pub fn exec(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    let result = run(m, &EXEC, args, kwargs, Mode::Exec)?;
    m.decref(result);
    Ok(m.none())
}

fn run(
    m: &mut Machine,
    signature: &Signature,
    args: &[Ref],
    kwargs: &Kwargs,
    mode: Mode,
) -> PyResult<Ref> {
    let [source, globals, locals] = source_and_namespaces(m, signature, args, kwargs)?;
    let Some(source) = source else {
        return Ok(m.none());
    };
    let (globals, locals) = namespaces(m, signature.name, globals, locals)?;
    m.hold(locals);
    let result = m.evaluate(signature.name, source, globals, locals, mode);
    m.unhold();
    m.give_up(locals, result)
}

/// `compile(source, filename, mode)`
pub fn compile(m: &mut Machine, args: &[Ref], kwargs: &Kwargs) -> PyResult<Ref> {
    const SIGNATURE: Signature = Signature {
        name: "compile",
        params: &[
            "source",
            "filename",
            "mode",
            "flags",
            "dont_inherit",
            "optimize",
        ],
        positional: 6,
        unnamed: 0,
        required: 3,
    };
    let [source, file, mode, _, _, _] = SIGNATURE.bind(m, args, kwargs)?;
    let (Some(source), Some(file), Some(mode)) = (source, file, mode) else {
        return Ok(m.none());
    };
    let Some(file) = m.str_of(file).map(str::to_owned) else {
        let message = format!(
            "expected str, bytes or os.PathLike object, not {}",
            m.type_name(file)
        );
        return Err(m.type_error(&message));
    };
    let mode = match m.str_of(mode) {
        Some("exec") => Mode::Exec,
        Some("eval") => Mode::Eval,
        Some("single") => Mode::Single,
        Some(_) => return Err(m.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
        None => {
            let message = format!(
                "compile() argument 'mode' must be str, not {}",
                m.type_name(mode)
            );
            return Err(m.type_error(&message));
        }
    };
    let text = match m.payload(source) {
        Payload::Str(s) => s.text.to_string(),
        Payload::Bytes(b) => String::from_utf8_lossy(b).into_owned(),
        _ => return Err(m.type_error("compile() arg 1 must be a string, bytes or AST object")),
    };
    m.compile_text(&text, mode, &file, false)
}
