//! Reading, binding and deleting names.

use std::rc::Rc;

use crate::opcode::Op;
use crate::parse::tree::{Context, Name};

use super::Compiler;
use super::sequence::Loc;
use super::symtable::{BlockKind, Scope, mangle};

impl Compiler<'_> {
    /// Emits what `context` asks for (`codegen_nameop`).
    pub(super) fn name(&mut self, name: &Name, context: Context, at: Loc) {
        let mangled = mangle(self.current().private.as_deref(), name);
        let block = self.symbols.block(self.current().scope);
        let scope = block
            .symbols
            .get(&mangled)
            .map_or(Scope::Unknown, |symbol| symbol.scope);
        let sees_class = block.can_see_class_scope;
        let in_class = block.kind == BlockKind::Class;
        let function_like = block.is_function_like();
        let in_comprehension = self.current().inlined_comprehensions > 0;
        match scope {
            Scope::Free | Scope::Cell => {
                let op = match context {
                    Context::Load if in_class && !in_comprehension => {
                        self.emit(Op::LoadLocals, 0, at);
                        Op::LoadFromDictOrDeref
                    }
                    Context::Load if sees_class => {
                        self.class_namespace(at);
                        Op::LoadFromDictOrDeref
                    }
                    Context::Load => Op::LoadDeref,
                    Context::Store => Op::StoreDeref,
                    Context::Del => Op::DeleteDeref,
                };
                self.deref(op, &mangled, at);
            }
            Scope::Local if function_like || self.current().fast_hidden.contains(&mangled) => {
                let op = match context {
                    Context::Load => Op::LoadFast,
                    Context::Store => Op::StoreFast,
                    Context::Del => Op::DeleteFast,
                };
                self.fast(op, &mangled, at);
            }
            Scope::GlobalExplicit => self.global(&mangled, context, at),
            Scope::GlobalImplicit if function_like => {
                if sees_class && context == Context::Load {
                    self.class_namespace(at);
                    self.numbered_name(Op::LoadFromDictOrGlobals, &mangled, at);
                } else {
                    self.global(&mangled, context, at);
                }
            }
            Scope::Local | Scope::GlobalImplicit | Scope::Unknown => {
                let op = match context {
                    Context::Load if in_class && in_comprehension => Op::LoadGlobal,
                    Context::Load => Op::LoadName,
                    Context::Store => Op::StoreName,
                    Context::Del => Op::DeleteName,
                };
                self.numbered_name(op, &mangled, at);
            }
        }
    }

    fn global(&mut self, mangled: &Name, context: Context, at: Loc) {
        let op = match context {
            Context::Load => Op::LoadGlobal,
            Context::Store => Op::StoreGlobal,
            Context::Del => Op::DeleteGlobal,
        };
        self.numbered_name(op, mangled, at);
    }

    fn numbered_name(&mut self, op: Op, mangled: &Name, at: Loc) {
        let number = self.unit().names.number(mangled);
        self.emit(op, number, at);
    }

    /// An instruction on a slot of a local.
    pub(super) fn fast(&mut self, op: Op, mangled: &Name, at: Loc) {
        let number = self.unit().varnames.number(mangled);
        self.emit(op, number, at);
    }

    /// An instruction on a cell. Until the unit is assembled cells and free variables are numbered on their own.
    pub(super) fn deref(&mut self, op: Op, mangled: &Name, at: Loc) {
        let unit = self.unit();
        let number = match unit.cellvars.find(mangled) {
            Some(number) => number,
            None => {
                let free = unit.freevars.number(mangled);
                u32::try_from(unit.cellvars.len())
                    .unwrap_or(u32::MAX)
                    .saturating_add(free)
            }
        };
        self.emit(op, number, at);
    }

    fn class_namespace(&mut self, at: Loc) {
        self.deref(Op::LoadDeref, &Rc::from("__classdict__"), at);
    }

    /// What the innermost block knows of a name.
    pub(super) fn scope_of(&self, name: &str) -> Scope {
        let block = self.symbols.block(self.current().scope);
        block
            .symbols
            .get(name)
            .map_or(Scope::Unknown, |symbol| symbol.scope)
    }
}
