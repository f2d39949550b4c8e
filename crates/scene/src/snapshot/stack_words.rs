//! What an entry of the evaluation stack is waiting for: "argument of getrefcount".
//!
//! The instructions ahead are followed in a straight line, counting how deep the stack is, until one takes the
//! entry. Where the flow branches first, nothing is claimed: the entry is a "temporary".

use heap::Ref;
use python::inspect::Call;
use python::opcode::{BinaryOp, CompareOp, Instr, Op};
use python::{Machine, Payload};

/// Instructions that are followed at most.
const AHEAD: usize = 64;

/// Words for every entry of the stack, bottom first. `inside`: the instruction `lasti` is still being executed and
/// has not taken its operands yet; `waiting`: the call is waiting for the result of another one.
pub fn stack_words(machine: &Machine, call: &Call<'_>, inside: bool, waiting: bool) -> Vec<String> {
    let depth = call.stack.len();
    let from = if inside && !waiting {
        call.frame.lasti
    } else {
        call.frame.ip
    };
    let height = depth + usize::from(waiting);
    let mut follow = Follow {
        machine,
        call,
        words: vec![None; depth],
        height,
        lowest: height,
    };
    follow.run(usize::try_from(from).unwrap_or(usize::MAX));
    let words = follow.words.into_iter();
    words
        .map(|word| word.unwrap_or_else(|| "temporary".to_owned()))
        .collect()
}

struct Follow<'a> {
    machine: &'a Machine,
    call: &'a Call<'a>,
    words: Vec<Option<String>>,
    /// How many entries there are now.
    height: usize,
    /// Entries below this are still those of the moment.
    lowest: usize,
}

impl Follow<'_> {
    fn run(&mut self, from: usize) {
        let code = &self.call.frame.code.spec.code;
        for instr in code.iter().skip(from).take(AHEAD) {
            if self.words.iter().all(Option::is_some) || !self.follow(*instr) {
                return;
            }
        }
    }

    /// Says what the top entries are, `words` from the lowest of them to the top one, and takes them off.
    fn take(&mut self, words: &[String]) {
        let bottom = self.height.saturating_sub(words.len());
        for (place, word) in (bottom..).zip(words) {
            if place < self.lowest
                && let Some(slot @ None) = self.words.get_mut(place)
            {
                *slot = Some(word.clone());
            }
        }
        self.height = bottom;
        self.lowest = self.lowest.min(bottom);
    }

    fn take_words(&mut self, words: &[&str]) {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        self.take(&words);
    }

    /// The name of what is called, if it lies on the stack already.
    fn called(&self, place: usize) -> String {
        let callable = self.call.stack.get(place).filter(|_| place < self.lowest);
        let callable = callable.and_then(|slot| slot.get());
        callable
            .and_then(|r| name(self.machine, r))
            .unwrap_or_else(|| "the call".to_owned())
    }

    fn call(&mut self, count: usize, extra: &[&str]) {
        let callable = self.height.saturating_sub(count + 2 + extra.len());
        let called = self.called(callable);
        let mut words = vec!["called".to_owned(), "self".to_owned()];
        words.extend((0..count).map(|_| format!("argument of {called}")));
        words.extend(extra.iter().map(|word| (*word).to_owned()));
        self.take(&words);
        self.height += 1;
    }

    fn items(&mut self, count: usize, of: &str) {
        self.take(&vec![format!("for the new {of}"); count]);
        self.height += 1;
    }

    fn unary(&mut self, word: &str) {
        self.take_words(&[word]);
        self.height += 1;
    }

    /// False where the flow may branch.
    fn follow(&mut self, instr: Instr) -> bool {
        let count = usize::try_from(instr.arg).unwrap_or(0);
        let of_name = |word: &str, kind: &str| format!("{word} {kind}");
        match instr.op {
            Op::Nop | Op::Resume | Op::MakeCell | Op::CopyFreeVars => {}
            Op::DeleteFast | Op::DeleteName | Op::DeleteGlobal | Op::DeleteDeref => {}
            Op::PushNull
            | Op::LoadConst
            | Op::LoadSmallInt
            | Op::LoadFast
            | Op::LoadFastBorrow
            | Op::LoadFastCheck
            | Op::LoadName
            | Op::LoadGlobal
            | Op::LoadLocals
            | Op::LoadClosure
            | Op::LoadDeref
            | Op::LoadBuildClass
            | Op::LoadAssertionError
            | Op::LoadCommonConstant => self.height += 1,
            Op::PopTop => self.take_words(&["result that nobody uses"]),
            Op::StoreFast | Op::StoreName | Op::StoreGlobal | Op::StoreDeref => {
                let word = of_name("value for", &self.target(instr));
                self.take(&[word]);
            }
            Op::LoadAttr => {
                let word = format!("has the attribute {}", self.name_at(count));
                self.take(&[word]);
                self.height += 1;
            }
            Op::LoadMethod => {
                let word = format!("has the method {}", self.name_at(count));
                self.take(&[word]);
                self.height += 2;
            }
            Op::StoreAttr => {
                let name = self.name_at(count);
                self.take(&[format!("value for .{name}"), format!("gets .{name}")]);
            }
            Op::DeleteAttr => self.take_words(&["loses an attribute"]),
            Op::BinaryOp => {
                let text = BinaryOp::from_arg(instr.arg).map_or("operator", BinaryOp::text);
                self.take(&[format!("left of {text}"), format!("right of {text}")]);
                self.height += 1;
            }
            Op::CompareOp => {
                let text = CompareOp::from_arg(instr.arg).map_or("comparison", CompareOp::text);
                self.take(&[format!("left of {text}"), format!("right of {text}")]);
                self.height += 1;
            }
            Op::IsOp => {
                self.take_words(&["left of is", "right of is"]);
                self.height += 1;
            }
            Op::ContainsOp => {
                self.take_words(&["item to look for", "searched"]);
                self.height += 1;
            }
            Op::UnaryNegative | Op::UnaryPositive | Op::UnaryInvert | Op::UnaryNot => {
                self.unary("operand");
            }
            Op::BinarySubscr => {
                self.take_words(&["container", "index"]);
                self.height += 1;
            }
            Op::StoreSubscr => self.take_words(&["value for an item", "container", "index"]),
            Op::DeleteSubscr => self.take_words(&["container", "index"]),
            Op::BinarySlice => {
                self.take_words(&["container", "start", "stop"]);
                self.height += 1;
            }
            Op::StoreSlice => self.take_words(&["value for a slice", "container", "start", "stop"]),
            Op::BuildList => self.items(count, "list"),
            Op::BuildTuple => self.items(count, "tuple"),
            Op::BuildSet => self.items(count, "set"),
            Op::BuildMap => self.items(2 * count, "dict"),
            Op::BuildString => self.items(count, "text"),
            Op::ListToTuple => self.unary("items of the new tuple"),
            Op::ListAppend | Op::SetAdd | Op::ListExtend | Op::SetUpdate | Op::DictUpdate => {
                self.take_words(&["to be added"]);
            }
            Op::MapAdd => self.take_words(&["key to be added", "value to be added"]),
            Op::Call => self.call(count, &[]),
            Op::CallKw => self.call(count, &["names of the arguments"]),
            Op::ReturnValue => {
                self.take_words(&["return value"]);
                return false;
            }
            Op::YieldValue => {
                self.take_words(&["yielded value"]);
                return false;
            }
            Op::GetIter => self.unary("to be iterated over"),
            Op::ForIter => {
                self.take_words(&["iterator of the loop"]);
                return false;
            }
            Op::PopJumpIfTrue
            | Op::PopJumpIfFalse
            | Op::PopJumpIfNone
            | Op::PopJumpIfNotNone
            | Op::JumpIfFalseOrPop
            | Op::JumpIfTrueOrPop => {
                self.take_words(&["condition"]);
                return false;
            }
            Op::UnpackSequence => {
                self.take_words(&["to be unpacked"]);
                self.height += count;
            }
            Op::ImportFrom => self.height += 1,
            _ => return false,
        }
        true
    }

    fn name_at(&self, number: usize) -> String {
        let names = &self.call.frame.code.spec.names;
        names
            .get(number)
            .map_or_else(|| "?".to_owned(), ToString::to_string)
    }

    fn target(&self, instr: Instr) -> String {
        let number = usize::try_from(instr.arg).unwrap_or(usize::MAX);
        match instr.op {
            Op::StoreFast | Op::StoreDeref => {
                let names = &self.call.frame.code.spec.varnames;
                names
                    .get(number)
                    .map_or_else(|| "?".to_owned(), |(name, _)| name.to_string())
            }
            _ => self.name_at(number),
        }
    }
}

fn name(machine: &Machine, r: Ref) -> Option<String> {
    match machine.payload(r) {
        Payload::Type(class) => Some(class.name.clone()),
        Payload::Function(function) => machine.str_of(function.name).map(str::to_owned),
        Payload::Builtin(builtin) => Some(builtin.def.name.to_owned()),
        Payload::Method(parts) => name(machine, parts.0),
        _ => None,
    }
}
