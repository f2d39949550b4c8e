//! Code as text, in the manner of `dis`.

use std::fmt::Write;

use crate::code::{CodeSpec, Const};
use crate::opcode::{BinaryOp, CompareOp, Instr, Op};

/// A listing of the code and of all code in its constants: line, number, instruction, argument.
pub fn disassemble(code: &CodeSpec) -> String {
    let mut text = String::new();
    listing(code, &mut text);
    text
}

fn listing(code: &CodeSpec, text: &mut String) {
    // Writing to a string does not fail.
    let _ = writeln!(
        text,
        "{} (line {}, stack {})",
        code.qualname, code.first_line, code.stacksize
    );
    let mut line = None;
    for (number, (instr, position)) in code.code.iter().zip(&code.positions).enumerate() {
        let shown = if line == Some(position.line) {
            String::new()
        } else {
            position.line.to_string()
        };
        line = Some(position.line);
        let target = code
            .code
            .iter()
            .any(|other| is_jump(other.op) && other.arg as usize == number);
        let mark = if target { ">>" } else { "" };
        let row = format!(
            "{shown:>4} {mark:>2} {number:>3} {:<24} {}",
            instr.op.name(),
            argument(code, *instr)
        );
        let _ = writeln!(text, "{}", row.trim_end());
    }
    for handler in &code.handlers {
        let lasti = if handler.lasti { " lasti" } else { "" };
        let _ = writeln!(
            text,
            "     {}..{} -> {} [{}]{lasti}",
            handler.start, handler.end, handler.target, handler.depth
        );
    }
    for entry in &code.consts {
        if let Const::Code(inner) = &entry.value {
            text.push('\n');
            listing(inner, text);
        }
    }
}

/// Whether the argument is the number of an instruction.
const fn is_jump(op: Op) -> bool {
    matches!(
        op,
        Op::Jump
            | Op::JumpBackward
            | Op::PopJumpIfTrue
            | Op::PopJumpIfFalse
            | Op::PopJumpIfNone
            | Op::PopJumpIfNotNone
            | Op::JumpIfFalseOrPop
            | Op::JumpIfTrueOrPop
            | Op::ForIter
            | Op::Send
    )
}

/// The argument of an instruction in words: a name, a constant, an operator; a number where it is one.
pub fn argument(code: &CodeSpec, instr: Instr) -> String {
    let arg = instr.arg as usize;
    match instr.op {
        Op::LoadConst => code
            .consts
            .get(arg)
            .map_or_else(String::new, |entry| literal(&entry.value)),
        Op::LoadFast
        | Op::LoadFastBorrow
        | Op::LoadFastCheck
        | Op::LoadFastAndClear
        | Op::StoreFast
        | Op::StoreFastMaybeNull
        | Op::DeleteFast
        | Op::MakeCell
        | Op::LoadClosure
        | Op::LoadDeref
        | Op::LoadFromDictOrDeref
        | Op::StoreDeref
        | Op::DeleteDeref => code
            .varnames
            .get(arg)
            .map_or_else(String::new, |(name, _)| name.to_string()),
        Op::LoadName
        | Op::StoreName
        | Op::DeleteName
        | Op::LoadGlobal
        | Op::StoreGlobal
        | Op::DeleteGlobal
        | Op::LoadFromDictOrGlobals
        | Op::LoadAttr
        | Op::LoadMethod
        | Op::StoreAttr
        | Op::DeleteAttr
        | Op::LoadSuperAttr
        | Op::LoadSuperMethod
        | Op::ImportName
        | Op::ImportFrom => code
            .names
            .get(arg)
            .map_or_else(String::new, |name| name.to_string()),
        Op::BinaryOp => {
            BinaryOp::from_arg(instr.arg).map_or_else(String::new, |op| op.text().to_owned())
        }
        Op::CompareOp => {
            CompareOp::from_arg(instr.arg).map_or_else(String::new, |op| op.text().to_owned())
        }
        Op::Nop
        | Op::PopTop
        | Op::PushNull
        | Op::LoadLocals
        | Op::UnaryNegative
        | Op::UnaryPositive
        | Op::UnaryInvert
        | Op::UnaryNot
        | Op::BinarySubscr
        | Op::StoreSubscr
        | Op::DeleteSubscr
        | Op::BinarySlice
        | Op::StoreSlice
        | Op::ListToTuple
        | Op::LoadBuildClass
        | Op::LoadAssertionError
        | Op::PrintExpr
        | Op::ReturnValue
        | Op::ReturnGenerator
        | Op::GetYieldFromIter
        | Op::EndSend
        | Op::CleanupThrow
        | Op::GetIter
        | Op::PushExcInfo
        | Op::PopExcept
        | Op::CheckExcMatch
        | Op::CheckEgMatch
        | Op::PrepReraiseStar
        | Op::StopIterationError
        | Op::BeforeWith
        | Op::ImportStar
        | Op::MatchMapping
        | Op::MatchSequence
        | Op::MatchKeys
        | Op::GetLen
        | Op::SetupAnnotations => String::new(),
        _ => instr.arg.to_string(),
    }
}

/// A constant as it is written.
pub fn literal(value: &Const) -> String {
    let list = |items: &[Const]| items.iter().map(literal).collect::<Vec<_>>().join(", ");
    match value {
        Const::None => "None".to_owned(),
        Const::Bool(true) => "True".to_owned(),
        Const::Bool(false) => "False".to_owned(),
        Const::Ellipsis => "Ellipsis".to_owned(),
        Const::Int(value) => value.to_string(),
        Const::Long(value) => format!("{value}L"),
        Const::Float(value) => float(*value),
        Const::Complex(real, imag) if *real == 0.0 && real.is_sign_positive() => {
            format!("{}j", imaginary(*imag))
        }
        Const::Complex(real, imag) => {
            let sign = if imag.is_sign_negative() { "" } else { "+" };
            format!("({}{sign}{}j)", imaginary(*real), imaginary(*imag))
        }
        Const::Str(text) => quoted(text),
        Const::Unicode(text) => format!("u{}", quoted(text)),
        Const::Bytes(bytes) => quoted_bytes(bytes),
        Const::Tuple(items) => match items.as_slice() {
            [item] => format!("({},)", literal(item)),
            items => format!("({})", list(items)),
        },
        Const::FrozenSet(items) => format!("frozenset({{{}}})", list(items)),
        Const::Slice(parts) => format!("slice({})", list(parts.as_slice())),
        Const::Code(code) => format!("<code {}>", code.name),
    }
}

/// As `repr` writes it: shortest digits, an exponent below 1e-4 and from 1e16 on.
fn float(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    if value.is_nan() {
        return "nan".to_owned();
    }
    let scientific = format!("{value:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    match exponent.parse::<i32>() {
        Ok(-4..16) => {
            let plain = format!("{value}");
            if plain.contains('.') {
                plain
            } else {
                format!("{plain}.0")
            }
        }
        Ok(exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.abs())
        }
        Err(_) => scientific,
    }
}

fn imaginary(value: f64) -> String {
    float(value).trim_end_matches(".0").to_owned()
}

fn quoted_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') {
        b'"'
    } else {
        b'\''
    };
    let mut quoted = format!("b{}", char::from(quote));
    for &byte in bytes {
        match byte {
            b'\n' => quoted.push_str("\\n"),
            b'\r' => quoted.push_str("\\r"),
            b'\t' => quoted.push_str("\\t"),
            b'\\' => quoted.push_str("\\\\"),
            byte if byte == quote => {
                quoted.push('\\');
                quoted.push(char::from(byte));
            }
            b' '..=b'~' => quoted.push(char::from(byte)),
            byte => {
                let _ = write!(quoted, "\\x{byte:02x}");
            }
        }
    }
    quoted.push(char::from(quote));
    quoted
}

fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut quoted = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\\' => quoted.push_str("\\\\"),
            c if c == quote => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\x{:02x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push(quote);
    quoted
}
