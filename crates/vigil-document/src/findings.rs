//! What the Markdown reader has to say to people.

use vigil_base::Place;
use vigil_finding::{Finding, Severity};

pub(crate) fn raw_html(place: Place, file: &str) -> Finding {
    Finding::new(
        "text.raw-html",
        Severity::Warning,
        "HTML in the text is not carried out; it prints as it is written",
        file,
    )
    .at(place)
    .label("HTML")
    .help("write it in Markdown: `**strong**`, `[words](https://...)`, a table with bars")
}

pub(crate) fn image(place: Place, file: &str) -> Finding {
    Finding::new(
        "text.image",
        Severity::Warning,
        "an image in the text is not printed; its description stands in its place",
        file,
    )
    .at(place)
    .label("image")
    .help("refer to a view of the model instead: `[the data flows](#figure.data-flow)`")
}

pub(crate) fn address(place: Place, file: &str, to: &str) -> Finding {
    let shown: String = to.chars().take(80).collect();
    Finding::new("text.link", Severity::Warning, format!("the link to `{shown}` leads nowhere once printed"), file)
        .at(place)
        .label("link")
        .help("link to a web address (`https://...`), a mail address (`mailto:...`) or a label (`#threat.overdose`)")
}

pub(crate) fn too_deep(place: Place, file: &str, deepest: usize) -> Finding {
    Finding::new(
        "text.too-deep",
        Severity::Error,
        format!("more than {deepest} levels of nesting; deeper parts are left out"),
        file,
    )
    .at(place)
    .help("flatten the lists or quotes")
}

pub(crate) fn too_long(file: &str, size: usize, most: usize) -> Finding {
    let message = format!("the text has {size} bytes, more than {most} are not read; none of it is printed");
    Finding::new("text.too-long", Severity::Error, message, file)
        .at(Place::start_of(file))
        .help("split the text into several files")
}
