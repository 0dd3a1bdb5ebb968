//! What was compiled in: a flaw is dismissed only by evidence that is complete and holds nothing that could be its file.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vigil_match::{Built, Options, PackageResult, State};

use crate::corpus;
use crate::support::{DAY, any_of, cpe, database, leaf, matched_with, nvd, with_cpe};

const KERNEL: &str = "cpe:2.3:o:linux:linux_kernel:6.1.10:*:*:*:*:*:*:*";

/// A CVE record of one product with these affected statements.
fn cve(id: &str, affected: &Value) -> Value {
    json!({"dataType": "CVE_RECORD", "dataVersion": "5.1",
        "cveMetadata": {"cveId": id, "state": "PUBLISHED", "assignerShortName": "Linux",
            "datePublished": "2024-01-01T00:00:00", "dateUpdated": "2024-02-01T00:00:00"},
        "containers": {"cna": {"providerMetadata": {"shortName": "Linux"}, "affected": affected,
            "descriptions": [{"lang": "en", "value": format!("description of {id}")}]}}})
}

/// An affected statement on all versions of the kernel, about a flaw in some files.
fn kernel(files: &[&str]) -> Value {
    json!({"vendor": "Linux", "product": "Linux", "cpes": ["cpe:2.3:o:linux:linux_kernel:*:*:*:*:*:*:*:*"],
        "programFiles": files, "defaultStatus": "unaffected",
        "versions": [{"version": "5.0", "lessThan": "6.1.50", "status": "affected", "versionType": "semver"}]})
}

fn options(built: Built, key: &str) -> Options {
    Options { built: BTreeMap::from([(("pump".to_owned(), key.to_owned()), built)]), ..Options::on(DAY) }
}

/// The result of the kernel with a list of compiled files.
fn kernel_with(records: &[Value], files: &str, is_complete: bool) -> PackageResult {
    let (_folder, database) = database(records);
    let component = with_cpe(KERNEL);
    let key = matched_with(&database, std::slice::from_ref(&component), &Options::on(DAY)).results[0]
        .package
        .clone();
    let built = Built::new("package.linux", is_complete).with_files("evidence/files.txt", files);
    matched_with(&database, &[component], &options(built, &key)).results.remove(0)
}

#[test]
fn a_flaw_in_files_that_were_not_compiled_is_not_affected_and_shows_the_list() {
    let record = cve("CVE-2024-1", &json!([kernel(&["drivers/net/wan/hdlc.c"])]));
    let result = kernel_with(&[record], "net/ipv4/tcp.c\nkernel/fork.c\n", true);
    assert_eq!(result.state, State::NotAffected, "{result:#?}");
    assert_eq!((result.matches.len(), result.dismissed.len(), result.dismissed_total), (0, 0, 1));
    let [only] = result.not_built.as_slice() else { panic!("{result:#?}") };
    assert_eq!(only.id, "CVE-2024-1");
    for part in ["drivers/net/wan/hdlc.c", "the 2 compiled files of evidence/files.txt", "package.linux"] {
        assert!(only.why.contains(part), "{}", only.why);
    }
}

#[test]
fn an_incomplete_list_a_compiled_file_and_a_header_leave_the_state_and_say_why() {
    let table = [
        ("drivers/net/wan/hdlc.c", false, "nobody states that this is complete"),
        ("net/ipv4/tcp.c", true, "net/ipv4/tcp.c is compiled in"),
        ("include/net/tcp.h", true, "lists no `.h` files"),
    ];
    for (file, is_complete, why) in table {
        let record = cve("CVE-2024-1", &json!([kernel(&[file])]));
        let result = kernel_with(&[record], "net/ipv4/tcp.c\n", is_complete);
        assert_eq!(result.state, State::Affected, "{file}");
        assert!(result.matches[0].built.contains(why), "{file}: {}", result.matches[0].built);
        assert!(result.not_built.is_empty());
    }
}

#[test]
fn one_affected_statement_without_files_keeps_the_flaw() {
    let mut bare = kernel(&[]);
    bare.as_object_mut().unwrap().remove("programFiles");
    let record = cve("CVE-2024-1", &json!([kernel(&["drivers/net/wan/hdlc.c"]), bare]));
    let result = kernel_with(&[record], "net/ipv4/tcp.c\n", true);
    assert_eq!((result.state, result.matches.len()), (State::Affected, 1));
    assert!(result.matches[0].built.is_empty());
}

#[test]
fn the_files_of_the_assigner_count_for_the_record_of_another_source_on_the_same_flaw() {
    let leaf = leaf(true, &cpe("o", "linux", "linux_kernel", "*"), Some("6.1.50"));
    let records = [
        nvd("CVE-2024-1", any_of(vec![leaf])),
        cve("CVE-2024-1", &json!([kernel(&["drivers/net/wan/hdlc.c"])])),
        cve("CVE-2024-2", &json!([kernel(&["net/ipv4/tcp.c"])])),
    ];
    let result = kernel_with(&records, "net/ipv4/tcp.c\n", true);
    let ids = |list: &[vigil_match::Dismissed]| list.iter().map(|it| it.id.to_string()).collect::<Vec<_>>();
    assert_eq!(ids(&result.not_built), ["CVE-2024-1"]);
    assert_eq!(result.matches.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["CVE-2024-2"]);
    assert_eq!(result.state, State::Affected);
}

#[test]
fn the_evidence_of_one_component_says_nothing_of_the_same_package_in_another() {
    let record = cve("CVE-2024-1", &json!([kernel(&["drivers/net/wan/hdlc.c"])]));
    let (_folder, database) = database(&[record]);
    let built = Built::new("package.linux", true).with_files("files.txt", "net/ipv4/tcp.c\n");
    let key = |component: &str| ((component.to_owned(), KERNEL.to_owned()), built.clone());
    let options = Options { built: BTreeMap::from([key("gateway")]), ..Options::on(DAY) };
    assert_eq!(matched_with(&database, &[with_cpe(KERNEL)], &options).results[0].state, State::Affected);
}

#[test]
fn a_snapshot_without_such_evidence_reads_and_writes_as_before() {
    let record = cve("CVE-2024-1", &json!([kernel(&["drivers/net/wan/hdlc.c"])]));
    let (_folder, database) = database(&[record]);
    let result = matched_with(&database, &[with_cpe(KERNEL)], &Options::on(DAY)).results.remove(0);
    let written = serde_json::to_value(&result).unwrap();
    assert!(written.get("not_built").is_none() && written["matches"][0].get("built").is_none(), "{written}");
    assert_eq!(serde_json::from_value::<PackageResult>(written).unwrap(), result);
}

/// What a kernel for a small board compiles: enough to tell networking, file systems and drivers apart.
const TINY: &str = "init/main.c\nkernel/fork.c\nkernel/sched/core.c\nkernel/exit.c\nmm/memory.c\nmm/mmap.c\nmm/slub.c\n\
fs/open.c\nfs/read_write.c\nfs/namei.c\nfs/ext4/inode.c\nfs/ext4/super.c\nfs/ext4/extents.c\nnet/core/dev.c\n\
net/core/skbuff.c\nnet/core/sock.c\nnet/ipv4/tcp.c\nnet/ipv4/tcp_input.c\nnet/ipv4/udp.c\nnet/ipv4/route.c\n\
net/unix/af_unix.c\nnet/packet/af_packet.c\ndrivers/base/core.c\ndrivers/tty/tty_io.c\ndrivers/tty/serial/8250/8250_core.c\n\
drivers/mmc/core/core.c\ndrivers/usb/core/hub.c\ndrivers/usb/core/hcd.c\nblock/blk-core.c\nlib/vsprintf.c\nlib/string.c\n\
arch/arm64/kernel/process.c\narch/arm64/mm/fault.c\nsecurity/commoncap.c\ncrypto/api.c\n";

#[test]
fn how_many_real_records_of_the_kernel_a_tiny_build_dismisses_is_printed() {
    let Some(data) = corpus::data() else { return };
    let folder = data.join("vuln/cve5-vulnrichment");
    let Ok(entries) = std::fs::read_dir(&folder) else { return println!("skipped: no {}", folder.display()) };
    let most = if corpus::is_all() { u64::MAX } else { 1_000_000 };
    let mut feeds: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    feeds.retain(|path| {
        path.extension().is_some_and(|it| it == "zst") && path.metadata().unwrap().len() < most
    });
    feeds.sort();
    let target = tempfile::tempdir().unwrap();
    let path = target.path().join("v.vdb");
    let world = vigil_base::Disk { today: DAY };
    vigil_vulndb::import(&world, &feeds, &path, vigil_vulndb::Options::default()).unwrap();
    let database = vigil_vulndb::Database::open(&path).unwrap();
    let (mut affected, mut dismissed) = (0, 0);
    for version in ["4.19.100", "5.10.100", "5.15.50", "6.1.10", "6.6.1"] {
        let component = with_cpe(&KERNEL.replace("6.1.10", version));
        let component = json!({"type": "operating-system", "name": "linux", "supplier": {"name": "Linux"},
            "version": version, "cpe": component["cpe"]});
        let plain =
            matched_with(&database, std::slice::from_ref(&component), &Options::on(DAY)).results.remove(0);
        let built = Built::new("package.linux", true).with_files("files.txt", TINY);
        let with = matched_with(&database, &[component], &options(built, &plain.package)).results.remove(0);
        println!(
            "Linux {version}: {} flaws without a list of compiled files, {} of them not built in, {} stay",
            plain.matches.len(),
            with.not_built.len(),
            with.matches.len()
        );
        assert_eq!(plain.matches.len(), with.matches.len() + with.not_built.len());
        affected += plain.matches.len();
        dismissed += with.not_built.len();
    }
    println!("{affected} rows, {dismissed} dismissed by {} compiled files", TINY.lines().count());
}
