//! What programs can use, in the words of the protocol.

use python::Version;
use python::inventory::{Inventory, Namespace};

use crate::protocol::{Difference, Group, Offer};

/// Everything that the page's list says.
pub fn offer(version: Version) -> Offer {
    let inventory = Inventory::of(version);
    let plain = |title: &str, names: Vec<String>| Group {
        title: title.to_owned(),
        namespaces: vec![(String::new(), names)],
    };
    let spaces = |title: &str, namespaces: Vec<Namespace>| Group {
        title: title.to_owned(),
        namespaces: namespaces
            .into_iter()
            .map(|namespace| (namespace.name, namespace.names))
            .collect(),
    };
    Offer {
        version: version.name().to_owned(),
        groups: vec![
            spaces("Modules", inventory.modules),
            plain("Built-in functions", inventory.functions),
            spaces("Types and their methods", inventory.types),
            plain("Exceptions", inventory.exceptions),
        ],
        refused: inventory
            .refused
            .iter()
            .map(|construct| (construct.what.to_owned(), construct.instead.to_owned()))
            .collect(),
        refused_modules: inventory
            .refused_modules
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
        versions: Version::SUPPORTED
            .iter()
            .map(|version| version.name().to_owned())
            .collect(),
        differences: Version::differences()
            .into_iter()
            .map(|difference| Difference {
                meaning: difference.meaning,
                values: difference.values,
            })
            .collect(),
    }
}
