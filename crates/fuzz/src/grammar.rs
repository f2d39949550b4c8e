//! Programs from a grammar: objects that refer to each other, die, come back, and are asked about.
//!
//! What they print is the same on every machine: no addresses, no order of sets of strings, no absolute counts of
//! immortal objects, no sizes. Every statement that may raise is guarded, so that a program goes on to its end.

use std::collections::BTreeSet;

use fastrand::Rng;

mod expression;
mod lesson;
mod statement;

/// Classes and functions that every program has.
const PREAMBLE: &str = "\
class Node:
    def __init__(self, name, other=None):
        self.name = name
        self.other = other
    def __repr__(self):
        return 'Node(%s)' % (self.name,)
    def me(self):
        return self
class Loud(Node):
    def __del__(self):
        print('del', self.name)
class Slot:
    __slots__ = ('a', 'b', '__weakref__')
    def __repr__(self):
        return 'Slot'
class Phoenix(Node):
    def __del__(self):
        print('saved', self.name)
        saved.append(self)
class Guard:
    def __init__(self, thing):
        self.thing = thing
    def __enter__(self):
        print('enter')
        return self.thing
    def __exit__(self, kind, value, traceback):
        print('exit', kind and kind.__name__)
        return kind is KeyError
    def __repr__(self):
        return 'Guard'
saved = []
def gone(ref):
    print('gone', ref() is None)
def numbers(thing):
    print('numbers', sys.getrefcount(thing))
    try:
        for _ in range(3):
            yield thing
    finally:
        print('closed')
def keeper(thing):
    def inner():
        return thing
    return inner
def swap(a, b=None, *rest, **named):
    print('swap', rc(a), len(rest), sorted(named))
    return b
gc.collect()
gc.disable()
a = Node('a')
b = [a, Loud('b')]
c = (b, 'c')
d = {'k': Node('d', a)}
e = Slot()
f = keeper(a)
";

/// What every program begins with before it asks about the collector: a state that is the same on every machine.
pub const CALM: &str = "gc.collect()\ngc.disable()\n";

/// Variables of the module, and of the functions.
const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// The program of a seed.
pub fn program(seed: u64) -> String {
    let mut writer = Writer {
        rng: Rng::with_seed(seed),
        text: String::new(),
        modules: BTreeSet::from(["gc", "sys", "weakref"].map(str::to_owned)),
        indent: 0,
        scope: Scope::Module,
        names: NAMES.map(str::to_owned).to_vec(),
        made: 0,
        loops: 0,
    };
    let statements = writer.rng.usize(8..30);
    for _ in 0..statements {
        writer.statement(3);
    }
    writer.line("print('end', gc.collect(), len(saved))");
    let modules: Vec<String> = writer.modules.into_iter().collect();
    let (modules, helpers, body) = (modules.join(", "), lesson::HELPERS, writer.text);
    format!("import {modules}\n{helpers}{PREAMBLE}{body}")
}

/// Where a statement stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Scope {
    Module,
    Function,
}

/// A program under construction.
struct Writer {
    rng: Rng,
    text: String,
    /// What the program imports.
    modules: BTreeSet<String>,
    indent: usize,
    scope: Scope,
    /// Names that were bound so far, here or around; some are unbound again.
    names: Vec<String>,
    /// Functions, classes and objects are numbered.
    made: u32,
    /// Loops around this place.
    loops: u32,
}

impl Writer {
    fn line(&mut self, text: &str) {
        for _ in 0..self.indent {
            self.text.push_str("    ");
        }
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// An indented block with at least one statement.
    fn block(&mut self, head: &str, depth: u32) {
        self.line(head);
        self.indent += 1;
        for _ in 0..self.rng.usize(1..4) {
            self.statement(depth.saturating_sub(1));
        }
        self.indent -= 1;
    }

    fn import(&mut self, module: &str) {
        self.modules.insert(module.to_owned());
    }

    fn number(&mut self) -> u32 {
        self.made += 1;
        self.made
    }

    /// One of several, each as likely.
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let at = self.rng.usize(..from.len().max(1));
        from.get(at).copied().unwrap_or("None")
    }

    /// A name that was bound before, if there is one.
    fn known(&mut self) -> String {
        if self.names.is_empty() {
            return "saved".to_owned();
        }
        let at = self.rng.usize(..self.names.len());
        self.names.get(at).cloned().unwrap_or_default()
    }

    /// A name to bind: often one that is bound already.
    fn target(&mut self) -> String {
        let name = self.pick(&NAMES).to_owned();
        if !self.names.contains(&name) {
            self.names.push(name.clone());
        }
        name
    }
}
