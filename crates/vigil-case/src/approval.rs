//! Approvals: bound to the content that was approved, and suspect once it changes.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::{Date, Digest};
use vigil_model::{Approval, Model};

use crate::risks::Need;

mod digest;
mod names;

use digest::Digests;

/// Where an approval stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ApprovalState {
    /// It approves the record as it is.
    Approved,
    /// It says something else of the record as it is: that it was reviewed or rejected. That accepts nothing.
    Said,
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
            Self::Said => "no approval",
            Self::Suspect => "suspect",
            Self::Withdrawn => "withdrawn",
            Self::None => "not approved",
        }
    }
}

/// The word that approves. A policy may ask for others: `approval:ROLE:WORD`.
pub const APPROVED: &str = "approved";
/// The word that takes back what was said before.
const WITHDRAWN: &str = "withdrawn";
/// The word that neither gives nor takes back: an approval outlasts a later review.
const REVIEWED: &str = "reviewed";

/// Item, role, and whether it is a review.
type Key = (String, String, bool);

/// The newest word of each role on each item, reviews apart, with its state. An item is known by its present id.
#[derive(Clone, Debug, Default)]
pub struct Approvals {
    newest: BTreeMap<Key, (Approval, ApprovalState)>,
}

impl Approvals {
    /// The state of `item`'s approval in `role`.
    pub fn state(&self, item: &str, role: &str) -> ApprovalState {
        self.newest(item, role).map_or(ApprovalState::None, |(_, state)| state)
    }

    /// The roles whose newest approval of `item` is suspect: the record, or what it rests on, changed since. `item` is a record
    /// under its present id, such as `requirement.sec-031`.
    pub fn suspect_roles(&self, item: &str) -> Vec<&str> {
        let from = (item.to_owned(), String::new(), false);
        let of_item = self.newest.range(from..).take_while(|((it, ..), _)| it == item);
        let mut roles: Vec<&str> = of_item.map(|((_, role, _), _)| role.as_str()).collect();
        roles.dedup();
        // An old review of a record that was approved anew since makes nothing suspect.
        roles.retain(|role| self.state(item, role) == ApprovalState::Suspect);
        roles
    }

    /// The newest line on `item` in `role` with its state; a review only where nothing else was said.
    pub fn newest(&self, item: &str, role: &str) -> Option<(&Approval, ApprovalState)> {
        let of = |is_review| self.newest.get(&(item.to_owned(), role.to_owned(), is_review));
        of(false).or_else(|| of(true)).map(|(approval, state)| (approval, *state))
    }

    /// All newest lines, by item and role.
    pub fn iter(&self) -> impl Iterator<Item = (&Approval, ApprovalState)> {
        self.newest.values().map(|(approval, state)| (approval, *state))
    }

    /// Reads the ledger against the model as it is now. What was said after `as_of` is not said yet.
    pub fn of(model: &Model, as_of: Date) -> Self {
        let digests = Digests::of(model);
        let accepting = accepting(model);
        let mut newest: BTreeMap<Key, (Approval, ApprovalState)> = BTreeMap::new();
        for approval in model.ledger.iter().filter(|it| it.date <= as_of) {
            let state = if approval.meaning == WITHDRAWN {
                ApprovalState::Withdrawn
            } else if digests.of_item(&approval.item) != Some(approval.hash) {
                ApprovalState::Suspect
            } else if accepting.contains(&approval.meaning) {
                ApprovalState::Approved
            } else {
                ApprovalState::Said
            };
            let is_review = approval.meaning == REVIEWED && state != ApprovalState::Approved;
            let key = (digests.present(&approval.item), approval.role.clone(), is_review);
            // A union merge may change the order of lines of one day: an approval of what the record was before does not
            // displace one of what it is. Whatever else is said later on the same day holds.
            let better = newest.get(&key).is_none_or(|(old, old_state)| {
                let outlived = (*old_state, state) == (ApprovalState::Approved, ApprovalState::Suspect);
                approval.date > old.date || (approval.date == old.date && !outlived)
            });
            if better {
                newest.insert(key, (approval.clone(), state));
            }
        }
        Self { newest }
    }
}

/// The words that approve: [`APPROVED`], and those that the policy asks for by name.
pub fn accepting(model: &Model) -> BTreeSet<String> {
    let asked = model.accept.iter().flat_map(|accept| accept.values()).flatten();
    let words = asked.filter_map(|it| match Need::parse(it) {
        Need::Approval { word, .. } => Some(word),
        _ => None,
    });
    words.chain([APPROVED.to_owned()]).collect()
}

/// The digest that an approval of `item` is bound to: the record and what it rests on. `None` when there is no such record.
pub fn digest(model: &Model, item: &str) -> Option<Digest> {
    Digests::of(model).of_item(item)
}
