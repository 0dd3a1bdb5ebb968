use super::*;

fn shown(text: &str) -> String {
    match read(text) {
        None => "?".to_owned(),
        Some(Words::All) => "all".to_owned(),
        Some(Words::Unspecified) => "some".to_owned(),
        Some(Words::Spans(spans)) => spans.iter().map(span).collect::<Vec<_>>().join(" or "),
    }
}

fn span(span: &Span) -> String {
    let end = |end: &Option<(String, bool)>, signs: [&str; 2]| {
        end.as_ref().map(|(at, inclusive)| format!("{}{at}", signs[usize::from(*inclusive)]))
    };
    if span.from == span.to {
        return span.from.as_ref().map(|from| from.0.clone()).unwrap_or_default();
    }
    let ends = [end(&span.from, [">", ">="]), end(&span.to, ["<", "<="])];
    ends.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_people_write_is_read() {
    let table = [
        ("*", "all"),
        ("vers:all/*", "all"),
        ("All versions", "all"),
        ("n/a", "some"),
        ("1.2.3", "1.2.3"),
        ("v1.2", "1.2"),
        ("< 1.2.3", "<1.2.3"),
        ("<V2.3.1", "<2.3.1"),
        (">= 1.0, < 1.2", ">=1.0 <1.2"),
        (">=V1.0<V2.0", ">=1.0 <2.0"),
        ("vers:all/<1.2", "<1.2"),
        ("vers:all/>=1.0|<2.0", ">=1.0 <2.0"),
        (">= 1.0, < 1.2 || >= 2.0, < 2.4", ">=1.0 <1.2 or >=2.0 <2.4"),
        (">=1.0", ">=1.0"),
        ("1.2 and earlier", "<=1.2"),
        ("1.2 and prior", "<=1.2"),
        ("1.2 or earlier versions", "<=1.2"),
        ("version 1.2 and all prior versions", "<=1.2"),
        ("all versions < 1.2", "<1.2"),
        ("All versions prior to 5.2", "<5.2"),
        ("before version 3.4", "<3.4"),
        ("earlier than 3.4", "<3.4"),
        ("up to 1.2", "<=1.2"),
        ("up to and including 1.2", "<=1.2"),
        ("through 1.2", "<=1.2"),
        ("1.0 to 1.4", ">=1.0 <=1.4"),
        ("1.0 - 1.4", ">=1.0 <=1.4"),
        ("1.0 through 1.4", ">=1.0 <=1.4"),
        ("from 1.0 before 1.4", ">=1.0 <1.4"),
        ("1.0 and later", ">=1.0"),
        ("1.0, 1.1, 1.2", "1.0 or 1.1 or 1.2"),
        ("1.0 and 1.1", "1.0 or 1.1"),
        ("<= 3.0, 5.1", "<=3.0 or 5.1"),
        ("= 1.5", "1.5"),
        ("< 12.1 SP2", "<12.1 sp2"),
        ("5.0 Update 3", "5.0 update 3"),
    ];
    for (text, expected) in table {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn what_is_not_understood_is_not_guessed() {
    let long = "1 ".repeat(300);
    for text in [
        "1.0 1.1",
        "distributed < april 9, 2019",
        "<=the first 9 digits of serial number 5",
        "Gateway with firmware A",
        "< ",
        "!= 1.2",
        "2 SAP8R3 | G2 with BSP <= UN5 4.2",
        "between 1.0 and 2.0",
        "vers:all",
        &long,
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}
