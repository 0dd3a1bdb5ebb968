//! What the tables say of a case.

use std::collections::{BTreeMap, BTreeSet};

use insta::assert_snapshot;
use vigil_case::Case;
use vigil_check::judge;
use vigil_guidance::Catalogue;
use vigil_view::table::{Part, Table};
use vigil_view::tables::{self, Audience};
use vigil_view::text::render;

use crate::example;

/// Every table of a case.
fn every(case: &Case, audience: Audience) -> Vec<Table> {
    let catalogue = Catalogue::builtin();
    let judged = judge(case, &catalogue);
    let plain: [fn(&Case) -> Table; 66] = [
        tables::origins,
        tables::orphans,
        tables::identity,
        tables::release_parts,
        tables::cyber_device_limbs,
        tables::sboms,
        tables::interfaces,
        tables::ports,
        tables::zones,
        tables::states,
        tables::components,
        tables::component_facts,
        tables::access,
        tables::actors,
        tables::adversaries,
        tables::assumptions,
        tables::channels,
        tables::flows,
        tables::paths_content,
        tables::paths_protection,
        tables::use_cases,
        tables::paths_links,
        tables::path_facts,
        tables::data,
        tables::secrets,
        tables::settings,
        tables::functions_and_harms,
        tables::harms,
        tables::threats,
        tables::threat_details,
        tables::threat_coverage,
        tables::stride,
        tables::phases,
        tables::open_questions,
        tables::risk_matrix,
        tables::controls,
        tables::requirements,
        tables::tests,
        tables::test_results,
        tables::evidence,
        tables::pentests,
        tables::vulnerabilities,
        tables::vulnerability_details,
        tables::kev,
        tables::match_counts,
        tables::unidentified,
        tables::not_built,
        tables::data_cut,
        tables::packages,
        tables::support,
        tables::support_calendar,
        tables::anomalies,
        tables::metrics,
        tables::trace,
        tables::labels,
        tables::monitor,
        tables::releases,
        tables::updates,
        tables::update_segments,
        tables::approvals,
        tables::standards,
        tables::suppliers,
        tables::interoperability,
        tables::inputs,
        tables::fielded_releases,
        tables::supplier_statements,
    ];
    let told: [fn(&Case, Audience) -> Table; 9] = [
        tables::risks,
        tables::transfers,
        tables::test_findings,
        tables::decisions,
        tables::deferred,
        tables::own_vulnerabilities,
        tables::own_in_releases,
        tables::fielded_flaws,
        tables::carried,
    ];
    let mut all: Vec<Table> = plain.iter().map(|make| make(case)).collect();
    all.extend(told.iter().map(|make| make(case, audience)));
    all.push(tables::control_families(case, &catalogue));
    all.push(tables::appendix1_answers(case, &judged, &catalogue));
    all.push(tables::plan_elements(case, &catalogue));
    all.push(tables::judgements_by_element(&judged, &catalogue));
    all.push(tables::judgements(&judged, &catalogue));
    all
}

/// To read the tables: `VIGIL_PICTURES=folder cargo test -p vigil-view --test it tables`.
fn keep(device: &str, table: &Table) {
    if let Some(folder) = std::env::var_os("VIGIL_PICTURES") {
        let path = std::path::Path::new(&folder).join(format!("{device}-{}.txt", table.id));
        std::fs::write(path, render(table, 160)).expect("the folder exists");
    }
}

#[test]
fn no_cell_is_without_meaning() {
    for (name, case) in example::all() {
        let all = every(&case, Audience::Regulator);
        let mut cells = 0;
        for table in &all {
            keep(&name, table);
            assert!(table.empty.ends_with('.'), "{}: {:?}", table.id, table.empty);
            for row in &table.rows {
                assert_eq!(row.cells.len(), table.columns.len(), "{}", table.id);
                for (column, cell) in table.columns.iter().zip(&row.cells) {
                    let words = cell.plain();
                    let words = words.trim();
                    let hollow = ["", "-", "\u{2013}", "\u{2014}"].contains(&words);
                    assert!(!hollow, "{name}, {}, {}: {row:?}", table.id, column.title);
                    assert!(cell.parts.iter().all(|part| !part.words().is_empty()), "{}: {cell:?}", table.id);
                    cells += 1;
                }
            }
        }
        println!("{name}: {} tables, {cells} cells", all.len());
    }
}

#[test]
fn table_ids_are_unique_and_a_record_is_printed_in_full_once() {
    for (name, case) in example::all() {
        let mut anchors: BTreeMap<String, String> = BTreeMap::new();
        let mut ids = BTreeSet::new();
        for table in every(&case, Audience::Regulator) {
            assert!(ids.insert(table.id.clone()), "{}", table.id);
            for anchor in table.rows.iter().filter_map(|row| row.anchor.clone()) {
                if let Some(other) = anchors.insert(anchor.clone(), table.id.clone()) {
                    panic!("{name}: {anchor} in {other} and {}", table.id);
                }
            }
        }
    }
}

#[test]
fn every_reference_leads_to_a_row() {
    for (name, case) in example::all() {
        let all = every(&case, Audience::Regulator);
        let anchors: BTreeSet<&String> =
            all.iter().flat_map(|it| &it.rows).filter_map(|it| it.anchor.as_ref()).collect();
        let mut count = 0;
        for table in &all {
            for part in table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.parts) {
                if let Part::Ref { to, .. } = part {
                    assert!(
                        anchors.contains(to),
                        "{name}: {} leads to {to}, which no table prints",
                        table.id
                    );
                    count += 1;
                }
            }
        }
        println!("{name}: {} anchors, {count} references", anchors.len());
    }
}

#[test]
fn an_embargoed_vulnerability_never_reaches_the_public() {
    for (name, case) in example::all() {
        let kept = case.model.vulnerabilities.values();
        let kept = kept.filter(|it| it.embargo.as_ref().is_some_and(|embargo| case.as_of < embargo.until));
        let mut secret: Vec<String> = Vec::new();
        for it in kept {
            secret.extend([it.meta.id.to_string(), it.title.clone()]);
            let decided = case.model.decisions.values();
            let decided =
                decided.filter(|made| made.on.vulnerability.as_ref().is_some_and(|on| on.id == it.meta.id));
            secret.extend(decided.map(|made| made.meta.id.to_string()));
        }
        assert!(!secret.is_empty(), "{name} has nothing to keep: the test would show nothing");
        for table in every(&case, Audience::Public) {
            // These are for the regulator only, whatever the audience of the document.
            if ["trace", "approvals", "metrics", "judgements", "inputs"].contains(&table.id.as_str()) {
                continue;
            }
            let text = serde_json::to_string(&table).expect("a table serialises");
            for words in &secret {
                assert!(!text.contains(words.as_str()), "{name}, {}: {words}", table.id);
            }
        }
    }
    let before = example::infusion();
    let regulator = render(&tables::own_vulnerabilities(&before, Audience::Regulator), 400);
    assert!(regulator.contains("under embargo until 2026-12-01"), "{regulator}");
    let after = example::infusion_on("2026-12-01");
    let public = render(&tables::own_vulnerabilities(&after, Audience::Public), 400);
    assert!(public.contains("pairing-timeout"), "{public}");
}

#[test]
fn what_was_not_looked_up_is_not_called_absent() {
    let case = example::infusion();
    let empty = render(&tables::vulnerabilities(&case), 100);
    assert!(empty.contains("were not looked up"), "{empty}");
    let counts = render(&tables::match_counts(&case), 100);
    assert!(counts.contains("Nothing was looked up"), "{counts}");
    // The example names an SBOM that is not in its folder.
    let sboms = render(&tables::release_parts(&case), 200);
    assert!(sboms.contains("could not be read"), "{sboms}");
}

#[test]
fn the_same_case_gives_the_same_tables() {
    let (first, second) = (example::infusion(), example::infusion());
    let json =
        |case: &Case| serde_json::to_string(&every(case, Audience::Regulator)).expect("tables serialise");
    assert_eq!(json(&first), json(&second));
}

#[test]
fn every_table_fits_any_width() {
    let case = example::infusion();
    for table in every(&case, Audience::Regulator) {
        for width in [40, 80, 120, 200] {
            let text = render(&table, width);
            let longest = text.lines().skip(1).map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(longest <= width, "{} at {width}: {longest}\n{text}", table.id);
        }
    }
}

#[test]
fn the_tables_of_the_example_read_as_agreed() {
    let case = example::infusion();
    assert_snapshot!("interfaces", render(&tables::interfaces(&case), 120));
    assert_snapshot!("paths_protection", render(&tables::paths_protection(&case), 120));
    assert_snapshot!("risk_matrix", render(&tables::risk_matrix(&case), 120));
    assert_snapshot!("update_segments", render(&tables::update_segments(&case), 120));
    assert_snapshot!(
        "own_vulnerabilities",
        render(&tables::own_vulnerabilities(&case, Audience::Regulator), 120)
    );
    assert_snapshot!("secrets_narrow", render(&tables::secrets(&case), 60));
}

#[test]
fn the_tree_of_a_risk_leads_both_ways() {
    let case = example::infusion();
    let tree = tables::trace_tree(&case, "r-012").expect("the risk is linked");
    let text = tree.join("\n");
    assert!(
        text.starts_with(
            "risk.r-012  False programme from radio range [suspect: risk-board]\n├─ comes from\n"
        ),
        "{text}"
    );
    assert!(text.contains("└─ leads to\n"), "{text}");
    assert!(text.contains("threat.lost-tablet  uncredited"), "{text}");
    assert!(text.contains("test.t-031  no result"), "{text}");
    assert_eq!(tables::trace_tree(&case, "risk.r-012"), Some(tree));
    assert_eq!(tables::trace_tree(&case, "nothing-of-the-kind"), None);
}

/// The ledger of the example holds an approval of `risk.r-012` that was given to another text.
#[test]
fn the_matrix_and_the_tree_mark_a_suspect_record_and_the_links_that_it_states_and_no_others() {
    let case = example::infusion();
    let table = tables::trace(&case);
    let row = |threat: &str| -> Vec<String> {
        let row = table.rows.iter().find(|row| row.cells[0].plain() == threat).expect("a row of it");
        row.cells.iter().map(vigil_view::table::Cell::plain).collect()
    };
    let own = row("spoof-peer@flow.ble-control");
    assert_eq!(own[2], "r-012 suspect");
    assert!(own[3].contains("oob-pairing suspect link"), "{}", own[3]);
    assert!(!own[4].contains("suspect") && !own[5].contains("suspect"), "{own:?}");
    let other = row("tamper@flow.order");
    assert!(!other.concat().contains("suspect"), "{other:?}");
    assert!(table.notes.iter().any(|it| it.starts_with("Suspect: ")), "{:?}", table.notes);
    let tree = tables::trace_tree(&case, "control.oob-pairing").expect("it is linked").join("\n");
    assert!(tree.contains("from radio range [suspect link] [suspect: risk-board]"), "{tree}");
    assert_eq!(tables::trace_suspects(&case, "requirement.sec-052"), Vec::<String>::new());
}

#[test]
fn no_chain_leads_from_one_threat_to_another_over_a_part_that_they_share() {
    let case = example::infusion();
    let threats: BTreeSet<String> = case.threats.all.values().map(vigil_threat::Threat::subject).collect();
    let names_threat = |links: &BTreeMap<String, BTreeSet<String>>, node: &str| {
        links.get(node).is_some_and(|it| it.iter().any(|it| threats.contains(it)))
    };
    let shared = |node: &&String| names_threat(&case.trace.up, node) && names_threat(&case.trace.down, node);
    assert!(case.trace.up.keys().any(|node| shared(&node)), "the example has no part that is shared");
    for threat in &threats {
        for down in [false, true] {
            let reached = case.trace.reached(threat, down);
            let other = reached.iter().find(|it| threats.contains(*it));
            assert_eq!(other, None, "{threat}, down: {down}");
        }
        let tree = tables::trace_tree(&case, threat).unwrap_or_default();
        let named =
            |line: &&String| threats.iter().any(|it| it != threat && line.contains(&format!(" {it}  ")));
        assert_eq!(tree.iter().find(named), None, "{threat}");
    }
    let down = case.trace.reached("component.pump-comms", true);
    assert!(down.iter().any(|it| threats.contains(it)), "a part leads to its own threats");
}

#[test]
fn a_risk_row_says_what_is_missing() {
    let case = example::infusion();
    let table = tables::risks(&case, Audience::Regulator);
    let cells: Vec<String> = table.rows[0].cells.iter().map(vigil_view::table::Cell::plain).collect();
    assert_eq!(table.rows[0].anchor.as_deref(), Some("risk.r-012"));
    assert_eq!(cells[3], "no (high, the worst case assumed)");
    assert_eq!(cells[5], "reduce (low)");
    assert!(cells[6].contains("approval by risk-board: not met (the record changed"), "{}", cells[6]);
}
