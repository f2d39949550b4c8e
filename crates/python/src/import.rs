//! `import` (`Python/import.c`), over the modules that exist here.

use heap::Ref;

use crate::machine::{Machine, PyResult, Unwind};
use crate::modules;
use crate::objects::Payload;
use crate::types::TypeId;

impl Machine {
    /// IMPORT_NAME.
    pub(crate) fn import_name(&mut self, name: Ref, level: Ref, fromlist: Ref) -> PyResult<Ref> {
        let text = self.text(name);
        if !matches!(self.payload(level), Payload::Int(0)) {
            return Err(self.error(
                TypeId::ImportError,
                "attempted relative import with no known parent package",
            ));
        }
        let full = self.import_module(&text)?;
        let wants_top = self.is_none(fromlist) && text.contains('.');
        if !wants_top {
            return Ok(full);
        }
        self.decref(full);
        let top = text.split('.').next().unwrap_or_default().to_owned();
        self.import_module(&top)
    }

    /// The module with this dotted name, imported if it is not yet.
    pub fn import_module(&mut self, name: &str) -> PyResult<Ref> {
        let loaded = self.interp.modules;
        if let Some(found) = self.dict_get_text(loaded, name) {
            if self.is_none(found) {
                let message = format!("import of {name} halted; None in sys.modules");
                return Err(self.module_not_found(&message, name));
            }
            return Ok(self.newref(found));
        }
        if let Some((parent, _)) = name.rsplit_once('.') {
            let module = self.import_module(parent)?;
            self.decref(module);
            // `os` is no package: it has put `os.path` among the modules itself.
            let has_parts = modules::is_known(name)
                || parent != "os"
                    && modules::TABLE.iter().any(|row| {
                        row.name
                            .strip_prefix(parent)
                            .is_some_and(|rest| rest.starts_with('.'))
                    });
            if !has_parts {
                let message = if self.facts.python_2 {
                    let (_, last) = name.rsplit_once('.').unwrap_or(("", name));
                    format!("No module named {last}")
                } else {
                    format!("No module named '{name}'; '{parent}' is not a package")
                };
                return Err(self.module_not_found(&message, name));
            }
        }
        match modules::import(self, name)? {
            Some(module) => {
                self.dict_set_text(loaded, name, module);
                if let Some((parent, last)) = name.rsplit_once('.')
                    && let Some(parent) = self.dict_get_text(loaded, parent)
                    && let Payload::Module(namespace) = self.payload(parent)
                {
                    let namespace = *namespace;
                    self.dict_set_text(namespace, last, module);
                }
                Ok(module)
            }
            None => {
                let message = if self.facts.python_2 {
                    format!("No module named {name}")
                } else {
                    format!("No module named '{name}'")
                };
                Err(self.module_not_found(&message, name))
            }
        }
    }

    fn module_not_found(&mut self, message: &str, name: &str) -> Unwind {
        let error = self.error(TypeId::ModuleNotFoundError, message);
        if let Unwind::Raise(e) = error {
            let name = self.new_str(name);
            let first = match self.payload(e) {
                Payload::Exception(x) => x.args.and_then(|args| self.items(args)?.first().copied()),
                _ => None,
            };
            let msg = first.map(|r| self.newref(r));
            if let Payload::Exception(x) = self.payload_mut(e) {
                x.set_field("name", name);
                if let Some(msg) = msg {
                    x.set_field("msg", msg);
                }
            }
        }
        error
    }

    /// IMPORT_FROM.
    pub(crate) fn import_from(&mut self, module: Ref, name: Ref) -> PyResult<Ref> {
        if let Some(found) = self.getattr_suppressed(module, name)? {
            return Ok(found);
        }
        let (attribute, key) = (self.text(name), self.interp.names.name);
        let module_name = self.getattr_suppressed(module, key)?;
        let text = module_name.map_or_else(|| "<unknown module name>".to_owned(), |n| self.text(n));
        self.xdecref(module_name);
        let dotted = format!("{text}.{attribute}");
        if let Some(found) = self.dict_get_text(self.interp.modules, &dotted) {
            return Ok(self.newref(found));
        }
        if modules::is_known(&dotted) {
            return self.import_module(&dotted);
        }
        if self.facts.python_2 {
            let message = format!("cannot import name {attribute}");
            return Err(self.error(TypeId::ImportError, &message));
        }
        let error = self.error(
            TypeId::ImportError,
            &format!("cannot import name '{attribute}' from '{text}' (unknown location)"),
        );
        if let Unwind::Raise(e) = error {
            let module = self.new_str(&text);
            self.incref(name);
            if let Payload::Exception(x) = self.payload_mut(e) {
                x.set_field("name", module);
                x.set_field("name_from", name);
            }
        }
        Err(error)
    }

    /// IMPORT_STAR.
    pub(crate) fn import_star(&mut self, module: Ref) -> PyResult<()> {
        let Some(target) = self.frames.last().and_then(|f| f.locals) else {
            return Ok(());
        };
        let Payload::Module(namespace) = self.payload(module) else {
            return Ok(());
        };
        let namespace = *namespace;
        let all = self.interp.names.all;
        if let Some(names) = self.dict_get_str(namespace, all) {
            let names = self.collect(names)?;
            for name in names {
                let value = self.getattr(module, name);
                match value {
                    Ok(value) => {
                        self.dict_set_str(target, name, value);
                        self.decref(value);
                        self.decref(name);
                    }
                    Err(e) => {
                        return self.give_up(name, Err(e));
                    }
                }
            }
            return Ok(());
        }
        for (name, value) in self.dict_entries(namespace) {
            if !self.text(name).starts_with('_') {
                self.dict_set_str(target, name, value);
            }
            self.decref(name);
            self.decref(value);
        }
        Ok(())
    }
}
