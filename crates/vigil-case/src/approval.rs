//! Approvals: bound to the content that was approved, and suspect once it changes.

use std::collections::BTreeMap;

use vigil_base::{Date, Digest};
use vigil_model::{Approval, Model};

mod digest;
mod names;

use digest::Digests;

/// Where an approval stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ApprovalState {
    /// It holds for the record as it is.
    Approved,
    /// The record, or something that it rests on, changed since.
    Suspect,
    /// It was taken back.
    Withdrawn,
    /// There is none.
    None,
}

impl ApprovalState {
    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Suspect => "suspect",
            Self::Withdrawn => "withdrawn",
            Self::None => "not approved",
        }
    }
}

/// The newest approval of each item in each role, with its state. An item is known by its present id.
#[derive(Clone, Debug, Default)]
pub struct Approvals {
    newest: BTreeMap<(String, String), (Approval, ApprovalState)>,
}

impl Approvals {
    /// The state of `item`'s approval in `role`.
    pub fn state(&self, item: &str, role: &str) -> ApprovalState {
        self.newest.get(&(item.to_owned(), role.to_owned())).map_or(ApprovalState::None, |(_, state)| *state)
    }

    /// The roles whose newest approval of `item` is suspect: the record, or what it rests on, changed since. `item` is a record
    /// under its present id, such as `requirement.sec-031`.
    pub fn suspect_roles(&self, item: &str) -> Vec<&str> {
        let from = (item.to_owned(), String::new());
        let of_item = self.newest.range(from..).take_while(|((it, _), _)| it == item);
        of_item
            .filter(|(_, (_, state))| *state == ApprovalState::Suspect)
            .map(|((_, role), _)| role.as_str())
            .collect()
    }

    /// All newest approvals, by item and role.
    pub fn iter(&self) -> impl Iterator<Item = (&Approval, ApprovalState)> {
        self.newest.values().map(|(approval, state)| (approval, *state))
    }

    /// Reads the ledger against the model as it is now. What was said after `as_of` is not said yet.
    pub fn of(model: &Model, as_of: Date) -> Self {
        let digests = Digests::of(model);
        let mut newest = BTreeMap::new();
        for approval in model.ledger.iter().filter(|it| it.date <= as_of) {
            let state = if approval.meaning == "withdrawn" {
                ApprovalState::Withdrawn
            } else if digests.of_item(&approval.item) == Some(approval.hash) {
                ApprovalState::Approved
            } else {
                ApprovalState::Suspect
            };
            // A union merge may change the order of lines of one day: what holds wins over what does not.
            let key = (digests.present(&approval.item), approval.role.clone());
            let better = newest.get(&key).is_none_or(|(old, old_state): &(Approval, ApprovalState)| {
                (approval.date, std::cmp::Reverse(state)) >= (old.date, std::cmp::Reverse(*old_state))
            });
            if better {
                newest.insert(key, (approval.clone(), state));
            }
        }
        Self { newest }
    }
}

/// The digest that an approval of `item` is bound to: the record and what it rests on. `None` when there is no such record.
pub fn digest(model: &Model, item: &str) -> Option<Digest> {
    Digests::of(model).of_item(item)
}
