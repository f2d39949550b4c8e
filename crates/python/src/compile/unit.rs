//! A code unit under construction: what one code object is made of.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use crate::code::{CodeFlags, Const, ConstEntry, Position};
use crate::parse::tree::{ComprehensionKind, Name, ScopeKey, Stmt};

use super::Compiler;
use super::constant;
use super::flow::FlowOp;
use super::sequence::{Label, Loc, Sequence};
use super::symtable::{BlockKind, DEF_COMP_CELL, DEF_FREE_CLASS, Scope, Symbol, mangle};
use super::unwind::FrameBlock;

/// Names with numbers in the order of their first use.
#[derive(Clone, Debug, Default)]
pub struct NameTable {
    names: Vec<Name>,
    index: HashMap<Name, u32>,
}

impl NameTable {
    /// The number of a name, a new one if need be.
    pub fn number(&mut self, name: &Name) -> u32 {
        let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let number = *self.index.entry(Rc::clone(name)).or_insert(next);
        if number == next {
            self.names.push(Rc::clone(name));
        }
        number
    }

    /// The number of a name, if it is there.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.index.get(name).copied()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// In the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &Name> {
        self.names.iter()
    }

    /// The same as a list.
    pub fn into_names(self) -> Vec<Name> {
        self.names
    }
}

/// What a unit is compiled from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnitKind {
    /// A module.
    Module,
    /// A class body.
    Class,
    /// A function.
    Function,
    /// A lambda.
    Lambda,
    /// A comprehension that is not inlined, or a generator expression.
    Comprehension,
    /// Annotations (3.14+).
    Annotations,
}

/// An annotated variable whose annotation is evaluated later (3.14+), and its number if it is conditional.
#[derive(Clone, Copy, Debug)]
pub struct DeferredAnnotation<'t> {
    /// The statement.
    pub stmt: &'t Stmt,
    /// Set when control has come past it.
    pub condition: Option<u32>,
}

/// One code unit.
pub struct Unit<'t> {
    /// What it is.
    pub kind: UnitKind,
    /// Its block in the symbol table.
    pub scope: ScopeKey,
    /// `co_name`
    pub name: Name,
    /// The latest line on which an expression of the current statement began.
    pub line: u32,
    /// `co_qualname`
    pub qualname: Name,
    /// The class whose private names are mangled.
    pub private: Option<Name>,
    /// `co_firstlineno`
    pub first_line: u32,
    /// Positional, positional-only and keyword-only parameters; the first includes the second.
    pub counts: [u32; 3],
    /// `co_flags`
    pub flags: CodeFlags,
    /// `co_consts`
    pub consts: Vec<ConstEntry>,
    /// `co_names`
    pub names: NameTable,
    /// Parameters and locals.
    pub varnames: NameTable,
    /// Locals that inner functions use.
    pub cellvars: NameTable,
    /// Variables of enclosing functions.
    pub freevars: NameTable,
    /// The instructions so far.
    pub sequence: Sequence,
    /// Statements around the current one that have to be left properly.
    pub blocks: Vec<FrameBlock<'t>>,
    /// How many inlined comprehensions the current place is in.
    pub inlined_comprehensions: u32,
    /// Names outside functions that live in slots while an inlined comprehension runs.
    pub fast_hidden: HashSet<Name>,
    /// Attributes that methods set on `self` (3.13+).
    pub static_attributes: BTreeSet<Name>,
    /// Annotated variables (3.14+).
    pub deferred: Vec<DeferredAnnotation<'t>>,
    /// Number of the next conditional annotation.
    pub next_condition: u32,
    /// How many conditional statements the current place is in.
    pub conditional_depth: u32,
}

impl<'t> Unit<'t> {
    /// A unit inside the innermost one of `compiler`.
    pub fn new(
        compiler: &Compiler<'t>,
        kind: UnitKind,
        scope: ScopeKey,
        name: &str,
        line: u32,
        counts: [u32; 3],
    ) -> Self {
        let block = compiler.symbols.block(scope);
        let mut varnames = NameTable::default();
        for parameter in &block.parameters {
            varnames.number(parameter);
        }
        let mut cellvars = sorted(block.symbols.iter().filter(|(_, symbol)| {
            symbol.scope == Scope::Cell || symbol.flags & DEF_COMP_CELL != 0
        }));
        if kind == UnitKind::Class {
            let implicit = [
                (block.needs_class_closure, "__class__"),
                (block.needs_classdict, "__classdict__"),
                (
                    block.has_conditional_annotations && compiler.facts.lazy_annotations,
                    "__conditional_annotations__",
                ),
            ];
            for (needed, name) in implicit {
                if needed {
                    cellvars.number(&Rc::from(name));
                }
            }
        }
        let freevars = sorted(block.symbols.iter().filter(|(_, symbol)| {
            symbol.scope == Scope::Free || symbol.flags & DEF_FREE_CLASS != 0
        }));
        let parent = compiler.units.last();
        let name: Name = Rc::from(name);
        let private = match kind {
            UnitKind::Class => Some(Rc::clone(&name)),
            _ => parent.and_then(|parent| parent.private.clone()),
        };
        Self {
            kind,
            scope,
            line: 0,
            qualname: qualified(compiler, kind, &name),
            name,
            private,
            first_line: line,
            counts: [counts[0] + counts[1], counts[1], counts[2]],
            flags: CodeFlags {
                optimized: block.is_function_like(),
                varargs: false,
                varkeywords: false,
                generator: block.is_function_like() && block.generator,
                nested: block.nested && block.is_function_like(),
                docstring: false,
                classic_division: compiler.classic_division,
            },
            consts: Vec::new(),
            names: NameTable::default(),
            varnames,
            cellvars,
            freevars,
            sequence: Sequence::default(),
            blocks: Vec::new(),
            inlined_comprehensions: 0,
            fast_hidden: HashSet::new(),
            static_attributes: BTreeSet::new(),
            deferred: Vec::new(),
            next_condition: 0,
            conditional_depth: 0,
        }
    }

    /// The number of a constant; equal ones share a number. `in_tree`: the syntax tree has it, too.
    pub fn add_const(&mut self, value: Const, in_tree: bool) -> u32 {
        let known = self
            .consts
            .iter()
            .position(|entry| constant::same(&entry.value, &value));
        let number = known.unwrap_or_else(|| {
            self.consts.push(ConstEntry { value, in_tree });
            self.consts.len() - 1
        });
        u32::try_from(number).unwrap_or(u32::MAX)
    }
}

fn sorted<'s>(symbols: impl Iterator<Item = (&'s Name, Symbol)>) -> NameTable {
    let mut names: Vec<&Name> = symbols.map(|(name, _)| name).collect();
    names.sort();
    let mut table = NameTable::default();
    for name in names {
        table.number(name);
    }
    table
}

/// `co_qualname`: where the unit is, with `<locals>` after each function (`compiler_set_qualname`).
fn qualified(compiler: &Compiler<'_>, kind: UnitKind, name: &Name) -> Name {
    let Some(parent) = compiler.units.last() else {
        return Rc::clone(name);
    };
    if parent.kind == UnitKind::Module {
        return Rc::clone(name);
    }
    if matches!(kind, UnitKind::Function | UnitKind::Class) {
        let mangled = mangle(parent.private.as_deref(), name);
        let block = compiler.symbols.block(parent.scope);
        if block
            .symbols
            .get(&mangled)
            .is_some_and(|symbol| symbol.scope == Scope::GlobalExplicit)
        {
            return Rc::clone(name);
        }
    }
    let locals = match parent.kind {
        UnitKind::Function | UnitKind::Lambda => ".<locals>",
        _ => "",
    };
    Rc::from(format!("{}{locals}.{name}", parent.qualname))
}

impl<'t> Compiler<'t> {
    /// Emits an instruction.
    pub(super) fn emit(&mut self, op: impl Into<FlowOp>, arg: u32, at: Loc) {
        let at = self.placed(at);
        self.unit().sequence.push(op.into(), arg, at);
    }

    /// Emits a jump.
    pub(super) fn jump(&mut self, op: impl Into<FlowOp>, to: Label, at: Loc) {
        let at = self.placed(at);
        self.unit().sequence.push(op.into(), to.number(), at);
    }

    fn placed(&mut self, at: Loc) -> Loc {
        let line = self.unit().line;
        let at = at?;
        Some(if self.facts.lines_only_advance && at.line < line {
            Position {
                line,
                end_line: line.max(at.end_line),
                ..at
            }
        } else {
            at
        })
    }

    /// Emits the jump over what does not concern this path.
    pub(super) fn jump_past(&mut self, to: Label) {
        if self.facts.uninterrupted_jumps {
            self.jump(FlowOp::JumpNoInterrupt, to, None);
        } else {
            self.jump(crate::opcode::Op::Jump, to, None);
        }
    }

    /// A new label.
    pub(super) fn label(&mut self) -> Label {
        self.unit().sequence.label()
    }

    /// Puts a label here.
    pub(super) fn place(&mut self, label: Label) {
        self.unit().sequence.place(label);
    }

    /// Pushes a constant.
    pub(super) fn load_const(&mut self, value: Const, in_tree: bool, at: Loc) {
        let number = self.unit().add_const(value, in_tree);
        self.emit(crate::opcode::Op::LoadConst, number, at);
    }

    /// Pushes a constant that the compiler makes.
    pub(super) fn load_str(&mut self, text: &Name, at: Loc) {
        self.load_const(Const::Str(Rc::clone(text)), true, at);
    }

    /// Emits an instruction with a name of `co_names`, mangled.
    pub(super) fn emit_name(&mut self, op: crate::opcode::Op, name: &Name, at: Loc) {
        let mangled = mangle(self.current().private.as_deref(), name);
        let number = self.unit().names.number(&mangled);
        self.emit(op, number, at);
    }

    /// Whether the innermost block is a function or the like.
    pub(super) fn in_function(&self) -> bool {
        matches!(
            self.block_kind(),
            BlockKind::Function | BlockKind::Annotation
        )
    }
}

/// From the start of one place to the end of another.
pub fn span(start: Position, end: Position) -> Position {
    Position {
        end_line: end.end_line,
        end_col: end.end_col,
        ..start
    }
}

/// The name of a comprehension's code.
pub const fn comprehension_name(kind: ComprehensionKind) -> &'static str {
    match kind {
        ComprehensionKind::List => "<listcomp>",
        ComprehensionKind::Set => "<setcomp>",
        ComprehensionKind::Dict => "<dictcomp>",
        ComprehensionKind::Generator => "<genexpr>",
    }
}
