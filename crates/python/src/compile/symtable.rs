//! Which names belong to which scope (`Python/symtable.c`).
//!
//! Two passes: [`visit`] walks the tree and notes for every block how each name is used; [`analyze`] goes
//! down the blocks and decides where each name lives.

mod analyze;
mod visit;

use std::collections::HashMap;
use std::rc::Rc;

use crate::code::Position;
use crate::parse::tree::{ComprehensionKind, Module, Name, ScopeKey};

use super::error::CompileError;
use super::facts::CodegenFacts;

/// How a name is used in a block: a set of the flags below.
pub type Flags = u32;

/// `global` statement.
pub const DEF_GLOBAL: Flags = 1;
/// Assigned to.
pub const DEF_LOCAL: Flags = 2;
/// A parameter.
pub const DEF_PARAM: Flags = 4;
/// `nonlocal` statement.
pub const DEF_NONLOCAL: Flags = 8;
/// Read.
pub const USE: Flags = 16;
/// Free in a class body and bound in it too.
pub const DEF_FREE_CLASS: Flags = 64;
/// Bound by an import.
pub const DEF_IMPORT: Flags = 128;
/// Annotated.
pub const DEF_ANNOT: Flags = 256;
/// Iteration variable of a comprehension.
pub const DEF_COMP_ITER: Flags = 512;
/// A cell inside an inlined comprehension.
pub const DEF_COMP_CELL: Flags = 2048;
/// Any binding.
pub const DEF_BOUND: Flags = DEF_LOCAL | DEF_PARAM | DEF_IMPORT;

/// Where a name lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Scope {
    /// Nothing is known: not in the table.
    #[default]
    Unknown,
    /// In this block.
    Local,
    /// `global` statement.
    GlobalExplicit,
    /// Nowhere on the way up.
    GlobalImplicit,
    /// In an enclosing function.
    Free,
    /// In this function, and inner ones use it.
    Cell,
}

/// A name of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Symbol {
    /// How it is used.
    pub flags: Flags,
    /// Where it lives.
    pub scope: Scope,
}

/// The names of a block in the order of their first appearance.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    order: Vec<(Name, Symbol)>,
    index: HashMap<Name, usize>,
}

impl Symbols {
    /// The symbol, if the block has it.
    pub fn get(&self, name: &str) -> Option<Symbol> {
        let at = *self.index.get(name)?;
        self.order.get(at).map(|(_, symbol)| *symbol)
    }

    /// The symbol to be changed; made if it is new.
    pub fn entry(&mut self, name: &Name) -> &mut Symbol {
        let next = self.order.len();
        let at = *self.index.entry(Rc::clone(name)).or_insert(next);
        if at == next {
            self.order.push((Rc::clone(name), Symbol::default()));
        }
        // The index never points past the end: it is set together with the push.
        &mut self.order[at].1
    }

    /// Sets the symbol.
    pub fn set(&mut self, name: &Name, symbol: Symbol) {
        *self.entry(name) = symbol;
    }

    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, Symbol)> {
        self.order.iter().map(|(name, symbol)| (name, *symbol))
    }

    fn remove(&mut self, name: &str) {
        if let Some(at) = self.index.remove(name) {
            self.order.remove(at);
            for (position, (name, _)) in self.order.iter().enumerate().skip(at) {
                self.index.insert(Rc::clone(name), position);
            }
        }
    }
}

/// What opens a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum BlockKind {
    /// The module.
    #[default]
    Module,
    /// A class body.
    Class,
    /// A function, lambda or comprehension.
    Function,
    /// Annotations that are evaluated lazily (3.14+).
    Annotation,
}

/// One block (`PySTEntryObject`).
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// What opens it.
    pub kind: BlockKind,
    /// Its name.
    pub name: Name,
    /// Its names.
    pub symbols: Symbols,
    /// Its parameters, mangled.
    pub parameters: Vec<Name>,
    /// The blocks in it.
    pub children: Vec<ScopeKey>,
    /// Inside a function.
    pub nested: bool,
    /// It has a `yield`, or is a generator expression.
    pub generator: bool,
    /// It is a comprehension.
    pub comprehension: Option<ComprehensionKind>,
    /// … which is compiled into the block around it (3.12+).
    pub inlined: bool,
    /// A method uses `__class__`.
    pub needs_class_closure: bool,
    /// Annotations look names up in the class namespace.
    pub needs_classdict: bool,
    /// Annotations of a class, or in a class.
    pub can_see_class_scope: bool,
    /// Some annotation is evaluated only when control came past it.
    pub has_conditional_annotations: bool,
    /// It has annotations that are evaluated.
    pub annotations_used: bool,
    has_annotation_block: bool,
    in_conditional_block: bool,
    in_unevaluated_annotation: bool,
    iteration_target: bool,
    iteration_expressions: u32,
    directives: Vec<(Name, Position)>,
}

impl Block {
    /// Whether its locals live in slots.
    pub fn is_function_like(&self) -> bool {
        matches!(self.kind, BlockKind::Function | BlockKind::Annotation)
    }
}

/// All blocks of a source text, by key.
#[derive(Clone, Debug)]
pub struct SymbolTable {
    blocks: Vec<Block>,
}

impl SymbolTable {
    /// How many blocks the program has.
    pub fn entered(&self) -> usize {
        self.blocks.iter().filter(|b| !b.name.is_empty()).count()
    }

    /// Walks and analyzes the module.
    ///
    /// # Errors
    /// Conflicting declarations, with CPython's words.
    pub fn build(module: &Module, facts: &CodegenFacts) -> Result<Self, CompileError> {
        let mut table = Self {
            blocks: vec![Block::default(); module.scopes as usize],
        };
        visit::visit(&mut table, module, facts)?;
        analyze::analyze(&mut table, facts)?;
        Ok(table)
    }

    /// The block; keys come from the same tree, so it is there.
    pub fn block(&self, key: ScopeKey) -> &Block {
        &self.blocks[key as usize]
    }

    /// The block, to be changed for a while: an inlined comprehension rebinds names.
    pub fn block_mut(&mut self, key: ScopeKey) -> &mut Block {
        &mut self.blocks[key as usize]
    }
}

/// `__name` inside class `private` → `_private__name` (`_Py_Mangle`).
pub fn mangle(private: Option<&str>, name: &Name) -> Name {
    let Some(class) = private else {
        return Rc::clone(name);
    };
    let class = class.trim_start_matches('_');
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') || class.is_empty() {
        return Rc::clone(name);
    }
    Rc::from(format!("_{class}{name}"))
}
