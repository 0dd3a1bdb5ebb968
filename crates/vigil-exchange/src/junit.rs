//! JUnit XML as test runners write it: `testsuites` / `testsuite` / `testcase` with `failure`, `error`, `skipped`, `properties`.
//!
//! Reruns are those of Maven Surefire: `flakyFailure` and `flakyError` are runs that failed before one passed, `rerunFailure` and
//! `rerunError` are further runs of a case that never passed. GoogleTest and `CTest` say in attributes what did not run.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::{ReadError, line_of};

/// How one case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It passed.
    Passed,
    /// It failed, or ended in an error.
    Failed,
    /// It was not run.
    Skipped,
    /// It passed after failing in the same run.
    Flaky,
}

impl Status {
    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Flaky => "flaky",
        }
    }
}

/// One test case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestCase {
    /// Class and name joined by `::`, as test patterns name it.
    pub name: String,
    /// The suite.
    pub suite: String,
    /// How it ended.
    pub status: Status,
    /// What it said when it did not pass.
    pub message: String,
    /// Properties of the case and of the suites around it.
    pub properties: BTreeMap<String, String>,
    /// Line of the case in the file.
    pub line: usize,
}

/// Elements may nest this deep; real files need four.
const MAX_DEPTH: usize = 64;

/// Reads the cases of a JUnit file.
pub fn read(text: &str) -> Result<Vec<TestCase>, ReadError> {
    let mut xml = Reader::from_str(text);
    xml.config_mut().expand_empty_elements = true;
    let mut state = State::default();
    let mut root_seen = false;
    loop {
        let before = usize::try_from(xml.buffer_position()).unwrap_or(0);
        let fault =
            |cause: String| ReadError::Malformed { format: "JUnit XML", cause, line: line_of(text, before) };
        match xml.read_event().map_err(|error| fault(error.to_string()))? {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                if !root_seen && !["testsuites", "testsuite"].contains(&name.as_str()) {
                    return Err(fault(format!("its root element is `{name}`")));
                }
                root_seen = true;
                if state.depth >= MAX_DEPTH {
                    return Err(fault(format!("elements nest deeper than {MAX_DEPTH}")));
                }
                state.depth += 1;
                let attributes = attributes(&tag).map_err(fault)?;
                state.open(&name, &attributes, line_of(text, before));
            }
            Event::End(tag) => {
                state.depth = state.depth.saturating_sub(1);
                state.close(tag.local_name().as_ref());
            }
            Event::Eof if state.depth > 0 => return Err(fault("it ends inside an element".to_owned())),
            Event::Eof => return Ok(state.cases),
            _ => {}
        }
    }
}

fn attributes(tag: &BytesStart<'_>) -> Result<BTreeMap<String, String>, String> {
    let mut found = BTreeMap::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let name = attribute.key.as_ref().to_owned();
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|error| error.to_string())?;
        found.insert(name, value.into_owned());
    }
    Ok(found)
}

#[derive(Default)]
struct State {
    cases: Vec<TestCase>,
    suites: Vec<Suite>,
    current: Option<TestCase>,
    depth: usize,
    /// How many failures and errors were seen so far.
    failures: u64,
}

/// A suite that is open.
#[derive(Default)]
struct Suite {
    name: String,
    properties: BTreeMap<String, String>,
    /// Where its cases begin, and how many failures were seen before them.
    begins: (usize, u64),
    /// How many failures and errors it says it has.
    stated: u64,
    /// What it ended with itself, outside of all cases.
    fault: Option<String>,
}

impl State {
    fn open(&mut self, element: &str, attributes: &BTreeMap<String, String>, line: usize) {
        let get = |key: &str| attributes.get(key).cloned().unwrap_or_default();
        match element {
            "testsuites" | "testsuite" => {
                let count = |key: &str| get(key).trim().parse::<u64>().unwrap_or(0);
                self.suites.push(Suite {
                    name: get("name"),
                    begins: (self.cases.len(), self.failures),
                    stated: count("failures") + count("errors"),
                    ..Suite::default()
                });
            }
            "testcase" => {
                let (class, name) = (get("classname"), get("name"));
                let full = if class.is_empty() || name.starts_with(&class) {
                    name
                } else {
                    format!("{class}::{name}")
                };
                let suite = self.suites.last().map(|suite| suite.name.clone()).unwrap_or_default();
                let properties = self.suites.iter().flat_map(|suite| suite.properties.clone()).collect();
                self.current = Some(TestCase {
                    name: full,
                    suite,
                    status: Status::Passed,
                    message: String::new(),
                    properties,
                    line,
                });
                for key in ["status", "result"] {
                    if let Some(status) = by_attribute(&get(key)) {
                        self.end_with(status, "");
                        self.failures += u64::from(status == Status::Failed);
                    }
                }
            }
            "failure" | "error" => {
                self.failures += 1;
                match (&self.current, self.suites.last_mut()) {
                    (None, Some(suite)) => suite.fault = Some(get("message")),
                    _ => self.end_with(Status::Failed, &get("message")),
                }
            }
            "rerunFailure" | "rerunError" => self.end_with(Status::Failed, &get("message")),
            "skipped" => self.end_with(Status::Skipped, &get("message")),
            "flakyFailure" | "flakyError" => self.end_with(Status::Flaky, &get("message")),
            "property" => self.property(get("name"), get("value")),
            _ => {}
        }
    }

    /// What is worse stays: a case that failed is not skipped or flaky by what else stands in it.
    fn end_with(&mut self, status: Status, message: &str) {
        if let Some(case) = &mut self.current {
            let is_worse = badness(status) > badness(case.status);
            if is_worse || (status == case.status && case.message.is_empty()) {
                case.status = status;
                message.clone_into(&mut case.message);
            }
        }
    }

    fn property(&mut self, name: String, value: String) {
        match (&mut self.current, self.suites.last_mut()) {
            (Some(case), _) => {
                case.properties.insert(name, value);
            }
            (None, Some(suite)) => {
                suite.properties.insert(name, value);
            }
            (None, None) => {}
        }
    }

    fn close(&mut self, element: &str) {
        match element {
            "testcase" => self.cases.extend(self.current.take()),
            "testsuites" | "testsuite" => {
                if let Some(suite) = self.suites.pop() {
                    self.end_suite(&suite);
                }
            }
            _ => {}
        }
    }
}

impl State {
    /// A suite that failed itself, or that counts more failures than its cases show, vouches for none of them.
    fn end_suite(&mut self, suite: &Suite) {
        let (begin, before) = suite.begins;
        let seen = self.failures - before;
        let why = match &suite.fault {
            Some(message) => format!("its suite ended in an error: {message}"),
            None if suite.stated > seen => {
                format!("its suite counts {} failures, its cases show {seen}", suite.stated)
            }
            None => return,
        };
        for case in self.cases.iter_mut().skip(begin).filter(|case| case.status != Status::Failed) {
            case.status = Status::Failed;
            case.message.clone_from(&why);
        }
    }
}

fn badness(status: Status) -> u8 {
    match status {
        Status::Passed => 0,
        Status::Skipped => 1,
        Status::Flaky => 2,
        Status::Failed => 3,
    }
}

/// How a case ended by its attribute `status` or `result`; nothing where the word leaves that to the elements in it.
fn by_attribute(word: &str) -> Option<Status> {
    match word.to_ascii_lowercase().as_str() {
        // GoogleTest: a disabled test is `notrun`, with the result `suppressed`. CTest: `notrun`, `disabled`.
        "notrun" | "suppressed" | "disabled" | "skipped" | "ignored" => Some(Status::Skipped),
        "fail" | "failed" | "failure" | "error" => Some(Status::Failed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(case: &str) -> (Status, String) {
        let mut cases = read(&format!("<testsuite>{case}</testsuite>")).unwrap();
        let case = cases.remove(0);
        (case.status, case.message)
    }

    #[test]
    fn a_case_that_failed_in_every_run_has_failed_and_one_that_passed_at_last_is_flaky() {
        for (inside, status) in [
            ("<rerunFailure message=\"again\"/>", Status::Failed),
            ("<failure message=\"again\"/><rerunError message=\"2\"/><rerunFailure/>", Status::Failed),
            ("<failure message=\"again\"/><skipped/>", Status::Failed),
            ("<failure message=\"again\"/><flakyFailure/>", Status::Failed),
            ("<flakyError message=\"again\"/><flakyFailure message=\"2\"/>", Status::Flaky),
        ] {
            let ended = ended(&format!("<testcase name=\"a\">{inside}</testcase>"));
            assert_eq!(ended, (status, "again".to_owned()), "{inside}");
        }
    }

    #[test]
    fn a_case_that_its_attributes_call_not_run_is_skipped_and_one_they_call_failed_has_failed() {
        for (said, status) in [
            ("status=\"notrun\" result=\"suppressed\"", Status::Skipped),
            ("status=\"run\" result=\"skipped\"", Status::Skipped),
            ("status=\"disabled\"", Status::Skipped),
            ("status=\"fail\"", Status::Failed),
            ("status=\"run\" result=\"completed\"", Status::Passed),
        ] {
            assert_eq!(ended(&format!("<testcase name=\"a\" {said}/>")).0, status, "{said}");
        }
    }

    #[test]
    fn cases_are_read_with_status_properties_and_line() {
        let text = "<testsuites>\n<testsuite name=\"ble\"><properties><property name=\"commit\" value=\"4be1\"/></properties>\n\
            <testcase classname=\"ble::bond\" name=\"rejects_old\"/>\n\
            <testcase classname=\"ble::bond\" name=\"rejects_new\"><failure message=\"a &lt; b\"/></testcase>\n\
            <testcase name=\"later\"><skipped/></testcase></testsuite></testsuites>";
        let cases = read(text).unwrap();
        let seen: Vec<_> = cases.iter().map(|it| (it.name.as_str(), it.status, it.line)).collect();
        assert_eq!(
            seen,
            [
                ("ble::bond::rejects_old", Status::Passed, 3),
                ("ble::bond::rejects_new", Status::Failed, 4),
                ("later", Status::Skipped, 5)
            ]
        );
        assert_eq!(cases[1].message, "a < b");
        assert_eq!(cases[0].properties["commit"], "4be1");
    }

    #[test]
    fn another_root_element_or_a_cut_file_is_refused_with_its_line() {
        assert!(matches!(read("<html></html>"), Err(ReadError::Malformed { line: 1, .. })));
        assert!(matches!(read("<testsuite>\n<testcase name=\"a\">"), Err(ReadError::Malformed { .. })));
        assert!(read(&"<testsuite>".repeat(100)).is_err());
    }

    #[test]
    fn a_suite_that_failed_itself_or_counts_more_failures_than_it_shows_vouches_for_no_case() {
        let states = |text: &str| -> Vec<Status> { read(text).unwrap().iter().map(|it| it.status).collect() };
        let own = "<testsuite><testcase name='a'/><error message='no database'/></testsuite>";
        assert_eq!(states(own), [Status::Failed]);
        assert_eq!(read(own).unwrap()[0].message, "its suite ended in an error: no database");
        let hidden = "<testsuites><testsuite tests='3' failures='2'><testcase name='a'/><testcase name='b'><failure/></testcase></testsuite><testsuite><testcase name='c'/></testsuite></testsuites>";
        assert_eq!(states(hidden), [Status::Failed, Status::Failed, Status::Passed]);
        let right = "<testsuites failures='1' errors='1'><testsuite failures='1' errors='1'><testcase name='a'><failure/><error/></testcase><testcase name='b'/></testsuite></testsuites>";
        assert_eq!(states(right), [Status::Failed, Status::Passed]);
    }
}
