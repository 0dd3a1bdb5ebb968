//! The case over whole folders.

mod approvals;
mod faults;
mod fielded;
mod folder;
mod hostile;
mod own;
mod rendered;
mod scores;
mod suppliers;
mod vex;
