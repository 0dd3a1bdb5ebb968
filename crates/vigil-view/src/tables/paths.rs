//! Tables: who talks to whom, over what, how it is protected. Facts P1 to P15 of Appendix 2.B.

use vigil_case::Case;
use vigil_model::derive::{crossing, medium, operator};
use vigil_model::kinds::{Auth, Channel, Component, CutEffect, Data, Flow, Session};
use vigil_model::{EndRef, Kind, Record, Ref};

use crate::table::{Cell, NOT_STATED, Table};
use crate::tables::system::labelled;
use crate::tables::words::{end, head, label, prose, record, refs, said, targets, yes_no};

const NO_FLOWS: &str = "The model states no flow between parts.";

/// Channels: stated once, named by many flows.
pub fn channels(case: &Case) -> Table {
    let mut table = Table::new("channels", "Channels", "The model states no channel.").columns(&[
        ("Channel", 1.8),
        ("Gives", 1.4),
        ("Authentication", 1.6),
        ("Cryptography", 1.6),
        ("Session", 1.6),
        ("When it is cut", 1.4),
        ("Keys", 1.0),
        ("Flows", 1.4),
    ]);
    for it in case.model.channels.values() {
        let flows = case.model.flows.values().filter(|flow| flow.over.id == *it.id());
        table.record(
            it.subject(),
            vec![
                head(it.name.as_deref(), it.id()),
                gives(it),
                authentication(it.auth.as_ref()),
                said(it.crypto.as_deref()),
                session(it.session.as_ref()),
                when_cut(it.on_cut.as_deref(), it.cut_effect),
                refs(case, &it.keys, NOT_STATED),
                Cell::list(flows.map(|flow| record(case, Kind::Flow, flow.id())), "used by no flow"),
            ],
        );
    }
    table
}

/// A closed list: empty says that nothing is given, absent says nothing.
pub(crate) fn gives(channel: &Channel) -> Cell {
    match channel.gives.as_deref() {
        None => Cell::not_stated(),
        Some(gives) => Cell::list(gives.iter().map(|it| Cell::text(it.word())), "nothing"),
    }
}

fn authentication(auth: Option<&Auth>) -> Cell {
    labelled(&[
        ("", auth.and_then(|it| it.how.as_deref())),
        ("algorithm ", auth.and_then(|it| it.alg.as_deref())),
    ])
}

fn checked(auth: Option<&Auth>) -> Cell {
    labelled(&[
        ("checked by ", auth.and_then(|it| it.verified_by.as_deref())),
        ("credentials: ", auth.and_then(|it| it.credentials.as_deref())),
    ])
}

fn session(session: Option<&Session>) -> Cell {
    labelled(&[
        ("opens with ", session.and_then(|it| it.opens.as_deref())),
        ("idle end ", session.and_then(|it| it.idle_end.as_deref())),
        ("ids ", session.and_then(|it| it.ids.as_deref())),
        ("closes ", session.and_then(|it| it.closes.as_deref())),
    ])
}

/// Flows between parts.
pub fn flows(case: &Case) -> Table {
    let mut table = Table::new("flows", "Flows", NO_FLOWS).columns(&[
        ("Flow", 1.4),
        ("From", 1.6),
        ("To", 1.6),
        ("Over", 1.6),
        ("Carries", 1.6),
        ("Answers", 1.2),
        ("Crosses", 1.2),
        ("Live in", 1.0),
    ]);
    for flow in case.model.flows.values() {
        table.record(
            flow.subject(),
            vec![
                head(flow.name.as_deref(), flow.id()),
                end(case, &flow.from),
                end(case, &flow.to),
                record(case, Kind::Channel, &flow.over.id),
                refs(case, &flow.carries, "no data stated"),
                refs(case, &flow.back, "no data stated"),
                crosses(case, flow),
                refs(case, &flow.states, "all states"),
            ],
        );
    }
    table
}

/// Whether a flow crosses a boundary of trust, in words.
pub(crate) fn crosses(case: &Case, flow: &Flow) -> Cell {
    Cell::text(match crossing(&case.model, flow) {
        None => "an end is not in the model",
        Some(it) if it.zone && it.operator => "zone and operator",
        Some(it) if it.zone => "zone",
        Some(it) if it.operator => "operator",
        Some(_) => "no boundary",
    })
}

fn flow_ref(case: &Case, flow: &Flow) -> Cell {
    record(case, Kind::Flow, flow.id())
}

/// P1, P2, P3, P7 and P8: the way, the content, the protocol, the hand-off, what happens when it is cut.
pub fn paths_content(case: &Case) -> Table {
    let mut table = Table::new("paths-content", "Paths: what runs where", NO_FLOWS).columns(&[
        ("Flow", 1.2),
        ("Way (P1)", 2.4),
        ("Content (P2)", 2.0),
        ("Protocol and ports (P3)", 1.8),
        ("Handed over to (P7)", 1.2),
        ("When it is cut (P8)", 1.8),
    ]);
    for flow in case.model.flows.values() {
        let channel = flow.over.get(&case.model);
        // A flow that says anything of its own differs from its channel, whose word then does not hold for it.
        let differs = flow.on_cut.is_some() || flow.cut_effect.is_some();
        let (on_cut, effect) = match channel {
            Some(channel) if !differs => (channel.on_cut.as_deref(), channel.cut_effect),
            _ => (flow.on_cut.as_deref(), flow.cut_effect),
        };
        table.row(vec![
            flow_ref(case, flow),
            way(case, flow),
            content(case, flow),
            protocol(case, flow, channel),
            refs(case, &flow.then, "no other flow"),
            when_cut(on_cut, effect),
        ]);
    }
    table
}

fn way(case: &Case, flow: &Flow) -> Cell {
    let medium =
        medium(&case.model, flow).map_or_else(|| format!("medium {NOT_STATED}"), |it| format!("by {it}"));
    let from = end(case, &flow.from).say(place(case, &flow.from));
    let to = end(case, &flow.to).say(place(case, &flow.to));
    from.say(" to ").then(to).say(format!(", {medium}"))
}

/// Zone and operator of one end.
fn place(case: &Case, end: &EndRef) -> String {
    let Some(component) = case.model.components.get(&end.component) else { return String::new() };
    let zone = label(&case.model, Kind::Zone, &component.zone.id);
    format!(" (in {zone}, {})", operator_words(case, component))
}

/// Who runs a part, in words.
pub(crate) fn operator_words(case: &Case, component: &Component) -> String {
    operator(&case.model, component)
        .map_or_else(|| "operator not stated".to_owned(), |by| format!("run by {by}"))
}

fn content(case: &Case, flow: &Flow) -> Cell {
    let there = data(case, &flow.carries, "there: ");
    let back = data(case, &flow.back, "back: ");
    Cell::joined([there, back].into_iter().flatten(), "; ", "no data stated")
}

fn data(case: &Case, data: &[Ref<Data>], before: &str) -> Option<Cell> {
    let one = |it: &Ref<Data>| {
        let kind = it.get(&case.model).map_or("kind not stated", |data| data.kind.word());
        record(case, Kind::Data, &it.id).say(format!(" ({kind})"))
    };
    (!data.is_empty()).then(|| Cell::text(before).then(Cell::list(data.iter().map(one), "")))
}

fn protocol(case: &Case, flow: &Flow, channel: Option<&Channel>) -> Cell {
    let name = match channel {
        Some(_) => record(case, Kind::Channel, &flow.over.id),
        None => Cell::code(flow.over.id.as_str()).say(" (no such record)"),
    };
    let ports: Vec<Cell> = [&flow.from, &flow.to].into_iter().flat_map(|end| ports(case, end)).collect();
    if ports.is_empty() { name.say(", no port stated") } else { name.say(", ").then(Cell::list(ports, "")) }
}

fn ports(case: &Case, end: &EndRef) -> Vec<Cell> {
    let component = case.model.components.get(&end.component);
    let interface = component.zip(end.interface.as_ref()).and_then(|(it, name)| it.interfaces.get(name));
    interface.into_iter().flat_map(|it| &it.listens).map(|port| Cell::code(port.to_string())).collect()
}

/// P9 to P12 and P15: authentication, cryptography, proprietary methods, checking of credentials, sessions.
pub fn paths_protection(case: &Case) -> Table {
    let mut table =
        Table::new("paths-protection", "Paths: authentication, cryptography and sessions", NO_FLOWS).columns(
            &[
                ("Flow", 1.2),
                ("Protection given", 1.6),
                ("Authentication (P9)", 1.6),
                ("Cryptography (P10)", 1.6),
                ("Proprietary method (P11)", 1.2),
                ("Checking of credentials (P12)", 1.6),
                ("Sessions (P15)", 1.8),
            ],
        );
    for flow in case.model.flows.values() {
        let channel = flow.over.get(&case.model);
        let auth = channel.and_then(|it| it.auth.as_ref());
        table.row(vec![
            flow_ref(case, flow),
            channel.map_or_else(Cell::not_stated, gives),
            authentication(auth),
            said(channel.and_then(|it| it.crypto.as_deref())),
            proprietary(channel),
            checked(auth),
            session(channel.and_then(|it| it.session.as_ref())),
        ]);
    }
    table
}

fn proprietary(channel: Option<&Channel>) -> Cell {
    let stated = yes_no(channel.and_then(|it| it.proprietary));
    match channel.and_then(|it| it.expert_analysis.as_deref()) {
        Some(analysis) => stated.say(format!("; expert analysis: {}", prose(analysis))),
        None => stated,
    }
}

/// Use cases with their flows in order.
pub fn use_cases(case: &Case) -> Table {
    let mut table = Table::new("use-cases", "Use cases", "The model states no use case.").columns(&[
        ("Use case", 1.6),
        ("Steps in order", 2.6),
        ("Device states", 1.2),
        ("Clinical states", 1.2),
        ("What could go wrong", 2.4),
    ]);
    for it in case.model.usecases.values() {
        let clinical = it.clinical.iter().map(|state| Cell::text(state.word().replace('-', " ")));
        table.record(
            it.subject(),
            vec![
                head(it.name.as_deref(), it.id()),
                targets(case, &it.steps, NOT_STATED),
                refs(case, &it.states, "all states"),
                Cell::list(clinical, NOT_STATED),
                said(it.text.as_deref()),
            ],
        );
    }
    table
}

/// What happens when a link is cut: the words for a reader, and the closed word that is credited.
fn when_cut(on_cut: Option<&str>, effect: Option<CutEffect>) -> Cell {
    let word = effect.map(|it| Cell::code(it.word()));
    match (on_cut, word) {
        (Some(_), Some(word)) => word.say(": ").then(said(on_cut)),
        (None, Some(word)) => word,
        (_, None) => said(on_cut),
    }
}
