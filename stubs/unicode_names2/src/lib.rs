//! Stands in for the crate `unicode_names2`, through `[patch.crates-io]` in the workspace's `Cargo.toml`.
//!
//! The Python parser asks that crate for the character behind `"\N{BULLET}"`. Its table of all names is 70 % of
//! the parser's weight in WebAssembly. Here are the names that programs about strings show: ASCII, the letters of
//! Western Europe, Greek, and some signs. Whoever meets another one should say that it is not supported.
//!
//! ```
//! assert_eq!(unicode_names2::character("BULLET"), Some('•'));
//! assert_eq!(unicode_names2::character("LATIN SMALL LETTER E WITH ACUTE"), Some('é'));
//! assert_eq!(unicode_names2::character("GREEK CAPITAL LETTER OMEGA"), Some('Ω'));
//! assert_eq!(unicode_names2::character("CUNEIFORM SIGN A"), None);
//! ```
#![no_std]

/// The character called `name`, if its name is known here.
#[must_use]
pub fn character(name: &str) -> Option<char> {
    let sign = SIGNS.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
    if let Some((_, sign)) = sign {
        return Some(*sign);
    }
    if let Some(digit) = after(name, "DIGIT ") {
        let value = DIGITS.iter().position(|n| n.eq_ignore_ascii_case(digit))?;
        return char::from_digit(u32::try_from(value).ok()?, 10);
    }
    for (script, letter) in [
        ("LATIN ", latin as fn(&str) -> Option<char>),
        ("GREEK ", greek),
    ] {
        let Some(rest) = after(name, script) else {
            continue;
        };
        if let Some(rest) = after(rest, "SMALL LETTER ") {
            return letter(rest);
        }
        if let Some(rest) = after(rest, "CAPITAL LETTER ") {
            let mut capital = letter(rest)?.to_uppercase();
            let first = capital.next();
            return first.filter(|_| capital.next().is_none());
        }
    }
    None
}

fn after<'n>(name: &'n str, start: &str) -> Option<&'n str> {
    let head = name.get(..start.len())?;
    head.eq_ignore_ascii_case(start)
        .then(|| name.get(start.len()..))?
}

fn latin(name: &str) -> Option<char> {
    let own = LETTERS.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
    if let Some((_, letter)) = own {
        return Some(*letter);
    }
    let base = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let base = base.to_ascii_lowercase();
    if name.len() == 1 {
        return Some(base);
    }
    let mark = after(name.get(1..)?, " WITH ")?;
    let (_, marked) = MARKS.iter().find(|(n, _)| n.eq_ignore_ascii_case(mark))?;
    let mut pairs = marked.chars();
    while let (Some(plain), Some(letter)) = (pairs.next(), pairs.next()) {
        if plain == base {
            return Some(letter);
        }
    }
    None
}

fn greek(name: &str) -> Option<char> {
    if name.eq_ignore_ascii_case("FINAL SIGMA") {
        return Some('ς');
    }
    let number = GREEK.iter().position(|n| n.eq_ignore_ascii_case(name))?;
    "αβγδεζηθικλμνξοπρστυφχψω".chars().nth(number)
}

const DIGITS: &[&str] = &[
    "ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE",
];

const GREEK: &[&str] = &[
    "ALPHA", "BETA", "GAMMA", "DELTA", "EPSILON", "ZETA", "ETA", "THETA", "IOTA", "KAPPA", "LAMDA",
    "MU", "NU", "XI", "OMICRON", "PI", "RHO", "SIGMA", "TAU", "UPSILON", "PHI", "CHI", "PSI",
    "OMEGA",
];

/// Letters that are no ASCII letter with a mark.
const LETTERS: &[(&str, char)] = &[
    ("SHARP S", 'ß'),
    ("AE", 'æ'),
    ("ETH", 'ð'),
    ("THORN", 'þ'),
    ("DOTLESS I", 'ı'),
];

/// Marks, and pairs of a plain letter and the one with the mark.
const MARKS: &[(&str, &str)] = &[
    ("GRAVE", "aàeèiìoòuùnǹ"),
    ("ACUTE", "aáeéiíoóuúyýcćnńsśzź"),
    ("CIRCUMFLEX", "aâeêiîoôuûcĉgĝsŝ"),
    ("TILDE", "aãnñoõiĩuũ"),
    ("DIAERESIS", "aäeëiïoöuüyÿ"),
    ("RING ABOVE", "aåuů"),
    ("CEDILLA", "cçsştţ"),
    ("STROKE", "oølłdđ"),
    ("CARON", "cčsšzžrřnňeě"),
    ("MACRON", "aāeēiīoōuū"),
    ("OGONEK", "aąeęiįuų"),
    ("DOT ABOVE", "zżcċeėgġ"),
    ("DOUBLE ACUTE", "oőuű"),
    ("BREVE", "aăgğuŭ"),
];

const SIGNS: &[(&str, char)] = &[
    ("SPACE", ' '),
    ("EXCLAMATION MARK", '!'),
    ("QUOTATION MARK", '"'),
    ("NUMBER SIGN", '#'),
    ("DOLLAR SIGN", '$'),
    ("PERCENT SIGN", '%'),
    ("AMPERSAND", '&'),
    ("APOSTROPHE", '\''),
    ("LEFT PARENTHESIS", '('),
    ("RIGHT PARENTHESIS", ')'),
    ("ASTERISK", '*'),
    ("PLUS SIGN", '+'),
    ("COMMA", ','),
    ("HYPHEN-MINUS", '-'),
    ("FULL STOP", '.'),
    ("SOLIDUS", '/'),
    ("COLON", ':'),
    ("SEMICOLON", ';'),
    ("LESS-THAN SIGN", '<'),
    ("EQUALS SIGN", '='),
    ("GREATER-THAN SIGN", '>'),
    ("QUESTION MARK", '?'),
    ("COMMERCIAL AT", '@'),
    ("LEFT SQUARE BRACKET", '['),
    ("REVERSE SOLIDUS", '\\'),
    ("RIGHT SQUARE BRACKET", ']'),
    ("CIRCUMFLEX ACCENT", '^'),
    ("LOW LINE", '_'),
    ("GRAVE ACCENT", '`'),
    ("LEFT CURLY BRACKET", '{'),
    ("VERTICAL LINE", '|'),
    ("RIGHT CURLY BRACKET", '}'),
    ("TILDE", '~'),
    ("NO-BREAK SPACE", '\u{a0}'),
    ("POUND SIGN", '£'),
    ("YEN SIGN", '¥'),
    ("SECTION SIGN", '§'),
    ("COPYRIGHT SIGN", '©'),
    ("REGISTERED SIGN", '®'),
    ("DEGREE SIGN", '°'),
    ("PLUS-MINUS SIGN", '±'),
    ("SUPERSCRIPT TWO", '²'),
    ("SUPERSCRIPT THREE", '³'),
    ("MICRO SIGN", 'µ'),
    ("PILCROW SIGN", '¶'),
    ("MIDDLE DOT", '·'),
    ("VULGAR FRACTION ONE HALF", '½'),
    ("VULGAR FRACTION ONE QUARTER", '¼'),
    ("INVERTED QUESTION MARK", '¿'),
    ("MULTIPLICATION SIGN", '×'),
    ("DIVISION SIGN", '÷'),
    ("COMBINING GRAVE ACCENT", '\u{300}'),
    ("COMBINING ACUTE ACCENT", '\u{301}'),
    ("COMBINING CIRCUMFLEX ACCENT", '\u{302}'),
    ("COMBINING TILDE", '\u{303}'),
    ("COMBINING DIAERESIS", '\u{308}'),
    ("ZERO WIDTH SPACE", '\u{200b}'),
    ("ZERO WIDTH JOINER", '\u{200d}'),
    ("EN DASH", '–'),
    ("EM DASH", '—'),
    ("LEFT SINGLE QUOTATION MARK", '‘'),
    ("RIGHT SINGLE QUOTATION MARK", '’'),
    ("LEFT DOUBLE QUOTATION MARK", '“'),
    ("RIGHT DOUBLE QUOTATION MARK", '”'),
    ("BULLET", '•'),
    ("HORIZONTAL ELLIPSIS", '…'),
    ("EURO SIGN", '€'),
    ("TRADE MARK SIGN", '™'),
    ("OHM SIGN", '\u{2126}'),
    ("KELVIN SIGN", '\u{212a}'),
    ("ANGSTROM SIGN", '\u{212b}'),
    ("LEFTWARDS ARROW", '←'),
    ("UPWARDS ARROW", '↑'),
    ("RIGHTWARDS ARROW", '→'),
    ("DOWNWARDS ARROW", '↓'),
    ("FOR ALL", '∀'),
    ("EMPTY SET", '∅'),
    ("ELEMENT OF", '∈'),
    ("MINUS SIGN", '−'),
    ("SQUARE ROOT", '√'),
    ("INFINITY", '∞'),
    ("NOT EQUAL TO", '≠'),
    ("LESS-THAN OR EQUAL TO", '≤'),
    ("GREATER-THAN OR EQUAL TO", '≥'),
    ("FULL BLOCK", '█'),
    ("BLACK SQUARE", '■'),
    ("BLACK STAR", '★'),
    ("WHITE STAR", '☆'),
    ("SNOWMAN", '☃'),
    ("HOT BEVERAGE", '☕'),
    ("WHITE SMILING FACE", '☺'),
    ("BLACK HEART SUIT", '♥'),
    ("CHECK MARK", '✓'),
    ("HEAVY BLACK HEART", '❤'),
    ("SNAKE", '🐍'),
    ("GRINNING FACE", '😀'),
    ("PILE OF POO", '💩'),
    ("THUMBS UP SIGN", '👍'),
    ("ROCKET", '🚀'),
    ("SPARKLES", '✨'),
];
