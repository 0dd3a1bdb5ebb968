//! The five classes of assets of Appendix 2.

use vigil_model::kinds::{Component, ComponentKind, Operator, ZoneKind};
use vigil_model::{Record, derive};

use crate::groups::links::lacking;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// The class that the rule names has assets; device hardware is judged part by part.
pub(super) fn assets(scope: &Scope<'_>) -> Vec<Judgement> {
    match scope.arg("class") {
        "hardware" => hardware(scope),
        "supporting" => {
            let supporting = |it: &Component| supports(it.kind);
            vec![some(scope, "supporting", components(scope, supporting), "no tool, app or server is stated")]
        }
        "facility" => {
            let model = &scope.case.model;
            let facility = |it: &Component| {
                derive::operator(model, it) == Some(Operator::Hospital) && it.kind == ComponentKind::External
            };
            vec![some(scope, "facility", components(scope, facility), "no system of the facility is stated")]
        }
        "network" => {
            let networks = scope.case.model.zones.values().filter(|it| it.kind == Some(ZoneKind::Network));
            vec![some(scope, "network", networks.map(Record::subject).collect(), "no network is stated")]
        }
        "manufacturer" => {
            let model = &scope.case.model;
            let own = |it: &Component| derive::operator(model, it) == Some(Operator::Manufacturer);
            vec![some(scope, "manufacturer", components(scope, own), "no part that the maker runs is stated")]
        }
        other => {
            vec![Judgement::incomplete("assets", format!("the class `{other}` is not known to this version"))]
        }
    }
}

fn components(scope: &Scope<'_>, wanted: impl Fn(&Component) -> bool) -> Vec<String> {
    scope.case.model.components.values().filter(|it| wanted(it)).map(Record::subject).collect()
}

fn some(scope: &Scope<'_>, class: &str, found: Vec<String>, lacks: &str) -> Judgement {
    let place =
        scope.case.model.components.values().next().map_or_else(Scope::top, |it| scope.place(it.meta.span));
    let judgement = lacking(class, found.is_empty().then_some(lacks), place);
    found.into_iter().fold(judgement, Judgement::resting_on)
}

fn supports(kind: ComponentKind) -> bool {
    matches!(
        kind,
        ComponentKind::MobileApp
            | ComponentKind::DesktopApp
            | ComponentKind::WebApp
            | ComponentKind::Server
            | ComponentKind::CloudService
            | ComponentKind::ServiceTool
            | ComponentKind::Database
    )
}

/// Kinds that are a piece of the device: their platform is the maker's choice.
fn is_hardware(kind: ComponentKind) -> bool {
    matches!(
        kind,
        ComponentKind::Mcu
            | ComponentKind::EmbeddedLinux
            | ComponentKind::Rtos
            | ComponentKind::Fpga
            | ComponentKind::Radio
            | ComponentKind::Hardware
            | ComponentKind::Implant
    )
}

fn hardware(scope: &Scope<'_>) -> Vec<Judgement> {
    let parts: Vec<&Component> =
        scope.case.model.components.values().filter(|it| is_hardware(it.kind)).collect();
    if parts.is_empty() {
        let lacks = "is in no record: no component is hardware of the device";
        return vec![lacking("device", Some(lacks), Scope::top())];
    }
    parts.into_iter().map(|it| platform(scope, it)).collect()
}

fn platform(scope: &Scope<'_>, part: &Component) -> Judgement {
    let own = part.developed_by.as_deref() == Some("own") && part.supplier.is_none();
    let bought = part.supplier.is_some() || part.developed_by.is_some();
    let lacks = if part.hardware_assessed.is_some() || own {
        None
    } else if bought {
        Some("is bought, and its platform is not assessed (`hardware-assessed`)")
    } else {
        Some("does not say whether its platform is bought (`developed-by`), or how it was assessed")
    };
    lacking(part.id().as_str(), lacks, scope.place(part.meta.key("hardware-assessed")))
        .resting_on(part.subject())
}
