//! What CPython says on stderr about odd programs before they run (`warnings.showwarning`, `Python/_warnings.c`).

use crate::compile::SyntaxWarning;
use crate::machine::{Machine, PyResult};
use crate::output::Stream;
use crate::version::Version;

impl Machine {
    /// Prints the warnings of a compilation. The lines that they are about are shown when there is a file to show
    /// them from.
    ///
    /// # Errors
    /// What a `sys.stderr` of the program's own raises.
    pub fn show_warnings(
        &mut self,
        warnings: &[SyntaxWarning],
        file: &str,
        source: Option<&str>,
    ) -> PyResult<()> {
        for SyntaxWarning { message, line } in warnings {
            // 3.13 remembers what it said of an earlier text, too.
            if self.version == Version::V3_13 && self.has_warned(file, *line, message) {
                continue;
            }
            let text = self.warning_text(file, *line, "SyntaxWarning", message, source);
            self.write_to("stderr", Stream::Err, &text)?;
        }
        Ok(())
    }

    /// What is said of a line, and the line itself if the source is there (`show_warning`).
    pub(crate) fn warning_text(
        &self,
        file: &str,
        line: u32,
        kind: &str,
        message: &str,
        source: Option<&str>,
    ) -> String {
        let mut text = format!("{file}:{line}: {kind}: {message}\n");
        let shown = source.and_then(|s| s.lines().nth(line.saturating_sub(1) as usize));
        if let Some(shown) = shown {
            let shown = shown.trim_start();
            let shown = if self.at_least(Version::V3_13) {
                shown.trim_end()
            } else {
                shown
            };
            text.push_str(&format!("  {shown}\n"));
        }
        text
    }
}
