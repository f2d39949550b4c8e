//! Functions and lambdas.

use std::rc::Rc;

use crate::code::{CodeSpec, Const, Position};
use crate::opcode::Op;
use crate::parse::tree::{Context, FunctionDef, Lambda, Parameters, docstring};

use super::display::small;
use super::flow::FlowOp;
use super::sequence::{Loc, Step};
use super::symtable::mangle;
use super::unit::UnitKind;
use super::unwind::FrameBlockKind;
use super::{Compiler, Result};

/// Flags of MAKE_FUNCTION.
pub const DEFAULTS: u32 = 1;
/// A dict of keyword-only defaults.
pub const KEYWORD_DEFAULTS: u32 = 2;
/// A tuple of names and annotations (up to 3.13).
pub const ANNOTATIONS: u32 = 4;
/// A tuple of cells.
pub const CLOSURE: u32 = 8;
/// A function that makes the annotations (3.14+).
pub const ANNOTATE: u32 = 16;

impl<'t> Compiler<'t> {
    pub(super) fn function(&mut self, def: &'t FunctionDef, place: Position) -> Result<()> {
        let at = Some(place);
        self.exprs(&def.decorators)?;
        let line = def
            .decorators
            .first()
            .map_or(place.line, |decorator| decorator.at.line);
        let mut flags = self.default_arguments(&def.parameters, at)?;
        flags |= if self.facts.lazy_annotations {
            self.annotate_function(def, place)?
        } else {
            self.eager_annotations(def, at)?
        };
        self.enter(
            UnitKind::Function,
            def.scope,
            &def.name,
            line,
            counts(&def.parameters),
        )?;
        self.set_star_flags(&def.parameters);
        let mut body = def.body.as_slice();
        match docstring(body) {
            Some((text, _)) => {
                let (text, in_tree) = clean(text, self.facts.clean_docstrings);
                let unit = self.unit();
                unit.add_const(Const::Str(text), in_tree);
                unit.flags.docstring = true;
                body = body.get(1..).unwrap_or_default();
            }
            None if self.facts.none_first_const => {
                self.unit().add_const(Const::None, false);
            }
            None => {}
        }
        let generator = self.symbols.block(def.scope).generator;
        if generator {
            let start = self.label();
            self.place(start);
            self.push_block(FrameBlockKind::StopIteration, Some(start), None, None)?;
        }
        self.stmts(body)?;
        if generator {
            self.stop_iteration_handler(0);
            self.pop_block();
        }
        let code = self.leave_shared(true)?;
        self.closure(code, flags, at);
        for decorator in def.decorators.iter().rev() {
            // The function stands where a self would.
            self.emit(Op::Call, 0, Some(decorator.at));
        }
        self.name(&def.name, Context::Store, at);
        Ok(())
    }

    pub(super) fn lambda(&mut self, lambda: &'t Lambda, place: Position) -> Result<()> {
        let at = Some(place);
        let flags = self.default_arguments(&lambda.parameters, at)?;
        self.enter(
            UnitKind::Lambda,
            lambda.scope,
            "<lambda>",
            place.line,
            counts(&lambda.parameters),
        )?;
        self.set_star_flags(&lambda.parameters);
        if self.facts.none_first_const {
            self.unit().add_const(Const::None, false);
        }
        self.expr(&lambda.body)?;
        let code = if self.symbols.block(lambda.scope).generator {
            self.leave_shared(false)?
        } else {
            let returned = if self.facts.condition_places {
                lambda.body.at
            } else {
                Position {
                    line: place.line,
                    col: 0,
                    end_line: place.line,
                    end_col: 0,
                }
            };
            self.emit(Op::ReturnValue, 0, Some(returned));
            self.leave_shared(true)?
        };
        self.closure(code, flags, at);
        Ok(())
    }

    fn set_star_flags(&mut self, parameters: &Parameters) {
        let unit = self.unit();
        unit.flags.varargs = parameters.star.is_some();
        unit.flags.varkeywords = parameters.double_star.is_some();
    }

    /// Evaluates the defaults; gives the flags for MAKE_FUNCTION.
    fn default_arguments(&mut self, parameters: &'t Parameters, at: Loc) -> Result<u32> {
        let mut flags = 0;
        if !parameters.defaults.is_empty() {
            self.exprs(&parameters.defaults)?;
            self.emit(Op::BuildTuple, small(parameters.defaults.len()), at);
            flags |= DEFAULTS;
        }
        let private = self.current().private.clone();
        let named = parameters
            .keyword_only
            .iter()
            .zip(&parameters.keyword_defaults);
        let mut names = Vec::new();
        for (parameter, default) in named {
            let Some(default) = default else {
                continue;
            };
            let name = Const::Str(mangle(private.as_deref(), &parameter.name));
            if !self.facts.const_key_maps {
                self.load_const(name.clone(), true, at);
            }
            self.expr(default)?;
            names.push(name);
        }
        if !names.is_empty() {
            let count = small(names.len());
            if self.facts.const_key_maps {
                self.load_const(Const::Tuple(names), false, at);
                self.emit(Op::BuildConstKeyMap, count, at);
            } else {
                self.emit(Op::BuildMap, count, at);
            }
            flags |= KEYWORD_DEFAULTS;
        }
        Ok(flags)
    }

    /// Makes a function of `code`, with the cells it needs (`codegen_make_closure`).
    pub(super) fn closure(&mut self, code: Rc<CodeSpec>, mut flags: u32, at: Loc) {
        let free = code
            .varnames
            .iter()
            .filter(|(_, kind)| *kind == crate::code::SlotKind::Free)
            .map(|(name, _)| Rc::clone(name));
        let mut count = 0;
        for name in free {
            self.deref(Op::LoadClosure, &name, at);
            count += 1;
        }
        if count > 0 {
            self.emit(Op::BuildTuple, count, at);
            flags |= CLOSURE;
        }
        self.load_const(Const::Code(code), false, at);
        self.emit(Op::MakeFunction, flags, at);
    }

    /// Around the body of a generator, after so many steps: StopIteration becomes RuntimeError.
    pub(super) fn stop_iteration_handler(&mut self, prologue: usize) {
        let handler = self.label();
        let setup = Step {
            op: FlowOp::SetupCleanup,
            arg: handler.number(),
            at: None,
        };
        self.unit().sequence.insert(prologue, [setup]);
        self.load_const(Const::None, false, None);
        self.emit(Op::ReturnValue, 0, None);
        self.place(handler);
        self.emit(Op::StopIterationError, 0, None);
        self.emit(Op::Reraise, 1, None);
    }
}

fn counts(parameters: &Parameters) -> [u32; 3] {
    [
        small(parameters.positional.len()),
        small(parameters.positional_only.len()),
        small(parameters.keyword_only.len()),
    ]
}

/// The docstring as the code has it, and whether that is the string of the tree. From 3.13 on the
/// indentation that all lines but the first share is gone.
pub fn clean(text: &Rc<str>, clean: bool) -> (Rc<str>, bool) {
    if !clean {
        return (Rc::clone(text), true);
    }
    let expanded = expand_tabs(text);
    let margin = expanded
        .split('\n')
        .skip(1)
        .filter_map(|line| {
            let indent = line.len() - line.trim_start_matches(' ').len();
            (indent < line.len()).then_some(indent)
        })
        .min()
        .unwrap_or(0);
    let mut lines = expanded.split('\n');
    let mut cleaned = lines
        .next()
        .unwrap_or_default()
        .trim_start_matches(' ')
        .to_owned();
    for line in lines {
        cleaned.push('\n');
        let indent = line.len() - line.trim_start_matches(' ').len();
        cleaned.push_str(line.get(margin.min(indent)..).unwrap_or_default());
    }
    let same = cleaned == **text;
    (
        if same {
            Rc::clone(text)
        } else {
            Rc::from(cleaned)
        },
        same,
    )
}

fn expand_tabs(text: &str) -> String {
    let mut expanded = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let spaces = 8 - column % 8;
                expanded.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            '\n' | '\r' => {
                expanded.push(c);
                column = 0;
            }
            _ => {
                expanded.push(c);
                column += 1;
            }
        }
    }
    expanded
}
