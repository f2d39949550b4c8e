//! `heapscope versions` and `heapscope supported`: what can be simulated, and in what the Pythons differ.

use std::fmt::Write as _;
use std::process::ExitCode;

use python::Version;
use python::inventory::{Inventory, Namespace};

use crate::problem::Problem;
use crate::say;

/// Values that are longer than this get lines of their own below the table.
const CELL: usize = 26;
/// Where a list of names is broken.
const WIDTH: usize = 100;

/// The versions, then a row for each fact in which they differ, then what the facts mean.
pub fn versions() -> Result<ExitCode, Problem> {
    let versions = Version::SUPPORTED;
    let mut table = vec![vec!["version".to_owned()]];
    let (mut long, mut meanings) = (String::new(), String::new());
    for (head, version) in versions.iter().enumerate() {
        if let Some(row) = table.first_mut() {
            row.push(if head == 0 {
                format!("{version} (the default)")
            } else {
                version.to_string()
            });
        }
    }
    for difference in Version::differences() {
        let _ = writeln!(meanings, "{}\n    {}", difference.name, difference.meaning);
        if difference.values.iter().any(|value| value.len() > CELL) {
            let _ = writeln!(long, "{}", difference.name);
            for (version, value) in versions.iter().zip(difference.values) {
                let _ = writeln!(long, "    {version}: {value}");
            }
            continue;
        }
        let mut row = vec![difference.name.to_owned()];
        row.extend(difference.values);
        table.push(row);
    }
    say(&format!("{}\n{long}\n{meanings}", aligned(&table)))?;
    Ok(ExitCode::SUCCESS)
}

/// What programs can use, and what is refused.
pub fn supported(version: Version) -> Result<ExitCode, Problem> {
    let inventory = Inventory::of(version);
    let mut text = format!("Python {version}\n\nBuilt-in functions and constants\n");
    listed(&mut text, &inventory.functions);
    text.push_str("\nExceptions\n");
    listed(&mut text, &inventory.exceptions);
    for (title, spaces) in [("Types", &inventory.types), ("Modules", &inventory.modules)] {
        let _ = writeln!(text, "\n{title}");
        for Namespace { name, names } in spaces {
            let _ = writeln!(text, "  {name}");
            listed(&mut text, names);
        }
    }
    text.push_str("\nNot supported: refused with the line where they stand\n");
    for construct in &inventory.refused {
        let _ = writeln!(text, "  {}: {}", construct.what, construct.instead);
    }
    text.push_str("\nModules that are refused by name\n");
    listed(&mut text, &inventory.refused_modules);
    say(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Columns as wide as their widest cell.
fn aligned(table: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = table.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let mut text = String::new();
    for row in table {
        let cells = row.iter().enumerate();
        let cells = cells.map(|(column, cell)| format!("{cell:<width$}", width = width(column)));
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Names in lines of a readable length.
fn listed<S: AsRef<str>>(text: &mut String, names: &[S]) {
    let mut line = String::new();
    for name in names {
        let name = name.as_ref();
        if !line.is_empty() && line.len() + name.len() + 2 > WIDTH {
            let _ = writeln!(text, "    {line},");
            line.clear();
        }
        if !line.is_empty() {
            line.push_str(", ");
        }
        line.push_str(name);
    }
    if !line.is_empty() {
        let _ = writeln!(text, "    {line}");
    }
}
