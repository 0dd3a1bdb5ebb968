//! The multi-patient view has something to start from.

use vigil_model::Record;
use vigil_model::derive::MultiPatient;
use vigil_model::kinds::View;

use super::kind::Lack;
use crate::scope::Scope;

pub(super) fn lacks(scope: &Scope<'_>, view: &View) -> Option<Lack> {
    let model = &scope.case.model;
    let reach = MultiPatient::of(model);
    let none = reach.reach.is_empty() && reach.shared.is_empty();
    let text = if none {
        "has no start: no part says `serves_many` and no secret is shared by the fleet; say so with `because`"
    } else {
        "leads to no essential function from a part that serves many; say why with `because`"
    };
    reach
        .harmful_starts(model)
        .is_empty()
        .then(|| Lack::new(view.subject(), text, scope.place(view.meta.span)))
}
