//! What predicates find in small device folders.

mod a;
mod b;
mod folder;
