//! Conditions of rules: an attribute and what it has to be. No expression language: a fixed, typed list of attributes.

use vigil_base::nearest::nearest;

use crate::attribute::{self, Attribute, Kind, Value};
use crate::pack::SubjectKind;
use crate::threat::Unknown;

/// What an attribute has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// One of these words (of an attribute with several words: at least one of them is).
    AnyOf(Vec<String>),
    /// None of these words.
    NoneOf(Vec<String>),
    /// True, or false.
    Is(bool),
    /// A number of at least this.
    AtLeast(u64),
}

/// One condition of a rule.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The attribute.
    pub attribute: &'static Attribute,
    /// What it has to be.
    pub test: Test,
}

/// What asking a condition established.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// The model does not say.
    Unknown(Vec<Unknown>),
}

impl Condition {
    /// Asks the condition of a value.
    pub fn ask(&self, value: &Value) -> Answer {
        let holds = match (value, &self.test) {
            (Value::Unknown(unknown), _) => return Answer::Unknown(vec![unknown.clone()]),
            (Value::Words(words), Test::AnyOf(wanted)) => wanted.iter().any(|word| words.contains(word)),
            (Value::Words(words), Test::NoneOf(unwanted)) => {
                !unwanted.iter().any(|word| words.contains(word))
            }
            (Value::Bool(yes), Test::Is(wanted)) => yes == wanted,
            (Value::Number(number), Test::AtLeast(least)) => number >= least,
            // The loader lets no other pair through.
            _ => false,
        };
        if holds { Answer::Yes } else { Answer::No }
    }
}

pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) near: Option<String>,
    pub(crate) at_value: bool,
}

pub(crate) fn read(subject: SubjectKind, name: &str, value: &toml::Value) -> Result<Condition, Fault> {
    let Some(attribute) = attribute::find(subject, name) else {
        let near = nearest(name, attribute::of(subject).map(|it| it.name)).map(str::to_owned);
        return Err(Fault {
            message: format!("a {} has no attribute `{name}`", subject.word()),
            near,
            at_value: false,
        });
    };
    let test = test(attribute, value)?;
    Ok(Condition { attribute, test })
}

fn test(attribute: &Attribute, value: &toml::Value) -> Result<Test, Fault> {
    let wrong = || Fault {
        message: format!(
            "`{}` is compared with {}, for example `{}`",
            attribute.name,
            attribute.kind.what(),
            attribute.kind.example()
        ),
        near: None,
        at_value: true,
    };
    match (attribute.kind, value) {
        (Kind::Words(known), toml::Value::Array(items)) => words(attribute, known, items).map(Test::AnyOf),
        (Kind::Words(known), toml::Value::Table(table)) => match table.get("not") {
            Some(toml::Value::Array(items)) if table.len() == 1 => {
                words(attribute, known, items).map(Test::NoneOf)
            }
            _ => Err(wrong()),
        },
        (Kind::Bool, toml::Value::Boolean(yes)) => Ok(Test::Is(*yes)),
        (Kind::Number, toml::Value::Table(table)) => match table.get("at-least") {
            Some(toml::Value::Integer(least)) if table.len() == 1 => {
                u64::try_from(*least).map(Test::AtLeast).map_err(|_| wrong())
            }
            _ => Err(wrong()),
        },
        _ => Err(wrong()),
    }
}

fn words(
    attribute: &Attribute,
    known: fn() -> Vec<&'static str>,
    items: &[toml::Value],
) -> Result<Vec<String>, Fault> {
    let known = known();
    let mut read = Vec::new();
    for item in items {
        let word = item.as_str().unwrap_or("");
        if !known.contains(&word) {
            let near = nearest(word, known.iter().copied()).map(str::to_owned);
            return Err(Fault {
                message: format!("`{word}` is not a word of `{}`", attribute.name),
                near,
                at_value: true,
            });
        }
        read.push(word.to_owned());
    }
    Ok(read)
}
