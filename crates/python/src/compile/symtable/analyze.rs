//! Second pass: where every name lives.

use std::collections::HashSet;
use std::rc::Rc;

use crate::compile::error::CompileError;
use crate::compile::facts::CodegenFacts;

use super::*;

type Result<T> = std::result::Result<T, CompileError>;
type Names = HashSet<Name>;

pub(super) fn analyze(table: &mut SymbolTable, facts: &CodegenFacts) -> Result<()> {
    let mut analysis = Analysis { table, facts };
    analysis.block(0, None, &Names::new(), None)?;
    Ok(())
}

struct Analysis<'a> {
    table: &'a mut SymbolTable,
    facts: &'a CodegenFacts,
}

/// What is being found out about one block.
struct Findings {
    scopes: Symbols,
    local: Names,
    /// Free in the block itself.
    own_free: Names,
    /// Free in the blocks inside it.
    free: Names,
    bound: Option<Names>,
    global: Names,
    inlined_cells: Names,
}

impl Analysis<'_> {
    /// Analyzes a block and all in it; gives the names that are free in it. `bound` is what enclosing
    /// functions bind (none at module level), `global` what they declare global.
    fn block(
        &mut self,
        key: ScopeKey,
        bound: Option<&Names>,
        global: &Names,
        class: Option<ScopeKey>,
    ) -> Result<Names> {
        let kind = self.table.block(key).kind;
        let mut found = Findings {
            scopes: Symbols::default(),
            local: Names::new(),
            own_free: Names::new(),
            free: Names::new(),
            bound: bound.cloned(),
            global: global.clone(),
            inlined_cells: Names::new(),
        };
        let outer_bound = found.bound.clone();
        let outer_global = found.global.clone();
        let symbols: Vec<(Name, Symbol)> = self
            .table
            .block(key)
            .symbols
            .iter()
            .map(|(name, symbol)| (Rc::clone(name), symbol))
            .collect();
        for (name, symbol) in &symbols {
            self.name(key, &mut found, name, symbol.flags, class)?;
        }
        // The names of a class are not visible in its methods.
        let (mut below_bound, below_global) = if kind == BlockKind::Class {
            (outer_bound.unwrap_or_default(), outer_global)
        } else {
            (
                found.bound.clone().unwrap_or_default(),
                found.global.clone(),
            )
        };
        match kind {
            BlockKind::Class => {
                for implicit in ["__class__", "__classdict__", "__conditional_annotations__"] {
                    below_bound.insert(Rc::from(implicit));
                }
            }
            BlockKind::Function | BlockKind::Annotation => {
                below_bound.extend(found.local.iter().cloned())
            }
            BlockKind::Module => {}
        }
        self.children(key, &mut found, &below_bound, &below_global, class)?;
        match kind {
            BlockKind::Function | BlockKind::Annotation => cells(&mut found),
            BlockKind::Class => self.drop_class_free(key, &mut found.free),
            BlockKind::Module => {}
        }
        self.record(key, &found, bound);
        found.free.extend(found.own_free);
        Ok(found.free)
    }

    fn children(
        &mut self,
        key: ScopeKey,
        found: &mut Findings,
        bound: &Names,
        global: &Names,
        class: Option<ScopeKey>,
    ) -> Result<()> {
        let parent = self.table.block(key);
        let (kind, sees_class) = (parent.kind, parent.can_see_class_scope);
        for child in parent.children.clone() {
            let block = self.table.block(child);
            let child_class = match (block.can_see_class_scope, kind) {
                (true, BlockKind::Class) => Some(key),
                (true, _) => class,
                (false, _) => None,
            };
            let inline = self.facts.inlined_comprehensions
                && block.comprehension.is_some()
                && !block.generator
                && !sees_class;
            let mut free = self.block(child, Some(bound), global, child_class)?;
            if inline {
                self.inline(key, child, found, &mut free);
            }
            found.free.extend(free);
        }
        Ok(())
    }

    fn name(
        &mut self,
        key: ScopeKey,
        found: &mut Findings,
        name: &Name,
        flags: Flags,
        class: Option<ScopeKey>,
    ) -> Result<()> {
        let mut is = |scope| found.scopes.entry(name).scope = scope;
        if flags & DEF_GLOBAL != 0 {
            if flags & DEF_NONLOCAL != 0 {
                return Err(self.declared(
                    key,
                    name,
                    format!("name '{name}' is nonlocal and global"),
                ));
            }
            is(Scope::GlobalExplicit);
            found.global.insert(Rc::clone(name));
            if let Some(bound) = &mut found.bound {
                bound.remove(name);
            }
        } else if flags & DEF_NONLOCAL != 0 {
            let Some(bound) = &found.bound else {
                let message = "nonlocal declaration not allowed at module level".to_owned();
                return Err(self.declared(key, name, message));
            };
            if !bound.contains(name) {
                return Err(self.declared(
                    key,
                    name,
                    format!("no binding for nonlocal '{name}' found"),
                ));
            }
            is(Scope::Free);
            found.own_free.insert(Rc::clone(name));
        } else if flags & DEF_BOUND != 0 {
            is(Scope::Local);
            found.local.insert(Rc::clone(name));
            found.global.remove(name);
        } else {
            let in_class = class
                .and_then(|class| self.table.block(class).symbols.get(name))
                .map(|s| s.flags);
            let scope = match in_class {
                Some(flags) if flags & DEF_GLOBAL != 0 => Scope::GlobalExplicit,
                Some(flags) if flags & DEF_BOUND != 0 && flags & DEF_NONLOCAL == 0 => {
                    Scope::GlobalImplicit
                }
                _ if found
                    .bound
                    .as_ref()
                    .is_some_and(|bound| bound.contains(name)) =>
                {
                    Scope::Free
                }
                _ => Scope::GlobalImplicit,
            };
            is(scope);
            if scope == Scope::Free {
                found.own_free.insert(Rc::clone(name));
            }
        }
        Ok(())
    }

    /// An error at the `global` or `nonlocal` statement of the name.
    fn declared(&self, key: ScopeKey, name: &Name, message: String) -> CompileError {
        let directives = &self.table.block(key).directives;
        let at = directives
            .iter()
            .find(|(declared, _)| declared == name)
            .map(|(_, at)| *at);
        CompileError::syntax(message, at.unwrap_or_default())
    }

    /// The names of a comprehension become names of the block around it.
    fn inline(
        &mut self,
        key: ScopeKey,
        child: ScopeKey,
        found: &mut Findings,
        child_free: &mut Names,
    ) {
        let comprehension = self.table.block(child).clone();
        let in_class = self.table.block(key).kind == BlockKind::Class;
        let mut drop_dunder_class = false;
        for (name, symbol) in comprehension.symbols.iter() {
            if symbol.flags & DEF_PARAM != 0 {
                continue;
            }
            if symbol.scope == Scope::Cell || symbol.flags & DEF_COMP_CELL != 0 {
                found.inlined_cells.insert(Rc::clone(name));
            }
            match self.table.block(key).symbols.get(name) {
                None => {
                    let mut scope = symbol.scope;
                    if scope == Scope::Free && in_class && &**name == "__class__" {
                        scope = Scope::GlobalImplicit;
                        child_free.remove(name);
                        drop_dunder_class = true;
                    }
                    let added = Symbol {
                        flags: symbol.flags,
                        scope: Scope::Unknown,
                    };
                    self.table.block_mut(key).symbols.set(name, added);
                    found.scopes.entry(name).scope = scope;
                }
                // What is free in the comprehension and bound here is simply a local now.
                Some(existing) => {
                    if existing.flags & DEF_BOUND != 0
                        && !in_class
                        && !self.free_in_children(child, name)
                    {
                        child_free.remove(name);
                    }
                }
            }
        }
        let block = self.table.block_mut(child);
        block.inlined = true;
        if drop_dunder_class {
            block.symbols.remove("__class__");
        }
        let position = self
            .table
            .block(key)
            .children
            .iter()
            .position(|&other| other == child);
        if let Some(position) = position {
            let children = &mut self.table.block_mut(key).children;
            children.splice(position..=position, comprehension.children.iter().copied());
        }
    }

    fn free_in_children(&self, key: ScopeKey, name: &str) -> bool {
        self.table.block(key).children.iter().any(|&child| {
            self.table
                .block(child)
                .symbols
                .get(name)
                .is_some_and(|symbol| symbol.scope == Scope::Free)
        })
    }

    /// What methods take from the class body does not go further up.
    fn drop_class_free(&mut self, key: ScopeKey, free: &mut Names) {
        let block = self.table.block_mut(key);
        block.needs_class_closure |= free.remove("__class__");
        block.needs_classdict |= free.remove("__classdict__");
        block.has_conditional_annotations |= free.remove("__conditional_annotations__");
    }

    fn record(&mut self, key: ScopeKey, found: &Findings, bound: Option<&Names>) {
        let block = self.table.block_mut(key);
        let class_like = block.kind == BlockKind::Class || block.can_see_class_scope;
        let names: Vec<Name> = block
            .symbols
            .iter()
            .map(|(name, _)| Rc::clone(name))
            .collect();
        for name in &names {
            let symbol = block.symbols.entry(name);
            if found.inlined_cells.contains(name) {
                symbol.flags |= DEF_COMP_CELL;
            }
            symbol.scope = found
                .scopes
                .get(name)
                .map_or(Scope::Unknown, |symbol| symbol.scope);
        }
        let mut free: Vec<&Name> = found.free.iter().collect();
        free.sort();
        for name in free {
            match block.symbols.get(name) {
                Some(_) => {
                    if class_like {
                        block.symbols.entry(name).flags |= DEF_FREE_CLASS;
                    }
                }
                None if bound.is_some_and(|bound| !bound.contains(name)) => {}
                None => block.symbols.set(
                    name,
                    Symbol {
                        flags: 0,
                        scope: Scope::Free,
                    },
                ),
            }
        }
    }
}

/// Locals that inner functions use become cells.
fn cells(found: &mut Findings) {
    let names: Vec<Name> = found
        .scopes
        .iter()
        .map(|(name, _)| Rc::clone(name))
        .collect();
    for name in &names {
        let used = found.free.contains(name) || found.inlined_cells.contains(name);
        let symbol = found.scopes.entry(name);
        if symbol.scope == Scope::Local && used {
            symbol.scope = Scope::Cell;
            found.free.remove(name);
        }
    }
}
