//! The management plan.

use super::{DEVICE, finds, passes, value, with};
use crate::folder::{at, folder, said};

#[test]
fn monitoring_names_sources_methods_and_rhythm() {
    let params = finds("G26.MP.2", "", "plan.monitor", "vigil.toml:1");
    assert_eq!(value(&params, "missing"), "`monitor`");
    let text = "[plan.monitor.nvd]\nkind = \"database\"\nmethod = \"match\"\nevery = \"daily\"\n[plan.monitor.vendor]\nkind = \"supplier\"\nevery = \"weekly\"\n";
    let params = finds("G26.MP.2", text, "plan.monitor", "model/it.toml:1");
    assert_eq!(value(&params, "missing"), "`vendor.method`, `kind = \"researcher\"`");
    let rest = "method = \"mail\"\n[plan.monitor.reports]\nkind = \"researcher\"\nmethod = \"mail\"\nevery = \"daily\"\n";
    passes("G26.MP.2", &format!("{text}{rest}"));
}

const UPDATE: &str = "[update.air]\nof = [\"pump\"]\n[view.up]\nkind = \"updateability\"\nof = \"air\"\n";

#[test]
fn the_update_process_covers_every_path() {
    let params = finds("G26.MP.6", UPDATE, "plan.updates", "vigil.toml:1");
    assert_eq!(value(&params, "lacks"), "is not stated");
    let text = format!(
        "[plan]\nupdates = {{ process = \"SOP 4\", paths = [\"usb\"] }}\n[update.usb]\nof = [\"pump\"]\n{UPDATE}"
    );
    let params = finds("G26.MP.6", &text, "plan.updates", "model/it.toml:2");
    let lacks = "leaves out update `air` and names update `usb`, which no update view shows";
    assert_eq!(value(&params, "lacks"), lacks);
    passes("G26.MP.6", &format!("[plan]\nupdates = {{ process = \"SOP 4\", paths = [\"air\"] }}\n{UPDATE}"));
}

#[test]
fn disclosure_may_rest_on_the_makers_contact() {
    let params = finds("G26.MP.8", "", "plan.disclosure", "vigil.toml:1");
    assert_eq!(value(&params, "missing"), "`policy`, `contact`, `acknowledges-within`, `procedure`");
    let device = DEVICE.replace(
        "name = \"Acme Devices\"",
        "name = \"Acme Devices\"\npsirt = { mail = \"m\", policy = \"p\", acknowledges-within = \"5 days\" }",
    );
    let case = folder(&[("vigil.toml", &device), ("model/it.toml", "[plan]\nresources = \"x\"\n")]);
    let said_short = said(&case, "G26.MP.8");
    assert_eq!(at(said_short.gap()), "model/it.toml:1");
    assert_eq!(said_short.gap().params["missing"], "`procedure`");
    let plan = "[plan]\ndisclosure = { procedure = \"SOP 9\" }\n";
    said(&folder(&[("vigil.toml", &device), ("model/it.toml", plan)]), "G26.MP.8").passes();
}

#[test]
fn a_plan_is_reviewed_in_time() {
    let params = finds("G26.MP.12", "[plan]\nresources = \"x\"\n", "plan", "model/it.toml:1");
    assert!(value(&params, "lacks").contains("`reviewed`"));
    let old = "[plan]\nreviewed = 2025-01-01\nreview-every = \"yearly\"\n";
    let params = finds("G26.MP.12", old, "plan", "model/it.toml:2");
    assert!(value(&params, "lacks").contains("516 days before 2026-06-01"), "{params:?}");
    finds("G26.MP.12", &old.replace("2025", "2027"), "plan", "model/it.toml:2");
    passes("G26.MP.12", &old.replace("2025", "2026"));
}

#[test]
fn a_part_that_cannot_be_patched_is_in_the_plan() {
    let dev = DEVICE.replace("in = \"housing\"", "in = \"housing\"\npatchable = false");
    let plan = "[plan]\nnot-patchable = { on = \"pump\", limits = \"read-only memory\" }\n";
    let case = folder(&[("vigil.toml", &dev), ("model/it.toml", plan)]);
    let short = said(&case, "G26.MP.14");
    assert_eq!((short.gap().subject.as_str(), at(short.gap()).as_str()), ("pump", "model/it.toml:2"));
    assert_eq!(short.gap().params["missing"], "`then`");
    let absent = said(&folder(&[("vigil.toml", &dev)]), "G26.MP.14");
    assert_eq!(absent.gap().params["missing"], "`on`, `limits`, `then`");
    let whole = plan.replace(" }", ", then = \"recall\" }");
    said(&folder(&[("vigil.toml", &dev), ("model/it.toml", &whole)]), "G26.MP.14").passes();
}

#[test]
fn a_device_that_can_be_patched_is_not_asked() {
    said(&with(""), "G26.MP.14").only(vigil_check::Outcome::NotApplicable);
}
