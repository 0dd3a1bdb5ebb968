//! Whether results are coloured. Meaning never depends on it.

use clap::ValueEnum;

/// What `--color` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// Where a terminal shows it
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Colour {
    /// Whether to use colours, given the environment and whether standard output is a terminal.
    ///
    /// `NO_COLOR` (no-color.org) is stronger than `CLICOLOR_FORCE` (bixense.com/clicolors); the option is
    /// stronger than both.
    pub fn wanted(self, variable: impl Fn(&str) -> Option<String>, terminal: bool) -> bool {
        let set = |name| variable(name).is_some_and(|value| !value.is_empty());
        let on = |name| variable(name).is_some_and(|value| !value.is_empty() && value != "0");
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto if set("NO_COLOR") => false,
            Self::Auto if on("CLICOLOR_FORCE") => true,
            Self::Auto => terminal && variable("TERM").as_deref() != Some("dumb"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(colour: Colour, variables: &[(&str, &str)], terminal: bool) -> bool {
        let value = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        colour.wanted(value, terminal)
    }

    #[test]
    fn the_option_beats_no_color_which_beats_clicolor_force_which_beats_the_terminal() {
        let both = [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")];
        assert!(wanted(Colour::Always, &both, false));
        assert!(!wanted(Colour::Never, &[("CLICOLOR_FORCE", "1")], true));
        assert!(!wanted(Colour::Auto, &both, true));
        assert!(wanted(Colour::Auto, &[("CLICOLOR_FORCE", "1")], false));
        assert!(!wanted(Colour::Auto, &[("CLICOLOR_FORCE", "0")], false));
        assert!(wanted(Colour::Auto, &[("NO_COLOR", "")], true));
        assert!(!wanted(Colour::Auto, &[], false));
        assert!(!wanted(Colour::Auto, &[("TERM", "dumb")], true));
    }
}
