//! Facts as rows of a table: what each is called, what it means, and what one version says to it.

/// One fact of one version, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// The name of the field, so that a reader of the table finds it in the code.
    pub name: &'static str,
    /// Its documentation.
    pub meaning: String,
    /// What the version says.
    pub value: String,
}

/// A value that has a place in such a table.
pub trait Tell {
    /// A few words.
    fn tell(&self) -> String;
}

impl Tell for bool {
    fn tell(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
}

impl Tell for str {
    fn tell(&self) -> String {
        self.to_owned()
    }
}

impl<T: Tell + ?Sized> Tell for &T {
    fn tell(&self) -> String {
        (*self).tell()
    }
}

macro_rules! numbers {
    ($($number:ty)*) => { $(
        impl Tell for $number {
            fn tell(&self) -> String {
                self.to_string()
            }
        }
    )* };
}

numbers! { u8 u32 i64 usize }

impl<T: Tell, const N: usize> Tell for [T; N] {
    fn tell(&self) -> String {
        let items: Vec<String> = self.iter().map(Tell::tell).collect();
        items.join(" ")
    }
}

impl Tell for (u8, u8, u8) {
    fn tell(&self) -> String {
        format!("{}.{}.{}", self.0, self.1, self.2)
    }
}

/// Declares a struct of facts: its documentation is the table's, so that the two cannot differ.
#[macro_export]
macro_rules! facts {
    (
        $(#[$meta:meta])*
        $vis:vis struct $Name:ident {
            $( $(#[doc = $doc:literal])+ $field_vis:vis $field:ident : $type:ty, )*
        }
    ) => {
        $(#[$meta])*
        $vis struct $Name {
            $( $(#[doc = $doc])+ $field_vis $field: $type, )*
        }

        impl $Name {
            /// The facts as rows of a table, in the order in which they are declared.
            pub fn rows(&self) -> Vec<$crate::Fact> {
                vec![ $( $crate::Fact {
                    name: stringify!($field),
                    meaning: concat!($($doc),+).trim().to_owned(),
                    value: $crate::Tell::tell(&self.$field),
                } ),* ]
            }
        }
    };
}
