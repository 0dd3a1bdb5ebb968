//! The case over whole folders.

mod faults;
mod folder;
mod rendered;
