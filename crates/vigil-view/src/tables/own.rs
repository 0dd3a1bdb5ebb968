//! Tables: vulnerabilities of the maker's own code and design.

use vigil_case::Case;
use vigil_model::kinds::Vulnerability;
use vigil_model::{Kind, Record};

use crate::table::{Cell, NOT_STATED, Table, Tone};
use crate::tables::words::{cwes, prose, record, said_after, targets, verdict};
use crate::tables::{Audience, embargo};

/// Vulnerabilities of the maker's own code and design. Those under embargo are marked, and kept from the public.
pub fn own_vulnerabilities(case: &Case, audience: Audience) -> Table {
    let empty = match audience {
        Audience::Regulator => {
            "The model states no vulnerability of the maker's own code or design.".to_owned()
        }
        Audience::Public => {
            format!(
                "There is no vulnerability of the maker's own code or design to tell of on {}.",
                case.as_of
            )
        }
    };
    let mut table = Table::new("own-vulnerabilities", "Vulnerabilities of our own", &empty).columns(&[
        ("Vulnerability", 2.0),
        ("Found by", 1.2),
        ("In", 1.4),
        ("#Versions, fixed in", 1.4),
        ("CWE and CVE", 1.0),
        ("May be told", 1.2),
        ("Verdict", 1.2),
        ("Remarks", 2.0),
    ]);
    let kept = embargo::Kept::from(case, audience);
    for it in case.model.vulnerabilities.values().filter(|it| !kept.vulnerability(it.id())) {
        table.record(it.subject(), own_row(case, it));
    }
    table.notes.extend(embargo::note(case, audience));
    table.last_are_remarks()
}

fn own_row(case: &Case, it: &Vulnerability) -> Vec<Cell> {
    let reported = it.reported.map_or_else(|| ", day not stated".to_owned(), |day| format!(", {day}"));
    let versions = [
        it.versions.as_ref().map(Cell::code),
        it.fixed_in.as_ref().map(|version| Cell::text("fixed in ").then(Cell::code(version))),
    ];
    let cve = it.cve.as_ref().map_or_else(|| ", no CVE stated".to_owned(), |cve| format!(", {cve}"));
    let made = case.model.decisions.values();
    let made = made.filter(|made| made.on.vulnerability.as_ref().is_some_and(|on| on.id == *it.id()));
    let made =
        made.map(|made| verdict(made.verdict).say(" by ").then(record(case, Kind::Decision, made.id())));
    let more = [said_after("", it.text.as_deref()), said_after("from ", it.from.as_deref())];
    vec![
        Cell::code(it.id().as_str()).say(format!(" {}", prose(&it.title))),
        Cell::text(format!("{}{reported}", it.found_by)),
        targets(case, &it.on, NOT_STATED),
        Cell::list(versions.into_iter().flatten(), NOT_STATED),
        cwes(&it.cwe).say(cve),
        may_be_told(case, it),
        Cell::list(made, "not decided"),
        Cell::joined(more.into_iter().flatten(), "; ", NOT_STATED),
    ]
}

fn may_be_told(case: &Case, it: &Vulnerability) -> Cell {
    let Some(embargo) = &it.embargo else { return Cell::text("no embargo") };
    let tlp = embargo.tlp.as_ref().map(|tlp| format!(", TLP {tlp}")).unwrap_or_default();
    if embargo::is_embargoed(case, it) {
        Cell::status(format!("under embargo until {}", embargo.until), Tone::Warn).say(tlp)
    } else {
        Cell::text(format!("since {}{tlp}", embargo.until))
    }
}
