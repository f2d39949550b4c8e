//! `import` and `from … import`.

use std::rc::Rc;

use num_bigint::BigInt;

use crate::code::Const;
use crate::opcode::Op;
use crate::parse::tree::{Alias, Context, Name};

use super::sequence::Loc;
use super::{Compiler, Result};

/// Names that `from __future__ import` knows; the last ones change what code means.
const FUTURES: &[&str] = &[
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "generator_stop",
    "annotations",
    "barry_as_FLUFL",
];

impl Compiler<'_> {
    pub(super) fn import(&mut self, names: &[Alias], at: Loc) {
        for alias in names {
            self.load_const(Const::Int(BigInt::ZERO), false, at);
            self.load_const(Const::None, false, at);
            self.emit_name(Op::ImportName, &alias.name, at);
            match &alias.asname {
                Some(asname) => self.import_as(&alias.name, asname, at),
                None => {
                    let first = alias.name.split('.').next().unwrap_or_default();
                    self.name(&Rc::from(first), Context::Store, at);
                }
            }
        }
    }

    /// `import a.b.c as d`: from module `a` down to `c`.
    fn import_as(&mut self, name: &Name, asname: &Name, at: Loc) {
        let parts: Vec<&str> = name.split('.').skip(1).collect();
        for (number, part) in parts.iter().enumerate() {
            self.emit_name(Op::ImportFrom, &Rc::from(*part), at);
            if number + 1 < parts.len() {
                self.emit(Op::Swap, 2, at);
                self.emit(Op::PopTop, 0, at);
            }
        }
        self.name(asname, Context::Store, at);
        if !parts.is_empty() {
            self.emit(Op::PopTop, 0, at);
        }
    }

    pub(super) fn import_from(
        &mut self,
        module: Option<&Name>,
        names: &[Alias],
        level: u32,
        at: Loc,
    ) -> Result<()> {
        if level == 0 && module.is_some_and(|module| &**module == "__future__") {
            if at.is_some_and(|at| at.line > self.last_future_line) {
                let message = "from __future__ imports must occur at the beginning of the file";
                return self.error(message, at);
            }
            for alias in names {
                if &*alias.name == "braces" {
                    return self.error("not a chance", at);
                }
                if !FUTURES.contains(&&*alias.name) {
                    let at = if self.facts.condition_places {
                        Some(alias.at)
                    } else {
                        at
                    };
                    return self.error(format!("future feature {} is not defined", alias.name), at);
                }
            }
        }
        self.load_const(Const::Int(BigInt::from(level)), false, at);
        let list = names
            .iter()
            .map(|alias| Const::Str(Rc::clone(&alias.name)))
            .collect();
        self.load_const(Const::Tuple(list), false, at);
        self.emit_name(Op::ImportName, module.unwrap_or(&Rc::from("")), at);
        for alias in names {
            if &*alias.name == "*" {
                self.emit(Op::ImportStar, 0, at);
                return Ok(());
            }
            self.emit_name(Op::ImportFrom, &alias.name, at);
            self.name(
                alias.asname.as_ref().unwrap_or(&alias.name),
                Context::Store,
                at,
            );
        }
        self.emit(Op::PopTop, 0, at);
        Ok(())
    }
}
