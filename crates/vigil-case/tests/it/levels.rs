//! Exploitability from CVSS vectors and rubric answers, by the manufacturer's mapping.

use crate::folder::Folder;

const POLICY: &str = "vigil.toml";
const RISKS: &str = "model/risks.toml";
const MAPPING: &str =
    "\n[scale.from-cvss]\nuses = \"exploitability\"\nat-most = { low = 1.5, medium = 2.7 }\n";
/// Network, low complexity, no privileges, no interaction: 3.9.
const NETWORK: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
/// Adjacent, high complexity, no privileges: 8.22 x 0.62 x 0.44 x 0.85 x 0.85 = 1.6.
const ADJACENT: &str = "CVSS:3.1/AV:A/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H";
/// Physical, low complexity: 8.22 x 0.2 x 0.77 x 0.85 x 0.85 = 0.9.
const PHYSICAL: &str = "CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

fn with(mapping: &str, after: &str) -> Folder {
    let mut folder = Folder::infusion();
    folder.append(POLICY, mapping);
    let old = "after    = { exploitability = \"low\" }\nbecause  = \"Pairing";
    folder.replace(RISKS, old, &format!("after    = {{ {after} }}\nbecause  = \"Pairing"));
    folder
}

fn after(folder: &Folder) -> (Option<String>, Option<String>, Vec<String>) {
    let case = folder.case();
    let row = &case.risks["r-012"];
    let said =
        case.findings.iter().filter(|it| it.code.starts_with("case.level-") || it.code.starts_with("model."));
    (row.after.clone(), row.after_from.clone(), said.map(|it| it.message.clone()).collect())
}

#[test]
fn a_vector_gives_the_level_and_says_by_which_limit() {
    for (vector, word, how) in [
        (NETWORK, "high", "exploitability 3.9, above every limit gives high"),
        (ADJACENT, "medium", "exploitability 1.6, at most 2.7 gives medium"),
        (PHYSICAL, "low", "exploitability 0.9, at most 1.5 gives low"),
    ] {
        let (found, from, said) = after(&with(MAPPING, &format!("cvss = \"{vector}\"")));
        assert_eq!(found.as_deref(), Some(word), "{vector}");
        assert_eq!(from, Some(format!("{vector}: {how}")));
        assert_eq!(said, Vec::<String>::new());
    }
}

#[test]
fn the_overall_score_counts_where_the_mapping_says_so() {
    let mapping =
        MAPPING.replace("\"exploitability\"", "\"score\"").replace("1.5", "3.9").replace("2.7", "6.9");
    let (word, from, _) = after(&with(&mapping, &format!("cvss = \"{PHYSICAL}\"")));
    assert_eq!(word.as_deref(), Some("medium"), "{from:?}");
    assert!(from.unwrap().contains("score 6.8, at most 6.9"));
}

#[test]
fn a_word_that_its_own_vector_contradicts_is_an_error() {
    let (word, _, said) = after(&with(MAPPING, &format!("exploitability = \"low\", cvss = \"{NETWORK}\"")));
    assert_eq!(word.as_deref(), Some("low"));
    assert!(
        said.len() == 1 && said[0].contains("states `low`, and its own vector says otherwise"),
        "{said:?}"
    );
}

#[test]
fn what_gives_no_level_leaves_it_unknown_and_says_why() {
    for (mapping, after_text, words) in [
        (MAPPING, "cvss = \"CVSS:3.1/AV:N\"".to_owned(), "is no CVSS vector"),
        ("", format!("cvss = \"{NETWORK}\""), "`[scale.from-cvss]` does not say"),
        (
            MAPPING,
            "cvss = \"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N\"".to_owned(),
            "CVSS 4.0 has no exploitability subscore",
        ),
        (MAPPING, "rubric = { XAVN = \"perhaps\" }".to_owned(), "perhaps"),
        (MAPPING, "because = \"x\"".to_owned(), "gives no level"),
    ] {
        let (word, _, said) = after(&with(mapping, &after_text));
        assert_eq!(word, None, "{after_text}");
        assert!(said.len() == 1 && said[0].contains(words), "{after_text}: {said:?}");
    }
}

#[test]
fn answers_to_the_rubric_give_the_vector_and_may_not_contradict_a_stated_one() {
    let (word, from, said) = after(&with(MAPPING, "rubric = { XAVN = \"yes\" }"));
    assert!(word.is_some() && from.is_some_and(|it| it.contains("(medical rubric)")), "{said:?}");
    let (_, _, said) =
        after(&with(MAPPING, &format!("rubric = {{ XAVN = \"yes\" }}, cvss = \"{PHYSICAL}\"")));
    assert!(said.len() == 1 && said[0].contains("come to CVSS:3.0/"), "{said:?}");
}

#[test]
fn a_limit_for_a_word_that_is_not_on_the_scale_is_an_error() {
    let (_, _, said) = after(&with(&MAPPING.replace("medium", "meduim"), "exploitability = \"low\""));
    assert!(said.len() == 1 && said[0].contains("`meduim` is not on the exploitability scale"), "{said:?}");
    let (_, _, said) = after(&with(&MAPPING.replace("2.7", "2.75"), "exploitability = \"low\""));
    assert!(said.len() == 1 && said[0].contains("one decimal"), "{said:?}");
}
