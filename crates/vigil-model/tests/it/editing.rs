//! Editing: nothing but what was asked for changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use toml_edit::{DocumentMut, Item};
use vigil_base::{Disk, Memory, World as _};
use vigil_model::Kind;
use vigil_model::edit::{EditError, Editor};

use crate::DAY;

/// Every TOML file of the examples and of the test folders of all crates, with its text as it stands.
fn files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let disk = Disk { today: DAY };
    let mut found = Vec::new();
    for folder in ["examples", "crates"] {
        for path in disk.walk(&root.join(folder)).expect("a folder of the repository") {
            let path = Path::new(folder).join(path);
            if path.extension().is_some_and(|it| it == "toml") && !path.ends_with("Cargo.toml") {
                let bytes = disk.read(&root.join(&path)).expect("a file that was listed");
                found.extend(String::from_utf8(bytes).ok().map(|text| (path, text)));
            }
        }
    }
    found
}

/// The records that a text holds, with the keys that are written as one value.
fn records(text: &str) -> BTreeMap<(Kind, String), Vec<String>> {
    let document: DocumentMut = text.trim_start_matches('\u{feff}').parse().expect("it parses");
    let mut found = BTreeMap::new();
    for kind in Kind::ALL {
        let table = document.get(kind.word()).and_then(Item::as_table_like);
        for (id, item) in table.into_iter().flat_map(|it| it.iter()) {
            let Some(record) = item.as_table_like() else { continue };
            let single = |item: &Item| {
                item.as_value()
                    .is_some_and(|it| !it.as_inline_table().is_some_and(toml_edit::InlineTable::is_dotted))
            };
            let keys = record.iter().filter(|(_, it)| single(it)).map(|(key, _)| key.to_owned());
            found.insert((*kind, id.to_owned()), keys.collect());
        }
    }
    found
}

/// The value of a key as any TOML reader sees it.
fn value(text: &str, kind: Kind, id: &str, key: &str) -> Option<toml::Value> {
    let table: toml::Table = text.trim_start_matches('\u{feff}').parse().expect("it parses");
    table.get(kind.word())?.get(id)?.get(key).cloned()
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// What differs: lines of the old text, and lines of the new one in their place.
fn difference<'a>(old: &'a str, new: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let (old, new) = (lines(old), lines(new));
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - same;
    let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    (old[same..old.len() - tail].to_vec(), new[same..new.len() - tail].to_vec())
}

/// The text in other dresses: either line end, with a byte order mark, without its last line end.
fn dresses(text: &str) -> Vec<String> {
    let lf = text.replace("\r\n", "\n");
    let crlf = lf.replace('\n', "\r\n");
    vec![
        lf.clone(),
        format!("\u{feff}{lf}"),
        crlf.clone(),
        format!("\u{feff}{}", crlf.trim_end()),
        lf.trim_end().to_owned(),
    ]
}

/// Sets, unsets and adds in one text, and looks at what changed.
fn exercise(text: &str, pick: usize) -> usize {
    let editor = Editor::open(text).expect("it opens");
    assert_eq!(editor.text(), text);
    let mut edits = 0;
    let records = records(text);
    // A dozen of a long file, other ones each time.
    let step = records.len().div_ceil(12).max(1);
    for ((kind, id), keys) in records.into_iter().skip(pick % step).step_by(step) {
        let Some(key) = keys.get(pick % keys.len().max(1)) else { continue };
        edits += set_and_unset(&editor, kind, &id, key);
        set_new(&editor, kind, &id);
    }
    edits
}

fn set_and_unset(editor: &Editor, kind: Kind, id: &str, key: &str) -> usize {
    let text = editor.text();
    let mut changed = editor.clone();
    changed.set(kind, id, key, "new \"value\"").expect("the key is one value");
    let after = changed.text();
    assert_eq!(value(&after, kind, id, key), Some("new \"value\"".into()));
    let (old, new) = difference(&text, &after);
    assert_eq!(new.len(), 1, "{old:?} {new:?}");
    assert_eq!(old[0].split('=').next(), new[0].split('=').next(), "the key and what stands before it");
    if old.len() == 1 {
        let comment = |line: &str| line.rfind(" # ").map(|at| line[at..].to_owned());
        assert_eq!(comment(old[0]), comment(new[0]));
    }
    let mut gone = editor.clone();
    gone.unset(kind, id, key).expect("the key is one value");
    let after = gone.text();
    assert_eq!(value(&after, kind, id, key), None);
    let (old, new) = difference(&text, &after);
    assert!(new.len() <= 1, "{old:?} {new:?}");
    1
}

fn set_new(editor: &Editor, kind: Kind, id: &str) {
    let text = editor.text();
    let mut changed = editor.clone();
    match changed.set(kind, id, "zz-new", true) {
        Ok(()) => {
            let after = changed.text();
            assert_eq!(value(&after, kind, id, "zz-new"), Some(true.into()));
            let (old, new) = difference(&text, &after);
            assert!(
                old.len() <= 1
                    && new.len() == old.len().max(1) + usize::from(!old.is_empty() && is_end(&text, &old)),
                "{old:?} {new:?}"
            );
            changed.unset(kind, id, "zz-new").expect("it is there");
            assert_eq!(changed.text().trim_end(), text.trim_end());
        }
        Err(cause) => assert!(matches!(cause, EditError::Spread(_)), "{cause}"),
    }
}

/// Whether a difference is that the last line has got a line end.
fn is_end(text: &str, old: &[&str]) -> bool {
    !old[0].ends_with('\n') && text.ends_with(old[0])
}

#[test]
fn files_of_the_repository_change_only_where_they_are_edited() {
    let files = files();
    let mut edits = 0;
    for (at, (_, text)) in files.iter().enumerate() {
        // Every file in two dresses, and every dress over many files.
        let dresses = dresses(text);
        edits += exercise(text, at);
        edits += exercise(&dresses[at % dresses.len()], at + 1);
    }
    println!("{} files, {edits} edits", files.len());
    assert!(edits > 100, "the examples hold records");
}

#[test]
fn a_new_record_stands_between_its_neighbours_by_id_and_loads() {
    let root = crate::data("infusion");
    let disk = Disk { today: DAY };
    let system = "model/data-and-flows.toml";
    for crlf in [false, true] {
        let world = disk.walk(&root).unwrap().into_iter().fold(Memory::new(DAY), |world, path| {
            world.with(Path::new("d").join(&path), disk.read(&root.join(path)).unwrap())
        });
        let text = String::from_utf8(world.read(&Path::new("d").join(system)).unwrap()).unwrap();
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let mut editor = Editor::open(&text).unwrap();
        editor
            .add(
                Kind::Flow,
                "fetch-later",
                vec![("from", "fleet.api".into()), ("to", "gateway.up".into()), ("over", "mtls".into())],
            )
            .unwrap();
        editor.add(Kind::Secret, "zz", vec![("kind", "password".into())]).unwrap();
        editor.add(Kind::Assumption, "first", vec![("text", "One.\nTwo.".into())]).unwrap();
        assert_eq!(editor.add(Kind::Secret, "zz", vec![]), Err(EditError::Exists("secret.zz".to_owned())));
        let after = editor.text();
        assert_eq!(after.contains('\n') && after.replace("\r\n", "").contains('\n'), !crlf);
        let at = |what: &str| after.find(what).unwrap_or_else(|| panic!("{what} in {after}"));
        assert!(at("[flow.fetch-later]") < at("[flow.fetch-update]"));
        assert!(at("[secret.device-key]") < at("[secret.zz]") && at("[secret.zz]") < at("[channel.mtls]"));
        assert!(at("[flow.inner]") < at("[assumption.first]"));
        let loaded =
            vigil_model::load(&world.with(Path::new("d").join(system), after), Path::new("d")).unwrap();
        assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings);
        assert!(loaded.model.flows.contains_key("fetch-later"));
    }
}

#[test]
fn what_is_spread_over_the_file_is_refused_and_nothing_changes() {
    let text =
        "[flow]\norder.from = \"a\"\norder.to = \"b\"\n[component.pump.if]\nusb = { kind = \"usb-host\" }\n";
    let mut editor = Editor::open(text).unwrap();
    for (kind, id, key) in
        [(Kind::Flow, "order", "over"), (Kind::Component, "pump", "if"), (Kind::Component, "pump", "name")]
    {
        let error = editor.set(kind, id, key, "x").unwrap_err();
        assert_eq!(error, EditError::Spread(format!("{}.{id}.{key}", kind.word())));
    }
    assert_eq!(editor.set(Kind::Flow, "gone", "over", "x"), Err(EditError::NoRecord("flow.gone".to_owned())));
    assert_eq!(editor.text(), text);
    editor.set(Kind::Flow, "order", "to", "c").unwrap();
    assert_eq!(editor.text(), text.replace("\"b\"", "\"c\""));
}

/// A value with what may stand around it.
fn written() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z=#]{0,9}".prop_map(|text| format!("\"{text}\"")),
        "[a-z=#\"]{0,9}".prop_map(|text| format!("'{text}'")),
        "\"\"\"\n[a-z#]{0,6}\n[a-z]{0,6}\"\"\"",
        any::<i32>().prop_map(|number| number.to_string()),
        Just("2026-11-01".to_owned()),
        "\\[ ?(\"[a-z]{1,3}\", ?){0,3}\\]",
        "\\[\n  \"a\", # one\n  \"b\",\n\\]",
        "\\{ a = [1-9][0-9]?, b = \"[a-z]{0,3}\" \\}",
        Just("{}".to_owned()),
    ]
}

fn record() -> impl Strategy<Value = String> {
    let key = ("[ ]{0,2}", "[ ]{0,3}", " {0,1}", written(), "( +# [a-z =\"]{0,8})?");
    let keys = prop::collection::btree_map("[a-f]", key, 0..5);
    ("(# [a-z]{0,6}\n)?", "(flow|data|risk)", "[a-e][0-9]", "[ \t]{0,2}( # [a-z]{0,5})?", keys, "\n{0,2}")
        .prop_map(|(above, kind, id, behind, keys, below)| {
            let mut text = format!("{above}[{kind}.{id}]{behind}\n");
            for (name, (lead, before, after, value, comment)) in keys {
                text.push_str(&format!("{lead}{name}{before}={after}{value}{comment}\n"));
            }
            text.push_str(&below);
            text
        })
}

fn document() -> impl Strategy<Value = String> {
    let records = prop::collection::vec(record(), 0..6);
    ("(# [a-z]{0,9}\n\n)?", records, any::<[bool; 3]>()).prop_map(|(head, records, [crlf, mark, cut])| {
        let mut seen = std::collections::BTreeSet::new();
        let header =
            |record: &String| record.lines().find(|it| it.starts_with('[')).map(|it| it[..8].to_owned());
        let own: String = records.into_iter().filter(|record| seen.insert(header(record))).collect();
        let mut text = format!("{head}{own}");
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        if cut {
            text.truncate(text.trim_end().len());
        }
        if mark { format!("\u{feff}{text}") } else { text }
    })
}

#[test]
fn a_key_inside_a_table_is_set_where_the_table_is_written() {
    let set = |text: &str, way: &[&str]| {
        let mut editor = Editor::open(text).unwrap();
        editor.set_at(Kind::Risk, "a", way, "low").map(|()| editor.text())
    };
    let way = ["after", "exploitability"];
    let cases = [
        ("[risk.a]\nharm = \"h\"\n", "[risk.a]\nharm = \"h\"\nafter = { exploitability = \"low\" }\n"),
        (
            "[risk.a]\nafter = { exploitability = \"high\", because = \"b\" } # c\n",
            "[risk.a]\nafter = { exploitability = \"low\", because = \"b\" } # c\n",
        ),
        (
            "[risk.a]\nafter = { because = \"b\" }\n",
            "[risk.a]\nafter = { because = \"b\", exploitability = \"low\" }\n",
        ),
        (
            "[risk.a]\nafter.because = \"b\"\nharm = \"h\"\n",
            "[risk.a]\nafter.because = \"b\"\nafter.exploitability = \"low\"\nharm = \"h\"\n",
        ),
        (
            "[risk.a.after]\nbecause = \"b\"\n\n[risk.b]\n",
            "[risk.a.after]\nbecause = \"b\"\nexploitability = \"low\"\n\n[risk.b]\n",
        ),
    ];
    for (before, after) in cases {
        assert_eq!(set(before, &way).as_deref(), Ok(after));
    }
    assert!(set("[risk.a]\nafter = \"text\"\n", &way).is_err());
    assert_eq!(set("[risk.a]\n", &["harm"]).as_deref(), Ok("[risk.a]\nharm = \"low\"\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_texts_change_only_where_they_are_edited(text in document(), pick in 0_usize..5) {
        exercise(&text, pick);
    }

    #[test]
    fn what_opens_is_given_back_as_it_was(text in "[\\[\\]a-c.='\"# \r\n\u{feff}]{0,40}") {
        if let Ok(editor) = Editor::open(&text) {
            prop_assert_eq!(editor.text(), text);
        }
    }

    #[test]
    fn an_added_record_takes_no_line_away_and_keeps_the_order_of_ids(text in document(), id in "[a-e][5-9]x") {
        let mut editor = Editor::open(&text).unwrap();
        editor.add(Kind::Risk, &id, vec![("harm", "h".into())]).unwrap();
        let after = editor.text();
        prop_assert_eq!(value(&after, Kind::Risk, &id, "harm"), Some("h".into()));
        prop_assert_eq!(text.starts_with('\u{feff}'), after.starts_with('\u{feff}'));
        let (old, _) = difference(text.trim_start_matches('\u{feff}'), after.trim_start_matches('\u{feff}'));
        // Only a last line without a line end may get one.
        prop_assert!(old.is_empty() || old.len() == 1 && !old[0].ends_with('\n'), "{:?}", old);
        let ids = |text: &str| -> Vec<String> {
            text.lines()
                .filter_map(|it| it.trim_start_matches('\u{feff}').strip_prefix("[risk.")?.split(']').next().map(str::to_owned))
                .collect()
        };
        if ids(&text).is_sorted() {
            prop_assert!(ids(&after).is_sorted(), "{}", after);
        }
    }
}
