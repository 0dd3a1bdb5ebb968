//! `vigil threats --paths`: from the ways in to the essential functions, and what all of these paths pass.

mod text;
mod value;

use vigil_base::Id;
use vigil_base::nearest::nearest;
use vigil_case::Case;
use vigil_threat::paths::{Choke, ManyRoute, Route};

use crate::context::Context;
use crate::output::Done;
use crate::problem::Problem;

/// Shows the paths to all functions, to one, or from one part.
pub(super) fn run(case: &Case, id: Option<&str>, context: &Context) -> anyhow::Result<Done> {
    let wanted = Wanted::of(case, id)?;
    context.document(text::text(case, &wanted), &value::value(case, &wanted))
}

/// What was asked for.
struct Wanted<'a> {
    function: Option<&'a str>,
    start: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    fn of(case: &Case, id: Option<&'a str>) -> Result<Self, Problem> {
        let Some(id) = id else { return Ok(Self { function: None, start: None }) };
        let paths = case.paths();
        let plain = |kind: &str| id.strip_prefix(kind).unwrap_or(id);
        let (function, part) = (plain("function."), plain("component."));
        if paths.chokes.iter().any(|it| it.function == *function) {
            return Ok(Self { function: Some(function), start: None });
        }
        if case.model.components.contains_key(part) {
            return Ok(Self { function: None, start: Some(part) });
        }
        let functions = paths.chokes.iter().map(|it| format!("function.{}", it.function));
        let known: Vec<String> =
            functions.chain(case.model.components.keys().map(|it| format!("component.{it}"))).collect();
        let problem = Problem::new(format!("`{id}` is neither an essential function nor a part"));
        Err(match nearest(id, known.iter().map(String::as_str)) {
            Some(near) => problem.help(format!("did you mean `vigil threats --paths {near}`?")),
            None => problem.help("`vigil threats --paths` shows the paths to all essential functions"),
        })
    }

    fn function(&self, id: &Id) -> bool {
        self.function.is_none_or(|it| *id == *it)
    }

    fn start(&self, id: &Id) -> bool {
        self.start.is_none_or(|it| *id == *it)
    }

    fn chokes<'c>(&self, case: &'c Case) -> impl Iterator<Item = &'c Choke> {
        case.paths().chokes.iter().filter(|choke| self.function(&choke.function))
    }

    fn routes<'c>(&self, case: &'c Case, function: &Id) -> impl Iterator<Item = &'c Route> {
        case.paths().routes.iter().filter(|it| it.function == *function && self.start(&it.start))
    }

    fn many<'c>(&self, case: &'c Case) -> impl Iterator<Item = &'c ManyRoute> {
        case.paths().many.routes.iter().filter(|it| self.function(&it.function) && self.start(&it.first))
    }
}
