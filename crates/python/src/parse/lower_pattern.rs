//! From the parser's tree to CPython's: patterns.

use ruff_python_ast as ast;
use ruff_text_size::Ranged;

use crate::code::Const;
use crate::compile::CompileError;

use super::lower::{Lowering, name};
use super::tree::*;

type Result<T> = std::result::Result<T, CompileError>;

impl Lowering<'_> {
    fn patterns(&mut self, patterns: &[ast::Pattern]) -> Result<Vec<Pattern>> {
        patterns
            .iter()
            .map(|pattern| self.pattern(pattern))
            .collect()
    }

    pub(super) fn pattern(&mut self, pattern: &ast::Pattern) -> Result<Pattern> {
        let at = self.at(pattern.range());
        let kind = match pattern {
            ast::Pattern::MatchValue(p) => PatternKind::Value(self.expr(&p.value)?),
            ast::Pattern::MatchSingleton(p) => PatternKind::Singleton(match p.value {
                ast::Singleton::None => Const::None,
                ast::Singleton::True => Const::Bool(true),
                ast::Singleton::False => Const::Bool(false),
            }),
            ast::Pattern::MatchSequence(p) => PatternKind::Sequence(self.patterns(&p.patterns)?),
            ast::Pattern::MatchMapping(p) => PatternKind::Mapping {
                keys: self.exprs(&p.keys)?,
                patterns: self.patterns(&p.patterns)?,
                rest: p.rest.as_ref().map(name),
            },
            ast::Pattern::MatchClass(p) => PatternKind::Class {
                class: self.expr(&p.cls)?,
                positional: self.patterns(&p.arguments.patterns)?,
                keywords: p
                    .arguments
                    .keywords
                    .iter()
                    .map(|keyword| Ok((name(&keyword.attr), self.pattern(&keyword.pattern)?)))
                    .collect::<Result<_>>()?,
            },
            ast::Pattern::MatchStar(p) => PatternKind::Star(p.name.as_ref().map(name)),
            ast::Pattern::MatchAs(p) => PatternKind::As {
                pattern: match p.pattern.as_deref() {
                    Some(pattern) => Some(Box::new(self.pattern(pattern)?)),
                    None => None,
                },
                name: p.name.as_ref().map(name),
            },
            ast::Pattern::MatchOr(p) => PatternKind::Or(self.patterns(&p.patterns)?),
        };
        Ok(Pattern { at, kind })
    }
}
