//! Everything that building the case can say. The wording stands here and nowhere else.

use vigil_base::{Date, Id};
use vigil_exchange::junit::Status;
use vigil_finding::{Finding, Severity};
use vigil_model::kinds::Verdict;

use crate::accepted::{Changes, What};
use crate::evidence::{TestResult, TestRow, TestState};
use crate::vex::{Drift, Proposal, Why};

fn fault(code: &str, severity: Severity, message: String, subject: impl Into<String>) -> Finding {
    Finding::new(format!("case.{code}"), severity, message, subject)
}

pub(crate) fn sbom_missing(component: &str, what: &str, file: &str) -> Finding {
    fault(
        "sbom-missing",
        Severity::Error,
        format!("{what} `{file}` of component `{component}` is not there"),
        format!("component.{component}"),
    )
    .help("put the file from the build there, or correct the path")
}

pub(crate) fn sbom_unreadable(component: &str, file: &str, cause: &str) -> Finding {
    fault(
        "sbom-unreadable",
        Severity::Error,
        format!("the SBOM `{file}` cannot be read: {cause}"),
        format!("component.{component}"),
    )
    .help("none of its packages is in the inventory: make the file again with the build")
}

/// `mapping` is the file that holds the mapping, where the record names one; `guess` is what was used, as such a file.
pub(crate) fn columns_guessed(component: &str, file: &str, mapping: Option<&str>, guess: &str) -> Finding {
    let pairs = guess.lines().filter(|line| line.contains(" = ") && !line.starts_with("confirmed"));
    let pairs: Vec<String> = pairs.map(|line| format!("`{line}`")).collect();
    let finding = fault(
        "sbom-columns-guessed",
        Severity::Warning,
        match mapping {
            None => format!("the columns of `{file}` were guessed from their headings: {}", pairs.join(", ")),
            Some(mapping) => {
                format!("nobody has confirmed the mapping of columns `{mapping}`: {}", pairs.join(", "))
            }
        },
        format!("component.{component}"),
    );
    match mapping {
        Some(mapping) => finding.help(format!(
            "`vigil sbom show {file} --columns {mapping}` shows what it makes of the list; set `confirmed = true` when it is right"
        )),
        None => finding
            .help(format!("`vigil sbom show {file}` prints the mapping: keep it in a file, correct it, set `confirmed = true`"))
            .help(format!("name that file in the record: `sbom = {{ file = \"{file}\", columns = \"FILE\" }}`")),
    }
}

pub(crate) fn columns_unused(component: &str, file: &str, mapping: &str) -> Finding {
    fault(
        "sbom-columns-unused",
        Severity::Warning,
        format!(
            "`{file}` is no component list (CSV, XLSX): the mapping of columns `{mapping}` says nothing of it"
        ),
        format!("component.{component}"),
    )
    .help("take `columns` away, or name the list that it belongs to")
}

pub(crate) fn support_merged(package: &str, component: &str) -> Finding {
    fault(
        "support-merged",
        Severity::Warning,
        format!("`{component}` states another support of `{package}` than the merged SBOM, which has one entry for all components"),
        package,
    )
    .help(format!("`--component {component}` writes it as the support addendum has it"))
}

pub(crate) fn path_leaves_folder(what: &str, path: &str, subject: &str) -> Finding {
    fault(
        "path-outside",
        Severity::Error,
        format!("{what} `{path}` points out of the device folder"),
        subject,
    )
    .help("copy the file into the folder: the case rests on what is in it and on nothing else")
}

pub(crate) fn built_unreadable(id: &str, file: &str, cause: &str) -> Finding {
    fault(
        "built-unreadable",
        Severity::Error,
        format!("what was compiled into `{id}` is not known: `{file}` cannot be used: {cause}"),
        format!("package.{id}"),
    )
    .help("put the file from the build there, or correct the path; until then no flaw is dismissed by it")
}

pub(crate) fn built_without_options(id: &str, config: &str) -> Finding {
    fault(
        "built-without-options",
        Severity::Error,
        format!("`{config}` says nothing of `{id}` without a table of which options bring a source file in"),
        format!("package.{id}"),
    )
    .help("add `options = \"FILE\"` with lines `FILE CONFIG_NAME...`, or list the compiled files in `files`")
}

pub(crate) fn package_covers_nothing(id: &str) -> Finding {
    fault(
        "package-covers-nothing",
        Severity::Error,
        format!("no SBOM lists `{id}`, and the record names no component that carries it"),
        format!("package.{id}"),
    )
    .help("correct the id, or add `in = [\"component\"]` when the package is written by hand")
}

pub(crate) fn evidence_missing(id: &str, file: &str) -> Finding {
    fault(
        "evidence-missing",
        Severity::Error,
        format!("the evidence file `{file}` is not there"),
        format!("evidence.{id}"),
    )
}

pub(crate) fn evidence_unreadable(id: &str, file: &str, cause: &str) -> Finding {
    fault(
        "evidence-unreadable",
        Severity::Error,
        format!("the evidence file `{file}` cannot be read: {cause}"),
        format!("evidence.{id}"),
    )
    .help("a test that rests on it counts as not run")
}

pub(crate) fn evidence_changed(id: &str, file: &str, stated: &str, found: &str) -> Finding {
    fault(
        "evidence-changed",
        Severity::Error,
        format!("the evidence file `{file}` is not the one that was imported"),
        format!("evidence.{id}"),
    )
    .help(format!("the index states {stated}, the file has sha256:{found}"))
    .help("import it again, or restore the file: results of a changed file do not count")
}

/// What keeps the results of a test from counting; `None` when it passed, failed, or names no way to find results:
/// those are matters of the rules.
pub(crate) fn test_not_counting(id: &str, row: &TestRow, changed: Option<(Id, Date)>) -> Option<Finding> {
    let first = |status: Status| row.results.iter().find(|it| it.status == status);
    let named = |it: &TestResult| format!("`{}` in `{}`", it.name, it.place.file);
    let (code, message, help) = match row.state {
        TestState::Missing => (
            "test-missing",
            format!("test `{id}` finds no result"),
            "run it for this release and import what it writes, or correct its `find`",
        ),
        TestState::WrongVersion => {
            let (result, why) = row.set_aside.first()?;
            (
                "test-wrong-version",
                format!("no result of test `{id}` is of this release: {}: {why}", named(result)),
                "run it on the build under review; a result counts only for its version and commit, which its entry in the index names (`commit`, or `commits` by component)",
            )
        }
        TestState::Old => {
            let (requirement, on) = changed?;
            let oldest = row.results.iter().min_by_key(|it| it.date)?;
            let day = oldest.date.map_or("no day".to_owned(), |it| it.to_string());
            (
                "test-old",
                format!(
                    "results of test `{id}` are older than what they verify: {} has {day}, requirement `{requirement}` changed on {on}",
                    named(oldest)
                ),
                "run it again; what was tested is not what is required now",
            )
        }
        TestState::Flaky => (
            "test-flaky",
            format!("test `{id}` passed only after failing: {}", named(first(Status::Flaky)?)),
            "find out what failed: a control that holds at the second try is not shown to hold",
        ),
        TestState::Skipped => {
            let it = first(Status::Skipped)?;
            let why = if it.message.is_empty() { "no reason given" } else { &it.message };
            (
                "test-skipped",
                format!("results of test `{id}` were skipped: {}: {why}", named(it)),
                "run it, or say in its requirement why it does not apply",
            )
        }
        TestState::Passed | TestState::Failed | TestState::NoPattern => return None,
    };
    Some(fault(code, Severity::Warning, message, format!("test.{id}")).help(help))
}

pub(crate) fn level_unusable(subject: &str, key: &str, cause: &str) -> Finding {
    fault(
        "level-unusable",
        Severity::Error,
        format!("`{key}` of `{subject}` cannot be worked out: {cause}"),
        subject,
    )
    .help("correct it, or state the level as a word of the scale: `exploitability = \"...\"`")
}

pub(crate) fn level_contradicted(subject: &str, key: &str, stated: &str, from: &str) -> Finding {
    fault(
        "level-contradicted",
        Severity::Error,
        format!("`{key}` of `{subject}` states `{stated}`, and its own vector says otherwise: {from}"),
        subject,
    )
    .help("leave the word out to go by the vector, or the vector to go by the word")
}

pub(crate) fn safety_unreadable(file: &str, cause: &str) -> Finding {
    fault(
        "safety-unreadable",
        Severity::Error,
        format!("the exported list of the safety file `{file}` cannot be used: {cause}"),
        "safety-file",
    )
    .help("export it again as CSV or XLSX, or name its columns: `[safety-file.columns] id = \"...\"`; until then nothing is compared with it")
}

pub(crate) fn emb3d_unreadable(file: &str, cause: &str) -> Finding {
    fault(
        "emb3d-unreadable",
        Severity::Error,
        format!("the copy of EMB3D `{file}` cannot be used: {cause}"),
        "threat-model",
    )
    .help("name the STIX bundle `emb3d-stix-*.json` that MITRE publishes; until then no component is asked by it")
}

pub(crate) fn safety_columns_guessed(file: &str, columns: &[(&str, String)]) -> Finding {
    let pairs: Vec<String> = columns.iter().map(|(field, head)| format!("{field} = {head:?}")).collect();
    fault(
        "safety-columns-guessed",
        Severity::Note,
        format!("the columns of `{file}` were guessed from their headings: {}", pairs.join(", ")),
        "safety-file",
    )
    .help("write them under `[safety-file.columns]` to confirm them")
}

pub(crate) fn safety_twice(file: &str, id: &str, line: usize) -> Finding {
    fault(
        "safety-twice",
        Severity::Warning,
        format!("`{file}` lists `{id}` twice, again in row {line}"),
        "safety-file",
    )
    .help("an id stands for one situation: correct the safety file, or export one row for each")
}

/// `row` is the first of `count` rows with the word.
pub(crate) fn safety_flag_unclear(file: &str, word: &str, row: usize, count: usize) -> Finding {
    let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
    fault(
        "safety-flag-unclear",
        Severity::Warning,
        format!("`{word}` in row {row}{more} of `{file}` does not say whether the situation is of security origin"),
        "safety-file",
    )
    .help("write yes or no in the safety file, or name the word under `[safety-file.columns]`: `yes = [...]`, `no = [...]`")
}

/// `row` is the first of `count` rows.
pub(crate) fn safety_without_id(file: &str, row: usize, count: usize) -> Finding {
    let (rows, have) = if count > 1 {
        (format!("{count} rows, the first {row},"), "have")
    } else {
        (format!("row {row}"), "has")
    };
    fault(
        "safety-without-id",
        Severity::Warning,
        format!("`{file}`: {rows} {have} no id, so no risk can name what stands there"),
        "safety-file",
    )
    .help(
        "give each situation its id in the safety file; what is no situation does not belong into the export",
    )
}

pub(crate) fn report_missing(subject: &str, file: &str) -> Finding {
    fault(
        "report-missing",
        Severity::Error,
        format!("the report `evidence/{file}` of `{subject}` is not there"),
        subject,
    )
    .help("put the original there as it came; a document number needs no file and has no file's ending")
}

pub(crate) fn report_without_digest(subject: &str, file: &str) -> Finding {
    fault(
        "report-without-digest",
        Severity::Warning,
        format!("nothing shows that the report `evidence/{file}` of `{subject}` is still the original"),
        subject,
    )
    .help("`vigil import results` enters it with its digest into `evidence/index.toml`")
}

pub(crate) fn decision_covers_nothing(id: &str, what: &str) -> Finding {
    fault(
        "decision-covers-nothing",
        Severity::Warning,
        format!("decision `{id}` covers nothing: {what}"),
        format!("decision.{id}"),
    )
    .help("take it out, or correct what it is `on`; a decision that outlived its flaw misleads its readers")
}

pub(crate) fn decision_without_snapshot(id: &str) -> Finding {
    fault(
        "decision-unchecked",
        Severity::Note,
        format!("decision `{id}` could not be compared with matches: there is no snapshot"),
        format!("decision.{id}"),
    )
    .help("run `vigil match`")
}

pub(crate) fn decided_twice(first: &str, second: &str, what: &str) -> Finding {
    fault(
        "decided-twice",
        Severity::Error,
        format!("decisions `{first}` and `{second}` both cover {what}"),
        format!("decision.{second}"),
    )
    .help("keep one of them, or narrow their `on` by package, components or versions")
}

pub(crate) fn decision_asked_again(id: &str, because: &str) -> Finding {
    fault(
        "decision-asked-again",
        Severity::Error,
        format!("decision `{id}` has to be looked at again: {because}"),
        format!("decision.{id}"),
    )
    .help(format!("if it still holds, say so with `vigil triage confirm {id}`; else change it"))
    .help("until then what it covers counts as undecided")
}

pub(crate) fn memory_unreadable(cause: &str) -> Finding {
    fault(
        "memory-unreadable",
        Severity::Error,
        format!("what decisions rested on cannot be read: {cause}"),
        "snapshot",
    )
    .help("restore `snapshot/triage.json` from version control: without it no change can be noticed")
}

pub(crate) fn lifecycles_unreadable(cause: &str) -> Finding {
    fault(
        "lifecycles-unreadable",
        Severity::Error,
        format!("what was looked up of the support of packages cannot be read: {cause}"),
        "snapshot",
    )
    .help("run `vigil match` to write `snapshot/lifecycles.json` anew")
}

/// `key` is the first of `count` packages that say the same.
pub(crate) fn support_later(key: &str, count: usize, stated: Date, public: Date, by: &str) -> Finding {
    let packages = match count {
        1 => format!("`{key}`"),
        2 => format!("`{key}` and 1 other"),
        _ => format!("`{key}` and {} others", count - 1),
    };
    fault(
        "support-later-than-public",
        Severity::Warning,
        format!("support of {packages} is stated until {stated}, but {by} says {public}"),
        key,
    )
    .help("correct the day, or name who supports it longer in `support.source` of a `[package]` record")
}

pub(crate) fn bad_versions(id: &str, text: &str, cause: &str) -> Finding {
    fault(
        "bad-versions",
        Severity::Error,
        format!("`{text}` is not a range of versions: {cause}"),
        format!("decision.{id}"),
    )
    .help("write it like `>=3.0.0, <3.0.15`")
}

pub(crate) fn wrong_verdict(id: &str, verdict: &str, what: &str) -> Finding {
    fault(
        "wrong-verdict",
        Severity::Error,
        format!("`{verdict}` cannot be said of {what}"),
        format!("decision.{id}"),
    )
}

pub(crate) fn baseline_unreadable(release: &str, cause: &str) -> Finding {
    fault(
        "baseline-unreadable",
        Severity::Error,
        format!("the baseline of release {release} cannot be used: {cause}"),
        format!("release.{release}"),
    )
    .help("restore it from version control, or cut it again: `vigil baseline cut NAME --again`")
}

pub(crate) fn baseline_unused(name: &str) -> Finding {
    fault(
        "baseline-unused",
        Severity::Note,
        format!("no release names the baseline `{name}`, so it is not matched"),
        format!("baseline.{name}"),
    )
    .help(format!("write `baseline = \"{name}\"` in the `[release]` that it froze"))
}

pub(crate) fn own_decided_twice(first: &str, second: &str, own: &str) -> Finding {
    decided_twice(first, second, &format!("vulnerability.{own}"))
}

pub(crate) fn vex_unreadable(file: &str, cause: &str) -> Finding {
    fault(
        "vex-unreadable",
        Severity::Error,
        format!("the statements in `{file}` cannot be read: {cause}"),
        file,
    )
    .help(
        "`vex/` holds what suppliers say of flaws, as OpenVEX, CycloneDX (JSON) or CSAF; notes end in `.md`",
    )
}

pub(crate) fn vex_refused(file: &str, count: usize, pointer: &str, because: &str) -> Finding {
    fault(
        "vex-refused",
        Severity::Warning,
        format!(
            "{count} entries of `{file}` cannot be taken as statements; the first, at {pointer}: {because}"
        ),
        file,
    )
    .help(format!("`vigil vex read {file}` lists all; ask the publisher for a corrected document"))
}

pub(crate) fn vex_drift(file: &str, counts: &std::collections::BTreeMap<Why, usize>) -> Finding {
    let parts: Vec<String> = counts.iter().map(|(why, count)| format!("{count} {}", why.text())).collect();
    fault(
        "vex-drift",
        Severity::Note,
        format!("statements in `{file}` that fit nothing here: {}", parts.join(", ")),
        file,
    )
    .help("`vigil vex list` shows each with its reason")
}

pub(crate) fn affected_unmatched(drift: &Drift) -> Finding {
    let who = drift.origin.publisher.as_deref().unwrap_or("a supplier");
    fault(
        "vex-affected-unmatched",
        Severity::Warning,
        format!("{who} says that `{}` is affected by {}, and {}", drift.product, drift.flaw, drift.because),
        &drift.flaw,
    )
    .help("look whether a source is missing or the package is pinned to something else; `vigil db update`, then `vigil match`")
    .see(drift.origin.text())
}

pub(crate) fn proposal_contradicts(proposal: &Proposal, decision: &str, verdict: Verdict) -> Finding {
    // To be told that one is affected and to say the contrary is the dangerous way round.
    let severity = if proposal.verdict == Verdict::Affected { Severity::Error } else { Severity::Warning };
    let who = proposal.origin.publisher.as_deref().unwrap_or("the supplier");
    fault(
        "proposal-contradicts",
        severity,
        format!(
            "decision `{decision}` says `{verdict}` of {} in {}, and {who} says `{}`",
            proposal.flaw, proposal.name, proposal.verdict
        ),
        format!("decision.{decision}"),
    )
    .help("look at the statement again and change the decision")
    .help(format!(
        "or say in `because` why it is not followed, and name it: `despite = [\"{}\"]`",
        proposal.origin.file
    ))
    .see(proposal.origin.text())
}

pub(crate) fn origin_gone(decision: &str, file: &str) -> Finding {
    fault(
        "origin-gone",
        Severity::Warning,
        format!("decision `{decision}` names `{file}`, and there is no such file"),
        format!("decision.{decision}"),
    )
    .help("put the document back into `vex/`: it is the evidence of what the supplier said; or correct the path")
}

pub(crate) fn snapshot_unreadable(cause: &str) -> Finding {
    fault(
        "snapshot-unreadable",
        Severity::Error,
        format!("the snapshot of matches cannot be read: {cause}"),
        "snapshot",
    )
    .help("run `vigil match`")
}

pub(crate) fn pack_changed(changes: &Changes) -> Finding {
    let names: Vec<String> = changes.packs.keys().map(|it| format!("`{it}`")).collect();
    let message = if changes.known {
        let counts =
            [What::New, What::Gone, What::Changed].map(|it| format!("{} {}", changes.count(it), it.word()));
        format!(
            "threat rules are not those that were accepted ({}): threats {}",
            names.join(", "),
            counts.join(", ")
        )
    } else {
        format!(
            "threat rules are not those that were accepted ({}); which threats changed is not known, because an older \
             version of the program accepted them",
            names.join(", ")
        )
    };
    fault("pack-changed", Severity::Error, message, "project")
        .help("`vigil threats --changes` lists them; after a look, `vigil threats --accept-packs` writes `vigil.lock`")
}

pub(crate) fn text_missing(text: &crate::prose::Prose) -> Finding {
    fault(
        "text-missing",
        Severity::Warning,
        format!("nobody has written {} yet", text.about),
        format!("text/{}.md", text.name),
    )
    .help(format!(
        "write it in `text/{}.md`; until then the document says visibly that it is missing",
        text.name
    ))
}

pub(crate) fn text_not_printed(name: &str, near: Option<&str>) -> Finding {
    let finding = fault(
        "text-not-printed",
        Severity::Warning,
        format!("no document prints `text/{name}.md`"),
        format!("text/{name}.md"),
    );
    match near {
        Some(near) => finding.help(format!("did you mean `text/{near}.md`?")),
        None => {
            finding.help("views may name it in their `text`; else its name is one that no document knows")
        }
    }
}

pub(crate) fn score_unreadable(id: &str, cause: &str) -> Finding {
    fault(
        "score-unreadable",
        Severity::Error,
        format!("the score of decision `{id}` is not a CVSS vector: {cause}"),
        format!("decision.{id}"),
    )
    .help("copy the whole vector, beginning with `CVSS:`; `cvss = \"CVSS:3.1/AV:N/...\"`")
}

pub(crate) fn rubric_answer(id: &str, cause: &str) -> Finding {
    fault(
        "rubric-answer",
        Severity::Error,
        format!("decision `{id}` answers the medical rubric wrongly: {cause}"),
        format!("decision.{id}"),
    )
    .help("the questions and their answers stand in `docs/rubric.md`")
}

pub(crate) fn score_contradicts_rubric(id: &str, metrics: &str, derived: &str) -> Finding {
    fault(
        "score-contradicts-rubric",
        Severity::Error,
        format!("decision `{id}` gives a CVSS vector that its own answers to the medical rubric contradict in {metrics}"),
        format!("decision.{id}"),
    )
    .help(format!("the answers come to `{derived}`: correct an answer or the vector"))
}

pub(crate) fn no_such_flaw(flaw: &str, near: Option<&str>, node: &str) -> Finding {
    let message = format!("no package of the device matches `{flaw}`");
    let finding = fault("dead-reference", Severity::Error, message, node).label("no such flaw");
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("`vigil triage` lists the flaws that match; take it out where it is gone"),
    }
}
