//! Statements: names are bound, things change, questions are asked.

use super::{Scope, Writer};

/// How deep blocks nest.
const INDENT: usize = 4;

impl Writer {
    /// One statement, guarded where it may raise.
    pub(super) fn statement(&mut self, depth: u32) {
        let blocks = depth > 0 && self.indent < INDENT;
        match self.rng.u32(..if blocks { 46 } else { 25 }) {
            0..=6 => {
                let value = self.value(3);
                let target = self.target();
                self.guarded(&format!("{target} = {value}"));
            }
            7 => {
                let name = self.known();
                self.guarded(&format!("del {name}"));
            }
            8..=10 => self.mutation(),
            11..=15 => self.question(),
            16 => {
                let (value, name) = (self.known(), self.pick(&["other", "x1", "name"]));
                let given = self.names_or_value();
                self.guarded(&format!("{value}.{name} = {given}"));
            }
            17 => {
                let (a, b) = (self.target(), self.target());
                let value = self.sequence(1);
                self.guarded(&format!("{a}, {b} = {value}"));
            }
            18 => {
                let (a, b) = (self.known(), self.known());
                self.guarded(&format!("{a}, {b} = {b}, {a}"));
            }
            19 => {
                let target = self.target();
                let of = self.known();
                let callback = self.pick(&["", ", gone"]);
                self.guarded(&format!("{target} = weakref.ref({of}{callback})"));
            }
            20 => {
                let target = self.target();
                let of = self.known();
                self.guarded(&format!("{target} = next({of})"));
            }
            21 => {
                let generation = self.pick(&["", "0", "1", "2"]);
                self.line(&format!("print('collect', gc.collect({generation}))"));
            }
            22 => self.line("saved.clear()"),
            23 => {
                let (a, b) = (self.target(), self.target());
                let value = self.value(2);
                self.guarded(&format!("{a} = {b} = {value}"));
            }
            24 if self.loops > 0 => {
                let word = self.pick(&["break", "continue"]);
                let condition = self.condition();
                self.guarded_line(&format!("if {condition}:"), word);
            }
            24 => {
                let target = self.target();
                let more = self.names_or_value();
                self.guarded(&format!("{target} += [{more}]"));
            }
            25 | 26 => {
                let condition = self.condition();
                self.line("try:");
                self.indent += 1;
                self.block(&format!("if {condition}:"), depth);
                if self.rng.bool() {
                    self.block("else:", depth);
                }
                self.indent -= 1;
                self.rescue("NameError");
            }
            27 | 28 => self.for_loop(depth),
            29 | 30 => self.function(depth),
            31 => self.try_statement(depth),
            32 => self.with_statement(depth),
            33 => self.class(depth),
            34 => self.cycle(),
            35 => self.match_statement(depth),
            36 => self.thresholds(depth),
            37..=44 => self.lesson(),
            _ => {
                let (target, value) = (self.target(), self.value(2));
                self.line("try:");
                self.indent += 1;
                self.line(&format!("raise ValueError({value})"));
                self.indent -= 1;
                self.line("except Exception as error:");
                self.indent += 1;
                self.line(&format!("{target} = error"));
                self.indent -= 1;
            }
        }
    }

    fn names_or_value(&mut self) -> String {
        match self.rng.bool() {
            true => self.known(),
            false => self.value(2),
        }
    }

    /// A simple statement whose exceptions are printed by type.
    fn guarded(&mut self, statement: &str) {
        self.line("try:");
        self.indent += 1;
        self.line(statement);
        self.indent -= 1;
        self.rescue("Exception");
    }

    fn guarded_line(&mut self, head: &str, statement: &str) {
        self.line("try:");
        self.indent += 1;
        self.line(head);
        self.indent += 1;
        self.line(statement);
        self.indent -= 2;
        self.rescue("NameError");
    }

    fn rescue(&mut self, kind: &str) {
        self.line(&format!("except {kind} as error:"));
        self.indent += 1;
        self.line("print(type(error).__name__)");
        self.indent -= 1;
    }

    fn mutation(&mut self) {
        let (of, value) = (self.known(), self.names_or_value());
        let statement = match self.rng.u32(..8) {
            0 | 1 => format!("{of}.append({value})"),
            2 => format!("{of}['k'] = {value}"),
            3 => format!("{of}[0] = {value}"),
            4 => format!("{of}.pop()"),
            5 => format!("{of}.clear()"),
            6 => format!("del {of}[0]"),
            _ => format!("{of}.a = {value}"),
        };
        self.guarded(&statement);
    }

    fn question(&mut self) {
        let of = self.known();
        let question = match self.rng.u32(..12) {
            0..=3 => format!("print('count', min(sys.getrefcount({of}), 99))"),
            4 => format!("print('tracked', gc.is_tracked({of}))"),
            5 => format!("print('refers', [type(r).__name__ for r in gc.get_referents({of})])"),
            6 => format!("print('weak', weakref.getweakrefcount({of}))"),
            7 => "print('count', gc.get_count())".to_owned(),
            8 => format!("print('same', {of} is {})", self.known()),
            9 => format!("print('type', type({of}).__name__)"),
            10 => format!("print('calls', {of}() is None)"),
            _ => format!("print('final', gc.is_finalized({of}))"),
        };
        // Counts of what may be immortal are asked of containers and instances only.
        if question.starts_with("print('count', sys") {
            self.guarded_line(
                &format!("if not isinstance({of}, (int, str, float, type(None))):"),
                &question,
            );
        } else {
            self.guarded(&question);
        }
    }

    fn for_loop(&mut self, depth: u32) {
        let target = self.target();
        let over = self.sequence(1);
        self.line("try:");
        self.indent += 1;
        self.loops += 1;
        self.block(&format!("for {target} in {over}:"), depth);
        self.loops -= 1;
        if self.rng.u8(..4) == 0 {
            self.block("else:", depth);
        }
        self.indent -= 1;
        self.rescue("NameError");
    }

    fn function(&mut self, depth: u32) {
        let name = format!("function{}", self.number());
        let parameters = self.pick(&["p", "p, q=None", "*p", "p, *, q=None", "p, **q"]);
        let (around, loops) = (self.names.clone(), self.loops);
        let scope = std::mem::replace(&mut self.scope, Scope::Function);
        self.names = vec!["p".to_owned(), "saved".to_owned()];
        self.loops = 0;
        self.line(&format!("def {name}({parameters}):"));
        self.indent += 1;
        self.line("print('count', min(sys.getrefcount(p), 99))");
        for _ in 0..self.rng.usize(1..5) {
            self.statement(depth - 1);
        }
        match self.rng.u32(..4) {
            0 => {
                let name = self.known();
                self.guarded(&format!("return {name}"));
            }
            1 => {
                let name = self.known();
                self.guarded(&format!("yield {name}"));
            }
            2 => self.line("return lambda: p"),
            _ => {}
        }
        self.indent -= 1;
        self.names = around;
        self.loops = loops;
        self.scope = scope;
        let target = self.target();
        let argument = self.names_or_value();
        self.guarded(&format!("{target} = {name}({argument})"));
        if self.rng.bool() {
            self.names.push(name);
        }
    }

    fn try_statement(&mut self, depth: u32) {
        self.block("try:", depth);
        let kind = self.pick(&["KeyError", "(NameError, AttributeError)", "Exception"]);
        self.block(&format!("except {kind}:"), depth);
        if self.rng.bool() {
            self.block("finally:", depth);
        }
    }

    fn with_statement(&mut self, depth: u32) {
        let (thing, target) = (self.value(1), self.target());
        self.line("try:");
        self.indent += 1;
        self.block(&format!("with Guard({thing}) as {target}:"), depth);
        if self.rng.bool() {
            self.indent += 1;
            let raised = self.pick(&["{}['no']", "None.no", "[][1]"]);
            self.line(raised);
            self.indent -= 1;
        }
        self.indent -= 1;
        self.rescue("Exception");
    }

    fn class(&mut self, depth: u32) {
        let name = format!("Class{}", self.number());
        let base = self.pick(&["", "(Node)", "(Loud)", "(list)", "(dict)", "(Slot)"]);
        self.line(&format!("class {name}{base}:"));
        self.indent += 1;
        let value = self.value(1);
        self.line("try:");
        self.indent += 1;
        self.line(&format!("shared = {value}"));
        self.indent -= 1;
        self.rescue("Exception");
        if self.rng.bool() {
            self.line("def method(self, p=None):");
            self.indent += 1;
            self.line("print('self', sys.getrefcount(self))");
            self.line("return super()");
            self.indent -= 1;
        }
        if self.rng.u8(..4) == 0 {
            self.line("@property");
            self.line("def a(self):");
            self.indent += 1;
            self.line("return self");
            self.indent -= 1;
        }
        self.indent -= 1;
        let target = self.target();
        self.guarded(&format!("{target} = {name}()"));
        if self.rng.bool() {
            self.guarded(&format!("{target}.method()"));
        }
        if self.rng.bool() {
            let (of, n) = (target, self.number());
            self.guarded(&format!("{of}.name = 'c{n}'"));
        }
        if self.rng.bool() || depth == 0 {
            self.line(&format!("del {name}"));
        }
    }

    /// Objects that hold themselves or each other.
    fn cycle(&mut self) {
        let (a, b) = (self.target(), self.target());
        let class = self.pick(&["Node", "Loud", "Phoenix"]);
        let (n, m) = (self.number(), self.number());
        match self.rng.u32(..5) {
            0 => {
                self.line(&format!("{a} = {class}('{n}')"));
                self.line(&format!("{a}.other = {a}"));
            }
            1 => {
                self.line(&format!("{a} = []"));
                self.line(&format!("{a}.append({a})"));
            }
            2 => {
                self.line(&format!("{a} = {class}('{n}')"));
                self.line(&format!("{b} = Node('{m}', {a})"));
                self.line(&format!("{a}.other = {b}"));
            }
            3 => {
                self.line(&format!("{a} = {class}('{n}')"));
                self.line(&format!("{a}.other = lambda: {a}"));
            }
            _ => {
                self.line(&format!("{a} = {class}('{n}')"));
                self.line(&format!("{a}.other = {a}.me"));
            }
        }
        if self.rng.bool() {
            self.guarded(&format!("del {a}"));
        }
    }

    fn match_statement(&mut self, depth: u32) {
        let subject = self.known();
        self.line("try:");
        self.indent += 1;
        self.line(&format!("match {subject}:"));
        self.indent += 1;
        for pattern in [
            "[]",
            "[g, *_]",
            "{'k': g}",
            "Node(name=g)",
            "None | True",
            "(g, h)",
            "str() as g",
        ] {
            if self.rng.bool() {
                self.block(&format!("case {pattern}:"), depth);
            }
        }
        self.block("case _:", depth);
        self.indent -= 2;
        self.rescue("NameError");
    }

    /// A stretch in which collections start by themselves.
    fn thresholds(&mut self, depth: u32) {
        if self.scope == Scope::Function {
            return self.question();
        }
        let n = self.rng.u8(1..12);
        self.line(&format!("gc.set_threshold({n}, 2, 2)"));
        self.line("gc.enable()");
        for _ in 0..self.rng.usize(1..5) {
            self.statement(depth - 1);
        }
        self.line("gc.disable()");
        self.line("print('stats', gc.get_count())");
    }
}
