use super::{DEPTH, Value, json, xml, yaml};

#[test]
fn every_value_knows_its_line_in_json_and_yaml() {
    let read = json("{\n \"a\": [1.10,\n {\"b\": \"x \\u00e4\"}],\n \"n\": null}").unwrap();
    assert_eq!(read.items("a")[0].as_text().as_deref(), Some("1.10"));
    let inner = &read.items("a")[1];
    assert_eq!((inner.line, inner.text("b").as_deref()), (3, Some("x ä")));
    assert!(read.get("n").is_none());
    let read = yaml("a:\n  - 1.10\n  - b: x ä\nn: ~\n").unwrap();
    let inner = &read.items("a")[1];
    assert_eq!((inner.line, inner.text("b").as_deref()), (3, Some("x ä")));
    assert!(read.get("n").is_none());
}

#[test]
fn merge_keys_bring_what_the_table_does_not_say_itself() {
    let read = yaml("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\nc:\n  <<: [*a, {z: 4, x: 5}]\n").unwrap();
    let b = read.get("b").unwrap();
    assert_eq!((b.text("x").as_deref(), b.text("y").as_deref()), (Some("1"), Some("3")));
    let c = read.get("c").unwrap();
    assert_eq!((c.text("x").as_deref(), c.text("z").as_deref()), (Some("1"), Some("4")));
}

#[test]
fn a_key_that_stands_twice_is_refused_with_its_line() {
    assert_eq!(json("{\"a\": 1,\n\"a\": 2}").unwrap_err().line, 2);
    assert_eq!(yaml("a: 1\na: 2\n").unwrap_err().line, 2);
}

#[test]
fn deep_nesting_is_refused_before_it_can_end_the_program() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert!(json(&deep).unwrap_err().cause.contains("nests deeper"));
    assert!(yaml(&"[".repeat(5_000)).is_err());
    assert!(xml(&"<a>".repeat(100_000)).unwrap_err().cause.contains("nest deeper"));
}

#[test]
fn a_bomb_of_aliases_is_refused() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..9 {
        let before = format!("*a{},", level - 1).repeat(10);
        bomb.push_str(&format!("a{level}: &a{level} [{before}]\n"));
    }
    assert!(yaml(&bomb).unwrap_err().cause.contains("aliases"));
    // A chain nests one level deeper with each anchor.
    let mut chain = String::from("a0: &a0 [x]\n");
    for level in 1..=DEPTH {
        chain.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1));
    }
    assert!(yaml(&chain).unwrap_err().cause.contains("nests deeper"));
}

#[test]
fn entities_of_a_document_are_refused_and_those_of_xml_are_read() {
    let read = xml("<a x=\"1 &lt; 2\">\n<b>&#65;&amp;B</b></a>").unwrap();
    assert_eq!(read.attribute("x"), Some("1 < 2"));
    assert_eq!((read.child("b").unwrap().line, read.text_of("b").as_deref()), (2, Some("A&B")));
    for hostile in ["<!DOCTYPE a [<!ENTITY e SYSTEM \"file:x\">]><a>&e;</a>", "<a>&e;</a>", "<a x=\"&e;\"/>"]
    {
        assert!(xml(hostile).unwrap_err().cause.contains("entity"), "{hostile}");
    }
}

#[test]
fn words_of_nothing_are_nothing_only_where_they_are_plain() {
    let read = yaml("a: null\nb: \"null\"\n").unwrap();
    assert!(read.get("a").is_none());
    assert!(matches!(&read.get("b").unwrap().value, Value::Text(text) if text == "null"));
}

#[test]
fn what_nobody_asked_for_and_what_is_of_another_kind_is_found_with_its_path() {
    let text = "{\"name\": \"a\", \"parts\": \"x\", \"flag\": \"maybe\", \"n\": null, \"empty\": \"\",\n\"at\": {\"x\": 1, \"y\": 2},\n\"list\": [{\"id\": \"1\", \"more\": \"z\"}]}";
    let root = json(text).unwrap();
    root.beside(&["at"]);
    assert_eq!(
        (root.text("name").as_deref(), root.flag("flag"), root.items("parts").len()),
        (Some("a"), None, 0)
    );
    assert_eq!(root.items("list")[0].text("id").as_deref(), Some("1"));
    let rest: Vec<(usize, String)> = root.rest().into_iter().map(|it| (it.line, it.what)).collect();
    assert_eq!(
        rest,
        [
            (1, "`parts`: x".to_owned()),
            (1, "`flag`: maybe".to_owned()),
            (2, "values of the tool and its drawing: `at`".to_owned()),
            (3, "`list[0].more`: z".to_owned())
        ]
    );
}

#[test]
fn a_container_of_which_nothing_is_taken_is_one_entry_and_a_named_one_hides_nothing_else() {
    let root = yaml("a:\n  b: [1, 2, 3]\n  c: x\nd:\n  e: 1\n  f: 2\ng: 3\n").unwrap();
    root.get("d").unwrap().leave("the d", "because");
    let rest: Vec<(String, String)> = root.rest().into_iter().map(|it| (it.what, it.because)).collect();
    let said: Vec<&str> = rest.iter().map(|(what, _)| what.as_str()).collect();
    assert_eq!(said, ["`a`: 4 values", "the d", "`g`: 3"]);
    assert_eq!(rest[1].1, "because");
    let root = xml("<a x=\"1\"><b>t</b><c><d>1</d><e>2</e></c></a>").unwrap();
    assert_eq!(root.text_of("b").as_deref(), Some("t"));
    let said: Vec<String> = root.rest().into_iter().map(|it| it.what).collect();
    assert_eq!(said, ["`@x`: 1", "`c`: 2 values"]);
}

#[test]
fn many_values_that_are_not_taken_are_counted_beyond_what_is_listed() {
    let entries: Vec<String> = (0..12_000).map(|at| format!("\"k{at}\": 1")).collect();
    let root = json(&format!("{{{}}}", entries.join(","))).unwrap();
    let rest = root.rest();
    assert_eq!(rest.len(), 10_001);
    assert!(rest.iter().any(|it| it.what == "2000 values more"));
}

#[test]
fn a_second_document_and_a_merge_key_without_a_table_are_refused() {
    assert_eq!(yaml("a: 1\n---\nb: 2\n").unwrap_err().line, 3);
    assert!(yaml("---\na: 1\n---\n").is_ok() && yaml("a: 1\n...\n").is_ok());
    assert!(yaml("b: &b 1\na:\n  <<: *b\n").unwrap_err().cause.contains("names no table"));
}
