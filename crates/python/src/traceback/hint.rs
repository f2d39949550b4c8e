//! "Did you mean": what a failing name may stand for (`Python/suggestions.c` up to 3.12, `_compute_suggestion_error` in
//! `Lib/traceback.py` from 3.13 on).

use heap::Ref;

use crate::machine::Machine;
use crate::objects::Payload;
use crate::suggestion::nearest;
use crate::types::TypeId;
use crate::version::Version;

/// What becomes of the message of an exception.
pub(super) enum Hint {
    /// It goes on like this.
    More(String),
    /// It is this instead.
    Instead(String),
}

impl Hint {
    /// Changes a message.
    pub(super) fn apply(self, message: &mut String) {
        match self {
            Hint::More(text) => message.push_str(&text),
            Hint::Instead(text) => *message = text,
        }
    }
}

/// Attributes whose attributes are looked through (`_check_for_nested_attribute`).
const MOST_OUTER: usize = 20;

impl Machine {
    /// The hint for an exception, if it is of a kind that has one.
    pub(super) fn hint(
        &mut self,
        exception: Ref,
        traceback: Option<Ref>,
        in_c: bool,
    ) -> Option<Hint> {
        // The module knows of hints since 3.12.
        if self.facts.python_2 || !in_c && !self.at_least(Version::V3_12) {
            return None;
        }
        let Payload::Exception(e) = self.payload(exception) else {
            return None;
        };
        let text = |name: &str| {
            e.field(name)
                .and_then(|r| self.str_of(r))
                .map(str::to_owned)
        };
        let (name, name_from) = (text("name"), text("name_from"));
        let object = e.field("obj");
        if self.is_native(exception, TypeId::ImportError) {
            return match (name, name_from) {
                (Some(module), Some(wrong)) => self.hint_of_import(&module, &wrong),
                (Some(module), None) if self.is_native(exception, TypeId::ModuleNotFoundError) => {
                    self.hint_of_module(&module)
                }
                _ => None,
            };
        }
        if self.is_native(exception, TypeId::AttributeError) {
            return self.hint_of_attribute(object?, &name?, traceback);
        }
        if !self.is_native(exception, TypeId::NameError) {
            return None;
        }
        let wrong = name?;
        let near = traceback.and_then(|traceback| self.near_name(traceback, &wrong, in_c));
        let mut text = near.map_or_else(String::new, |near| did_you_mean(&near));
        // The real list names modules that are not here as well.
        let module = crate::modules::is_known(&wrong) || crate::modules::is_refused(&wrong);
        if module && self.at_least(Version::V3_12) {
            text.push_str(&if text.is_empty() {
                format!(". Did you forget to import '{wrong}'?")
            } else {
                format!(" Or did you forget to import '{wrong}'?")
            });
        }
        (!text.is_empty()).then_some(Hint::More(text))
    }

    fn hint_of_import(&mut self, module: &str, wrong: &str) -> Option<Hint> {
        if !self.at_least(Version::V3_12) {
            return None;
        }
        let modules = self.interp.modules;
        let module = self.dict_get_text(modules, module)?;
        let mut names = self.names_of(module)?;
        if self.at_least(Version::V3_13) && !wrong.starts_with('_') {
            names.retain(|name| !name.starts_with('_'));
        }
        nearest(wrong, &names).map(|near| Hint::More(did_you_mean(near)))
    }

    /// A module that there is not (3.15). Programs run without `site`, and the message says so.
    fn hint_of_module(&self, module: &str) -> Option<Hint> {
        if !self.at_least(Version::V3_15) {
            return None;
        }
        Some(if crate::modules::is_known(module) {
            Hint::Instead(format!("Standard library module '{module}' was not found"))
        } else {
            Hint::More(
                ". Site initialization is disabled, did you forget to add the site-packages directory to sys.path \
                 or to enable your virtual environment?"
                    .to_owned(),
            )
        })
    }

    fn hint_of_attribute(
        &mut self,
        object: Ref,
        wrong: &str,
        traceback: Option<Ref>,
    ) -> Option<Hint> {
        if self.at_least(Version::V3_15)
            && let Some(hint) = self.hint_of_other_language(object, wrong)
        {
            return Some(Hint::More(format!(". {hint}")));
        }
        let mut names = self.names_of(object)?;
        if self.at_least(Version::V3_13) && !wrong.starts_with('_') {
            let inside = traceback.is_some_and(|t| self.self_of_innermost(t) == Some(object));
            if !inside {
                names.retain(|name| !name.starts_with('_'));
            }
        }
        let near = match nearest(wrong, &names) {
            Some(near) => near.to_owned(),
            None if self.at_least(Version::V3_15) => {
                self.nested_attribute(object, wrong, &names)?
            }
            None => return None,
        };
        Some(Hint::More(if self.at_least(Version::V3_15) {
            format!(". Did you mean '.{near}' instead of '.{wrong}'?")
        } else {
            did_you_mean(&near)
        }))
    }

    /// `_CROSS_LANGUAGE_HINTS`.
    fn hint_of_other_language(&self, object: Ref, wrong: &str) -> Option<String> {
        let hints = OTHER_LANGUAGES.iter().filter(|(name, ..)| *name == wrong);
        let (_, _, method, advice) =
            { hints }.find(|(_, kind, ..)| self.is_native(object, *kind))?;
        Some(if *method {
            format!("Did you mean '.{advice}'?")
        } else {
            (*advice).to_owned()
        })
    }

    /// An attribute of an attribute that has the name.
    fn nested_attribute(&mut self, object: Ref, wrong: &str, names: &[String]) -> Option<String> {
        let outer = names.iter().filter(|name| !name.starts_with('_'));
        for name in outer.take(MOST_OUTER) {
            let key = self.intern(name);
            let class = self.class_of(object);
            let described = self
                .type_lookup(class, key)
                .is_some_and(|found| self.has_get(found));
            let value = if described {
                None
            } else {
                let value = self.getattr_opt(object, key);
                value.unwrap_or_else(|e| {
                    self.swallow_unit(Err(e));
                    None
                })
            };
            self.decref(key);
            let Some(value) = value else { continue };
            let key = self.intern(wrong);
            let class = self.class_of(value);
            let found = self.type_lookup(class, key).is_some()
                || self.instance_attribute(value, key).is_some();
            self.decref(key);
            self.decref(value);
            if found {
                return Some(format!("{name}.{wrong}"));
            }
        }
        None
    }

    fn has_get(&mut self, value: Ref) -> bool {
        let name = self.interp.names.get;
        self.type_lookup(self.class_of(value), name).is_some()
    }

    /// `dir(object)`.
    fn names_of(&mut self, object: Ref) -> Option<Vec<String>> {
        let dir = self.dict_get_text(self.interp.builtins, "dir")?;
        let names = match self.call(dir, &[object]) {
            Ok(names) => names,
            Err(e) => {
                self.swallow_unit(Err(e));
                return None;
            }
        };
        let texts = self.items(names).map(|names| {
            let names = names.iter().filter_map(|&name| self.str_of(name));
            names.map(str::to_owned).collect()
        });
        self.decref(names);
        texts
    }

    /// The name nearest to one that is not defined where a traceback ends.
    fn near_name(&mut self, traceback: Ref, wrong: &str, in_c: bool) -> Option<String> {
        let frame = self.innermost(traceback)?;
        if self.at_least(Version::V3_12)
            && let Some(this) = self.self_of_innermost(traceback)
        {
            let key = self.intern(wrong);
            self.hold(key);
            let found = self.getattr_opt(this, key);
            self.unhold();
            self.decref(key);
            match found {
                Ok(Some(value)) => {
                    self.decref(value);
                    return Some(format!("self.{wrong}"));
                }
                Ok(None) => {}
                Err(e) => self.swallow_unit(Err(e)),
            }
        }
        let mut groups: Vec<Vec<String>> = Vec::new();
        let locals = self.frame_locals(frame);
        groups.push(self.keys_of(locals));
        self.decref(locals);
        let globals = self.globals_of_frame(frame);
        groups.extend(globals.map(|globals| self.keys_of(globals)));
        groups.push(self.keys_of(self.interp.builtins));
        // In C the first namespace that has something near wins.
        if !in_c {
            groups = vec![groups.concat()];
        }
        let near = groups.iter().find_map(|names| nearest(wrong, names));
        near.map(str::to_owned)
    }

    fn innermost(&self, traceback: Ref) -> Option<Ref> {
        let mut at = traceback;
        loop {
            let Payload::Traceback(t) = self.payload(at) else {
                return None;
            };
            match t.next {
                Some(next) => at = next,
                None => return Some(t.frame),
            }
        }
    }

    /// The local variable `self` where a traceback ends, borrowed.
    fn self_of_innermost(&mut self, traceback: Ref) -> Option<Ref> {
        let frame = self.innermost(traceback)?;
        let locals = self.frame_locals(frame);
        let this = self.dict_get_text(locals, "self");
        self.decref(locals);
        this
    }

    fn keys_of(&self, dict: Ref) -> Vec<String> {
        self.dict(dict)
            .map(|d| d.iter().map(|(_, e)| self.text(e.key)).collect())
            .unwrap_or_default()
    }
}

fn did_you_mean(near: &str) -> String {
    format!(". Did you mean: '{near}'?")
}

/// What a name of another language is in Python: the name, the type it was looked up in, whether the advice is a
/// method, and the advice.
const OTHER_LANGUAGES: &[(&str, TypeId, bool, &str)] = &[
    ("push", TypeId::List, true, "append"),
    ("concat", TypeId::List, true, "extend"),
    ("addAll", TypeId::List, true, "extend"),
    ("contains", TypeId::List, false, "Use 'x in list'."),
    ("add", TypeId::List, false, USE_SET),
    ("add", TypeId::FrozenSet, false, USE_SET),
    ("toUpperCase", TypeId::Str, true, "upper"),
    ("toLowerCase", TypeId::Str, true, "lower"),
    ("trimStart", TypeId::Str, true, "lstrip"),
    ("trimEnd", TypeId::Str, true, "rstrip"),
    ("keySet", TypeId::Dict, true, "keys"),
    ("entrySet", TypeId::Dict, true, "items"),
    ("entries", TypeId::Dict, true, "items"),
    ("putAll", TypeId::Dict, true, "update"),
    ("put", TypeId::Dict, false, "Use d[k] = v."),
    ("append", TypeId::Tuple, false, USE_LIST),
    ("extend", TypeId::Tuple, false, USE_LIST),
    ("insert", TypeId::Tuple, false, USE_LIST),
    ("remove", TypeId::Tuple, false, USE_LIST),
    ("remove", TypeId::FrozenSet, false, USE_SET),
    ("discard", TypeId::FrozenSet, false, USE_SET),
    ("update", TypeId::FrozenSet, false, USE_SET),
    ("__or__", TypeId::Float, false, USE_INT),
    ("__and__", TypeId::Float, false, USE_INT),
    ("__xor__", TypeId::Float, false, USE_INT),
    ("__lshift__", TypeId::Float, false, USE_INT),
    ("__rshift__", TypeId::Float, false, USE_INT),
];

const USE_SET: &str = "Did you mean to use a 'set' object?";
const USE_LIST: &str = "Did you mean to use a 'list' object?";
const USE_INT: &str =
    "Did you mean to use an 'int' object? Bitwise operators are not supported by 'float'.";
