//! The command line of Vigil: arguments in, text and exit code out. It has no logic of its own.
//!
//! `main` parses and prints; [`commands::run`] is one match; each command is one file that loads, calls a
//! library and hands the result to a renderer. The library half exists so that tests and the generator of
//! the reference can see the same commands.

pub mod built;
pub mod carried;
pub mod cli;
pub mod colour;
pub mod columns;
pub mod commands;
pub mod context;
pub mod database;
pub mod device;
pub mod embedded;
pub mod explained;
pub mod fielded;
pub mod folder;
pub mod frozen;
pub mod matched;
pub mod matches;
pub mod outcome;
pub mod output;
pub mod pins;
pub mod printed;
pub mod prints;
pub mod problem;
pub mod progress;
pub mod sboms;
pub mod sealed;
mod sheet;
pub mod world;
