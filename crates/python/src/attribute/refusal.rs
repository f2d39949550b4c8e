//! The words of AttributeErrors.

use crate::machine::Machine;
use crate::objects::Payload;
use heap::Ref;

impl Machine {
    /// AttributeError for a missing attribute.
    pub fn no_attribute(&mut self, object: Ref, name: Ref) -> crate::machine::Unwind {
        let attribute = self.text(name);
        let message = match self.payload(object) {
            Payload::Type(t) if t.is_classic => {
                format!("class {} has no attribute '{attribute}'", t.name)
            }
            _ if self.is_classic(self.class_of(object)) => format!(
                "{} instance has no attribute '{attribute}'",
                self.class_name(self.class_of(object))
            ),
            Payload::Module(_) if self.facts.python_2 => {
                format!("'module' object has no attribute '{attribute}'")
            }
            Payload::Type(t) => format!("type object '{}' has no attribute '{attribute}'", t.name),
            Payload::Module(namespace) => {
                let namespace = *namespace;
                let module = self
                    .dict_get_str(namespace, self.interp.names.name)
                    .and_then(|n| self.str_of(n))
                    .unwrap_or("?")
                    .to_owned();
                format!("module '{module}' has no attribute '{attribute}'")
            }
            _ => format!(
                "'{}' object has no attribute '{attribute}'",
                self.type_name(object)
            ),
        };
        self.attribute_error(&message, Some((object, name)))
    }

    pub(super) fn cannot_set(&mut self, object: Ref, name: Ref) -> crate::machine::Unwind {
        let class = self.class_of(object);
        let attribute = self.text(name);
        if self.type_lookup(class, name).is_some() {
            let message = format!(
                "'{}' object attribute '{attribute}' is read-only",
                self.type_name(object)
            );
            return self.attribute_error(&message, Some((object, name)));
        }
        let mut message = format!(
            "'{}' object has no attribute '{attribute}'",
            self.type_name(object)
        );
        if self.version >= crate::version::Version::V3_13 {
            message.push_str(" and no __dict__ for setting new attributes");
        }
        self.attribute_error(&message, Some((object, name)))
    }

    pub(super) fn property_lacks(
        &mut self,
        property: Ref,
        object: Ref,
        what: &str,
    ) -> crate::machine::Unwind {
        if self.facts.python_2 {
            let message = match what {
                "setter" => "can't set attribute",
                "deleter" => "can't delete attribute",
                _ => "unreadable attribute",
            };
            return self.attribute_error(message, None);
        }
        let class = self.type_name(object).to_owned();
        let name = match self.payload(property) {
            Payload::Property(parts) => {
                // From 3.13 on the getter lends its name to a property that no class has named.
                let lent = parts[0].filter(|_| self.at_least(crate::version::Version::V3_13));
                let lent = lent.and_then(|f| match self.payload(f) {
                    Payload::Function(f) => Some(f.name),
                    _ => None,
                });
                parts[4].or(lent)
            }
            _ => None,
        };
        let name = match name.map(|name| self.repr_string(name)) {
            Some(Ok(name)) => Some(name),
            Some(Err(error)) => return error,
            None => None,
        };
        let message = match name {
            Some(name) => format!("property {name} of '{class}' object has no {what}"),
            None => format!("property of '{class}' object has no {what}"),
        };
        self.attribute_error(&message, None)
    }
}
