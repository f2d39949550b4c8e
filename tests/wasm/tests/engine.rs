//! Run by `cargo xtask test` under Node. A stack that overflows ends the program with a trap, which fails the test.
#![cfg(target_arch = "wasm32")]

use python::{Machine, Settings, Stream, Version};
use wasm_bindgen_test::wasm_bindgen_test;

/// What the program printed, or the message of its refusal.
fn printed(source: &str) -> Result<String, String> {
    let mut machine = Machine::start(source, Version::default(), &Settings::default())
        .map_err(|error| error.to_string())?;
    machine.run(10_000_000);
    Ok(machine.output.text(Stream::Out).to_owned())
}

#[wasm_bindgen_test]
fn a_program_prints_what_it_prints_natively() {
    let source = "import sys\nx = []\ny = x\nprint(sys.getrefcount(x))";
    assert_eq!(printed(source), Ok("3\n".to_owned()));
}

#[wasm_bindgen_test]
fn deep_nesting_is_run_or_refused() {
    for depth in [90, 190, 1_000, 10_000, 40_000] {
        let nested = |open: &str, close: &str| {
            format!(
                "x = {}1{}\nprint('ran')",
                open.repeat(depth),
                close.repeat(depth)
            )
        };
        let mut programs = vec![
            nested("(", ")"),
            nested("[", "]"),
            nested("-", ""),
            nested("not ", ""),
            nested("1 + ", ""),
            format!("x = (1){}\nprint('ran')", ".real".repeat(depth)),
        ];
        let blocks: String = (0..depth.min(400))
            .map(|level| format!("{}if 1:\n", " ".repeat(level)))
            .collect();
        programs.push(format!(
            "{blocks}{}print('ran')",
            " ".repeat(depth.min(400))
        ));
        for program in programs {
            let start: String = program.chars().take(12).collect();
            match printed(&program) {
                Ok(text) => assert_eq!(text, "ran\n", "{start} {depth}"),
                Err(message) => assert!(depth > 90, "{start} {depth} is refused: {message}"),
            }
        }
    }
}

#[wasm_bindgen_test]
fn deep_structures_are_freed_and_deep_calls_end() {
    let chain = "x = None\nfor i in range(20000):\n    x = [x]\ndel x\nprint('freed')";
    assert_eq!(printed(chain), Ok("freed\n".to_owned()));
    let recursion = "def f(n):\n    return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError:\n    print('caught')";
    assert_eq!(printed(recursion), Ok("caught\n".to_owned()));
    let text = "x = []\nfor i in range(5000):\n    x = [x]\ntry:\n    repr(x)\nexcept RecursionError:\n    pass\nprint('written')";
    assert_eq!(printed(text), Ok("written\n".to_owned()));
}
