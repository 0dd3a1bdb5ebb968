use std::path::Path;

use vigil_base::{Date, Memory, World as _};
use vigil_exchange::table::{Columns, Merged, headed, rows as read_rows};
use vigil_import::table::{Options, Plan, Ready, Table, plan, rows};

const HEAD: &str = "[project]\nid = \"d\"\nname = \"D\"\nversion = \"1\"\n[release.1]\nstatus = \"in-development\"\n\
[scale]\nexploitability = [\"low\", \"medium\", \"high\"]\nseverity = [\"minor\", \"serious\"]\n\
[harm.overdose]\nseverity = \"serious\"\n[zone.z]\n[component.pump]\nkind = \"mcu\"\nin = \"z\"\n";
const RISKS: &str = "# Risks.\n\n[risk.r-001]\ntitle    = \"False programme\" # kept\nharm     = \"overdose\"\n\
controls = [\"mac\"]\nafter    = { exploitability = \"low\" }\n\n[risk.r-003]\nharm = \"overdose\"\n\n\
[control.mac]\nfamily = \"integrity\"\ntext = \"Frames carry a code.\"\n";

fn world() -> Memory {
    Memory::new(Date::constant(2026, 11, 1)).with("d/vigil.toml", HEAD).with("d/model/risks.toml", RISKS)
}

fn planned(world: &Memory, table: Table, csv: &str, keep: bool) -> Ready {
    let names = table.names();
    let score = |heads: &[String]| Columns::guess(heads, None, &names).fields.len();
    let found = headed(read_rows(csv.as_bytes(), None).unwrap(), &score).unwrap();
    let columns = Columns::guess(&found.heads, None, &names);
    let options = Options { keep, file: "list.csv".to_owned() };
    plan(world, Path::new("d"), table, &found, &columns, &options).unwrap()
}

/// A table as a workbook gives it: cells of `column` are merged from row to row, both counted from 1.
fn merged(csv: &str, regions: &[(usize, usize, usize)]) -> Ready {
    let names = Table::Risks.names();
    let score = |heads: &[String]| Columns::guess(heads, None, &names).fields.len();
    let mut read = read_rows(csv.as_bytes(), None).unwrap();
    let region = |it: &(usize, usize, usize)| Merged { first: it.0 - 1, last: it.1 - 1, column: it.2 };
    read.merged = regions.iter().map(region).collect();
    let found = headed(read, &score).unwrap();
    let columns = Columns::guess(&found.heads, None, &names);
    plan(&world(), Path::new("d"), Table::Risks, &found, &columns, &Options::default()).unwrap()
}

fn rejected(plan: &Plan) -> String {
    plan.rejected.iter().map(|it| format!("row {}: {}\n", it.line, it.because)).collect()
}

#[test]
fn a_table_that_comes_back_as_it_was_written_changes_no_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/orchid");
    let disk = vigil_base::Disk { today: Date::constant(2026, 11, 1) };
    let model = vigil_model::load(&disk, &root).unwrap().model;
    for table in Table::ALL {
        let heads: Vec<String> = table.columns().map(|it| it.title.to_owned()).collect();
        let rows = rows(&model, table);
        assert!(!rows.is_empty(), "the example has no {}", table.word());
        let row = |cells: Vec<String>| {
            let cells: Vec<String> =
                cells.iter().map(|it| format!("\"{}\"", it.replace('"', "\"\""))).collect();
            cells.join(",") + "\r\n"
        };
        let count = rows.len();
        let csv: String = std::iter::once(heads).chain(rows).map(row).collect();
        let names = table.names();
        let score = |heads: &[String]| Columns::guess(heads, None, &names).fields.len();
        let found = headed(read_rows(csv.as_bytes(), None).unwrap(), &score).unwrap();
        let columns = Columns::guess(&found.heads, None, &names);
        let ready = plan(&disk, &root, table, &found, &columns, &Options::default()).unwrap();
        assert!(ready.files.is_empty(), "{}: {:#?}", table.word(), ready.plan);
        assert_eq!(
            (ready.plan.same, ready.plan.rejected.len(), ready.plan.absent.len()),
            (count, 0, 0),
            "{}: {}",
            table.word(),
            rejected(&ready.plan)
        );
        eprintln!("{count} {} compared", table.word());
    }
}

#[test]
fn one_changed_cell_changes_one_line_and_a_new_row_stands_in_id_order() {
    let csv = "ID,Title,Harm,Exploitability after\nR-001,False programme,overdose,medium\nR-002,Flooding,overdose,low\n";
    let ready = planned(&world(), Table::Risks, csv, false);
    assert_eq!(rejected(&ready.plan), "");
    let text = &ready.files["model/risks.toml"];
    assert!(text.contains("title    = \"False programme\" # kept\n"), "{text}");
    let changed: Vec<&str> = RISKS.lines().filter(|it| !text.lines().any(|new| new == *it)).collect();
    assert_eq!(changed, ["after    = { exploitability = \"low\" }"]);
    let at = |id: &str| text.find(&format!("[risk.{id}]")).unwrap();
    assert!(at("r-001") < at("r-002") && at("r-002") < at("r-003"), "{text}");
    assert!(text.contains("x = { source = \"R-002\", from = \"list.csv\" }"), "{text}");
    assert_eq!(ready.plan.absent, ["r-003"]);
    let change = &ready.plan.changed[0];
    assert_eq!(
        (change.line, change.fields[0].key.as_str(), change.fields[0].before.as_str()),
        (2, "after.exploitability", "low")
    );
}

#[test]
fn a_row_that_the_folder_would_refuse_is_rejected_with_the_reason_and_the_others_are_taken() {
    let csv = "ID,Title,Harm,Exploitability after\nR-004,No harm,,\nR-005,Wrong harm,overdos,low\nR-006,Wrong word,overdose,lowish\nR-001,New title,overdose,low\nr-001,Twice,overdose,low\n";
    let ready = planned(&world(), Table::Risks, csv, false);
    let said = rejected(&ready.plan);
    assert!(said.contains("row 2: ") && said.contains("`harm`"), "{said}");
    assert!(said.contains("row 3: ") && said.contains("overdos"), "{said}");
    assert!(said.contains("row 4: ") && said.contains("lowish"), "{said}");
    assert!(said.contains("row 6: row 5 is about `r-001`, too"), "{said}");
    assert_eq!((ready.plan.new.len(), ready.plan.changed.len()), (0, 1));
    assert!(ready.files["model/risks.toml"].contains("title    = \"New title\" # kept"));
}

#[test]
fn a_new_row_is_found_again_by_the_id_that_it_has_where_it_comes_from() {
    let csv = "Bug ID,Summary,Component,CWE,Security Assessment,Rationale,Severity\nBUG 7,Log line lost,component.pump,CWE-778,No security effect,One line only.,3\n";
    let world = world();
    let ready = planned(&world, Table::Anomalies, csv, true);
    assert_eq!(rejected(&ready.plan), "");
    assert_eq!(ready.plan.unmapped, ["Severity"]);
    let text = &ready.files["model/anomalies.toml"];
    for line in
        ["[anomaly.bug-7]", "cwe = 778", "verdict = \"no-security-effect\"", "on = [\"component.pump\"]"]
    {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(text.contains("severity = \"3\"") && text.contains("source = \"BUG 7\""), "{text}");
    world.write(Path::new("d/model/anomalies.toml"), text.as_bytes()).unwrap();
    let again = planned(&world, Table::Anomalies, csv, true);
    assert!(again.files.is_empty() && again.plan.same == 1, "{:#?}", again.plan);
}

#[test]
fn an_empty_cell_takes_nothing_away_and_says_so() {
    let ready = planned(&world(), Table::Risks, "ID,Title,Harm\nR-001,,overdose\n", false);
    assert!(ready.files.is_empty());
    assert!(ready.plan.notes[0].because.contains("`Title` is empty and stays"), "{:?}", ready.plan.notes);
}

#[test]
fn a_threat_that_is_called_mitigated_in_a_table_gets_no_credit_and_keeps_the_word() {
    let csv = "Threat ID,Threat,Description,Component,Category,Status,Mitigation\nT1,Spoofed,Somebody answers.,component.pump,Spoofing,Mitigated,Pairing\n";
    let ready = planned(&world(), Table::Threats, csv, false);
    assert_eq!(rejected(&ready.plan), "");
    let text = &ready.files["model/threats.toml"];
    assert!(
        text.contains("stride = [\"S\"]")
            && text.contains("state = \"Mitigated\"")
            && !text.contains("controls"),
        "{text}"
    );
    assert!(ready.plan.notes.iter().any(|it| it.because.contains("gives no credit")));
}

#[test]
fn a_checklist_is_taken_where_it_is_answered() {
    let csv = "ID,Title,Story,On,STRIDE,Applies\nTH1,A,How A happens.,component.pump,S,yes\nTH2,B,How B happens.,,T,\nTH3,C,How C happens.,,T,no\n";
    let ready = planned(&world(), Table::Threats, csv, false);
    let new: Vec<&str> = ready.plan.new.iter().map(|it| it.record.as_str()).collect();
    assert_eq!((new, ready.plan.notes.len()), (vec!["threat.th1"], 2));
}

#[test]
fn headings_over_two_rows_below_a_title_are_understood() {
    let ready = planned(&world(), Table::Risks, include_str!("../data/risks.csv"), false);
    assert_eq!(rejected(&ready.plan), "");
    let text = &ready.files["model/risks.toml"];
    assert!(text.contains("before = { exploitability = \"high\", because = \"In radio range\" }"), "{text}");
    assert!(text.contains("after    = { exploitability = \"low\", because = \"Pairing\" }"), "{text}");
    assert_eq!((ready.plan.changed.len(), ready.plan.new.len()), (1, 1));
}

/// What the documentation says of tables is what the tables are.
#[test]
fn the_page_on_imports_names_every_column_and_every_format() {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/import.md")).unwrap();
    for table in Table::ALL {
        let row =
            page.lines().find(|it| it.starts_with(&format!("| `{}` |", table.word()))).unwrap_or_default();
        for field in table.fields() {
            assert!(
                row.contains(field.title),
                "{} of {} is not in docs/import.md",
                field.title,
                table.word()
            );
        }
    }
    use vigil_exchange::threat_model::Format;
    for format in [Format::ThreatDragon, Format::Otm, Format::Threagile, Format::Tm7, Format::Tb7] {
        assert!(page.contains(&format!("vigil import {}", format.word())), "{format}");
    }
}

#[test]
fn rows_under_a_merged_id_say_one_record_and_none_of_their_cells_is_lost() {
    let csv = "ID,Title,Harm,Controls,Exploitability after\n\
               R-2,Flooding,overdose,mac,low\n,,,rate,\n,,,rate,\nR-4,Spoofing,overdose,,low\n";
    let ready = merged(csv, &[(2, 4, 0), (2, 4, 1)]);
    // The control that is not there is named, which shows that its row was read.
    assert_eq!(rejected(&ready.plan).matches("row 2: ").count(), 1, "{:#?}", ready.plan);
    assert!(rejected(&ready.plan).contains("`rate`"), "{}", rejected(&ready.plan));
    let ready = merged(&csv.replace("rate", "mac"), &[(2, 4, 0), (2, 4, 1)]);
    assert_eq!(rejected(&ready.plan), "");
    let text = &ready.files["model/risks.toml"];
    assert!(text.contains("[risk.r-2]") && text.contains("[risk.r-4]"), "{text}");
    let note = "rows 2 to 4 say one record: their cells are joined";
    assert!(ready.plan.notes.iter().any(|it| it.line == 2 && it.because == note), "{:#?}", ready.plan.notes);
}

#[test]
fn a_cell_merged_over_several_records_holds_for_each_of_them() {
    let csv = "ID,Title,Harm,Exploitability after\nR-2,Flooding,overdose,low\nR-4,Spoofing,,low\n";
    let without = merged(csv, &[]);
    assert!(!without.files["model/risks.toml"].contains("Spoofing"), "a risk needs a harm");
    let ready = merged(csv, &[(2, 3, 2)]);
    let text = &ready.files["model/risks.toml"];
    assert_eq!(rejected(&ready.plan), "");
    assert_eq!(
        text.matches("harm = \"overdose\"").count(),
        RISKS.matches("harm = \"overdose\"").count() + 2,
        "{text}"
    );
}

#[test]
fn two_harms_for_one_record_are_refused_with_both() {
    let csv = "ID,Title,Harm,Benefit\nR-2,Flooding,overdose,Therapy\n,,delay,Alarms\n";
    let plan = merged(csv, &[(2, 3, 0), (2, 3, 1)]).plan;
    let because = "row 2: `Harm` of the same record says `overdose` and `delay`\n";
    assert_eq!(rejected(&plan), because);
    let joined = merged(&csv.replace("delay", ""), &[(2, 3, 0), (2, 3, 1)]);
    assert!(joined.files["model/risks.toml"].contains("Therapy\nAlarms"), "{:?}", joined.files);
}

#[test]
fn a_checklist_row_counts_where_its_answer_is_yes_and_another_word_is_asked_about() {
    let row = |id: &str, applies: &str| format!("{id},A,How A happens.,component.pump,S,\"{applies}\"\n");
    let csv = ["yes", "No, not used", "n/a", "not applicable", "0", "nein", "?", "TBD"];
    let rows: String = csv.iter().enumerate().map(|(at, it)| row(&format!("T-{at}"), it)).collect();
    let plan =
        planned(&world(), Table::Threats, &format!("ID,Title,Story,On,STRIDE,Applies\n{rows}"), false).plan;
    let new: Vec<&str> = plan.new.iter().map(|it| it.record.as_str()).collect();
    assert_eq!(new, ["threat.t-0"]);
    assert_eq!(
        rejected(&plan),
        "row 8: `Applies` says `?`; write yes or no\nrow 9: `Applies` says `TBD`; write yes or no\n"
    );
}

#[test]
fn a_column_without_a_heading_is_named_and_an_id_of_other_letters_is_refused() {
    let csv = "ID,Title,Harm,\nR-2,Flooding,overdose,hard-limits\n\u{6545}\u{969c}-3,Spoofing,overdose,\n";
    let plan = planned(&world(), Table::Risks, csv, false).plan;
    assert_eq!(plan.unmapped, ["column D, which has no heading"]);
    assert!(
        rejected(&plan).starts_with("row 3: `\u{6545}\u{969c}-3` has letters that an id cannot have"),
        "{plan:#?}"
    );
}
