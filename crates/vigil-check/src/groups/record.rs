//! Predicates of the group `record`: keys of a statement that exists once per device.

use serde_json::Value as Json;
use vigil_model::Model;
use vigil_model::field::Field;
use vigil_model::model::Single;

use crate::groups::{Predicate, say};
use crate::judgement::Judgement;
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] = &[("fields", fields)];

/// Each key that the rule names is stated in the table that it names, and says something.
fn fields(scope: &Scope<'_>) -> Vec<Judgement> {
    let record = scope.arg("record");
    let (single, path) = record.split_once('.').map_or((record, None), |(head, rest)| (head, Some(rest)));
    let statement = Statement::of(&scope.case.model, single);
    let table = statement.as_ref().and_then(|it| walk(&it.json, path));
    let wanted = scope.arg("keys").split(',').map(str::trim).filter(|key| !key.is_empty());
    let absent: Vec<&str> =
        wanted.filter(|key| !table.and_then(|it| walk(it, Some(key))).is_some_and(says_something)).collect();
    let place = statement.as_ref().map_or_else(Scope::top, |it| {
        let key = path.map_or("", |path| path.split('.').next().unwrap_or(path));
        scope.place(it.key(key))
    });
    let judgement = say::missing(record, place, &absent);
    vec![if absent.is_empty() { judgement.resting_on(record) } else { judgement }]
}

/// A statement of the model as JSON, with the places of its keys.
struct Statement {
    json: Json,
    span: vigil_model::Span,
    keys: Vec<(String, vigil_model::Span)>,
}

impl Statement {
    fn of(model: &Model, word: &str) -> Option<Self> {
        fn read<T: Field>(single: Option<&Single<T>>) -> Option<Statement> {
            let single = single?;
            Some(Statement { json: single.value.json(), span: single.span, keys: single.keys.clone() })
        }
        match word {
            "project" => read(model.project.as_ref()),
            "context" => read(model.context.as_ref()),
            "cyber-device" => read(model.cyber_device.as_ref()),
            "risk-plan" => read(model.risk_plan.as_ref()),
            "risk-report" => read(model.risk_report.as_ref()),
            "threat-model" => read(model.threat_model.as_ref()),
            "interoperability" => read(model.interoperability.as_ref()),
            "inventory" => read(model.inventory.as_ref()),
            "metrics" => read(model.metrics.as_ref()),
            "plan" => read(model.plan.as_ref()),
            "security-architecture" => read(model.security_architecture.as_ref()),
            "safety-file" => read(model.safety_file.as_ref()),
            "labeling" => read(model.labeling.as_ref()),
            "anomalies" => read(model.anomaly_list.as_ref()),
            "change" => read(model.change.as_ref()),
            _ => None,
        }
    }

    fn key(&self, name: &str) -> vigil_model::Span {
        self.keys.iter().find(|(key, _)| key == name).map_or(self.span, |(_, span)| *span)
    }
}

/// The value at a dotted path.
fn walk<'j>(json: &'j Json, path: Option<&str>) -> Option<&'j Json> {
    path.map_or(Some(json), |path| path.split('.').try_fold(json, |at, key| at.get(key)))
}

fn says_something(value: &Json) -> bool {
    match value {
        Json::Null => false,
        Json::String(text) => !text.trim().is_empty(),
        Json::Array(items) => items.iter().any(says_something),
        Json::Object(fields) => fields.values().any(says_something),
        Json::Bool(_) | Json::Number(_) => true,
    }
}
