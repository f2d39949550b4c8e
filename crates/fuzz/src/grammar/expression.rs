//! Expressions: things that refer to things.

use super::Writer;

impl Writer {
    /// An expression that does not raise if its names are bound.
    pub(super) fn value(&mut self, depth: u32) -> String {
        if depth == 0 {
            return self.leaf();
        }
        let inner = depth - 1;
        match self.rng.u32(..26) {
            0..=3 => self.leaf(),
            4 | 5 => {
                let class = self.pick(&["Node", "Node", "Loud", "Loud", "Phoenix"]);
                let n = self.number();
                match self.rng.bool() {
                    true => format!("{class}('{n}')"),
                    false => format!("{class}('{n}', {})", self.value(inner)),
                }
            }
            6 => "Slot()".to_owned(),
            7 | 8 => format!("[{}]", self.values(inner)),
            9 => format!("({},)", self.value(inner)),
            10 => format!("({}, {})", self.value(inner), self.value(inner)),
            11 => format!("{{'k': {}}}", self.value(inner)),
            12 => format!("{{{}: {}}}", self.rng.u8(..5), self.value(inner)),
            13 => format!("keeper({})", self.value(inner)),
            14 => format!("numbers({})", self.value(inner)),
            15 => format!("Guard({})", self.value(inner)),
            16 => {
                let (what, name) = (self.value(inner), self.pick(&["x", "y"]));
                format!("[{what} for {name} in range({})]", self.rng.u8(1..4))
            }
            17 => format!("(lambda p={}: p)", self.value(inner)),
            18 => format!("[*{}]", self.sequence(inner)),
            19 => format!("list({})", self.sequence(inner)),
            20 => format!("tuple({})", self.sequence(inner)),
            21 => format!("swap({}, {})", self.value(inner), self.value(inner)),
            22 => format!(
                "swap({}, *{}, z={})",
                self.leaf(),
                self.sequence(0),
                self.leaf()
            ),
            23 => format!(
                "({} if {} else {})",
                self.value(inner),
                self.condition(),
                self.value(inner)
            ),
            24 => format!("({} or {})", self.known(), self.value(inner)),
            _ => format!("{}.me", self.instance()),
        }
    }

    fn values(&mut self, depth: u32) -> String {
        let n = self.rng.usize(..4);
        let values: Vec<String> = (0..n).map(|_| self.value(depth)).collect();
        values.join(", ")
    }

    fn leaf(&mut self) -> String {
        match self.rng.u32(..12) {
            0..=6 => self.known(),
            7 => self.rng.i32(-3..300).to_string(),
            8 => "None".to_owned(),
            9 => format!("'word{}'", self.rng.u8(..4)),
            10 => "1.5".to_owned(),
            _ => "[]".to_owned(),
        }
    }

    /// Something to iterate over.
    pub(super) fn sequence(&mut self, depth: u32) -> String {
        match self.rng.u32(..5) {
            0 => format!("[{}]", self.values(depth)),
            1 => format!("({},)", self.value(depth)),
            2 => format!("range({})", self.rng.u8(..4)),
            3 => format!("[{}, {}]", self.value(depth), self.value(depth)),
            _ => "'ab'".to_owned(),
        }
    }

    /// An instance that may have attributes.
    pub(super) fn instance(&mut self) -> String {
        match self.rng.u32(..3) {
            0 => format!("Node('{}')", self.number()),
            _ => self.known(),
        }
    }

    pub(super) fn condition(&mut self) -> String {
        match self.rng.u32(..5) {
            0 => self.known(),
            1 => format!("{} is {}", self.known(), self.known()),
            2 => "True".to_owned(),
            3 => format!("isinstance({}, list)", self.known()),
            _ => format!("not {}", self.known()),
        }
    }
}
