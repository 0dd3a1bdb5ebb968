//! 16 labeling, 17 management plan.

use vigil_document::Block;
use vigil_view::tables;

use super::Content;
use crate::parts::{Maker, anchored, gap, plain};

pub(super) fn labeling(maker: &Maker<'_>) -> Content {
    let case = maker.case;
    let mut content = Content::default();
    content.section(1, "introduction", "About this guide", maker.prose("labeling", 1));
    content.section(1, "labels", "What users need to know, by topic", anchored(&tables::labels(case)));
    content.section(1, "ports", "Ports, radios and other interfaces", plain(&tables::ports(case)));
    content.section(1, "settings", "Settings and their defaults", plain(&tables::settings(case)));
    content.section(1, "support", "End of support", plain(&tables::support_calendar(case)));
    content.section(1, "decommissioning", "Taking the device out of use", maker.prose("decommissioning", 1));
    content
}

pub(super) fn management_plan(maker: &Maker<'_>) -> Content {
    let case = maker.case;
    let mut content = Content::default();
    content.section(1, "plan", "Cybersecurity management", maker.prose("management-plan", 1));
    if case.model.plan.is_none() {
        content.push(gap("No plan is stated", "The model has no `[plan]`. Section 524B(b)(1) of the FD&C Act requires a cyber device to have one."));
    }
    content.push(maker.answers(
        "The elements of the plan, with where the model states each.",
        &["G26.MP.1", "G26.MP.14", "S524B.1"],
    ));
    content.section(1, "elements", "Elements", plain(&tables::plan_elements(case, maker.catalogue)));
    content.section(1, "monitoring", "What is monitored", plain(&tables::monitor(case)));
    content.push(Block::heading(1, "updates", "The plan for security updates"));
    content.extend(anchored(&tables::updates(case)));
    content.section(1, "releases", "Versions in the field", anchored(&tables::releases(case)));
    content.section(1, "support", "When support of packages ends", plain(&tables::support_calendar(case)));
    content
}
