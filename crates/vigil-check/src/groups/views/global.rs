//! What the global system view of a networked device states besides its drawing.

use vigil_guidance::Applies;
use vigil_model::Record;
use vigil_model::kinds::View;

use super::kind::Lack;
use crate::applies;
use crate::groups::links::backticked;
use crate::scope::Scope;

pub(super) fn lacks(scope: &Scope<'_>, view: &View) -> Option<Lack> {
    // Unknown whether it is networked is not "not networked".
    if applies::holds(scope.case, Applies::Networked) == Some(false) {
        return None;
    }
    let facts = [
        ("update-infrastructure", &view.update_infrastructure),
        ("facility-impact", &view.facility_impact),
        ("intermediaries", &view.intermediaries),
        ("cloud", &view.cloud),
        ("home-network", &view.home_network),
    ];
    let missing: Vec<&str> = facts.iter().filter(|(_, it)| it.is_none()).map(|(key, _)| *key).collect();
    let text = format!("does not state {}", backticked(missing.iter().copied()));
    (!missing.is_empty()).then(|| Lack::new(view.subject(), text, scope.place(view.meta.span)))
}
