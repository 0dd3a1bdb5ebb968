//! The page `docs/version-oracles.md`.

use super::{Answer, Disagreement};

/// Disagreements shown of each reason.
const SHOWN: usize = 5;

pub(super) fn row(answer: &Answer) -> String {
    let Answer { oracle, compared, refused, disagreements, tool } = answer;
    match tool {
        Ok(tool) => {
            let open = answer.unexplained().count();
            let known = disagreements.len() - open;
            format!("| {} | {tool} | {compared} | {refused} | {known} | {open} |", oracle.scheme)
        }
        Err(why) => format!("| {} | not asked: {why} | - | - | - | - |", oracle.scheme),
    }
}

pub(super) fn page(answers: &[Answer]) -> String {
    let rows: String = answers.iter().map(|it| row(it) + "\n").collect();
    let tools: String =
        answers.iter().map(|it| format!("- `{}`: {}\n", it.oracle.scheme, it.oracle.about)).collect();
    let details: String = answers.iter().map(details).collect();
    format!(
        "# Our version orders against the tools whose orders they are\n\n\
         Written by `cargo xtask oracles`. The pairs are drawn by a fixed generator from the published versions of each\n\
         ecosystem, a quarter of them changed at the end, so that odd versions meet too. What a tool refuses as no version is not\n\
         compared. The published comparison files themselves are part of the tests, and none of them comes out wrong.\n\n\
         | order | tool | compared | refused by the tool | disagreements with a reason | without |\n|---|---|---|---|---|---|\n{rows}\n\
         The tools, and where they come from:\n\n{tools}{details}"
    )
}

fn details(answer: &Answer) -> String {
    if answer.disagreements.is_empty() {
        return String::new();
    }
    let mut reasons: Vec<Option<&str>> = Vec::new();
    for it in &answer.disagreements {
        let reason = answer.oracle.reason(&it.one, &it.two);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    let section = |reason: Option<&str>| {
        let of: Vec<&Disagreement> = answer
            .disagreements
            .iter()
            .filter(|it| answer.oracle.reason(&it.one, &it.two) == reason)
            .collect();
        let examples: String = of.iter().take(SHOWN).map(|it| line(it)).collect();
        format!("{} ({} pairs):\n\n{examples}\n", reason.unwrap_or("**Without a reason**"), of.len())
    };
    format!("\n## {}\n\n{}", answer.oracle.scheme, reasons.into_iter().map(section).collect::<String>())
}

fn line(it: &Disagreement) -> String {
    format!("- `{}` and `{}`: the tool says `{}`, we say `{}`\n", it.one, it.two, it.theirs, it.ours)
}
