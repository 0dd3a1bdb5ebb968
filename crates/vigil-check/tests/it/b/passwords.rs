//! Hard-coded, default and shared credentials are findings, whatever row A1.AU.5 is answered.

use vigil_check::Outcome;

use super::device::{case_of, files};
use crate::folder::{at, said};

/// What row A1.AU.5 finds in the small folder with these records, beside an answer that is missing.
fn found(records: &str) -> Vec<(String, String)> {
    let mut files = files();
    files.push(("model/more.toml", records.to_owned()));
    let said = said(&case_of(&files), "G26.A1.AU.5");
    let gaps = said.with(Outcome::Gap).into_iter().map(|it| (it.params["lacks"].clone(), at(it)));
    gaps.filter(|(lacks, _)| lacks != "no answer is recorded").collect()
}

const NOT_APPLICABLE: &str =
    "[answer.\"G26.A1.AU.5\"]\nstatus = \"not-applicable\"\nbecause = \"no passwords\"\n";

#[test]
fn a_fixed_credential_in_a_secret_a_setting_or_a_requirement_is_found_at_its_place() {
    for (records, what, line) in [
        (
            "[secret.code]\nkind = \"pin\"\nscope = \"fleet\"\n",
            "`secret.code` is the same on every device",
            1,
        ),
        (
            "[secret.code]\nkind = \"password\"\nscope = \"per-device\"\nlife = { made = \"factory default password, printed\" }\n",
            "`secret.code` is a factory password",
            1,
        ),
        (
            "[setting.service-password]\ndefault = \"only4711\"\n",
            "`setting.service-password` ships with a value",
            2,
        ),
        ("[setting.service-pin]\ndefault = \"4711\"\n", "`setting.service-pin` ships with a value", 2),
        (
            "[requirement.r-9]\ntext = \"It shall accept the default service password.\"\n",
            "`requirement.r-9` speaks of a default password",
            2,
        ),
    ] {
        for (answer, begins, lines) in [
            ("", "no answer is recorded, and ", 0),
            (NOT_APPLICABLE, "the answer is `not-applicable`, and ", 3),
        ] {
            let found = found(&format!("{answer}{records}"));
            assert_eq!(found.len(), 1, "{records}: {found:?}");
            assert!(found[0].0.starts_with(&format!("{begins}{what}")), "{found:?}");
            assert_eq!(found[0].1, format!("model/more.toml:{}", line + lines));
        }
    }
}

#[test]
fn credentials_of_one_device_and_rules_for_passwords_are_not_found() {
    for records in [
        "[secret.code]\nkind = \"pin\"\nscope = \"per-device\"\nlife = { made = \"at the factory, random\" }\n",
        "[setting.password-length]\ndefault = 12\n",
        "[setting.admin-password]\ndefault = \"none: set at first start\"\n",
        "[requirement.r-9]\ntext = \"It shall have no default password.\"\n",
    ] {
        assert_eq!(found(records), vec![], "{records}");
    }
}
