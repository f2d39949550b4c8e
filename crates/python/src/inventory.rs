//! What programs can use in one version: asked of a machine of that version, so that the list cannot be out of date.

use crate::machine::{Machine, Settings};
use crate::modules::TABLE;
use crate::modules::table::NOT_HERE;
use crate::output::Stream;
use crate::parse::refused::{Construct, REFUSED};
use crate::run::Status;
use crate::version::Version;

/// Something with names in it: a type with its methods, a module with what can be imported from it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Namespace {
    pub name: String,
    /// Public names, in alphabetical order.
    pub names: Vec<String>,
}

/// What there is, and what is refused.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Inventory {
    /// Built-in functions and constants.
    pub functions: Vec<String>,
    pub exceptions: Vec<String>,
    pub types: Vec<Namespace>,
    pub modules: Vec<Namespace>,
    /// Constructs of the language that are refused.
    pub refused: Vec<Construct>,
    /// Modules of the standard library that are refused by name.
    pub refused_modules: Vec<&'static str>,
}

impl Inventory {
    /// The inventory of a version. Runs a small program, which takes some milliseconds.
    pub fn of(version: Version) -> Self {
        let mut inventory = Self {
            refused: REFUSED.to_vec(),
            refused_modules: NOT_HERE.to_vec(),
            ..Self::default()
        };
        for line in listing(version).lines() {
            let mut words = line.split(' ').map(str::to_owned);
            let (Some(kind), Some(name)) = (words.next(), words.next()) else {
                continue;
            };
            let names: Vec<String> = words.collect();
            match kind.as_str() {
                "functions" => inventory.functions = names,
                "exceptions" => inventory.exceptions = names,
                "type" => inventory.types.push(Namespace { name, names }),
                _ => inventory.modules.push(Namespace { name, names }),
            }
        }
        inventory
    }
}

/// What the program beside this file prints.
fn listing(version: Version) -> String {
    let names: Vec<String> = TABLE
        .iter()
        .filter(|row| !row.name.starts_with('_'))
        .map(|row| format!("'{}'", row.name))
        .collect();
    let source = format!(
        "MODULES = [{}]\n{}",
        names.join(", "),
        include_str!("inventory.py")
    );
    let Ok(mut machine) = Machine::start(&source, version, &Settings::default()) else {
        return String::new();
    };
    while machine.run(1_000_000) == Status::Running {}
    machine.output.text(Stream::Out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_tells_what_it_has() {
        for &version in Version::SUPPORTED {
            let inventory = Inventory::of(version);
            let names = |list: &[Namespace], name: &str| {
                list.iter()
                    .find(|n| n.name == name)
                    .map(|n| n.names.clone())
                    .unwrap_or_default()
            };
            assert!(inventory.functions.contains(&"len".to_owned()), "{version}");
            assert!(
                inventory.exceptions.contains(&"KeyError".to_owned()),
                "{version}"
            );
            assert!(
                names(&inventory.types, "list").contains(&"append".to_owned()),
                "{version}"
            );
            assert!(
                names(&inventory.modules, "gc").contains(&"collect".to_owned()),
                "{version}"
            );
            assert_eq!(
                names(&inventory.modules, "weakref").contains(&"finalize".to_owned()),
                version != Version::V2_7,
                "{version}"
            );
        }
    }
}
