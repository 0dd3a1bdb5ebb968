//! The case over whole folders.

mod approvals;
mod emb3d;
mod faults;
mod fielded;
mod folder;
mod hostile;
mod own;
mod packs;
mod rendered;
mod scores;
mod vex;
