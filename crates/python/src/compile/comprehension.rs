//! Comprehensions and generator expressions.
//!
//! Up to 3.11 each is a function that is called once with the outermost iterator. From 3.12 on (PEP 709)
//! those that are no generators run in the frame around them; the variables that they bind are saved on
//! the stack meanwhile.

use std::rc::Rc;

use crate::opcode::Op;
use crate::parse::tree::{
    Comprehension, ComprehensionKind, Expr, ExprKind, Generator, Name, ScopeKey,
};

use super::display::small;
use super::facts::GeneratorIter;
use super::flow::FlowOp;
use super::sequence::{Label, Loc};
use super::symtable::{DEF_LOCAL, DEF_NONLOCAL, Scope, Symbol};
use super::unit::{UnitKind, comprehension_name, span};
use super::{BlockKind, Compiler, Result};

/// What an inlined comprehension has changed and has to put back.
#[derive(Default)]
struct Inlined {
    pushed: Vec<Name>,
    cleanup: Option<Label>,
    symbols: Vec<(Name, Option<Symbol>)>,
    hidden: Vec<Name>,
}

impl<'t> Compiler<'t> {
    pub(super) fn comprehension(
        &mut self,
        comprehension: &'t Comprehension,
        place: crate::code::Position,
    ) -> Result<()> {
        let at = Some(place);
        let Some(outermost) = comprehension.generators.first() else {
            return Ok(());
        };
        if self.facts.list_comprehensions_leak && comprehension.kind == ComprehensionKind::List {
            self.emit(Op::BuildList, 0, at);
            self.expr(&outermost.iter)?;
            self.emit(Op::GetIter, 0, at);
            self.generators(comprehension, 0, 0, true, at)?;
            return Ok(());
        }
        if self.symbols.block(comprehension.scope).inlined {
            self.expr(&outermost.iter)?;
            return self.inlined(comprehension, outermost, at);
        }
        let name = comprehension_name(comprehension.kind);
        self.enter(
            UnitKind::Comprehension,
            comprehension.scope,
            name,
            place.line,
            [1, 0, 0],
        )?;
        if let Some(build) = build_op(comprehension.kind) {
            self.emit(build, 0, at);
        }
        let is_generator = comprehension.kind == ComprehensionKind::Generator;
        let inside = is_generator && self.facts.generator_iter == GeneratorIter::Inside;
        let mut prologue = 0;
        if inside {
            let iter_at = Some(outermost.iter.at);
            self.emit(Op::LoadFast, 0, iter_at);
            self.emit(Op::GetIter, 0, iter_at);
            self.emit(Op::ReturnGenerator, 0, at);
            self.emit(Op::PopTop, 0, at);
            prologue = 4;
        }
        let at_end = self.generators(comprehension, 0, 0, inside, at)?;
        if is_generator {
            self.stop_iteration_handler(prologue);
        } else {
            self.emit(Op::ReturnValue, 0, at_end);
        }
        let code = self.leave_shared(true)?;
        self.closure(code, 0, at);
        self.expr(&outermost.iter)?;
        let iter_at = if self.facts.exact_statement_places {
            Some(outermost.iter.at)
        } else {
            at
        };
        if !inside {
            self.emit(Op::GetIter, 0, iter_at);
        }
        self.emit(Op::Call, 0, at);
        Ok(())
    }

    fn inlined(
        &mut self,
        comprehension: &'t Comprehension,
        outermost: &'t Generator,
        at: Loc,
    ) -> Result<()> {
        let iter_at = if self.facts.exact_statement_places {
            Some(outermost.iter.at)
        } else {
            at
        };
        self.emit(Op::GetIter, 0, iter_at);
        let state = self.push_inlined(comprehension.scope, at);
        if let Some(build) = build_op(comprehension.kind) {
            self.emit(build, 0, at);
        }
        self.emit(Op::Swap, 2, at);
        let _ = self.generators(comprehension, 0, 0, true, at)?;
        self.pop_inlined(state, at);
        Ok(())
    }

    /// One `for` with all that follows it. `depth` is how far below the iterators the result lies. Gives the
    /// place of what comes after it.
    fn generators(
        &mut self,
        comprehension: &'t Comprehension,
        number: usize,
        mut depth: u32,
        iter_on_stack: bool,
        mut at: Loc,
    ) -> Result<Loc> {
        let Some(generator) = comprehension.generators.get(number) else {
            return Ok(at);
        };
        let start = self.label();
        let if_cleanup = self.label();
        let anchor = self.label();
        let twice = self.facts.generator_iter == GeneratorIter::Twice;
        let iter_at = Some(generator.iter.at);
        let get_iter_at = if self.facts.exact_statement_places {
            iter_at
        } else {
            at
        };
        let mut single = None;
        if !iter_on_stack {
            if number == 0 {
                self.emit(Op::LoadFast, 0, at);
            } else if let Some(only) = only_item(&generator.iter) {
                // `for y in [f(x)]` only binds `y`.
                self.expr(only)?;
                single = Some(only);
            } else {
                self.expr(&generator.iter)?;
                self.emit(Op::GetIter, 0, get_iter_at);
            }
        }
        let element_at = match (&comprehension.value, comprehension.kind) {
            (Some(value), ComprehensionKind::Dict) => span(comprehension.element.at, value.at),
            _ => comprehension.element.at,
        };
        if single.is_none() {
            depth += 1;
            if twice {
                self.emit(Op::GetIter, 0, iter_at);
            }
            self.place(start);
            self.for_iter(anchor, get_iter_at);
        }
        self.expr(&generator.target)?;
        for condition in &generator.ifs {
            at = self.jump_if(at, condition, if_cleanup, false)?;
        }
        let element_at = if self.facts.comprehension_places {
            Some(element_at)
        } else {
            at
        };
        let innermost = number + 1 == comprehension.generators.len();
        if innermost {
            self.element(comprehension, depth, element_at)?;
        } else {
            at = self.generators(comprehension, number + 1, depth, false, at)?;
        }
        self.place(if_cleanup);
        if single.is_none() {
            let jump_at = match (self.facts.comprehension_places, innermost) {
                (true, false) => Some(comprehension.element.at),
                (true, true) => element_at,
                (false, _) => at,
            };
            self.jump(Op::Jump, start, jump_at);
            self.place(anchor);
            self.end_for();
        }
        Ok(at)
    }

    fn element(&mut self, comprehension: &'t Comprehension, depth: u32, at: Loc) -> Result<()> {
        self.expr(&comprehension.element)?;
        if let Some(value) = &comprehension.value {
            self.expr(value)?;
        }
        match comprehension.kind {
            ComprehensionKind::Generator => {
                self.yield_top(at);
                self.emit(Op::PopTop, 0, at);
            }
            ComprehensionKind::List => self.emit(Op::ListAppend, depth + 1, at),
            ComprehensionKind::Set => self.emit(Op::SetAdd, depth + 1, at),
            ComprehensionKind::Dict => self.emit(Op::MapAdd, depth + 1, at),
        }
        Ok(())
    }

    /// Makes the comprehension's names those of the block around it, and saves what they hold there.
    fn push_inlined(&mut self, scope: ScopeKey, at: Loc) -> Inlined {
        let mut state = Inlined::default();
        let outer = self.current().scope;
        let in_class =
            self.block_kind() == BlockKind::Class && self.current().inlined_comprehensions == 0;
        let all = in_class && self.facts.isolates_all_in_class;
        let in_function = self.in_function();
        self.unit().inlined_comprehensions += 1;
        let symbols: Vec<(Name, Symbol)> = self
            .symbols
            .block(scope)
            .symbols
            .iter()
            .map(|(name, symbol)| (Rc::clone(name), symbol))
            .collect();
        let mut outside = Vec::with_capacity(symbols.len());
        for (name, symbol) in &symbols {
            let before = self.symbols.block(outer).symbols.get(name);
            let before_scope = before.map_or(Scope::Unknown, |symbol| symbol.scope);
            outside.push(before_scope);
            if isolated(*symbol, all)
                && !in_function
                && self.unit().fast_hidden.insert(Rc::clone(name))
            {
                state.hidden.push(Rc::clone(name));
            }
            let differs = symbol.scope != before_scope
                && symbol.scope != Scope::Free
                && !(symbol.scope == Scope::Cell && before_scope == Scope::Free);
            if differs || in_class {
                state.symbols.push((Rc::clone(name), before));
                self.symbols.block_mut(outer).symbols.set(name, *symbol);
            }
        }
        for ((name, symbol), outside) in symbols.iter().zip(outside) {
            if !isolated(*symbol, all) {
                continue;
            }
            self.fast(Op::LoadFastAndClear, name, at);
            if symbol.scope == Scope::Cell {
                let unit = self.unit();
                let number = match outside {
                    Scope::Free => small(unit.cellvars.len()) + unit.freevars.number(name),
                    _ => unit.cellvars.number(name),
                };
                self.emit(Op::MakeCell, number, at);
            }
            state.pushed.push(Rc::clone(name));
        }
        if !state.pushed.is_empty() {
            // The iterator comes back to the top.
            self.emit(Op::Swap, small(state.pushed.len()) + 1, at);
            let cleanup = self.label();
            state.cleanup = Some(cleanup);
            self.jump(FlowOp::SetupFinally, cleanup, at);
        }
        state
    }

    fn pop_inlined(&mut self, state: Inlined, at: Loc) {
        if let Some(cleanup) = state.cleanup {
            self.emit(FlowOp::PopBlock, 0, None);
            let end = self.label();
            self.jump_past(end);
            self.place(cleanup);
            // The unfinished result lies under the exception.
            self.emit(Op::Swap, 2, None);
            self.emit(Op::PopTop, 0, None);
            self.restore(&state.pushed, at);
            self.emit(Op::Reraise, 0, None);
            self.place(end);
            self.restore(&state.pushed, at);
        }
        let outer = self.current().scope;
        self.unit().inlined_comprehensions -= 1;
        for (name, before) in state.symbols {
            self.symbols
                .block_mut(outer)
                .symbols
                .set(&name, before.unwrap_or_default());
        }
        for name in state.hidden {
            self.unit().fast_hidden.remove(&name);
        }
    }

    fn restore(&mut self, pushed: &[Name], at: Loc) {
        self.emit(Op::Swap, small(pushed.len()) + 1, at);
        for name in pushed.iter().rev() {
            self.fast(Op::StoreFastMaybeNull, name, at);
        }
    }
}

/// Whether the name must not be seen outside the comprehension.
fn isolated(symbol: Symbol, all: bool) -> bool {
    all || (symbol.flags & DEF_LOCAL != 0 && symbol.flags & DEF_NONLOCAL == 0)
}

fn build_op(kind: ComprehensionKind) -> Option<Op> {
    match kind {
        ComprehensionKind::List => Some(Op::BuildList),
        ComprehensionKind::Set => Some(Op::BuildSet),
        ComprehensionKind::Dict => Some(Op::BuildMap),
        ComprehensionKind::Generator => None,
    }
}

fn only_item(iter: &Expr) -> Option<&Expr> {
    match &iter.kind {
        ExprKind::List(items, _) | ExprKind::Tuple(items, _) => match items.as_slice() {
            [item] if !matches!(item.kind, ExprKind::Starred(_)) => Some(item),
            _ => None,
        },
        _ => None,
    }
}
