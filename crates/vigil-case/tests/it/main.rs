//! The case over whole folders.

mod approvals;
mod emb3d;
mod evidence;
mod faults;
mod fielded;
mod folder;
mod hostile;
mod levels;
mod links;
mod own;
mod packs;
mod rendered;
mod sboms;
mod scores;
mod stated;
mod suppliers;
mod trees;
mod vex;
