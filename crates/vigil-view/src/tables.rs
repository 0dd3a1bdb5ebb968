//! Tables over the case, one small file a subject. They arrange what the case holds and decide nothing.
//!
//! A cell never holds an empty meaning: what the model does not say is printed as `not stated`, and what could not be
//! looked up says so. A row that prints a record in full has an anchor; every reference leads to an anchor of some table
//! here. Tables that may name vulnerabilities under embargo take an [`Audience`]; `trace`, `approvals`,
//! `metrics`, `judgements` and `inputs` may name them too and are for the regulator only.

mod anomalies;
mod assets;
pub(crate) mod attack;
pub(crate) mod attack_trees;
mod carried;
mod controls;
mod coverage;
mod decisions;
mod embargo;
mod embedded;
mod fielded;
mod flaws;
mod identity;
mod inputs;
mod judged;
mod labels;
mod life;
mod matching;
mod origins;
mod own;
mod packages;
mod path_links;
mod paths;
mod people;
mod plan;
mod risks;
mod scores;
mod surface;
mod system;
mod testing;
mod threats;
mod trace;
mod tree;
pub(crate) mod words;

pub use anomalies::{anomalies, metrics};
pub use assets::{data, functions_and_harms, harms, secrets, settings};
pub use attack::{attack_paths, attack_steps, choke_points, many_paths, ways_in};
pub use attack_trees::{attack_tree, attack_tree_lines, attack_trees};
pub use carried::{carried, supplier_statements};
pub use controls::{appendix1_answers, control_families, controls, requirements};
pub use coverage::{open_questions, phases, stride, threat_coverage};
pub use decisions::{decisions, deferred};
pub use embedded::emb3d;
pub use fielded::{fielded_flaws, fielded_releases, own_in_releases};
pub use flaws::{kev, vulnerabilities, vulnerability_details};
pub use identity::{cyber_device_limbs, identity, release_parts, sboms};
pub use inputs::inputs;
pub use judged::{judgements, judgements_by_element};
pub use labels::labels;
pub use life::{
    approvals, interoperability, releases, standards, supplier_questions, suppliers, update_segments, updates,
};
pub use matching::{data_cut, match_counts, not_built, unidentified};
pub use origins::{origins, orphans};
pub use own::own_vulnerabilities;
pub use packages::{packages, packages_of, support, support_calendar};
pub use path_links::{path_facts, paths_links};
pub use paths::{channels, flows, paths_content, paths_protection, use_cases};
pub use people::{actors, adversaries, assumptions};
pub use plan::{monitor, plan_elements};
pub use risks::{risk_matrix, risks, transfers};
pub use scores::scores;
pub use surface::{interfaces, ports};
pub use system::{access, component_facts, components, states, zones};
pub use testing::{evidence, pentests, test_findings, test_results, tests};
pub use threats::{threat_details, threats};
pub use trace::trace;
pub use tree::{suspect, trace_gaps, trace_node, trace_suspects, trace_tree};

/// For whom a table is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The regulator and the maker: everything, embargoed vulnerabilities marked as such.
    Regulator,
    /// Users and everybody else: nothing that is under embargo on the day of the case.
    Public,
}
