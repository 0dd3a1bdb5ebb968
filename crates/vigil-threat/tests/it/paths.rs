//! Attack paths and choke points over small devices.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use vigil_base::{Date, Id, Memory};
use vigil_model::Model;
use vigil_threat::paths::{Flaws, Live, Standing, Use, Via};
use vigil_threat::{Pack, Paths, generate};

const PROJECT: &str = "[project]\nid = \"d\"\nname = \"D\"\nversion = \"1\"\n[release.1]\n[zone.ward]\nrun-by = \"hospital\"\n[zone.cloud]\n[function.dose]\nessential = true\n";

fn model(records: &str) -> Model {
    let world = Memory::new(Date::constant(2026, 11, 1))
        .with("d/vigil.toml", PROJECT.replace("run-by", "run_by"))
        .with("d/model/a.toml", records.as_bytes());
    let loaded = vigil_model::load(&world, Path::new("d")).expect("the folder is one");
    assert_eq!(loaded.findings, [], "{:#?}", loaded.findings);
    loaded.model
}

fn paths_with(records: &str, flaws: &BTreeMap<Id, Flaws>) -> Paths {
    let model = model(records);
    let threats = generate(&model, &[Pack::builtin("medical-core@1").expect("the pack comes with the tool")]);
    vigil_threat::paths::of(&model, &threats, flaws)
}

fn paths(records: &str) -> Paths {
    paths_with(records, &BTreeMap::new())
}

/// `gateway flow.order > comms flow.inner > motor`, for every path.
fn ways(paths: &Paths) -> BTreeSet<String> {
    let one = |route: &vigil_threat::paths::Route| {
        let steps = paths.hops_of(route).map(|hop| format!(" {} > {}", hop.via.words(), hop.to));
        format!("{}{}", route.start, steps.collect::<String>())
    };
    paths.routes.iter().map(one).collect()
}

fn set(ways: &[&str]) -> BTreeSet<String> {
    ways.iter().map(|it| (*it).to_owned()).collect()
}

fn ids(ids: &[&str]) -> BTreeSet<Id> {
    ids.iter().map(|it| Id::new(*it)).collect()
}

/// A part with a network interface, and the one that gives the dose.
const LINE: &str = r#"
[channel.plain]
gives = []
[channel.safe]
gives = ["confidentiality", "integrity", "peer-auth", "replay-protection", "downgrade-protection"]
[component.gate]
kind = "server"
in   = "ward"
serves_many = false
if   = { net = { kind = "ethernet", used = true } }
[component.mid]
kind = "mcu"
in   = "ward"
[component.pump]
kind = "mcu"
in   = "ward"
runs = ["dose"]
[flow.a]
from = "gate"
to   = "mid"
over = "plain"
[flow.b]
from = "mid"
to   = "pump"
over = "plain"
"#;

#[test]
fn a_path_leads_over_flows_from_the_way_in_to_the_part_that_runs_the_function() {
    let paths = paths(LINE);
    assert_eq!(ways(&paths), set(&["gate flow.a > mid flow.b > pump"]));
    assert_eq!(paths.entries.len(), 1);
    assert!(paths.routes[0].least_credited && paths.routes[0].shortest);
    assert_eq!(paths.routes[0].states, Live::Always);
}

#[test]
fn answers_lead_back_and_a_flow_without_answers_does_not() {
    let turned = LINE.replace("from = \"gate\"\nto   = \"mid\"", "from = \"mid\"\nto   = \"gate\"");
    let none = paths(&turned);
    assert!(none.routes.is_empty());
    assert_eq!(none.apart[&Id::new("dose")], ids(&["gate"]));
    let back = turned.replace(
        "to   = \"gate\"\nover = \"plain\"",
        "to   = \"gate\"\nover = \"plain\"\nback = [\"status\"]",
    );
    let back = format!("{back}\n[data.status]\nkind = \"telemetry\"\n");
    assert_eq!(ways(&paths(&back)), set(&["gate flow.a (answers) > mid flow.b > pump"]));
}

#[test]
fn the_choke_point_is_the_smallest_set_and_of_several_the_nearest_to_the_function() {
    let one = paths(LINE);
    assert_eq!(one.chokes[0].parts, ids(&["mid"]));
    // A second way around `mid`: no single part is passed by both, and the two ways begin at one part.
    let around = format!(
        "{LINE}[component.other]\nkind = \"mcu\"\nin = \"ward\"\n[flow.c]\nfrom = \"gate\"\nto = \"other\"\nover = \"plain\"\n[flow.d]\nfrom = \"other\"\nto = \"pump\"\nover = \"plain\"\n"
    );
    assert_eq!(paths(&around).chokes[0].parts, ids(&["gate"]));
    // And a second part with a way in on that side: now two have to be cut, and they are the two before the pump.
    let two = format!(
        "{around}[component.door]\nkind = \"mcu\"\nin = \"ward\"\nif = {{ net = {{ kind = \"wifi\", used = true }} }}\n[flow.e]\nfrom = \"door\"\nto = \"other\"\nover = \"plain\"\n"
    );
    assert_eq!(paths(&two).chokes[0].parts, ids(&["mid", "other"]));
}

#[test]
fn where_a_way_in_sits_on_the_part_itself_no_other_part_cuts_every_path() {
    let direct = LINE
        .replace("runs = [\"dose\"]", "runs = [\"dose\"]\nif = { ble = { kind = \"ble\", used = true } }");
    let paths = paths(&direct);
    let choke = &paths.chokes[0];
    let direct: Vec<String> = choke.direct.iter().map(|at| paths.entries[*at].path()).collect();
    assert_eq!((direct, &choke.parts), (vec!["pump.ble".to_owned()], &ids(&["mid"])));
    assert!(ways(&paths).contains("pump"), "the path without a step is listed: {:?}", ways(&paths));
}

#[test]
fn an_external_system_is_passed_and_never_a_choke_point() {
    let through = LINE.replace("[component.mid]\nkind = \"mcu\"", "[component.mid]\nkind = \"external\"");
    assert_eq!(paths(&through).chokes[0].parts, ids(&["gate"]));
}

#[test]
fn an_unused_interface_is_a_way_in_unless_something_keeps_it_from_being_activated() {
    let with = |more: &str| paths(&LINE.replace("used = true", &format!("used = false{more}")));
    let because = with(", because = \"No socket on the enclosure.\"");
    assert!(because.entries.is_empty() && because.shut.len() == 1, "{:?}", because.entries);
    // Whether services that are not needed are off is not stated.
    assert_eq!(with("").entries[0].used, Use::MayBeActivated);
    let open =
        LINE.replace("serves_many = false", "serves_many = false\nfacts = { deny-by-default = false }");
    let open = paths(&open.replace("used = true", "used = false"));
    assert_eq!(open.entries[0].used, Use::CanBeActivated);
    let silent = paths(&LINE.replace(", used = true", ""));
    assert_eq!(silent.entries[0].used, Use::NotStated);
}

#[test]
fn a_line_inside_the_housing_is_no_way_in() {
    let inside = paths(&LINE.replace("kind = \"ethernet\"", "kind = \"spi\""));
    assert!(inside.entries.is_empty() && inside.shut[0].because.contains("inside"), "{:?}", inside.shut);
}

#[test]
fn the_credited_way_is_not_taken_where_an_open_one_leads_there_and_the_shortest_is_listed_too() {
    let credited = "[component.gate]\nkind = \"server\"";
    let model = format!(
        "{LINE}[flow.direct]\nfrom = \"gate\"\nto = \"pump\"\nover = \"safe\"\ncarries = [\"command\"]\n[data.command]\nkind = \"therapy-command\"\nfeeds = [\"dose\"]\n"
    );
    assert!(model.contains(credited));
    let paths = paths(&model);
    let shortest: Vec<_> = paths.routes.iter().filter(|it| it.shortest).collect();
    assert_eq!(shortest.len(), 1);
    assert_eq!(paths.hops_of(shortest[0]).count(), 1);
    assert!(paths.routes.iter().any(|it| it.least_credited));
}

#[test]
fn a_step_on_which_nothing_was_looked_at_is_unknown_and_never_credited() {
    let model = model(LINE);
    let threats = generate(&model, &[]);
    let paths = vigil_threat::paths::of(&model, &threats, &BTreeMap::new());
    assert!(!paths.hops.is_empty() && paths.hops.iter().all(|hop| hop.standing == Standing::Unknown));
    assert_eq!(paths.weakest(&paths.routes[0]), Standing::Unknown);
}

#[test]
fn an_open_vulnerability_opens_every_step_to_its_part_and_blindness_credits_nothing() {
    let open = Flaws { open: BTreeSet::from(["CVE-2024-1 in lwip 2.1".to_owned()]), blind: None };
    let blind = Flaws { open: BTreeSet::new(), blind: Some("it has no SBOM".to_owned()) };
    let flaws = BTreeMap::from([(Id::new("pump"), open.clone()), (Id::new("mid"), blind)]);
    let paths = paths_with(LINE, &flaws);
    let to = |part: &str| paths.hops.iter().find(|hop| hop.to == *part).expect("a step leads there");
    assert_eq!((to("pump").standing, &to("pump").look.flaws), (Standing::Open, &open));
    assert_ne!(to("mid").standing, Standing::Credited);
}

#[test]
fn a_path_is_chained_only_when_the_way_in_and_every_step_is_open() {
    let open =
        |part: &str| (Id::new(part), Flaws { open: BTreeSet::from(["CVE-2024-1".to_owned()]), blind: None });
    let all = paths_with(LINE, &BTreeMap::from([open("gate"), open("mid"), open("pump")]));
    assert_eq!(all.chained().count(), 1);
    let model = model(LINE);
    let threats = generate(&model, &[]);
    let some = vigil_threat::paths::of(&model, &threats, &BTreeMap::from([open("mid"), open("pump")]));
    assert_eq!(some.chained().count(), 0, "nothing is known of the way in");
}

const STATES: &str = "[state.use]\n[state.service]\n";

#[test]
fn a_path_is_live_only_in_states_that_all_of_its_flows_and_interfaces_share() {
    let model =
        format!("{STATES}{}", LINE.replace("from = \"gate\"", "states = [\"service\"]\nfrom = \"gate\""));
    let paths = paths(&model);
    assert_eq!(paths.routes[0].states, Live::In(ids(&["service"])));
}

#[test]
fn who_holds_a_part_in_one_state_waits_for_the_next() {
    let model = LINE
        .replace("from = \"gate\"", "states = [\"service\"]\nfrom = \"gate\"")
        .replace("from = \"mid\"", "states = [\"use\"]\nfrom = \"mid\"");
    let paths = paths(&format!("{STATES}{model}"));
    assert_eq!(paths.routes[0].states, Live::Across);
    assert_eq!(paths.chokes[0].parts, ids(&["mid"]), "a cut holds over all states");
}

#[test]
fn a_secret_of_the_fleet_leads_from_holder_to_holder_and_one_of_a_device_does_not() {
    let apart = LINE.replace("[flow.b]\nfrom = \"mid\"\nto   = \"pump\"\nover = \"plain\"\n", "");
    let with = |scope: &str| {
        paths(&format!(
            "{apart}[secret.key]\nkind = \"symmetric-key\"\n{scope}held_in = [\"mid\", \"pump\"]\n"
        ))
    };
    assert!(with("scope = \"per-device\"\n").routes.is_empty());
    for scope in ["fleet", "per-site"] {
        let shared = with(&format!("scope = \"{scope}\"\n"));
        assert_eq!(ways(&shared), set(&["gate flow.a > mid secret.key > pump"]));
        assert!(shared.hops.iter().all(|hop| hop.certain));
    }
    let unsaid = with("");
    let hop =
        unsaid.hops.iter().find(|hop| hop.via == Via::Secret(Id::new("key"))).expect("it may be shared");
    assert_eq!((hop.certain, hop.standing), (false, Standing::Unknown));
}

#[test]
fn an_update_is_a_step_of_its_own_and_one_without_a_path_is_named() {
    let update =
        "[update.all]\nof = [\"pump\"]\npath = [\"a\"]\n[component.far]\nkind = \"mcu\"\nin = \"ward\"\n";
    let apart = LINE.replace("[flow.b]\nfrom = \"mid\"\nto   = \"pump\"\nover = \"plain\"\n", "");
    let paths_ = paths(&format!("{apart}{update}"));
    assert_eq!(paths_.routes.len(), 1);
    assert!(ways(&paths_).iter().all(|way| way.ends_with("mid update.all > pump")), "{:?}", ways(&paths_));
    let none = paths(&format!("{apart}{}", update.replace("path = [\"a\"]\n", "")));
    assert!(
        none.routes.is_empty() && none.not_followed == ["update.all states no path"],
        "{:?}",
        none.not_followed
    );
}

#[test]
fn many_patients_are_reached_from_a_part_that_serves_many_and_silence_is_told_apart() {
    let said = paths(&LINE.replace("serves_many = false", "serves_many = true"));
    assert_eq!(said.many.harmful().len(), 1);
    assert_eq!(said.many.on_the_way, ids(&["gate", "mid", "pump"]));
    let silent = paths(&LINE.replace("serves_many = false\n", ""));
    assert!(silent.many.harmful().is_empty() && silent.many.routes.iter().all(|it| !it.certain));
    assert_eq!(silent.many.routes.len(), 1, "a server that does not say may serve many");
    assert!(paths(LINE).many.starts.is_empty());
}

#[test]
fn the_order_of_records_changes_nothing() {
    let reversed: Vec<&str> = LINE.split("\n[").collect();
    let (head, rest) = reversed.split_first().expect("there are records");
    let turned = format!("{head}\n[{}\n", rest.iter().rev().copied().collect::<Vec<_>>().join("\n["));
    assert_eq!(format!("{:?}", paths(LINE)), format!("{:?}", paths(&turned)));
}
