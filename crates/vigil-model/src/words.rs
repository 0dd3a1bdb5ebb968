//! Closed lists of words. A word outside its list is a fault with the nearest one offered.

/// Makes an enum of words that reads, prints and documents itself.
macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident, $what:literal, { $( $(#[doc = $vdoc:literal])* $variant:ident = $word:literal ),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name { $( $(#[doc = $vdoc])* $variant ),* }

        impl $name {
            /// All words of the list, in its order.
            pub const ALL: &'static [Self] = &[$( Self::$variant ),*];

            /// The word as written.
            pub fn word(self) -> &'static str {
                match self { $( Self::$variant => $word ),* }
            }

            /// What the word means.
            pub fn meaning(self) -> &'static str {
                match self { $( Self::$variant => concat!($($vdoc),*).trim_ascii() ),* }
            }

            /// Reads a word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $( $word => Some(Self::$variant), )* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl $crate::field::Field for $name {
            fn read(node: &$crate::field::NodeRef<'_>, cx: &mut $crate::read::Reader<'_>) -> Option<Self> {
                let text = $crate::field::text(node.node(), $what, cx)?;
                let read = Self::parse(&text);
                if read.is_none() {
                    let words: Vec<&str> = Self::ALL.iter().map(|it| it.word()).collect();
                    let near = vigil_base::nearest::nearest(&text, words.iter().copied());
                    let finding = $crate::findings::unknown_word(&text, $what, &words, near, &cx.subject);
                    cx.say(finding, node.node().span);
                }
                read
            }
            fn schema() -> serde_json::Value {
                let words: Vec<serde_json::Value> = Self::ALL
                    .iter()
                    .map(|it| serde_json::json!({"const": it.word(), "description": it.meaning()}))
                    .collect();
                serde_json::json!({"oneOf": words})
            }
            fn json(&self) -> serde_json::Value {
                self.word().into()
            }
        }
    };
}
pub(crate) use words;
