//! The model: all records of a device folder, read, linked, with their places.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map as JsonMap, Value as Json, json};
use vigil_base::{Id, Lines, Place, Sources};

use crate::field::{Field, NodeRef};
use crate::findings;
use crate::kinds as k;
use crate::ledger::Approval;
use crate::lock::Lock;
use crate::node::{Node, Span};
use crate::read::Reader;
use crate::record::{KeyDoc, Record};
use crate::refs::Use;

/// A file of the folder that was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path from the device folder, with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Where its lines begin, so that no place is counted from the beginning of the file.
    lines: Lines,
}

impl SourceFile {
    pub(crate) fn new(path: String, text: String) -> Self {
        let lines = Lines::of(&text);
        Self { path, text, lines }
    }
}

/// A statement that exists once per device, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Single<T> {
    /// The statement.
    pub value: T,
    /// Where its header stands.
    pub span: Span,
    /// Where each of its keys stands.
    pub keys: Vec<(String, Span)>,
}

impl<T> Single<T> {
    /// The place of one key, or of the header when the key is absent.
    pub fn key(&self, name: &str) -> Span {
        self.keys.iter().find(|(key, _)| key == name).map_or(self.span, |(_, span)| *span)
    }
}

impl<T> std::ops::Deref for Single<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

macro_rules! model {
    (
        singles { $( $sfield:ident $sword:literal : $sty:ty ),* $(,)? }
        kinds { $( $kind:ident $table:ident $word:literal ),* $(,)? }
    ) => {
        /// The kinds of keyed records.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Kind { $( #[doc = concat!("`[", $word, ".id]`")] $kind ),* }

        impl Kind {
            /// All kinds, in the order of the design.
            pub const ALL: &'static [Self] = &[$( Self::$kind ),*];

            /// The kind's word, as it stands in headers and references.
            pub fn word(self) -> &'static str {
                match self { $( Self::$kind => $word ),* }
            }

            /// Reads a kind's word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $( $word => Some(Self::$kind), )* _ => None }
            }

            /// What this kind of record is.
            pub fn meaning(self) -> &'static str {
                match self { $( Self::$kind => k::$kind::meaning() ),* }
            }

            /// The keys of its records.
            pub fn key_docs(self) -> Vec<KeyDoc> {
                match self { $( Self::$kind => k::$kind::key_docs() ),* }
            }
        }

        /// All records of a device folder.
        #[derive(Clone, Debug, Default)]
        pub struct Model {
            $( #[doc = concat!("`[", $sword, "]`")] pub $sfield: Option<Single<$sty>>, )*
            $( #[doc = concat!("All `[", $word, ".id]`, by id.")] pub $table: BTreeMap<Id, k::$kind>, )*
            /// The files that were read; spans index into it.
            pub files: Vec<SourceFile>,
            /// Prose that people wrote: `text/NAME.md` by NAME.
            pub texts: BTreeMap<String, String>,
            /// Attack trees: `attack-trees/ID.toml` by ID.
            pub trees: BTreeMap<Id, crate::trees::Tree>,
            /// Approvals, in the order of the ledger.
            pub ledger: Vec<Approval>,
            /// The machine-written lock.
            pub lock: Lock,
            /// Records with a fault of their own. What would follow from them may be missing, so that nobody should
            /// be told that it is not there.
            pub doubtful: BTreeSet<(Kind, Id)>,
            /// What is looked up often, gathered when it is first asked for.
            pub(crate) index: std::sync::OnceLock<crate::index::Index>,
        }

        /// Words of the statements that exist once per device.
        pub const SINGLES: &[&str] = &[$( $sword ),*];

        /// The schema of a statement that exists once per device, and what it is.
        pub(crate) fn single_schema(word: &str) -> Option<(Json, &'static str)> {
            match word { $( $sword => Some((<$sty as Field>::schema(), <$sty as Field>::meaning())), )* _ => None }
        }

        impl Model {
            pub(crate) fn read_single(&mut self, word: &str, span: Span, node: &Node, cx: &mut Reader<'_>) {
                match word {
                    $( $sword => {
                        if self.$sfield.is_some() {
                            let first = self.$sfield.as_ref().map_or(span, |it| it.span);
                            let other = cx.place(first).to_string();
                            let finding = findings::duplicate_record($sword, $sword, &other).related(cx.place(first), "first stated here");
                            cx.say(finding, span);
                            return;
                        }
                        let keys = node.table().unwrap_or_default().iter().map(|(key, _)| (key.name.clone(), key.span)).collect();
                        if let Some(value) = <$sty as Field>::read(&NodeRef(node), cx) {
                            self.$sfield = Some(Single { value, span, keys });
                        }
                    } )*
                    _ => {}
                }
            }

            pub(crate) fn read_record(&mut self, kind: Kind, id: &Id, span: Span, node: &Node, cx: &mut Reader<'_>) {
                match kind {
                    $( Kind::$kind => {
                        if let Some(record) = k::$kind::read_record(id, span, node, cx) {
                            self.$table.insert(id.clone(), record);
                        }
                    } )*
                }
            }

            /// Ids of one kind, sorted.
            pub fn ids(&self, kind: Kind) -> Vec<&Id> {
                match kind { $( Kind::$kind => self.$table.keys().collect() ),* }
            }

            /// Whether a record exists.
            pub fn has(&self, kind: Kind, id: &str) -> bool {
                match kind { $( Kind::$kind => self.$table.contains_key(id) ),* }
            }

            /// Where a record's header stands.
            pub fn span_of(&self, kind: Kind, id: &str) -> Option<Span> {
                match kind { $( Kind::$kind => self.$table.get(id).map(|it| it.meta.span) ),* }
            }

            /// One record in canonical JSON.
            pub fn record_json(&self, kind: Kind, id: &str) -> Option<Json> {
                match kind { $( Kind::$kind => self.$table.get(id).map(k::$kind::json) ),* }
            }

            /// Shows every record: kind, what every record has, and the references in it.
            pub fn each_record(&self, seen: &mut dyn FnMut(Kind, &crate::record::Meta, Vec<Use>)) {
                $( for record in self.$table.values() {
                    let mut uses = Vec::new();
                    record.uses(&mut |it| uses.push(it));
                    seen(<k::$kind as Record>::KIND, &record.meta, uses);
                } )*
            }

            /// Shows the references in the statements that exist once.
            pub(crate) fn each_single(&self, seen: &mut dyn FnMut(&'static str, Vec<Use>)) {
                $( if let Some(single) = &self.$sfield {
                    let mut uses = Vec::new();
                    single.value.uses(&mut |it| uses.push(it));
                    seen($sword, uses);
                } )*
            }

            /// Leaves out the records that are limited to other variants or markets than the given ones.
            #[must_use]
            pub fn only(mut self, words: &[&str]) -> Self {
                self.index = std::sync::OnceLock::new();
                $( self.$table.retain(|_, record| {
                    record.meta.only.is_empty() || record.meta.only.iter().any(|word| words.contains(&word.as_str()))
                }); )*
                self
            }

            /// The whole model in canonical JSON: statements, then records by kind and id.
            pub fn json(&self) -> Json {
                let mut out = JsonMap::new();
                $( if let Some(single) = &self.$sfield {
                    out.insert($sword.to_owned(), single.value.json());
                } )*
                $( if !self.$table.is_empty() {
                    let records: JsonMap<String, Json> = self.$table.iter().map(|(id, record)| (id.to_string(), record.json())).collect();
                    out.insert($word.to_owned(), Json::Object(records));
                } )*
                vigil_base::canonical::sorted(json!({"schema_version": 1, "model": out}))
            }
        }
    };
}

/// `[matrix]`: a row of cells per exploitability level.
pub type Matrix = BTreeMap<String, Vec<String>>;
/// `[accept]`: what each word of the matrix asks for; a word that asks for nothing stands there with an empty list.
pub type Accept = BTreeMap<String, Vec<String>>;

model! {
    singles {
        project "project": k::Project,
        scale "scale": k::Scale,
        matrix "matrix": Matrix,
        accept "accept": Accept,
        context "context": k::Context,
        cyber_device "cyber-device": k::CyberDevice,
        risk_plan "risk-plan": k::RiskPlan,
        risk_report "risk-report": k::RiskReport,
        threat_model "threat-model": k::ThreatModel,
        interoperability "interoperability": k::Interoperability,
        inventory "inventory": k::InventoryPlan,
        metrics "metrics": k::Metrics,
        plan "plan": k::Plan,
        security_architecture "security-architecture": k::SecurityArchitecture,
        safety_file "safety-file": k::SafetyFile,
        labeling "labeling": k::Labeling,
        anomaly_list "anomalies": k::AnomalyList,
        change "change": k::Change,
    }
    kinds {
        Release releases "release",
        Environment environments "environment",
        State states "state",
        Zone zones "zone",
        Actor actors "actor",
        Adversary adversaries "adversary",
        Assumption assumptions "assumption",
        Component components "component",
        Data data "data",
        Secret secrets "secret",
        Setting settings "setting",
        Channel channels "channel",
        Flow flows "flow",
        Function functions "function",
        Hazard hazards "hazard",
        Harm harms "harm",
        Usecase usecases "usecase",
        Threat threats "threat",
        Decision decisions "decision",
        Vulnerability vulnerabilities "vulnerability",
        Package packages "package",
        Identity identities "identity",
        Risk risks "risk",
        Control controls "control",
        Requirement requirements "requirement",
        Test tests "test",
        Pentest pentests "pentest",
        Evidence evidence "evidence",
        Anomaly anomalies "anomaly",
        Update updates "update",
        Label labels "label",
        Mds2 mds2 "mds2",
        View views "view",
        Layout layouts "layout",
        Standard standards "standard",
        Supplier suppliers "supplier",
        Answer answers "answer",
    }
}

impl Kind {
    /// Whether ids of this kind are slugs; the others are versions, purls, rule ids or question ids.
    pub fn has_slugs(self) -> bool {
        !matches!(self, Self::Release | Self::Package | Self::Identity | Self::Mds2 | Self::Answer)
    }

    /// The key that a plain text stands for: `clinical-use = "Infusing"` under `[state]`.
    pub(crate) fn short_key(self) -> Option<&'static str> {
        matches!(self, Self::State | Self::Environment).then_some("name")
    }
}

impl Model {
    /// Turns a span into file, line and column.
    pub fn place(&self, span: Span) -> Place {
        place_in(&self.files, span)
    }

    /// The texts that places point into.
    pub fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        for file in &self.files {
            sources.insert(file.path.clone(), file.text.clone());
        }
        sources
    }

    /// Number of keyed records.
    pub fn count(&self) -> usize {
        Kind::ALL.iter().map(|kind| self.ids(*kind).len()).sum()
    }
}

pub(crate) fn place_in(files: &[SourceFile], span: Span) -> Place {
    files.get(usize::from(span.file)).map_or_else(
        || Place::start_of("vigil.toml"),
        |file| file.lines.place(&file.path, &file.text, &span.range()),
    )
}
