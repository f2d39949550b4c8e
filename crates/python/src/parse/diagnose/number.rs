//! Numbers, and what is wrong with them (`tok_get` in `Parser/lexer/lexer.c`).

/// What is wrong with a number.
pub struct NumberError {
    pub message: String,
    /// Bytes read up to the place that is shown, unless there is a range.
    pub read: usize,
    /// Bytes that are shown.
    pub range: Option<(usize, usize)>,
}

type Result<T> = std::result::Result<T, NumberError>;

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

/// The length of the number that a text starts with.
pub fn scan(text: &str) -> Result<usize> {
    let mut scan = Scan { text, at: 0 };
    scan.number()?;
    Ok(scan.at)
}

impl Scan<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn fail<T>(&self, message: impl Into<String>, read: usize) -> Result<T> {
        Err(NumberError {
            message: message.into(),
            read,
            range: None,
        })
    }

    fn number(&mut self) -> Result<()> {
        let lower = self.text.get(..2).unwrap_or_default().to_ascii_lowercase();
        for (prefix, kind, radix) in [
            ("0x", "hexadecimal", 16),
            ("0o", "octal", 8),
            ("0b", "binary", 2),
        ] {
            if lower == prefix {
                return self.radix(kind, radix);
            }
        }
        let mut nonzero = false;
        if self.peek() == Some('0') {
            // A lone zero, or zeros that nothing else may follow.
            loop {
                match self.peek() {
                    Some('_') => {
                        self.at += 1;
                        if !self.peek().is_some_and(|c| c.is_ascii_digit()) {
                            return self.invalid("decimal");
                        }
                    }
                    Some('0') => self.at += 1,
                    _ => break,
                }
            }
            let zeros = self.at;
            if self.peek().is_some_and(|c| c.is_ascii_digit()) {
                nonzero = true;
                self.digits()?;
            }
            let real = self
                .peek()
                .is_some_and(|c| matches!(c, '.' | 'e' | 'E' | 'j' | 'J'));
            if nonzero && !real {
                return Err(NumberError {
                    message: "leading zeros in decimal integer literals are not permitted; \
                              use an 0o prefix for octal integers"
                        .to_owned(),
                    read: 0,
                    range: Some((0, zeros)),
                });
            }
            if !real {
                return self.end("decimal");
            }
        } else if self.peek() != Some('.') {
            self.digits()?;
        }
        if self.peek() == Some('.') {
            self.at += 1;
            if self.peek().is_some_and(|c| c.is_ascii_digit()) {
                self.digits()?;
            }
        }
        if self.peek().is_some_and(|c| matches!(c, 'e' | 'E')) {
            let before = self.at;
            self.at += 1;
            if self.peek().is_some_and(|c| matches!(c, '+' | '-')) {
                self.at += 1;
                if !self.peek().is_some_and(|c| c.is_ascii_digit()) {
                    return self.invalid("decimal");
                }
                self.digits()?;
            } else if self.peek().is_some_and(|c| c.is_ascii_digit()) {
                self.digits()?;
            } else {
                self.at = before;
                return self.end("decimal");
            }
        }
        if self.peek().is_some_and(|c| matches!(c, 'j' | 'J')) {
            self.at += 1;
            return self.end("imaginary");
        }
        self.end("decimal")
    }

    /// `tok_decimal_tail`.
    fn digits(&mut self) -> Result<()> {
        loop {
            while self.peek().is_some_and(|c| c.is_ascii_digit()) {
                self.at += 1;
            }
            if self.peek() != Some('_') {
                return Ok(());
            }
            self.at += 1;
            if !self.peek().is_some_and(|c| c.is_ascii_digit()) {
                return self.invalid("decimal");
            }
        }
    }

    fn radix(&mut self, kind: &str, radix: u32) -> Result<()> {
        self.at = 2;
        loop {
            if self.peek() == Some('_') {
                self.at += 1;
            }
            match self.peek() {
                Some(c) if c.is_digit(radix) => {}
                Some(c) if c.is_ascii_digit() => {
                    return self.fail(
                        format!("invalid digit '{c}' in {kind} literal"),
                        self.at + 1,
                    );
                }
                _ => return self.invalid(kind),
            }
            while self.peek().is_some_and(|c| c.is_digit(radix)) {
                self.at += 1;
            }
            if self.peek() != Some('_') {
                break;
            }
        }
        match self.peek() {
            Some(c) if c.is_ascii_digit() => self.fail(
                format!("invalid digit '{c}' in {kind} literal"),
                self.at + 1,
            ),
            _ => self.end(kind),
        }
    }

    fn invalid<T>(&self, kind: &str) -> Result<T> {
        // The character that was found instead of a digit is given back first.
        self.fail(format!("invalid {kind} literal"), self.at)
    }

    /// `verify_end_of_number`: a keyword may follow a number at once, a name may not.
    fn end(&self, kind: &str) -> Result<()> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let keyword = ["and", "else", "for", "if", "in", "is", "not", "or"]
            .iter()
            .any(|word| rest.starts_with(word));
        match rest.chars().next() {
            Some(c)
                if !keyword
                    && (c == '_'
                        || c.is_ascii_alphanumeric()
                        || !c.is_ascii() && unicode_ident::is_xid_start(c)) =>
            {
                self.fail(format!("invalid {kind} literal"), self.at)
            }
            _ => Ok(()),
        }
    }
}
