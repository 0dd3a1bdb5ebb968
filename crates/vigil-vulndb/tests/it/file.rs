//! The file is not trusted: damage is an error or a refused look-up, never a panic or a wrong answer.

use vigil_vulndb::{Database, OpenError};

use sha2::{Digest as _, Sha256};

use crate::support::{EPSS, Folder, GHSA, GHSA_OLDER, KEV, NVD, database, run};

fn bytes() -> Vec<u8> {
    let (folder, _, _) = database(&[("a.json", GHSA), ("n.json", NVD), ("k.json", KEV), ("e.csv", EPSS)]);
    std::fs::read(folder.path("vigil.vdb")).unwrap()
}

/// Everything that can be asked of a database.
fn ask(database: &Database) {
    let _ = database.by_id("CVE-2024-0001");
    let _ = database.lookup_purl("npm", None, "left-pad");
    let _ = database.lookup_cpe("acme", "left_pad");
    let _ = database.products_named("left pad");
    let _ = database.kev("CVE-2024-0001");
    let _ = database.epss("CVE-2024-0001");
    let Ok(mut reader) = database.reader() else { return };
    for number in 0..database.record_count().min(8) {
        let _ = reader.record(number);
        let _ = database.entries_of(number);
    }
    for number in 0..database.entry_count().min(8) {
        let _ = reader.entry(number);
    }
}

#[test]
fn a_newer_major_format_is_refused_with_what_to_do() {
    let mut newer = bytes();
    newer[8] = 4;
    let error = Database::from_bytes(newer).unwrap_err();
    assert!(matches!(error, OpenError::Format { found: 4, known: 3, .. }));
    assert!(error.to_string().contains("use a newer version of the tool"), "{error}");
}

#[test]
fn a_newer_minor_format_is_read() {
    let mut newer = bytes();
    newer[10] = 7;
    assert_eq!(Database::from_bytes(newer).unwrap().status().format, "3.7");
}

#[test]
fn what_is_no_database_is_told_apart_from_one_that_is_damaged() {
    assert!(matches!(Database::from_bytes(b"hello".to_vec()), Err(OpenError::Foreign { .. })));
    let whole = bytes();
    let cut = whole[..whole.len() - 100].to_vec();
    assert!(matches!(Database::from_bytes(cut), Err(OpenError::Damaged { .. })));
    let folder = Folder::new();
    assert!(matches!(Database::open(&folder.path("absent.vdb")), Err(OpenError::Read { .. })));
}

#[test]
fn a_changed_byte_is_found_by_verification() {
    let mut changed = bytes();
    // In the middle of a dictionary, where nothing but the digest notices it.
    changed[50_000] ^= 1;
    assert!(Database::from_bytes(changed).unwrap().verify().is_err());
}

#[test]
fn damage_anywhere_never_panics() {
    let whole = bytes();
    // Every byte of the header, then a sample: the dictionaries alone are 128 KiB.
    let places =
        (0..400).chain((400..whole.len()).step_by(97)).chain(whole.len().saturating_sub(2500)..whole.len());
    let mut asked = 0;
    for place in places {
        let mut damaged = whole.clone();
        damaged[place] ^= 0xff;
        if let Ok(database) = Database::from_bytes(damaged) {
            ask(&database);
            asked += 1;
        }
    }
    for length in (0..whole.len()).step_by(1009) {
        if let Ok(database) = Database::from_bytes(whole[..length].to_vec()) {
            ask(&database);
        }
    }
    assert!(asked > 1000, "{asked}");
}

/// The digest of a file that is forged holds; what is copied from it is still checked.
#[test]
fn a_forged_base_never_panics_and_never_grows() {
    let whole = bytes();
    let (mut refused, mut written) = (0, 0);
    let folder = Folder::new();
    let delta = [
        folder.write("d.json", GHSA_OLDER.replace("2024-01-15", "2024-03-15")),
        folder.write("m.json", NVD.replace("2024-02-05", "2024-03-05").replace("left_pad", "right_pad")),
    ];
    // The section table, then everything behind the dictionaries.
    let places = (48..400).step_by(7).chain((400 + (128 << 10)..whole.len()).step_by(47));
    for place in places {
        let mut forged = whole.clone();
        forged[place] ^= 0xff;
        let digest = Sha256::digest(&forged[48..]);
        forged[16..48].copy_from_slice(&digest);
        let base = folder.write("forged.vdb", &forged);
        let target = folder.path("next.vdb");
        let inputs = [std::slice::from_ref(&base), delta.as_slice()].concat();
        match run(&inputs, &target) {
            Ok(report) => {
                refused += usize::from(report.is_incomplete());
                written += 1;
                assert!(report.status.unwrap().bytes < 2 * whole.len() as u64, "{place}");
                ask(&Database::open(&target).unwrap());
            }
            Err(error) => {
                assert!(error.to_string().contains("forged.vdb"), "{place}: {error}");
                refused += 1;
            }
        }
    }
    println!("{written} written, {refused} refused in whole or in part");
    assert!(refused > 30 && written > 10, "{written} {refused}");
}
