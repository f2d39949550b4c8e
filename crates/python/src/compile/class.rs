//! Class definitions.

use std::rc::Rc;

use num_bigint::BigInt;

use crate::code::{Const, Position};
use crate::opcode::Op;
use crate::parse::tree::{ClassDef, Context, Expr, ExprKind, Name};

use super::unit::UnitKind;
use super::{Compiler, Result};

impl<'t> Compiler<'t> {
    /// `__build_class__(body, name, *bases, **keywords)`.
    pub(super) fn class(&mut self, def: &'t ClassDef, place: Position) -> Result<()> {
        let at = Some(place);
        self.exprs(&def.decorators)?;
        let line = def
            .decorators
            .first()
            .map_or(place.line, |decorator| decorator.at.line);
        self.enter(UnitKind::Class, def.scope, &def.name, line, [0; 3])?;
        self.class_body(def, line)?;
        let code = self.leave_shared(false)?;

        self.emit(Op::LoadBuildClass, 0, at);
        self.emit(Op::PushNull, 0, at);
        self.closure(code, 0, at);
        self.load_str(&def.name, at);
        self.arguments(2, &def.bases, &def.keywords, at)?;
        for decorator in def.decorators.iter().rev() {
            self.emit(Op::Call, 0, Some(decorator.at));
        }
        self.name(&def.name, Context::Store, at);
        Ok(())
    }

    fn class_body(&mut self, def: &'t ClassDef, line: u32) -> Result<()> {
        let start = Some(Position {
            line,
            col: 0,
            end_line: line,
            end_col: 0,
        });
        self.name(&Self::intern("__name__"), Context::Load, start);
        self.name(&Self::intern("__module__"), Context::Store, start);
        let qualname = Rc::clone(&self.current().qualname);
        self.load_str(&qualname, start);
        self.name(&Self::intern("__qualname__"), Context::Store, start);
        if self.facts.class_metadata {
            self.load_const(Const::Int(BigInt::from(line)), false, start);
            self.name(&Self::intern("__firstlineno__"), Context::Store, start);
        }
        let block = self.symbols.block(def.scope);
        let (classdict, closure) = (block.needs_classdict, block.needs_class_closure);
        if classdict {
            self.emit(Op::LoadLocals, 0, start);
            self.deref(Op::StoreDeref, &Self::intern("__classdict__"), start);
        }
        self.conditional_annotations(start);
        self.body(&def.body, def.annotations, start)?;
        if self.facts.class_metadata {
            let attributes = self
                .current()
                .static_attributes
                .iter()
                .cloned()
                .map(Const::Str)
                .collect();
            self.load_const(Const::Tuple(attributes), false, None);
            self.name(&Self::intern("__static_attributes__"), Context::Store, None);
        }
        if classdict {
            self.deref(Op::LoadClosure, &Self::intern("__classdict__"), None);
            self.name(&Self::intern("__classdictcell__"), Context::Store, None);
        }
        if closure {
            self.deref(Op::LoadClosure, &Self::intern("__class__"), None);
            self.emit(Op::Copy, 1, None);
            self.name(&Self::intern("__classcell__"), Context::Store, None);
        } else {
            self.load_const(Const::None, false, None);
        }
        Ok(())
    }

    /// `self.attr = …` in a method: the class lists the name (3.13+).
    pub(super) fn note_static_attribute(&mut self, value: &Expr, attr: &Name) {
        let ExprKind::Name(name, _) = &value.kind else {
            return;
        };
        if &**name != "self" {
            return;
        }
        let enclosing = self.units.len() - 1;
        if let Some(class) = self.units[..enclosing]
            .iter_mut()
            .rev()
            .find(|unit| unit.kind == UnitKind::Class)
        {
            class.static_attributes.insert(Rc::clone(attr));
        }
    }
}
