//! A record of the model: where it stands, what it states, what depends on it, what is said about it.

use std::collections::BTreeSet;

use serde_json::Value;
use vigil_base::Id;
use vigil_model::{Kind, Model};

use super::Explained;
use crate::device::Device;

pub(super) fn of(device: &Device, kind: Kind, id: &Id) -> Explained {
    let case = &device.case;
    let model = &case.model;
    let name = format!("{}.{id}", kind.word());
    let mut said = Explained::new("record", &name, format!("{name}: {}", kind.meaning()));
    if let Some(span) = model.span_of(kind, id.as_str()) {
        said.add("Stands in", model.place(span).to_string());
    }
    let stated = model.record_json(kind, id.as_str()).unwrap_or_default();
    for (key, value) in stated.as_object().into_iter().flatten().filter(|(_, value)| !is_empty(value)) {
        said.add("States", format!("{key} = {}", shown(value)));
    }
    let near = |links: &std::collections::BTreeMap<String, BTreeSet<String>>| {
        links.get(&name).into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
    };
    said.add("Named by", named_by(model, &name).join(", "));
    said.add("Comes from", near(&case.trace.up));
    said.add("Leads to", near(&case.trace.down));
    let approvals = case.approvals.iter().filter(|(approval, _)| approval.item == name);
    said.add_all(
        "Approval",
        approvals.map(|(it, state)| {
            format!("{} by {} as {} on {}: {}", it.meaning, it.who, it.role, it.date, state.word())
        }),
    );
    let findings = device.judged.all_findings(case, &device.catalogue, vigil_guidance::Profile::Draft);
    let about = findings.into_iter().filter(|finding| finding.subject == name);
    said.add_all(
        "Finding",
        about.map(|finding| format!("{}[{}]: {}", finding.severity.word(), finding.code, finding.message)),
    );
    said
}

/// Records with a reference to it, whatever the key.
fn named_by(model: &Model, name: &str) -> Vec<String> {
    let mut by = BTreeSet::new();
    model.each_record(&mut |kind, meta, uses| {
        if uses.iter().any(|it| it.target.to_string() == name) {
            by.insert(format!("{}.{}", kind.word(), meta.id));
        }
    });
    by.into_iter().collect()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => vigil_base::canonical::compact(other).unwrap_or_default(),
    }
}
