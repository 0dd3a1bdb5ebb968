//! Tables: the management plan, element by element, and what is monitored.

use vigil_case::Case;
use vigil_guidance::Catalogue;
use vigil_model::kinds::{Plan, Psirt, Within};

use crate::table::{Cell, NOT_STATED, Table, Tone};
use crate::tables::words::{label, prose, refs, said};

/// The elements MP.1 to MP.14 with what the model states for each, and where.
pub fn plan_elements(case: &Case, catalogue: &Catalogue) -> Table {
    let mut table = Table::new(
        "plan-elements",
        "Elements of the management plan",
        "The catalogue in use holds no element of a management plan.",
    )
    .columns(&[
        ("#Element", 0.9),
        ("What it asks for", 1.8),
        ("Where the model states it", 1.8),
        ("What it states", 4.0),
    ]);
    for rule in catalogue.rules().iter().filter(|rule| rule.id.starts_with("G26.MP.")) {
        let number = rule.id.trim_start_matches("G26.MP.");
        table.row(vec![
            Cell::code(format!("MP.{number}")),
            Cell::text(&rule.title),
            Cell::text(rule.looks_at.replace('`', "")),
            statement(case, number),
        ]);
    }
    if case.model.plan.is_none() {
        table.note("The model holds no management plan: `[plan]` is missing.");
    }
    table
}

/// What the model states for one element.
fn statement(case: &Case, number: &str) -> Cell {
    let plan = case.model.plan.as_ref().map(|it| &it.value);
    let stated = match number {
        "6" => updates(case, plan),
        "8" => disclosure(case, plan),
        "11" => cycles(case, plan),
        "14" => not_patchable(case, plan),
        _ => of_plan(case, plan, number),
    };
    if stated.is_empty() {
        return Cell::status(NOT_STATED, Tone::Warn);
    }
    Cell::joined(stated, "; ", NOT_STATED)
}

/// Elements that stand in the plan alone.
fn of_plan(case: &Case, plan: Option<&Plan>, number: &str) -> Vec<Cell> {
    let Some(it) = plan else { return Vec::new() };
    let disclosure = it.disclosure.as_ref();
    match number {
        "1" => {
            it.roles.iter().map(|(role, does)| Cell::strong(role).say(format!(": {}", prose(does)))).collect()
        }
        "2" => it.monitor.iter().map(|(name, source)| monitored(name, source)).collect(),
        "3" => it.kev.iter().flat_map(regular).collect(),
        "4" => it.testing.iter().flat_map(regular).collect(),
        "5" => it
            .release_within
            .iter()
            .map(|(word, time)| Cell::text(format!("{word}: within {time}")))
            .collect(),
        "7" => it
            .capability
            .iter()
            .flat_map(|it| {
                let within = it.within.as_ref().map(ToString::to_string);
                named(&[
                    ("rate: ", it.rate.as_deref()),
                    ("within ", within.as_deref()),
                    ("because ", it.because.as_deref()),
                ])
            })
            .collect(),
        "9" => it
            .customers
            .iter()
            .flat_map(|it| {
                let within = it.within.as_ref().map(ToString::to_string);
                named(&[("", it.how.as_deref()), ("within ", within.as_deref())])
            })
            .collect(),
        "10" => named(&[
            ("found by others: ", disclosure.and_then(|it| it.external.as_deref())),
            ("found by the maker: ", disclosure.and_then(|it| it.internal.as_deref())),
            ("carried out: ", disclosure.and_then(|it| it.procedure.as_deref())),
        ]),
        "12" => {
            let reviewed = it.reviewed.map(|day| day.to_string());
            let every = it.review_every.as_ref().map(ToString::to_string);
            named(&[
                ("reviewed ", reviewed.as_deref()),
                ("every: ", every.as_deref()),
                ("", it.risk_update.as_deref()),
            ])
        }
        "13" => fielded(case, it),
        _ => Vec::new(),
    }
}

/// What is stated, each with its words before it.
fn named(parts: &[(&str, Option<&str>)]) -> Vec<Cell> {
    parts
        .iter()
        .filter_map(|(before, text)| Some(Cell::text(format!("{before}{}", prose((*text)?)))))
        .collect()
}

fn regular(it: &vigil_model::kinds::Regular) -> Vec<Cell> {
    let every = it.every.as_ref().map(ToString::to_string);
    named(&[("", it.how.as_deref()), ("", it.what.as_deref()), ("every: ", every.as_deref())])
}

fn monitored(name: &str, it: &vigil_model::kinds::Monitor) -> Cell {
    let every = it.every.as_ref().map_or_else(|| format!("how often is {NOT_STATED}"), ToString::to_string);
    Cell::strong(name).say(format!(" ({every})"))
}

fn updates(case: &Case, plan: Option<&Plan>) -> Vec<Cell> {
    let Some(it) = plan.and_then(|it| it.updates.as_ref()) else { return Vec::new() };
    let paths = (!it.paths.is_empty()).then(|| Cell::text("paths: ").then(refs(case, &it.paths, "")));
    it.process.iter().map(|text| Cell::text(prose(text))).chain(paths).collect()
}

/// The plan's own words on disclosure, else those of the manufacturer.
fn disclosure(case: &Case, plan: Option<&Plan>) -> Vec<Cell> {
    let it = plan.and_then(|it| it.disclosure.as_ref());
    let psirt: Option<&Psirt> = case.model.project.as_ref().and_then(|it| it.maker.as_ref()?.psirt.as_ref());
    let policy = it.and_then(|it| it.policy.as_deref()).or(psirt.and_then(|it| it.policy.as_deref()));
    let contact = it.and_then(|it| it.contact.as_deref()).or(psirt.and_then(|it| it.mail.as_deref()));
    let within = it
        .and_then(|it| it.acknowledges_within.as_ref())
        .or(psirt.and_then(|it| it.acknowledges_within.as_ref()));
    let within = within.map(ToString::to_string);
    let procedure = it.and_then(|it| it.procedure.as_deref());
    named(&[
        ("policy ", policy),
        ("contact ", contact),
        ("answers within ", within.as_deref()),
        ("procedure: ", procedure),
    ])
}

fn cycles(case: &Case, plan: Option<&Plan>) -> Vec<Cell> {
    let cycle = plan.and_then(|it| it.cycle.as_ref());
    let mut cells = within("regular", cycle.and_then(|it| it.regular.as_ref()));
    cells.extend(within("out of cycle", cycle.and_then(|it| it.out_of_cycle.as_ref())));
    for update in case.model.updates.values() {
        let name = label(&case.model, vigil_model::Kind::Update, &update.meta.id);
        cells.extend(update.cycle.as_ref().map(|it| Cell::text(format!("update {name}: {it}"))));
        cells.extend(
            update.urgent.as_ref().map(|it| Cell::text(format!("update {name} out of cycle: within {it}"))),
        );
    }
    cells
}

fn within(what: &str, it: Option<&Within>) -> Vec<Cell> {
    let Some(it) = it else { return Vec::new() };
    let time = it.within.as_ref().map(ToString::to_string);
    named(&[
        (&format!("{what}: within "), time.as_deref()),
        (&format!("{what} because "), it.because.as_deref()),
    ])
}

fn fielded(case: &Case, plan: &Plan) -> Vec<Cell> {
    let mut cells = named(&[("", plan.fielded.as_deref())]);
    let fielded = case.model.releases.values();
    let fielded = fielded.filter(|it| it.status == Some(vigil_model::kinds::ReleaseStatus::Fielded));
    cells.extend(fielded.map(|it| {
        let units = it.units.map_or_else(|| "units not stated".to_owned(), |units| format!("{units} units"));
        Cell::text("release ")
            .then(crate::tables::words::record(case, vigil_model::Kind::Release, &it.meta.id))
            .say(format!(": {units}"))
    }));
    cells
}

fn not_patchable(case: &Case, plan: Option<&Plan>) -> Vec<Cell> {
    let parts = case.model.components.values().filter(|it| it.patchable == Some(false));
    let parts: Vec<Cell> = parts
        .map(|it| crate::tables::words::record(case, vigil_model::Kind::Component, &it.meta.id))
        .collect();
    let mut cells = Vec::new();
    if !parts.is_empty() {
        cells.push(Cell::text("cannot be updated: ").then(Cell::list(parts, "")));
    }
    if let Some(it) = plan.and_then(|it| it.not_patchable.as_ref()) {
        cells.push(Cell::text("the plan names ").then(refs(case, it.on.iter(), "no part")));
        cells.extend(named(&[("limits: ", it.limits.as_deref()), ("then: ", it.then.as_deref())]));
    }
    if cells.is_empty() && case.model.components.values().all(|it| it.patchable == Some(true)) {
        cells.push(Cell::text("every part is stated to be updatable"));
    }
    cells
}

/// Sources of information on vulnerabilities that are monitored.
pub fn monitor(case: &Case) -> Table {
    let empty = "The management plan names no source that is monitored.";
    let mut table = Table::new("monitor", "Monitored sources", empty).columns(&[
        ("Source", 1.4),
        ("Kind", 1.0),
        ("Method", 3.0),
        ("How often", 1.0),
    ]);
    for (name, it) in case.model.plan.iter().flat_map(|plan| &plan.value.monitor) {
        table.row(vec![
            Cell::strong(name),
            said(it.kind.as_deref()),
            said(it.method.as_deref()),
            Cell::stated(it.every.as_ref()),
        ]);
    }
    table
}
