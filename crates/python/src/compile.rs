//! Syntax tree → [`CodeSpec`], like CPython's own compiler, because *when* a reference is taken and
//! dropped is the subject.
//!
//! The way is CPython's: the symbol table ([`symtable`]), one sequence of instructions per code unit
//! (`codegen.c`: the files named after what they compile), then the flow graph ([`flow`], `flowgraph.c`),
//! where constants are folded, jumps are threaded, loads become borrowed and handlers move to the end.

mod annotations;
mod call;
mod class;
mod comprehension;
mod condition;
pub mod constant;
mod dis;
mod display;
mod error;
mod except_star;
mod expression;
mod facts;
mod finally_exit;
mod flow;
mod function;
mod import;
mod loops;
mod name;
mod pattern;
mod sequence;
mod slice;
mod statement;
mod symtable;
mod try_statement;
mod unit;
mod unwind;
mod warning;
mod with_statement;

pub use dis::{argument, disassemble};
pub use error::{CompileError, CompileErrorKind, ErrorEnd, ErrorPlace, Told};
pub use warning::{EscapeWarnings, IdentityWarnings, SyntaxWarning};

use std::rc::Rc;

use crate::code::{CodeSpec, Position};
use crate::parse::{self, tree};
use crate::startup_memory::CompilerHeld;
use crate::version::Version;

pub use facts::{CodegenFacts, Folding};
use symtable::{BlockKind, SymbolTable};
use unit::{Unit, UnitKind};

type Result<T> = std::result::Result<T, CompileError>;

/// What a source text is, as in `compile(source, file, mode)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A module.
    Exec,
    /// One expression, whose value the code returns.
    Eval,
    /// One statement at the prompt: values of expressions are shown.
    Single,
}

/// What a source text becomes.
#[derive(Clone, PartialEq, Debug)]
pub struct Compiled {
    /// The code of the module or expression.
    pub spec: CodeSpec,
    /// What is odd about the text, in the order in which it is said.
    pub warnings: Vec<SyntaxWarning>,
    /// What the compiler held at the same time.
    pub held: CompilerHeld,
}

/// Compiles a source text as Python `version` would. The file's name is not part of the code: the
/// machine knows which file it runs.
///
/// # Errors
/// CPython's `SyntaxError` and its relatives with its words and its place, or what is outside the subset.
pub fn compile(source: &str, version: Version, mode: Mode) -> Result<Compiled> {
    let mut facts = CodegenFacts::of(version);
    let (mut module, mut warnings) = parse::parse(source, version, mode, facts.escape_warnings)?;
    // Texts need not be evaluated later.
    facts.lazy_annotations &= !module.text_annotations;
    parse::fold(&mut module, facts.folding);
    let symbols = SymbolTable::build(&module, &facts).map_err(CompileError::of_symbol_table)?;
    if facts.finally_warnings {
        warnings.extend(finally_exit::warnings(&module.body));
    }
    let mut compiler = Compiler {
        facts,
        symbols,
        units: Vec::new(),
        classic_division: module.classic_division,
        last_future_line: module.last_future_line,
        mode,
        warnings,
        silent: false,
        held: CompilerHeld::default(),
    };
    compiler.held.blocks = compiler.symbols.entered();
    let spec = compiler.module(&module)?;
    Ok(Compiled {
        spec,
        held: compiler.held,
        warnings: compiler.warnings,
    })
}

/// The state of one compilation. `units` are the code units under construction, innermost last.
struct Compiler<'t> {
    facts: CodegenFacts,
    symbols: SymbolTable,
    units: Vec<Unit<'t>>,
    classic_division: bool,
    /// The last line on which `from __future__ import` may stand.
    last_future_line: u32,
    mode: Mode,
    warnings: Vec<SyntaxWarning>,
    /// What is compiled was compiled before, and has been warned of.
    silent: bool,
    held: CompilerHeld,
}

impl<'t> Compiler<'t> {
    fn module(&mut self, module: &'t tree::Module) -> Result<CodeSpec> {
        let key = 0;
        self.enter(UnitKind::Module, key, "<module>", 1, [0; 3])?;
        let start = module.body.first().map(|first| first.at);
        if self.mode == Mode::Eval {
            let [
                tree::Stmt {
                    kind: tree::StmtKind::Expr(value),
                    ..
                },
            ] = module.body.as_slice()
            else {
                return Err(CompileError::syntax("invalid syntax", Position::default()));
            };
            self.expr(value)?;
        } else {
            self.module_body(module, start)?;
        }
        self.leave(self.mode != Mode::Eval)
    }

    fn unit(&mut self) -> &mut Unit<'t> {
        let last = self.units.len() - 1;
        &mut self.units[last]
    }

    fn current(&self) -> &Unit<'t> {
        &self.units[self.units.len() - 1]
    }

    fn block_kind(&self) -> BlockKind {
        self.symbols.block(self.current().scope).kind
    }

    /// Starts a code unit. `counts` are its positional, positional-only and keyword-only parameters.
    fn enter(
        &mut self,
        kind: UnitKind,
        scope: tree::ScopeKey,
        name: &str,
        line: u32,
        counts: [u32; 3],
    ) -> Result<()> {
        let unit = Unit::new(self, kind, scope, name, line, counts);
        self.units.push(unit);
        self.held.units = self.held.units.max(self.units.len());
        let resume_line = if kind == UnitKind::Module { 0 } else { line };
        let at = Some(Position {
            line: resume_line,
            col: 0,
            end_line: resume_line.max(1),
            end_col: 0,
        });
        self.emit(crate::opcode::Op::Resume, 0, at);
        if kind == UnitKind::Module {
            self.emit(flow::FlowOp::AnnotationsPlaceholder, 0, at);
        }
        Ok(())
    }

    /// Ends the innermost code unit and makes its code; `returns_none` if it may fall off its end.
    fn leave(&mut self, returns_none: bool) -> Result<CodeSpec> {
        if !(self.facts.trims_trailing_consts && self.current().sequence.ends_with_return()) {
            if returns_none {
                self.load_const(crate::code::Const::None, false, None);
            }
            self.emit(crate::opcode::Op::ReturnValue, 0, None);
        }
        let Some(unit) = self.units.pop() else {
            return Ok(CodeSpec::default());
        };
        let block = self.symbols.block(unit.scope);
        flow::assemble(unit, block, &self.facts)
    }

    /// Leaves a unit and gives its code to be shared.
    fn leave_shared(&mut self, returns_none: bool) -> Result<Rc<CodeSpec>> {
        self.leave(returns_none).map(Rc::new)
    }
}
