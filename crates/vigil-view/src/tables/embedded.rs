//! Tables: components asked by MITRE EMB3D, with its threats beside ours.

use vigil_case::Case;
use vigil_case::emb3d::{Asked, Concerns, Named, ask};
use vigil_model::Kind;

use crate::table::{Cell, Table};
use crate::tables::words::{prose, record, threat};

/// What the licence of the catalogue asks of copies of it.
const NOTICE: &str = "EMB3D is \u{a9} The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.";

const NONE_ASKED: &str =
    "No component was asked: none is a device or a part of one, and none answers by itself.";

/// Both tables; none where the folder names no copy of the catalogue.
pub fn emb3d(case: &Case) -> Vec<Table> {
    let Some(named) = &case.emb3d else { return Vec::new() };
    let asked = ask(case, &named.catalogue);
    vec![answers(case, named, &asked), threats(case, named, &asked)]
}

/// What each component answered, and what follows.
fn answers(case: &Case, named: &Named, asked: &[Asked]) -> Table {
    let mut table = Table::new("emb3d", "Components asked by MITRE EMB3D", NONE_ASKED).columns(&[
        ("Component", 1.4),
        ("Answered", 0.9),
        ("Not answered yet", 2.6),
        ("Threats that apply", 1.0),
        ("Threats that depend on an answer", 2.6),
        ("That do not apply", 1.0),
    ]);
    for it in asked {
        let open: Vec<&str> = it.open().collect();
        let answered = it.answers.values().filter(|it| it.has.is_some()).count();
        let of = |wanted: &dyn Fn(&Concerns) -> bool| -> Vec<&str> {
            it.threats.iter().filter(|(_, it)| wanted(it)).map(|(id, _)| id.as_str()).collect()
        };
        table.row(vec![
            record(case, Kind::Component, &it.component),
            Cell::text(format!("{answered} of {}", it.answers.len())),
            ids(&open, "none: all are answered"),
            Cell::count(of(&|it| matches!(it, Concerns::Yes(_))).len()),
            ids(&of(&|it| matches!(it, Concerns::Unknown(_))), "none"),
            Cell::count(of(&|it| matches!(it, Concerns::No)).len()),
        ]);
    }
    let (properties, threats) = (named.catalogue.properties.len(), named.catalogue.threats.len());
    table.note(format!(
        "Asked by the {properties} properties of {}, a copy of MITRE EMB3D with {threats} threats. What follows from the model is answered by it.",
        named.file
    ));
    table
}

/// The threats of the catalogue that apply, with ours on the same component whose rules name them.
fn threats(case: &Case, named: &Named, asked: &[Asked]) -> Table {
    let mut table = Table::new(
        "emb3d-threats",
        "Threats of MITRE EMB3D that apply, beside ours",
        "No threat of the catalogue applies by what is answered so far.",
    )
    .columns(&[("Component", 1.4), ("EMB3D", 2.4), ("Because of", 1.2), ("Ours", 3.4)]);
    for it in asked {
        for (id, concerns) in &it.threats {
            let Concerns::Yes(properties) = concerns else { continue };
            let name = named.catalogue.threats.get(id).map_or("", |it| it.name.as_str());
            let properties: Vec<&str> = properties.iter().map(String::as_str).collect();
            let ours = it.ours.get(id).into_iter().flatten().filter_map(|own| {
                let outcome = case.threats.all.get(own)?.outcome.word();
                Some(threat(case, own).say(format!(" ({outcome})")))
            });
            table.row(vec![
                record(case, Kind::Component, &it.component),
                Cell::text(format!("{id}: {}", prose(name))),
                ids(&properties, "nothing"),
                Cell::list(ours, "none of ours names it"),
            ]);
        }
    }
    table.note(NOTICE);
    table
}

fn ids(ids: &[&str], none: &str) -> Cell {
    if ids.is_empty() { Cell::text(none) } else { Cell::text(ids.join(", ")) }
}
