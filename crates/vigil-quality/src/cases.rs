//! Cases of identity: what a device's SBOM calls things, and what must be found under that name.

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::{Value, json};
use vigil_match::State;

use crate::data;

/// One case of the table `data/identity.json`.
#[derive(Clone, Debug, Deserialize)]
pub struct Case {
    /// What the case is about.
    pub subject: String,
    /// The claim.
    pub name: String,
    /// Statements of feeds, in short form.
    records: Vec<Statement>,
    /// `CycloneDX` components; the first is the one asked about.
    components: Vec<Value>,
    /// The state that is right.
    state: State,
    /// The flaws that are right.
    flaws: Vec<String>,
}

/// What a record says, without what every record has.
#[derive(Clone, Debug, Default, Deserialize)]
struct Statement {
    cve: String,
    /// `part:vendor:product` of an NVD record.
    cpe: Option<String>,
    ge: Option<String>,
    lt: Option<String>,
    exact: Option<String>,
    /// What it has to run on.
    on: Option<String>,
    /// Id of an OSV record.
    osv: Option<String>,
    ecosystem: Option<String>,
    name: Option<String>,
    fixed: Option<String>,
    #[serde(default)]
    versions: Vec<String>,
    repo: Option<String>,
    introduced_commit: Option<String>,
    fixed_commit: Option<String>,
}

/// How a case came out.
pub struct Outcome {
    /// The case.
    pub case: Case,
    /// What was said instead; `None` if all is right.
    pub instead: Option<String>,
}

/// All cases of the table.
pub(crate) fn all() -> anyhow::Result<Vec<Case>> {
    serde_json::from_str(include_str!("../data/identity.json")).context("the table of identity cases")
}

impl Case {
    /// Runs the case.
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let records: Vec<Value> = self.records.iter().map(Statement::record).collect();
        let loaded = data::import_records(&records)?;
        let mut components = self.components.clone();
        // Entries keep their order by a reference of their own.
        for (at, component) in components.iter_mut().enumerate() {
            component["bom-ref"] = json!(format!("{at}"));
        }
        let inventory = data::inventory(&components)?;
        let matching = data::matched(&inventory, &loaded.database);
        let wanted = self.components[0]["name"].as_str().unwrap_or_default();
        let result = matching.results.iter().find(|result| result.name == wanted);
        let result = result.with_context(|| format!("`{wanted}` is not in the inventory"))?;
        let flaws: Vec<&str> = result
            .matches
            .iter()
            .filter(|row| row.state == State::Affected)
            .map(|row| row.id.as_str())
            .collect();
        let is_right = result.state == self.state && flaws == self.flaws;
        let instead = (!is_right).then(|| format!("{}: {}", result.state.word(), result.reason));
        Ok(Outcome { case: self, instead })
    }
}

impl Statement {
    fn record(&self) -> Value {
        match &self.osv {
            Some(id) => self.osv_record(id),
            None => self.nvd_record(),
        }
    }

    fn nvd_record(&self) -> Value {
        let name = self.cpe.as_deref().unwrap_or_default();
        let version = self.exact.as_deref().unwrap_or("*");
        let mut leaf =
            json!({"vulnerable": true, "criteria": format!("cpe:2.3:{name}:{version}:*:*:*:*:*:*:*")});
        for (key, bound) in [("versionStartIncluding", &self.ge), ("versionEndExcluding", &self.lt)] {
            if let Some(bound) = bound {
                leaf[key] = json!(bound);
            }
        }
        let flawed = json!({"operator": "OR", "negate": false, "cpeMatch": [leaf]});
        let configuration = match &self.on {
            None => json!({"nodes": [flawed]}),
            Some(on) => json!({"operator": "AND", "nodes": [flawed,
                {"operator": "OR", "negate": false, "cpeMatch": [{"vulnerable": false, "criteria": on}]}]}),
        };
        json!({"cve": {"id": self.cve, "sourceIdentifier": "a@b", "published": "2024-01-01T00:00:00.000",
            "lastModified": "2024-02-21T00:00:00.000", "vulnStatus": "Analyzed",
            "descriptions": [{"lang": "en", "value": "made for a case"}], "configurations": [configuration]}})
    }

    fn osv_record(&self, id: &str) -> Value {
        let mut affected = json!({"versions": self.versions});
        if let Some(ecosystem) = &self.ecosystem {
            affected["package"] = json!({"ecosystem": ecosystem, "name": self.name});
        }
        if let Some(fixed) = &self.fixed {
            affected["ranges"] =
                json!([{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}]);
        }
        if let Some(repo) = &self.repo {
            affected["ranges"] = json!([{"type": "GIT", "repo": repo, "events": [
                {"introduced": self.introduced_commit}, {"fixed": self.fixed_commit}]}]);
        }
        json!({"id": id, "modified": "2024-02-20T00:00:00Z", "aliases": [self.cve], "summary": "made for a case",
            "affected": [affected]})
    }
}
