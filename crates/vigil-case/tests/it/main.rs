//! The case over whole folders.

mod approvals;
mod faults;
mod folder;
mod hostile;
mod rendered;
mod scores;
mod vex;
