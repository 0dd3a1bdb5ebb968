//! Views of a part of the system.

use vigil_base::Id;
use vigil_case::Case;

use crate::graph::Diagram;

/// Parts that serve many or share a fleet-wide secret, and everything on the way to an essential function.
pub fn multi_patient(_case: &Case) -> Diagram {
    Diagram::new("multi-patient", "Multi-patient harm view")
}

/// The path of an update from its server to the parts that it updates; `None` when there is no such update.
pub fn update(case: &Case, id: &Id) -> Option<Diagram> {
    case.model.updates.get(id).map(|_| Diagram::new("update", "Updateability view"))
}

/// The flows of a use case in order; `None` when there is no such use case.
pub fn use_case(case: &Case, id: &Id) -> Option<Diagram> {
    case.model.usecases.get(id).map(|_| Diagram::new("use-case", "Security use-case view"))
}
