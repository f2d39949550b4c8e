//! `heapscope bench`: how fast programs run.

use std::process::ExitCode;
use std::time::Instant;

use python::{Machine, Settings, Status, Stream, Version};

use crate::moment;
use crate::problem::Problem;
use crate::say;

/// Name and text of each program. They print something, so that nobody can mistake an error for speed.
const PROGRAMS: [(&str, &str); 5] = [
    (
        "loop",
        "def f(n):\n    total = 0\n    for i in range(n):\n        total += i * 2\n    return total\nprint(f(1000000))\n",
    ),
    (
        "calls",
        "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(24))\n",
    ),
    (
        "instances",
        "class Node:\n    def __init__(self, value):\n        self.value = value\n        self.next = None\n\
         head = None\nfor i in range(100000):\n    node = Node(i)\n    node.next = head\n    head = node\n\
         print(head.value)\nhead = node = None\n",
    ),
    (
        "cycles",
        "import gc\ndef f(n):\n    for i in range(n):\n        a = []\n        a.append(a)\nf(100000)\nprint(gc.collect() >= 0)\n",
    ),
    (
        "containers",
        "d = {}\nfor i in range(100000):\n    d[str(i)] = [i, (i, i)]\nprint(len(d))\ndel d\n",
    ),
];

pub fn bench(only: Option<&str>) -> Result<ExitCode, Problem> {
    say("program        instructions   run (s)   million/s   recorded (s)   look (ms)\n")?;
    for (name, text) in PROGRAMS {
        if only.is_none_or(|only| name.contains(only)) {
            say(&measure(name, text)?)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(name: &str, text: &str) -> Result<String, Problem> {
    let failed = |why: String| Problem::Lesson(format!("{name}: {why}"));
    let settings = Settings::default();
    let version = Version::default();
    let mut machine =
        Machine::start(text, version, &settings).map_err(|error| failed(error.to_string()))?;
    let start = Instant::now();
    let mut status = Status::Running;
    while status == Status::Running {
        status = machine.run(1_000_000);
    }
    let seconds = start.elapsed().as_secs_f64();
    if machine.output.text(Stream::Out).is_empty() {
        return Err(failed(machine.output.text(Stream::Err)));
    }
    let steps = machine.clock().step;

    let start = Instant::now();
    let run =
        moment::record_with(text, version, &settings).map_err(|error| failed(error.to_string()))?;
    let recorded = start.elapsed().as_secs_f64();

    let looks: u32 = 5;
    let start = Instant::now();
    let mut seen = 0;
    for part in 1..=looks {
        let at = timeline::Moment::after(run.end().step * u64::from(part) / u64::from(looks + 1));
        seen += run.look(at, |machine| machine.calls().len());
    }
    let looked = start.elapsed().as_secs_f64() * 1000.0 / f64::from(looks);
    if seen == 0 {
        return Err(failed("nothing to look at".to_owned()));
    }
    Ok(format!(
        "{name:<12} {steps:>14} {seconds:>9.3} {:>11.1} {recorded:>14.3} {looked:>11.2}\n",
        steps as f64 / seconds / 1e6
    ))
}
