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
        let getter = match self.payload(property) {
            Payload::Property(parts) => parts[0].or(parts[1]).and_then(|f| match self.payload(f) {
                Payload::Function(f) => self.str_of(f.name).map(str::to_owned),
                _ => None,
            }),
            _ => None,
        };
        let name = self.name_in_class(object, property).or(getter);
        let message = match name {
            Some(name) => format!("property '{name}' of '{class}' object has no {what}"),
            None => format!("property of '{class}' object has no {what}"),
        };
        self.attribute_error(&message, None)
    }

    /// Under which name something lies in a class of an object: what `__set_name__` told it last.
    fn name_in_class(&self, object: Ref, sought: Ref) -> Option<String> {
        self.resolution_order(self.class_of(object))
            .into_iter()
            .find_map(|class| {
                let Payload::Type(t) = self.payload(class) else {
                    return None;
                };
                let (_, found) = self
                    .dict(t.dict?)?
                    .iter()
                    .filter(|(_, entry)| entry.value == sought)
                    .last()?;
                self.str_of(found.key).map(str::to_owned)
            })
    }
}
