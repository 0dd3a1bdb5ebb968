//! A small infusion system: what has to fall out of the model without anybody typing it.

use vigil_model::{derive, kinds::Operator};

use crate::load;

#[test]
fn the_example_loads_without_a_fault() {
    let loaded = load("infusion");
    let said: Vec<String> = loaded
        .findings
        .iter()
        .map(|it| format!("{} {} {:?}", it.code, it.message, it.place.as_ref().map(ToString::to_string)))
        .collect();
    assert!(said.is_empty(), "{said:#?}");
    assert!(loaded.model.count() > 50, "{}", loaded.model.count());
}

#[test]
fn four_flows_cross_a_boundary_and_the_order_crosses_none() {
    let model = load("infusion").model;
    let crossing: Vec<String> = derive::crossings(&model).keys().map(ToString::to_string).collect();
    assert_eq!(crossing, ["ble-control", "fetch-update", "gateway-control", "watch"]);
    let gateway = &model.components["gateway"];
    assert_eq!(derive::operator(&model, gateway), Some(Operator::Hospital));
}

#[test]
fn many_patients_are_reached_from_the_gateway_and_from_the_cloud() {
    let model = load("infusion").model;
    let reach = derive::MultiPatient::of(&model);
    let starts: Vec<&str> = reach.harmful_starts(&model).iter().map(|it| it.as_str()).collect();
    assert_eq!(starts, ["fleet", "gateway"]);
    assert!(reach.reach["gateway"].contains("pump-motor"));
    assert!(reach.risk_reaches_many(&model, &model.risks["r-013"]));
    assert!(!reach.risk_reaches_many(&model, &model.risks["r-012"]));
}

#[test]
fn the_port_table_has_every_way_in_once() {
    let model = load("infusion").model;
    let rows: Vec<String> = derive::port_table(&model)
        .iter()
        .map(|row| {
            let port = row.port.as_ref().map_or_else(String::new, ToString::to_string);
            format!("{} {} {port} {}", row.surface.path(), row.surface.interface.kind, row.states.join(","))
        })
        .collect();
    let expected = [
        "fleet.api https  ",
        "gateway.api https  ",
        "gateway.mllp tcp  ",
        "gateway.up internet  ",
        "phone.net internet  ",
        "pump-comms.ble ble  ",
        "pump-comms.uart debug-uart  service",
        "pump-comms.usb usb-device  ",
        "pump-comms.wifi wifi tcp/8443 ",
        "tablet.ble ble  ",
    ];
    assert_eq!(rows, expected);
}

#[test]
fn severity_comes_from_the_harm_through_the_functions() {
    let model = load("infusion").model;
    let target = vigil_model::AnyRef::parse("flow.order").unwrap();
    assert_eq!(derive::worst_harm(&model, &target).unwrap().severity.value, "catastrophic");
    let watch = vigil_model::AnyRef::parse("flow.watch").unwrap();
    assert_eq!(derive::worst_harm(&model, &watch).unwrap().severity.value, "serious");
}

#[test]
fn a_threat_model_without_reasons_for_phases_reads_and_prints_nothing_for_them() {
    let world = vigil_base::Memory::new(crate::DAY).with(
        "d/vigil.toml",
        "[project]\nid = \"d\"\nname = \"D\"\nversion = \"1\"\n[release.1]\n[threat-model]\nmethods = [\"STRIDE\"]\n",
    );
    let loaded = vigil_model::load(&world, std::path::Path::new("d")).unwrap();
    assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings);
    let threat_model = loaded.model.threat_model.as_ref().unwrap();
    assert_eq!(threat_model.phases.get(vigil_model::kinds::Phase::Maintenance), None);
    let json = loaded.model.json();
    assert_eq!(json["model"]["threat-model"], serde_json::json!({"methods": ["STRIDE"]}));
}
