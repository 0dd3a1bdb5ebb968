//! `docs/rubric.md`: the questions of the medical rubric.

use vigil_score::rubric::QUESTIONS;

pub(super) fn reference() -> String {
    let row = |it: &vigil_score::rubric::Question| {
        let answers: Vec<&str> = it.answers.iter().map(|it| it.word()).collect();
        format!("| `{}` | {} | {} | {} |\n", it.code, it.metric, it.text, answers.join(", "))
    };
    let rows: String = QUESTIONS.iter().map(row).collect();
    format!(
        "# The medical rubric\n\n\
         A flaw in a medical device can be scored with the rubric that MITRE made for FDA (qualified as a development tool in October\n\
         2020, for CVSS 3.0). Its questions stand here in our own words. Write the answers into a decision; the vector follows from them,\n\
         and document 09 prints how each metric came about:\n\n\
         ```toml\n[decision.certificate-names]\nscore = {{ cvss = \"CVSS:3.1/AV:N/...\", rubric = {{ XAVN = \"yes\", XAVT = \"yes\", XACL = \"no\" }} }}\n```\n\n\
         A question without an answer counts as the answer that gives the higher score, and is listed as open. A vector that the\n\
         answers contradict is a finding. Known faults of the spreadsheet that circulates with the rubric are not repeated: there an\n\
         unknown impact counts as none, one answer on the availability of therapy is never looked at, and the number of patients changes nothing.\n\n\
         | code | metric | question | answers |\n|---|---|---|---|\n{rows}"
    )
}
