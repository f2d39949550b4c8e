//! A finding in as few lines as it needs.

/// Takes away statements with what is indented below them, for as long as `still_wrong` says yes.
pub fn shrunk(program: &str, mut still_wrong: impl FnMut(&str) -> bool) -> String {
    let mut lines: Vec<&str> = program.lines().collect();
    coarsely(&mut lines, &mut still_wrong);
    loop {
        let before = lines.len();
        let mut at = lines.len();
        while at > 0 {
            at -= 1;
            let end = end_of(&lines, at);
            let mut fewer: Vec<&str> = lines.clone();
            fewer.drain(at..end);
            if still_wrong(&joined(&fewer)) {
                lines = fewer;
                continue;
            }
            // The statement may go while its block stays, one level further out.
            if end > at + 1 {
                let mut flat: Vec<&str> = lines.clone();
                for line in flat.iter_mut().take(end).skip(at + 1) {
                    *line = line.strip_prefix("    ").unwrap_or(line);
                }
                flat.remove(at);
                if still_wrong(&joined(&flat)) {
                    lines = flat;
                }
            }
            at = at.min(lines.len());
        }
        if lines.len() == before {
            return joined(&lines);
        }
    }
}

/// Takes away whole stretches of statements: half of the program, a quarter, and so on.
fn coarsely(lines: &mut Vec<&str>, still_wrong: &mut impl FnMut(&str) -> bool) {
    let mut size = lines.len() / 2;
    while size > 4 {
        let mut at = lines.len();
        while at > 0 {
            at = at.saturating_sub(size);
            let begins = |line: &&str| !line.starts_with(' ');
            let from = lines.iter().take(at + 1).rposition(begins).unwrap_or(0);
            let mut to = from;
            while to < lines.len() && to < at + size {
                to = end_of(lines, to);
            }
            let mut fewer = lines.clone();
            fewer.drain(from..to);
            if still_wrong(&joined(&fewer)) {
                *lines = fewer;
            }
            at = from;
        }
        size /= 2;
    }
}

/// Where the block of the statement at a line ends, clauses that belong to it included.
fn end_of(lines: &[&str], at: usize) -> usize {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let Some(own) = lines.get(at).map(|line| indent(line)) else {
        return at;
    };
    let clause = |line: &str| {
        let line = line.trim_start();
        ["else", "except", "finally", "elif"]
            .iter()
            .any(|word| line.starts_with(word))
    };
    let later = lines.iter().enumerate().skip(at + 1);
    let mut later = later.filter(|(_, line)| {
        let here = indent(line);
        here < own || (here == own && !clause(line))
    });
    later.next().map_or(lines.len(), |(end, _)| end)
}

fn joined(lines: &[&str]) -> String {
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_needed_goes() {
        let program =
            "a = 1\nif a:\n    b = 2\n    c = 3\ntry:\n    d = 4\nexcept E:\n    e = 5\nf = 6\n";
        let needs = |text: &str| text.contains("c = 3") && text.contains("f = 6");
        assert_eq!(shrunk(program, needs), "c = 3\nf = 6\n");
    }
}
