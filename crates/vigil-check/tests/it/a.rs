//! Groups from anomalies to known vulnerabilities, and what holds of every rule.

mod every_rule;
