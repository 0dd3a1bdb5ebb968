//! The tools that are asked, and the reasons for known disagreements.

/// A tool whose order one of our schemes follows.
pub(super) struct Oracle {
    /// Our scheme.
    pub(super) scheme: &'static str,
    /// Beginning of the names of the files whose versions are compared.
    pub(super) files: &'static str,
    /// The command that reads pairs and writes signs; `{script}` is the file in `xtask/oracles`.
    pub(super) command: &'static [&'static str],
    /// The file in `xtask/oracles`.
    pub(super) script: &'static str,
    /// The command that prints the tool's version.
    pub(super) version: &'static [&'static str],
    /// What it is, and how to install it.
    pub(super) about: &'static str,
    /// Known disagreements: which pairs, and why.
    pub(super) reasons: &'static [Reason],
}

/// Says which pairs it covers, and why the two differ on them.
type Reason = (fn(&str, &str) -> bool, &'static str);

impl Oracle {
    /// Why the two differ on this pair, when that is known.
    pub(super) fn reason(&self, one: &str, two: &str) -> Option<&'static str> {
        self.reasons.iter().find(|(covers, _)| covers(one, two)).map(|(_, why)| *why)
    }
}

pub(super) const ORACLES: &[Oracle] = &[
    Oracle {
        scheme: "deb",
        files: "debian",
        command: &["perl", "{script}"],
        script: "deb.pl",
        version: &["dpkg", "--version"],
        about: "dpkg (Debian package `libdpkg-perl`)",
        reasons: &[],
    },
    Oracle {
        scheme: "rpm",
        files: "redhat",
        command: &["rpmlua", "{script}"],
        script: "rpm.lua",
        version: &["rpm", "--version"],
        about: "rpm's `rpmvercmp` (Debian package `rpm`)",
        reasons: &[(
            |one, two| [one, two].iter().any(|it| it.contains([':', '-'])),
            "Ours reads epoch, version and release; the tool was asked to compare the text as one version",
        )],
    },
    Oracle {
        scheme: "pep440",
        files: "pypi",
        command: &["python3", "{script}"],
        script: "pep440.py",
        version: &["python3", "-c", "import packaging; print('packaging', packaging.__version__)"],
        about: "PyPA's `packaging` (`pip install packaging`)",
        reasons: &[],
    },
    Oracle {
        scheme: "semver",
        files: "semver",
        command: &["node", "{script}"],
        script: "semver.js",
        version: &["node", "-p", "'semver ' + require('semver/package.json').version"],
        about: "npm's `semver` (`npm install semver`, named by `NODE_PATH`)",
        reasons: &[],
    },
    Oracle {
        scheme: "gem",
        files: "rubygems",
        command: &["ruby", "{script}"],
        script: "gem.rb",
        version: &["ruby", "-e", "puts 'RubyGems ' + Gem::VERSION"],
        about: "RubyGems (Debian package `ruby`)",
        reasons: &[],
    },
    Oracle {
        scheme: "packagist",
        files: "packagist",
        command: &["php", "{script}"],
        script: "packagist.php",
        version: &["php", "-r", "echo 'PHP ', PHP_VERSION;"],
        about: "PHP's `version_compare` (Debian package `php-cli`)",
        reasons: &[(
            |one, two| [one, two].iter().any(|it| it.starts_with(['v', 'V'])),
            "Composer takes a leading `v` off before it asks PHP, and so do we",
        )],
    },
    Oracle {
        scheme: "maven",
        files: "maven",
        command: &[
            "java",
            "-cp",
            "/usr/share/java/maven-artifact-3.x.jar:/usr/share/java/commons-lang3.jar",
            "{script}",
        ],
        script: "Maven.java",
        version: &["sh", "-c", "dpkg-query -W -f 'maven-artifact ${Version}' libmaven3-core-java"],
        about: "Maven's `ComparableVersion` (Debian packages `libmaven3-core-java` and a JDK)",
        reasons: &[(
            |one, two| [one, two].iter().any(|it| has_dotted_word(it)),
            "A qualifier behind a dot: Maven 3.9 changed how it compares (MNG-7644), and ours follows the published cases, which are \
             newer than the tool asked here",
        )],
    },
];

/// Whether a letter follows a dot, as in `1.0.0.Beta2`.
fn has_dotted_word(version: &str) -> bool {
    version.split('.').skip(1).any(|it| it.starts_with(|it: char| it.is_ascii_alphabetic()))
}
