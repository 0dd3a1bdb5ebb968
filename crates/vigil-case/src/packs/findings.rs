//! Everything that reading packs of threat rules can say.

use vigil_finding::{Finding, Severity};

fn fault(code: &str, message: String, subject: &str) -> Finding {
    Finding::new(format!("case.{code}"), Severity::Error, message, subject)
}

pub(super) fn unknown_pack(name: &str, known: &str, near: Option<&str>) -> Finding {
    let finding = fault("unknown-pack", format!("there is no threat rule pack `{name}`"), "project");
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding,
    }
    .help(format!("the packs are {known}; one of your own stands in `packs/NAME/*.toml`"))
}

pub(super) fn named_twice(name: &str) -> Finding {
    fault("pack-named-twice", format!("the pack `{name}` is named twice"), "project")
        .help("take one of the two out")
}

pub(super) fn other_pack(named: &str, found: &str, folder: &str) -> Finding {
    fault(
        "pack-other-version",
        format!("the project names the pack `{named}`, and the files in `packs/{folder}` say `{found}`"),
        "project",
    )
    .help("write the name of the folder and the version of its `[pack]` into `packs` of `vigil.toml`")
    .help("its rules were not used")
}

pub(super) fn name_taken(folder: &str) -> Finding {
    fault("pack-name-taken", format!("a pack that comes with the tool is called `{folder}` too"), "project")
        .help(format!("rename the folder `packs/{folder}` and the pack in it; its rules were not used"))
}

pub(super) fn not_named(folder: &str) -> Finding {
    let message =
        format!("the pack in `packs/{folder}` is not named by the project, so its rules look at nothing");
    fault("pack-not-named", message, "project").help(format!(
        "add `{folder}@1` (or its version) to `packs` of `vigil.toml`, or take the folder away"
    ))
}

pub(super) fn in_no_pack(path: &str) -> Finding {
    fault("pack-file-outside", format!("`{path}` belongs to no pack"), path)
        .help("files of a pack stand in `packs/NAME/`, not above and not below")
}

pub(super) fn unreadable(path: &str, cause: &str) -> Finding {
    fault("pack-unreadable", format!("`{path}` cannot be read: {cause}"), path)
        .help("the threats of this pack are not known until it can be read")
}

pub(super) fn rule_taken(id: &str, pack: &str, first: &str) -> Finding {
    fault("pack-rule-taken", format!("the rule `{id}` of `{pack}` has the id of a rule of `{first}`"), id)
        .label("this id is taken")
        .help("threats are named by the rule alone: give it another id")
}
