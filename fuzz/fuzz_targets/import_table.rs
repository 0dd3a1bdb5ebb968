//! No table of records makes the import panic, and what it would write loads without a new fault at the rows taken.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use vigil_base::{Date, Memory};
use vigil_exchange::table::{Columns, Merged, headed, rows};
use vigil_import::project;
use vigil_import::table::{Options, Table, plan};

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut rows) = rows(bytes, None) else { return };
    // Text has no merged cells; where they are is said by its end.
    let tail = &bytes[bytes.len().saturating_sub(6)..];
    let (at, nibble) = (|byte: u8| usize::from(byte & 15), |byte: u8| usize::from(byte >> 4));
    rows.merged = tail
        .chunks_exact(2)
        .map(|it| Merged { first: at(it[0]), last: nibble(it[0]) + at(it[0]), column: at(it[1]) })
        .collect();
    rows.merged.sort_unstable();
    let world = Memory::new(Date::constant(2026, 11, 1)).with("d/vigil.toml", project::head("Fuzz"));
    for table in Table::ALL {
        let names = table.names();
        let score = |heads: &[String]| Columns::guess(heads, None, &names).fields.len();
        let Some(found) = headed(rows.clone(), &score) else { continue };
        let columns = Columns::guess(&found.heads, None, &names);
        let options = Options { keep: true, file: "fuzz.csv".to_owned() };
        let ready =
            plan(&world, Path::new("d"), table, &found, &columns, &options).expect("the folder has a head");
        assert!(ready.plan.new.len() + ready.plan.same + ready.plan.rejected.len() <= found.rows.len());
    }
});
