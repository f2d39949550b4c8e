//! Python that is refused: one list, for the parser and for whoever asks what is supported.

/// A construct that real Python takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Construct {
    /// A noun phrase.
    pub what: &'static str,
    /// What can be written instead, in the imperative.
    pub instead: &'static str,
}

const NO_EVENT_LOOP: &str = "there is no event loop: use ordinary functions and generators";

/// Declares the constructs, and the list of all of them.
macro_rules! constructs {
    ($($NAME:ident: $what:literal, $instead:expr;)+) => {
        $(pub const $NAME: Construct = Construct { what: $what, instead: $instead };)+

        /// All of them.
        pub const REFUSED: &[Construct] = &[$($NAME),+];
    };
}

constructs! {
    ASYNC_DEF: "async def", NO_EVENT_LOOP;
    ASYNC_COMPREHENSION: "an async comprehension", NO_EVENT_LOOP;
    TYPE_STATEMENT: "a type statement", "assign to the name";
    TYPE_PARAMETERS: "a type parameter list", "leave it out";
    TEMPLATE_STRING: "a t-string", "use an f-string";
    LONE_SURROGATE: "a lone surrogate in a string", "write the character itself";
    NAMED_CHARACTER: "a character by its name (\\N{…})", "write the character itself";
    EXCEPT_TARGET: "except with a target other than a name", "assign in the handler";
    TUPLE_PARAMETER: "a tuple as a parameter", "unpack it in the function";
    RAW_UNICODE: "a raw unicode string (ur'…')", "use u'…' with doubled backslashes";
    UNREAD: "this syntax", "write it in a simpler way";
    LONG_PROGRAM: "a program of more than 100 KB", "show a smaller one";
    LONG_EXPRESSION: "an expression with more than 1000 operators", "split it into statements";
}
