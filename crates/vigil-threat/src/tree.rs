//! Attack trees: what follows for the root from where the leaves stand.

use std::collections::BTreeMap;

use vigil_base::Id;
use vigil_model::Tree;
use vigil_model::kinds::Access;
use vigil_model::trees::{Gate, Placed};

/// Where a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// An attacker can do it, as far as the model says.
    Open,
    /// It is not shown to be open, and not shown to be closed.
    Unknown,
    /// A credited control with passing tests closes it.
    Closed,
}

impl State {
    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Unknown => "unknown",
            Self::Closed => "closed",
        }
    }
}

/// What is known of one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worth {
    /// Where it stands.
    pub state: State,
    /// Person-days that it costs at least; `None` where a leaf that matters does not say.
    pub effort: Option<u64>,
    /// How near the attacker has to be; `None` where a leaf that matters does not say.
    pub access: Option<Access>,
}

/// What is known of every node of a tree. Empty where the tree has no root, so that nothing follows.
///
/// Of nodes that are needed together one that is closed closes the node above, efforts add up and the hardest access
/// counts. Of nodes of which one is enough all have to be closed; the least effort and the easiest access of those that
/// are not closed count. Access is easier the earlier its word stands in the list of words.
pub fn evaluate(tree: &Tree, leaf: &dyn Fn(&Id, &Placed) -> State) -> BTreeMap<Id, Worth> {
    let mut worths = BTreeMap::new();
    if let Some(root) = &tree.root {
        visit(tree, root, leaf, &mut worths);
    }
    worths
}

fn visit(
    tree: &Tree,
    id: &Id,
    leaf: &dyn Fn(&Id, &Placed) -> State,
    worths: &mut BTreeMap<Id, Worth>,
) -> Worth {
    let placed = &tree.nodes[id];
    let worth = if placed.below.is_empty() {
        Worth { state: leaf(id, placed), effort: placed.node.effort, access: placed.node.access }
    } else {
        let below: Vec<Worth> = placed.below.iter().map(|id| visit(tree, id, leaf, worths)).collect();
        match placed.gate() {
            Gate::And => all(&below),
            _ => one(&below),
        }
    };
    worths.insert(id.clone(), worth.clone());
    worth
}

fn all(below: &[Worth]) -> Worth {
    Worth {
        state: below.iter().map(|it| it.state).max().unwrap_or(State::Unknown),
        effort: below.iter().try_fold(0_u64, |sum, it| Some(sum.saturating_add(it.effort?))),
        access: below
            .iter()
            .map(|it| it.access)
            .try_fold(None, |worst, it| Some(worst.max(Some(it?))))
            .flatten(),
    }
}

fn one(below: &[Worth]) -> Worth {
    let left: Vec<&Worth> = below.iter().filter(|it| it.state != State::Closed).collect();
    let ways = if left.is_empty() { below.iter().collect() } else { left };
    let efforts: Option<Vec<u64>> = ways.iter().map(|it| it.effort).collect();
    let accesses: Option<Vec<Access>> = ways.iter().map(|it| it.access).collect();
    Worth {
        state: below.iter().map(|it| it.state).min().unwrap_or(State::Unknown),
        effort: efforts.and_then(|it| it.into_iter().min()),
        access: accesses.and_then(|it| it.into_iter().min()),
    }
}
