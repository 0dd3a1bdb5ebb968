//! Everything that reading a device folder can say. The wording stands here and nowhere else.

use vigil_finding::{Finding, Severity};

fn fault(code: &str, message: String, subject: &str) -> Finding {
    Finding::new(format!("model.{code}"), Severity::Error, message, subject)
}

pub(crate) fn syntax(file: &str, message: &str) -> Finding {
    fault("syntax", format!("this is not valid TOML: {message}"), file)
        .help("where nothing is odd here, look above for a quote, bracket or brace that is not closed")
        .help("this record was put aside; the others in the file were read")
}

pub(crate) fn duplicate_in_file(file: &str, name: &str) -> Finding {
    fault("duplicate-id", format!("`{name}` is stated twice in one file"), file)
        .label("stated again here")
        .help("keep one of the two, or give the second another id")
}

pub(crate) fn not_text(file: &str) -> Finding {
    fault("encoding", format!("`{file}` is not UTF-8 text"), file).label("not UTF-8").help(
        "save the file as UTF-8; it was read with `\u{fffd}` in the place of what could not be understood",
    )
}

pub(crate) fn too_large(file: &str, limit: usize) -> Finding {
    fault("too-large", format!("`{file}` is larger than {} MB and was not read", limit / 1_000_000), file)
        .help("a model file of that size is usually data that belongs under `sbom/` or `evidence/`")
}

pub(crate) fn unreadable(file: &str, cause: &str) -> Finding {
    fault("unreadable", format!("`{file}` could not be read: {cause}"), file)
}

pub(crate) fn unknown_kind(name: &str, near: Option<&str>) -> Finding {
    let finding = fault("unknown-kind", format!("there is no kind of record called `{name}`"), name)
        .label("unknown kind");
    with_nearest(finding, near).help("private data goes under `x` inside a record")
}

pub(crate) fn unknown_key(name: &str, subject: &str, near: Option<&str>, known: &[&str]) -> Finding {
    let finding =
        fault("unknown-key", format!("`{subject}` has no key `{name}`"), subject).label("unknown key");
    match near {
        Some(_) => with_nearest(finding, near),
        None => finding.help(format!("the keys are {}", list(known))),
    }
    .help("private data goes under `x`")
}

pub(crate) fn missing_key(key: &str, subject: &str) -> Finding {
    fault("missing-key", format!("`{subject}` does not state `{key}`"), subject)
        .help(format!("add `{key} = ...` to this record"))
}

pub(crate) fn wrong_type(expected: &str, found: &str, subject: &str) -> Finding {
    fault("wrong-type", format!("{expected} is expected here, this is {found}"), subject)
        .label(format!("not {}", expected.trim_end_matches(',')))
}

pub(crate) fn unknown_word(
    word: &str,
    what: &str,
    words: &[&str],
    near: Option<&str>,
    subject: &str,
) -> Finding {
    let finding = fault("unknown-word", format!("`{word}` is not {what}"), subject).label("unknown word");
    match near {
        Some(_) => with_nearest(finding, near),
        None => finding.help(format!("the words are {}", list(words))),
    }
}

pub(crate) fn bad_date(text: &str, subject: &str) -> Finding {
    fault("bad-date", format!("`{text}` is not a date"), subject)
        .label("not a date")
        .help("write it as `2026-12-31`, without quotes")
}

pub(crate) fn bad_quantity(text: &str, what: &str, example: &str, subject: &str) -> Finding {
    fault("bad-quantity", format!("`{text}` is not {what}"), subject)
        .label(format!("not {what}"))
        .help(format!("write it like `{example}`"))
}

pub(crate) fn bad_id(id: &str, subject: &str) -> Finding {
    fault("bad-id", format!("`{id}` cannot be an id"), subject)
        .label("not an id")
        .help("ids are lower-case letters, digits, `-`, `_` and `.`, and start with a letter or digit")
}

pub(crate) fn bad_reference(text: &str, shape: &str, subject: &str) -> Finding {
    fault("bad-reference", format!("`{text}` does not name a record"), subject)
        .label("not a reference")
        .help(format!("write it as {shape}"))
}

pub(crate) fn dead_reference(kind: &str, id: &str, near: Option<&str>, subject: &str) -> Finding {
    let finding = fault("dead-reference", format!("there is no {kind} `{id}`"), subject)
        .label(format!("unknown {kind}"));
    match near {
        Some(_) => with_nearest(finding, near),
        None => finding.help(format!("add `[{kind}.{id}]`, or name one that exists")),
    }
}

pub(crate) fn duplicate_record(kind: &str, id: &str, other: &str) -> Finding {
    fault("duplicate-id", format!("{kind} `{id}` is stated twice"), &format!("{kind}.{id}"))
        .label("stated again here")
        .help(format!(
            "a record lives in one file: keep the one in {other} or this one, or give one of them another id"
        ))
}

pub(crate) fn reused_id(kind: &str, id: &str, subject: &str) -> Finding {
    fault("reused-id", format!("{kind} `{id}` was retired and cannot name another record"), subject)
        .label("retired id")
        .help("approvals and old submissions still speak of the retired record: choose a new id")
}

pub(crate) fn was_still_there(kind: &str, old: &str, subject: &str) -> Finding {
    fault("was-in-use", format!("`was` names {kind} `{old}`, which still exists"), subject)
        .label("still in use")
        .help("`was` lists ids that this record had before: remove the other record or this entry")
}

pub(crate) fn cycle(kind: &str, path: &[String]) -> Finding {
    fault(
        "cycle",
        format!("{kind}s lie inside each other: {}", path.join(" -> ")),
        &format!("{kind}.{}", path[0]),
    )
    .label("part of a circle")
    .help("take `in` out of one of them")
}

pub(crate) fn not_on_scale(
    word: &str,
    scale: &str,
    words: &[String],
    near: Option<&str>,
    subject: &str,
) -> Finding {
    let finding = fault("not-on-scale", format!("`{word}` is not on the {scale} scale"), subject)
        .label("not on the scale");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    with_nearest(finding, near).help(format!("`[scale]` in vigil.toml states {}", list(&words)))
}

pub(crate) fn level_without_word(key: &str, subject: &str) -> Finding {
    fault("level-without-word", format!("`{key}` of `{subject}` gives no level"), subject)
        .label("no level")
        .help("state `exploitability`, or a `cvss` vector that `[scale.from-cvss]` turns into a level")
}

pub(crate) fn matrix_shape(row: &str, has: usize, needs: usize) -> Finding {
    fault(
        "matrix-shape",
        format!("row `{row}` of the matrix has {has} cells, the severity scale has {needs} words"),
        &format!("matrix.{row}"),
    )
    .help("one cell per severity word, in the order of the scale")
}

pub(crate) fn matrix_row_missing(row: &str) -> Finding {
    fault("matrix-shape", format!("the matrix has no row for exploitability `{row}`"), "matrix")
        .help(format!("add `{row} = [...]` under `[matrix]`"))
}

pub(crate) fn cell_unsaid(cell: &str, near: Option<&str>) -> Finding {
    let finding = fault(
        "cell-unsaid",
        format!("the matrix has cells `{cell}`, and `[accept]` does not say what they ask for"),
        "accept",
    )
    .label("not in `[accept]`");
    // No suggestion to apply: the place is that of the row, not of the word.
    let finding = match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding,
    };
    finding.help(format!("add `{cell} = [...]` under `[accept]`; `{cell} = []` asks for nothing"))
}

pub(crate) fn lower_without_reason(what: &str, subject: &str) -> Finding {
    fault("lowered-without-reason", format!("`{subject}` lowers {what} and gives no reason"), subject)
        .help("add `because = \"...\"` to this record")
}

pub(crate) fn unknown_variant(word: &str, near: Option<&str>, subject: &str) -> Finding {
    let finding = fault(
        "unknown-variant",
        format!("`{word}` is neither a variant nor a market of this project"),
        subject,
    )
    .label("unknown variant");
    with_nearest(finding, near).help("list it in `variants` under `[project]` in vigil.toml")
}

pub(crate) fn no_project() -> Finding {
    fault("no-project", "vigil.toml states no `[project]`".to_owned(), "vigil.toml")
        .help("add `[project]` with `id`, `name` and `version`; `vigil init` writes a full example")
}

pub(crate) fn ledger_line(line: usize, cause: &str) -> Finding {
    fault("ledger-line", format!("line {line} of the ledger cannot be read: {cause}"), "ledger.jsonl")
        .help("restore the line from version control: the ledger is append-only")
}

pub(crate) fn bad_lock(cause: &str) -> Finding {
    fault("bad-lock", format!("vigil.lock cannot be read: {cause}"), "vigil.lock")
        .help("restore it from version control, or remove it and run `vigil match`")
}

pub(crate) fn tree_empty(tree: &str) -> Finding {
    fault("tree-empty", format!("`{tree}` has no node"), tree)
        .help("add `[node.ID]` with a `title`; every node but the root names its `parent`")
}

pub(crate) fn tree_too_large(tree: &str, has: usize, most: usize) -> Finding {
    fault("tree-too-large", format!("`{tree}` has {has} nodes; {most} are read at most"), tree)
        .help("make several trees of it, one a goal")
}

pub(crate) fn tree_too_deep(tree: &str, deepest: usize) -> Finding {
    fault("tree-too-deep", format!("`{tree}` is more than {deepest} nodes deep"), tree)
        .help("make several trees of it, one a goal")
}

pub(crate) fn tree_two_roots(tree: &str, first: &str, second: &str) -> Finding {
    fault("tree-two-roots", format!("`{tree}` has two roots: `{first}` and `{second}` name no parent"), tree)
        .label("a second root")
        .help(format!("add `parent = \"{first}\"` to this node, or make it a tree of its own"))
}

pub(crate) fn tree_unknown_parent(parent: &str, near: Option<&str>, node: &str) -> Finding {
    let finding = fault("tree-unknown-parent", format!("there is no node `{parent}` in this tree"), node)
        .label("unknown node");
    match near {
        Some(_) => with_nearest(finding, near),
        None => finding.help(format!("add `[node.{parent}]`, or name a node of this file")),
    }
}

pub(crate) fn tree_circle(tree: &str, path: &[String]) -> Finding {
    fault("tree-cycle", format!("nodes lie above each other: {}", path.join(" -> ")), tree)
        .label("part of a circle")
        .help("name another `parent` in one of them, or take it out of the root")
}

pub(crate) fn tree_gate_on_leaf(node: &str) -> Finding {
    fault("tree-gate-on-leaf", format!("`{node}` has a gate and no node below it"), node)
        .label("a gate without nodes")
        .help("add nodes that name it as their `parent`, or take `gate` out")
}

pub(crate) fn tree_leaf_key(key: &str, node: &str) -> Finding {
    fault("tree-leaf-key", format!("`{node}` states `{key}` and has nodes below it"), node)
        .label("not a leaf")
        .help(format!("what closes an inner node is computed from those below: move `{key}` to a leaf"))
}

pub(crate) fn tree_bad_technique(text: &str, node: &str) -> Finding {
    fault("tree-bad-technique", format!("`{text}` is no id of a technique"), node)
        .label("not a technique")
        .help("write it as `T0860`, `T1557.002`, `CAPEC-94` or `CWE-290`")
}

pub(crate) fn no_such_tree(text: &str, near: Option<&str>, subject: &str) -> Finding {
    let finding = fault("dead-reference", format!("there is no attack tree `{text}`"), subject)
        .label("unknown attack tree");
    match near {
        Some(_) => with_nearest(finding, near),
        None => finding.help(format!("add `attack-trees/{text}.toml`, or name one that exists")),
    }
}

fn with_nearest(finding: Finding, near: Option<&str>) -> Finding {
    match near {
        Some(name) => finding.help(format!("did you mean `{name}`?")).suggest(name),
        None => finding,
    }
}

/// `a`, `b` and `c`.
fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}
