//! The columns of each table: title, place in the record, form, and the headings by which people call it.

use super::Table;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The record's id.
    Id,
    /// Text.
    Text,
    /// One of the words of a key.
    Word,
    /// Several words or ids, parted by commas, semicolons or line ends.
    List,
    /// Several STRIDE letters, or the words for them.
    Stride,
    /// Numbers of CWE, or `none`.
    Cwe,
    /// A day.
    Day,
    /// Something that is kept in `x` and never interpreted.
    Private,
    /// Whether a row of a checklist applies.
    Applies,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in a mapping.
    pub name: &'static str,
    /// Its heading in what we write.
    pub title: &'static str,
    /// The keys that lead to it in the record.
    pub way: &'static [&'static str],
    /// What its cells hold.
    pub form: Form,
    /// Headings of others, in small letters and digits only, strongest first.
    pub heads: &'static [&'static str],
}

const fn field(
    name: &'static str,
    title: &'static str,
    way: &'static [&'static str],
    form: Form,
    heads: &'static [&'static str],
) -> Field {
    Field { name, title, way, form, heads }
}

use Form::{Applies, Cwe, Day, Id, List, Private, Stride, Text, Word};

const RISKS: &[Field] = &[
    field(
        "id",
        "ID",
        &[],
        Id,
        &["id", "riskid", "riskno", "risknumber", "no", "number", "ref", "reference", "key"],
    ),
    field(
        "title",
        "Title",
        &["title"],
        Text,
        &[
            "title",
            "risk",
            "risktitle",
            "riskname",
            "name",
            "scenario",
            "riskscenario",
            "riskdescription",
            "description",
            "summary",
        ],
    ),
    field("threats", "Threats", &["threats"], List, &["threats", "threat", "threatids", "threatid"]),
    field("harm", "Harm", &["harm"], Text, &["harm", "harmid", "potentialharm", "hazard", "consequence"]),
    field(
        "before",
        "Exploitability before",
        &["before", "exploitability"],
        Text,
        &[
            "exploitabilitybefore",
            "beforeexploitability",
            "beforecontrolsexploitability",
            "exploitabilitybeforecontrols",
            "initialexploitability",
            "initiallikelihood",
            "beforelikelihood",
            "beforecontrolslikelihood",
            "likelihoodbefore",
            "initialriskexploitability",
            "premitigationlikelihood",
            "premitigationexploitability",
            "inherentlikelihood",
            "exploitability",
            "likelihood",
        ],
    ),
    field(
        "before-because",
        "Why before",
        &["before", "because"],
        Text,
        &["whybefore", "beforewhy", "beforecontrolswhy", "beforerationale", "rationalebefore"],
    ),
    field(
        "controls",
        "Controls",
        &["controls"],
        List,
        &[
            "controls",
            "control",
            "controlids",
            "riskcontrols",
            "mitigations",
            "mitigation",
            "riskcontrolmeasures",
        ],
    ),
    field(
        "after",
        "Exploitability after",
        &["after", "exploitability"],
        Text,
        &[
            "exploitabilityafter",
            "afterexploitability",
            "aftercontrolsexploitability",
            "exploitabilityaftercontrols",
            "residualexploitability",
            "residuallikelihood",
            "afterlikelihood",
            "aftercontrolslikelihood",
            "likelihoodafter",
            "residualriskexploitability",
            "postmitigationlikelihood",
            "postmitigationexploitability",
        ],
    ),
    field(
        "after-because",
        "Why after",
        &["after", "because"],
        Text,
        &["whyafter", "afterwhy", "aftercontrolswhy", "afterrationale", "rationaleafter"],
    ),
    field(
        "because",
        "Because",
        &["because"],
        Text,
        &["because", "rationale", "justification", "acceptancerationale", "reason"],
    ),
    field("residual", "Residual", &["residual"], Text, &["residual", "residualrisk", "whatisleft"]),
    field(
        "benefit",
        "Benefit",
        &["benefit"],
        Text,
        &["benefit", "benefitrisk", "benefitriskrationale", "riskbenefit"],
    ),
    field(
        "safety-ref",
        "Safety file",
        &["safety_ref"],
        Text,
        &["safetyfile", "safetyref", "safetyreference", "iso14971", "hazardid", "rmfreference"],
    ),
];

const REQUIREMENTS: &[Field] = &[
    field(
        "id",
        "ID",
        &[],
        Id,
        &["id", "requirementid", "reqid", "requirementno", "no", "number", "ref", "key"],
    ),
    field(
        "text",
        "Text",
        &["text"],
        Text,
        &["text", "requirement", "requirementtext", "shall", "description", "statement", "title", "summary"],
    ),
    field(
        "implements",
        "Implements",
        &["implements"],
        List,
        &["implements", "controls", "control", "controlids", "riskcontrols", "tracesto"],
    ),
    field(
        "in",
        "In",
        &["in"],
        List,
        &["in", "component", "components", "allocatedto", "allocation", "subsystem"],
    ),
    field(
        "accept",
        "Accepted when",
        &["accept"],
        Text,
        &[
            "acceptedwhen",
            "accept",
            "acceptance",
            "acceptancecriteria",
            "acceptancecriterion",
            "passcriteria",
        ],
    ),
    field("design", "Design", &["design"], Text, &["design", "designreference", "designref", "sad"]),
    field(
        "changed",
        "Changed",
        &["changed"],
        Day,
        &["changed", "lastchanged", "modified", "lastmodified", "updated"],
    ),
];

const ANOMALIES: &[Field] = &[
    field(
        "id",
        "ID",
        &[],
        Id,
        &[
            "id",
            "anomalyid",
            "bugid",
            "issueid",
            "defectid",
            "issuekey",
            "key",
            "ticket",
            "no",
            "number",
            "ref",
        ],
    ),
    field(
        "text",
        "Text",
        &["text"],
        Text,
        &["text", "anomaly", "description", "anomalydescription", "summary", "title", "issue", "problem"],
    ),
    field(
        "on",
        "On",
        &["on"],
        List,
        &["on", "component", "components", "affects", "where", "affectedcomponent", "affectedcomponents"],
    ),
    field("cwe", "CWE", &["cwe"], Cwe, &["cwe", "cweid", "cwecategory", "cwenumber", "weakness"]),
    field(
        "verdict",
        "Security assessment",
        &["verdict"],
        Word,
        &[
            "securityassessment",
            "verdict",
            "securityeffect",
            "securityimpact",
            "assessment",
            "securityverdict",
        ],
    ),
    field(
        "because",
        "Because",
        &["because"],
        Text,
        &["because", "rationale", "justification", "securityrationale", "reason"],
    ),
    field(
        "impact",
        "Impact",
        &["impact"],
        Text,
        &["impact", "potentialimpact", "impactifexploited", "consequence", "effect"],
    ),
    field("risk", "Risk", &["risk"], Text, &["risk", "riskid", "relatedrisk"]),
    field(
        "release",
        "Fixed in",
        &["deferral", "release"],
        Text,
        &["fixedin", "fixrelease", "targetrelease", "fixversion", "plannedrelease"],
    ),
    field("by", "Fixed by", &["deferral", "by"], Day, &["fixedby", "targetdate", "duedate", "planneddate"]),
    field(
        "addresses",
        "What the fix addresses",
        &["deferral", "addresses"],
        Text,
        &["whatthefixaddresses", "addresses", "plannedfix"],
    ),
];

const THREATS: &[Field] = &[
    field("id", "ID", &[], Id, &["id", "threatid", "threatno", "no", "number", "ref", "key"]),
    field("title", "Title", &["title"], Text, &["title", "threat", "threattitle", "name", "summary"]),
    field(
        "story",
        "Story",
        &["story"],
        Text,
        &["story", "description", "threatdescription", "scenario", "attack", "attackscenario"],
    ),
    field(
        "on",
        "On",
        &["on"],
        List,
        &["on", "component", "components", "element", "elements", "target", "asset", "interaction"],
    ),
    field(
        "stride",
        "STRIDE",
        &["stride"],
        Stride,
        &["stride", "category", "stridecategory", "threatcategory", "type", "threattype"],
    ),
    field("phase", "Phase", &["phase"], Word, &["phase", "lifecyclephase"]),
    field("family", "Family", &["family"], Word, &["family", "controlfamily"]),
    field(
        "from",
        "From",
        &["from"],
        List,
        &["from", "adversary", "adversaries", "threatactor", "threatsource"],
    ),
    field("controls", "Controls", &["controls"], List, &["controls", "controlids"]),
    field("cwe", "CWE", &["cwe"], Cwe, &["cwe", "cweid", "weakness"]),
    field(
        "state",
        "State there",
        &["x", "state"],
        Private,
        &["statethere", "state", "status", "threatstatus"],
    ),
    field(
        "mitigation",
        "Mitigation there",
        &["x", "mitigation"],
        Private,
        &["mitigationthere", "mitigation", "mitigations", "countermeasure", "countermeasures"],
    ),
    field("applies", "Applies", &[], Applies, &["applies", "applicable"]),
];

const CONTROLS: &[Field] = &[
    field("id", "ID", &[], Id, &["id", "controlid", "controlno", "no", "number", "ref", "key"]),
    field("name", "Name", &["name"], Text, &["name", "title", "control", "controlname"]),
    field("family", "Family", &["family"], Word, &["family", "category", "controlfamily", "type"]),
    field("text", "Text", &["text"], Text, &["text", "description", "controldescription", "summary"]),
    field("gives", "Gives", &["gives"], List, &["gives", "property", "properties"]),
    field("on", "On", &["on"], List, &["on", "component", "components", "protects", "appliesto"]),
    field("option", "Option", &["option"], Word, &["option", "iso14971option", "controloption"]),
    field("owner", "Owner", &["owner"], Word, &["owner", "responsible", "runby"]),
    field("design", "Design", &["design"], Text, &["design", "designreference", "designref", "sad"]),
];

const TESTS: &[Field] = &[
    field("id", "ID", &[], Id, &["id", "testid", "testcaseid", "testno", "no", "number", "ref", "key"]),
    field(
        "title",
        "Title",
        &["title"],
        Text,
        &["title", "test", "testcase", "name", "summary", "description"],
    ),
    field("kind", "Kind", &["kind"], Word, &["kind", "type", "testtype", "category"]),
    field(
        "verifies",
        "Verifies",
        &["verifies"],
        List,
        &["verifies", "requirement", "requirements", "requirementid", "requirementids", "reqid"],
    ),
    field("threats", "Threats", &["threats"], List, &["threats", "threat", "threatids"]),
    field("scope", "Scope", &["scope"], List, &["scope", "component", "components"]),
    field("date", "Date", &["date"], Day, &["date", "executed", "executedon", "rundate", "testdate"]),
    field("by", "By", &["by"], Text, &["by", "tester", "testedby", "executedby"]),
    field("independence", "Independence", &["independence"], Text, &["independence"]),
    field("report", "Report", &["report"], Text, &["report", "testreport", "reportref"]),
];

pub(super) fn of(table: Table) -> &'static [Field] {
    match table {
        Table::Risks => RISKS,
        Table::Requirements => REQUIREMENTS,
        Table::Anomalies => ANOMALIES,
        Table::Threats => THREATS,
        Table::Controls => CONTROLS,
        Table::Tests => TESTS,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use vigil_exchange::table::{Columns, bare};

    use super::*;

    #[test]
    fn our_own_headings_are_guessed_as_what_they_are() {
        for table in Table::ALL {
            let heads: Vec<String> = table.fields().iter().map(|it| it.title.to_owned()).collect();
            let guessed = Columns::guess(&heads, None, &table.names());
            for field in table.fields() {
                assert_eq!(
                    guessed.fields.get(field.name).map(String::as_str),
                    Some(field.title),
                    "{field:?}"
                );
            }
        }
    }

    #[test]
    fn every_column_is_a_key_of_its_record_and_every_heading_is_plain() {
        for table in Table::ALL {
            let docs = table.kind().key_docs();
            let mut names = BTreeSet::new();
            for field in table.fields() {
                assert!(names.insert(field.name), "{} stands twice", field.name);
                assert!(field.heads.iter().all(|it| bare(it) == *it), "{field:?}");
                let known = field.way.first().is_none_or(|key| docs.iter().any(|it| it.key == *key));
                assert!(known, "{} has no key for {field:?}", table.word());
            }
        }
    }
}
