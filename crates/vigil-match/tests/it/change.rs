//! After a delta only what it may touch is matched again, and the result is that of matching everything.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vigil_match::{DataChange, Options, affected_by_change, match_inventory, match_portfolio, rematch};
use vigil_sbom::Inventory;

use crate::support::{DAY, any_of, cpe, database, inventory, leaf, nvd, osv, range, with_cpe, with_purl};

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// A record of one of a few flaws, from one of two sources, about one of a few packages.
fn record(dice: &mut Dice) -> Value {
    let (flaw, product) = (dice.below(6), dice.below(5));
    let end = format!("{}.0", dice.below(5) + 1);
    if dice.below(2) == 0 {
        let mut leaves = vec![leaf(true, &cpe("a", "acme", &format!("p{product}"), "*"), Some(&end))];
        if dice.below(5) == 0 {
            leaves.push(leaf(true, &cpe("a", "acme", "*", "*"), Some("1.0")));
        }
        let mut nodes = any_of(leaves);
        if dice.below(3) == 0 {
            let beside = leaf(false, &cpe("a", "acme", &format!("p{}", dice.below(5)), "*"), None);
            nodes[0]["operator"] = json!("AND");
            let more = json!({"operator": "OR", "negate": false, "cpeMatch": [beside]});
            nodes[0]["nodes"].as_array_mut().unwrap().push(more);
        }
        return nvd(&format!("CVE-2024-{flaw}"), nodes);
    }
    // Some know the CVE id, some only another record that does.
    let aliases = match dice.below(3) {
        0 => vec![format!("CVE-2024-{flaw}")],
        1 => vec![format!("GHSA-{}", dice.below(6))],
        _ => Vec::new(),
    };
    let aliases: Vec<&str> = aliases.iter().map(String::as_str).collect();
    let events = json!([{"introduced": "0"}, {"fixed": format!("{}.0.0", dice.below(5) + 1)}]);
    let id = format!("GHSA-{flaw}");
    let mut made = osv(&id, &aliases, "npm", &format!("p{product}"), range("SEMVER", events), &[]);
    if dice.below(8) == 0 {
        made["withdrawn"] = json!("2024-02-21T00:00:00Z");
    }
    made
}

fn id(record: &Value) -> String {
    let own = record.get("id").or_else(|| record["cve"].get("id")).unwrap();
    own.as_str().unwrap().to_owned()
}

fn fleet() -> Vec<Inventory> {
    let product =
        |at: u64, version: u64| with_cpe(&cpe("a", "acme", &format!("p{at}"), &format!("{version}.5")));
    let package = |at: u64, version: u64| with_purl(&format!("pkg:npm/p{at}@{version}.5.0"));
    (0..4)
        .map(|device| {
            let own: Vec<Value> =
                (0..5).flat_map(|at| [product(at, (at + device) % 5), package(at, device)]).collect();
            inventory(&own)
        })
        .collect()
}

#[test]
fn what_is_matched_again_after_a_delta_equals_matching_everything() {
    let inventories = fleet();
    let all: Vec<&Inventory> = inventories.iter().collect();
    let options = Options::on(DAY);
    let (mut cases, mut spared) = (0, 0);
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let mut records: BTreeMap<String, Value> = BTreeMap::new();
        for _ in 0..8 {
            let made = record(&mut dice);
            records.insert(id(&made), made);
        }
        let (_before, old) = database(&records.values().cloned().collect::<Vec<_>>());
        let mut changed = Vec::new();
        for _ in 0..=dice.below(2) {
            let made = record(&mut dice);
            changed.push(id(&made));
            records.insert(id(&made), made);
        }
        let (_after, new) = database(&records.values().cloned().collect::<Vec<_>>());
        let change = DataChange::between(&old, &new, changed).unwrap();
        let wanted = match_portfolio(&all, &new, &options);
        let before = match_portfolio(&all, &old, &options);
        let touched = affected_by_change(&all, &change, (&old, &new), &options).unwrap();
        spared +=
            inventories.iter().zip(&touched).map(|(all, own)| all.items.len() - own.len()).sum::<usize>();
        let portfolio = all.iter().copied().zip(before).collect();
        let found = rematch(portfolio, &change, (&old, &new), &options).unwrap();
        assert_eq!(found, wanted, "seed {seed}");
        cases += 1;
    }
    println!("{cases} deltas, {spared} packages were not matched again");
    assert!(spared > 100, "{spared}");
}

#[test]
fn a_portfolio_says_of_each_inventory_what_matching_it_alone_says() {
    let inventories = fleet();
    let all: Vec<&Inventory> = inventories.iter().collect();
    let mut dice = Dice(7);
    let records: BTreeMap<String, Value> =
        (0..20).map(|_| record(&mut dice)).map(|it| (id(&it), it)).collect();
    let (_folder, database) = database(&records.into_values().collect::<Vec<_>>());
    let options = Options::on(DAY);
    let together = match_portfolio(&all, &database, &options);
    for (inventory, found) in all.iter().zip(together) {
        assert_eq!(found, match_inventory(inventory, &database, &options));
    }
}

#[test]
fn a_source_that_comes_matches_everything_again_and_says_why() {
    let events = json!([{"introduced": "0"}]);
    let npm = osv("GHSA-1", &[], "npm", "p1", range("SEMVER", events), &[]);
    let (_before, old) = database(std::slice::from_ref(&npm));
    let nvd = nvd("CVE-2024-1", any_of(vec![leaf(true, &cpe("a", "acme", "p1", "*"), None)]));
    let (_after, new) = database(&[npm, nvd]);
    let change = DataChange::between(&old, &new, ["CVE-2024-1".to_owned()]).unwrap();
    assert!(change.whole().is_some_and(|why| why.contains("cover")));
    let inventories = fleet();
    let all: Vec<&Inventory> = inventories.iter().collect();
    let touched = affected_by_change(&all, &change, (&old, &new), &Options::on(DAY)).unwrap();
    assert!(touched.iter().zip(&all).all(|(own, all)| own.len() == all.items.len()));
}
