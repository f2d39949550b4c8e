//! DeprecationWarnings that built-in operations give (`PyErr_WarnEx`). They are shown where the program itself is at work,
//! once for each line.

use std::rc::Rc;

use heap::Ref;

use crate::machine::{Machine, PyResult};
use crate::output::Stream;
use crate::types::TypeId;

impl Machine {
    /// Warns of what the current line does.
    ///
    /// # Errors
    /// What the program's filters or its `sys.stderr` raise.
    pub(crate) fn warn_deprecated(&mut self, message: &'static str) -> PyResult<()> {
        let warn = self
            .dict_get_text(self.interp.modules, "warnings")
            .and_then(|module| self.module_function(module, "warn"));
        if let Some(warn) = warn {
            let text = self.new_str(message);
            self.hold(text);
            let class = self.type_ref(TypeId::DeprecationWarning);
            let result = self.call(warn, &[text, class]);
            self.unhold();
            let result = self.give_up(text, result)?;
            self.decref(result);
            return Ok(());
        }
        let Some(frame) = self.frames.last().filter(|frame| !frame.code.internal) else {
            return Ok(());
        };
        let (line, code, globals) = (frame.line(), frame.code_ref, frame.globals);
        let name = self.dict_get_text(globals, "__name__");
        if name.and_then(|name| self.str_of(name)) != Some("__main__") {
            return Ok(());
        }
        let file = match self.payload(code) {
            crate::objects::Payload::Code(code) => self.text(code.filename),
            _ => return Ok(()),
        };
        if self.has_warned(&file, line, message) {
            return Ok(());
        }
        let source = self.source_of(&file);
        let text = self.warning_text(
            &file,
            line,
            "DeprecationWarning",
            message,
            source.as_deref(),
        );
        self.write_to("stderr", Stream::Err, &text)
    }

    /// Whether this was said of the line before; from now on it was.
    pub(crate) fn has_warned(&mut self, file: &str, line: u32, message: &str) -> bool {
        let place = (Rc::from(file), line, message.to_owned());
        let known = self.modules_state.warned.contains(&place);
        if !known {
            self.modules_state.warned.push(place);
        }
        known
    }

    fn module_function(&self, module: Ref, name: &str) -> Option<Ref> {
        match self.payload(module) {
            crate::objects::Payload::Module(namespace) => self.dict_get_text(*namespace, name),
            _ => None,
        }
    }
}
