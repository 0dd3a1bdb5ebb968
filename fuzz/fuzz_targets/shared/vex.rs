//! Reads a VEX document and looks at what every reader of it promises.

pub fn read(bytes: &[u8]) {
    let Ok(document) = vigil_exchange::vex::read(bytes) else { return };
    for statement in &document.statements {
        assert!(!statement.flaws.is_empty() && !statement.subjects.is_empty());
        statement.subjects.iter().for_each(|it| {
            let _ = it.product.label();
        });
    }
}

pub fn framed(head: &[u8], bytes: &[u8], tail: &[u8]) {
    read(&[head, bytes, tail].concat());
}
