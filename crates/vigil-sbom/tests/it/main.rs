//! Tests of the crate from outside.

mod corpus;
mod data;
mod inventory;
mod places;
mod purls;
mod robust;
mod support;
