//! From the parser's tree to CPython's: f-strings.
//!
//! CPython's node is one flat list: neighbouring literal parts are one constant, whichever of the
//! implicitly concatenated strings they come from, and empty ones are left out.

use std::rc::Rc;

use ruff_python_ast as ast;
use ruff_text_size::TextRange;

use crate::code::{Const, Position};
use crate::compile::CompileError;

use super::lower::Lowering;
use super::tree::*;

type Result<T> = std::result::Result<T, CompileError>;

/// The parts of a JoinedStr under construction.
#[derive(Default)]
struct Parts {
    values: Vec<Expr>,
    text: String,
    text_at: Option<Position>,
}

impl Parts {
    fn literal(&mut self, text: &str, at: Position) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        let start = *self.text_at.get_or_insert(at);
        self.text_at = Some(Position {
            end_line: at.end_line,
            end_col: at.end_col,
            ..start
        });
    }

    fn flush(&mut self) {
        if let Some(at) = self.text_at.take() {
            let text = std::mem::take(&mut self.text);
            self.values.push(Expr {
                at,
                kind: ExprKind::Constant(Const::Str(Rc::from(text))),
            });
        }
    }

    fn value(&mut self, value: Expr) {
        self.flush();
        self.values.push(value);
    }

    fn finish(mut self) -> Vec<Expr> {
        self.flush();
        self.values
    }
}

impl Lowering<'_> {
    pub(super) fn fstring(&mut self, e: &ast::ExprFString) -> Result<Expr> {
        for part in e.value.elements() {
            if let ast::InterpolatedStringElement::Literal(literal) = part {
                self.check_surrogates(&literal.value, literal.range)?;
            }
        }
        let whole = self.at(e.range);
        let mut parts = Parts::default();
        for part in &e.value {
            match part {
                ast::FStringPart::Literal(literal) => {
                    let at = self.part_at(literal.range, whole);
                    parts.literal(literal.as_str(), at);
                }
                ast::FStringPart::FString(fstring) => {
                    self.elements(&mut parts, &fstring.elements, whole)?
                }
            }
        }
        Ok(Expr {
            at: whole,
            kind: ExprKind::JoinedStr(parts.finish()),
        })
    }

    /// Up to 3.11 every part has the place of the whole string.
    fn part_at(&self, range: TextRange, whole: Position) -> Position {
        if self.exact_fstrings {
            self.at(range)
        } else {
            whole
        }
    }

    fn elements(
        &mut self,
        parts: &mut Parts,
        elements: &ast::InterpolatedStringElements,
        whole: Position,
    ) -> Result<()> {
        for element in elements {
            match element {
                ast::InterpolatedStringElement::Literal(literal) => {
                    let at = self.part_at(literal.range, whole);
                    parts.literal(&literal.value, at);
                }
                ast::InterpolatedStringElement::Interpolation(field) => {
                    self.field(parts, field, whole)?
                }
            }
        }
        Ok(())
    }

    fn field(
        &mut self,
        parts: &mut Parts,
        field: &ast::InterpolatedElement,
        whole: Position,
    ) -> Result<()> {
        let at = self.part_at(field.range, whole);
        let value = Box::new(self.expr(&field.expression)?);
        let spec = match field.format_spec.as_deref() {
            Some(spec) => {
                let mut inner = Parts::default();
                self.elements(&mut inner, &spec.elements, whole)?;
                // From the colon on.
                let mut at = self.part_at(spec.range, whole);
                if self.exact_fstrings {
                    at.col = at.col.saturating_sub(1);
                }
                Some(Box::new(Expr {
                    at,
                    kind: ExprKind::JoinedStr(inner.finish()),
                }))
            }
            None => None,
        };
        let mut conversion = match field.conversion {
            ast::ConversionFlag::None => 0,
            ast::ConversionFlag::Str => 1,
            ast::ConversionFlag::Repr => 2,
            ast::ConversionFlag::Ascii => 3,
        };
        if let Some(debug) = &field.debug_text {
            parts.literal(debug.as_str(), at);
            if conversion == 0 && spec.is_none() {
                conversion = 2;
            }
        }
        parts.value(Expr {
            at,
            kind: ExprKind::FormattedValue {
                value,
                conversion,
                spec,
            },
        });
        Ok(())
    }
}
