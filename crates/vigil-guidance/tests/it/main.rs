//! The shipped catalogue is sound, and a faulty one is described fault by fault.

mod builtin;
mod explain;
mod faults;
