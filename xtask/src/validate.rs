//! `cargo xtask validate-sboms`: what the writers of SBOMs make, against the schemas and parsers of the formats' own
//! projects. They come from their packages in the registry of Python, into `target/validators`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};
use vigil_finding::Severity;
use vigil_sbom::edition::{Edition, Policy};
use vigil_sbom::{Format, Layer, Merged, Sbom, Stamp, Target};

use crate::say;

/// The packages with their versions: other versions may judge otherwise.
const PACKAGES: &[&str] =
    &["cyclonedx-python-lib[validation]==11.12.0", "spdx-tools==0.8.5", "spdx-python-model==0.0.6"];

/// Most bytes of an SBOM that is tried, and most of one folder of the test data: the whole takes less than two minutes.
const MOST_BYTES: usize = 30_000;
const MOST_FILES: usize = 3;
/// Of how many SBOMs one is also written trimmed and merged.
const DERIVED: usize = 8;

/// What a validator refuses although its format allows it.
const ODD: &[(&str, &str)] = &[
    // The length is meant in bits: 64 hex digits are 256 of them.
    ("ChecksumAlgorithm.BLAKE3 must consist of at least 256", "spdx-tools 0.8.5"),
    // On the SPDX list since 2.0, deprecated, and taken for an exception.
    ("for token: \"GPL-2.0-with-classpath-exception\"", "spdx-tools 0.8.5"),
];

/// Writes every SBOM of the sample in every format and has it judged.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let folder = root.join("target/validators");
    let python = installed(&folder)?;
    let out = folder.join("written");
    if out.exists() {
        std::fs::remove_dir_all(&out).with_context(|| out.display().to_string())?;
    }
    std::fs::create_dir_all(&out).with_context(|| out.display().to_string())?;
    let sample = sample(root)?;
    let mut files = Vec::new();
    for (number, (sbom, bytes)) in sample.iter().enumerate() {
        files.extend(original(sbom, bytes, number, &out)?);
        for (_, target) in Target::all() {
            files.extend(written(sbom, &number.to_string(), target, &out)?);
        }
    }
    files.extend(derived(&sample, &out)?);
    let told = judged(&python, root, &files)?;
    let (wrong, counts): (Vec<&str>, Vec<&str>) =
        told.lines().partition(|line| !line.starts_with("checked\t"));
    let faults: Vec<Fault<'_>> = wrong
        .iter()
        .filter(|line| !ODD.iter().any(|(words, _)| line.contains(words)))
        .filter_map(|line| Fault::of(line))
        .collect();
    let originals: BTreeSet<(usize, &str)> =
        faults.iter().filter(|fault| fault.is_original).map(|fault| (fault.number, fault.family)).collect();
    let is_ours =
        |fault: &&Fault<'_>| !fault.is_original && !originals.contains(&(fault.number, fault.family));
    let ours: Vec<&Fault<'_>> = faults.iter().filter(is_ours).collect();
    for fault in &ours {
        let source = sample.get(fault.number).map_or("?", |(sbom, _)| sbom.file.as_str());
        say(&format!("{source} as {}: {}", fault.file, fault.why));
    }
    if counts != [format!("checked\t{}", files.len())] {
        bail!("the validators did not come to their end: {told}");
    }
    say(&format!(
        "{} SBOMs, {} files judged; {} originals do not hold and are not asked of what is written in their own format; \
         {} written files do not hold",
        sample.len(),
        files.len(),
        originals.len(),
        ours.len()
    ));
    if ours.is_empty() { Ok(()) } else { bail!("{} written files do not hold", ours.len()) }
}

/// What a validator says of one file.
struct Fault<'t> {
    file: &'t str,
    why: &'t str,
    /// The number of the SBOM in the sample.
    number: usize,
    is_original: bool,
    /// `cdx`, `spdx` or `spdx3`.
    family: &'static str,
}

impl<'t> Fault<'t> {
    fn of(line: &'t str) -> Option<Self> {
        let (path, why) = line.split_once('\t')?;
        let file = Path::new(path).file_name()?.to_str()?;
        let family = if file.contains(".cdx.") {
            "cdx"
        } else if file.contains(".spdx3.") {
            "spdx3"
        } else {
            "spdx"
        };
        let number = file.split('.').next()?.parse().ok()?;
        Some(Self { file, why, number, is_original: file.contains(".original."), family })
    }
}

/// The original, where it is in a format that the validators judge.
fn original(sbom: &Sbom, bytes: &[u8], number: usize, out: &Path) -> anyhow::Result<Option<PathBuf>> {
    let minor = sbom.spec_version.replace('.', "-");
    let end = match sbom.format {
        Format::CyclonedxJson => format!("{minor}.cdx.json"),
        Format::CyclonedxXml => format!("{minor}.cdx.xml"),
        Format::SpdxJson => "spdx.json".to_owned(),
        Format::SpdxTagValue => "spdx".to_owned(),
        Format::SpdxYaml => "spdx.yaml".to_owned(),
        Format::SpdxXml => "spdx.xml".to_owned(),
        Format::Spdx3 => "spdx3.json".to_owned(),
        _ => return Ok(None),
    };
    let path = out.join(format!("{number}.original.{end}"));
    std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
    Ok(Some(path))
}

/// The interpreter that has the packages. They are installed where they are missing or of another version.
fn installed(folder: &Path) -> anyhow::Result<PathBuf> {
    let python = folder.join("py/bin/python");
    let stamp = folder.join("installed");
    let wanted = PACKAGES.join("\n");
    if python.exists() && std::fs::read_to_string(&stamp).is_ok_and(|known| known == wanted) {
        return Ok(python);
    }
    say("installing the validators of CycloneDX and SPDX into target/validators");
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let advice = "the written SBOMs were not validated: this needs Python 3 with its module venv, and its package registry";
    let mut venv = Command::new("python3");
    venv.args(["-m", "venv"]).arg(folder.join("py"));
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(PACKAGES);
    for command in [&mut venv, &mut pip] {
        let status = command.stdout(Stdio::null()).status().context(advice)?;
        if !status.success() {
            bail!("{advice}");
        }
    }
    std::fs::write(&stamp, wanted).with_context(|| stamp.display().to_string())?;
    Ok(python)
}

/// The SBOMs of the example devices, and of each folder of the test data the first that break no rule.
fn sample(root: &Path) -> anyhow::Result<Vec<(Sbom, Vec<u8>)>> {
    let data = std::env::var_os("VIGIL_DATA")
        .map_or_else(|| root.join("../shared/data"), PathBuf::from)
        .join("sbom");
    let mut files = below(&root.join("examples"))?;
    files.retain(|path| path.display().to_string().contains(".cdx."));
    if data.is_dir() {
        files.extend(below(&data)?);
    } else {
        say(&format!("{} is not there: only the SBOMs of the examples are written", data.display()));
    }
    let mut taken: BTreeMap<(PathBuf, String), usize> = BTreeMap::new();
    let mut sample = Vec::new();
    for path in files {
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        // Packed files are left out: the validators could not judge their originals.
        if bytes.len() > MOST_BYTES || path.extension().is_some_and(|it| it == "zst") {
            continue;
        }
        let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        let Ok(reading) = vigil_sbom::read(&bytes, &name) else { continue };
        // What breaks the rules on the way in breaks them on the way out, since nothing is mended in silence.
        let bad = reading
            .findings
            .iter()
            .any(|it| it.severity >= Severity::Warning && it.code != "sbom.no-primary");
        let kind = (path.parent().unwrap_or(root).to_path_buf(), reading.sbom.format.name().to_owned());
        let count = taken.entry(kind).or_default();
        if !bad && *count < MOST_FILES {
            *count += 1;
            sample.push((reading.sbom, bytes));
        }
    }
    Ok(sample)
}

fn below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// What is made of SBOMs here: of each whose originals hold the edition that withholds all it can, and of neighbours one
/// merged SBOM.
fn derived(sample: &[(Sbom, Vec<u8>)], out: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let policy = Policy {
        fields: Policy::fields().map(str::to_owned).collect(),
        withhold: ["l*".to_owned()].into(),
        ..Policy::default()
    };
    let mut files = Vec::new();
    for (number, pair) in sample.windows(2).enumerate().step_by(DERIVED) {
        let [(one, _), (two, _)] = pair else { continue };
        let edition = Edition::of(one, &policy).sbom;
        let merged = Merged::of(&[(Layer::of(one), one), (Layer::of(two), two)]).sbom;
        for (_, target) in Target::all() {
            files.extend(written(&edition, &format!("{number}.edition"), target, out)?);
            files.extend(written(&merged, &format!("{number}.merged"), target, out)?);
        }
    }
    Ok(files)
}

/// The file written; none for lists, which have no schema.
fn written(sbom: &Sbom, number: &str, target: Target, out: &Path) -> anyhow::Result<Option<PathBuf>> {
    let end = match target {
        Target::CyclonedxJson(minor) => format!("1-{minor}.cdx.json"),
        Target::CyclonedxXml(minor) => format!("1-{minor}.cdx.xml"),
        Target::SpdxJson => "spdx.json".to_owned(),
        Target::SpdxTagValue => "spdx".to_owned(),
        Target::SpdxDaggerboard => "daggerboard.spdx".to_owned(),
        Target::Spdx3 => "spdx3.json".to_owned(),
        Target::Csv | Target::Xlsx => return Ok(None),
    };
    let stamp = Stamp { time: "2026-02-03T10:00:00Z".into(), tool: Some(("vigil".into(), "0".into())) };
    let bytes = vigil_sbom::write(sbom, target, &stamp).with_context(|| sbom.file.clone())?.bytes;
    let path = out.join(format!("{number}.{end}"));
    std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
    Ok(Some(path))
}

fn judged(python: &Path, root: &Path, files: &[PathBuf]) -> anyhow::Result<String> {
    let mut child = Command::new(python)
        .arg(root.join("xtask/validators/validate.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("the validators cannot be started")?;
    let names: String = files.iter().map(|path| format!("{}\n", path.display())).collect();
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(names.as_bytes()).context("the validators do not listen")?;
    }
    let output = child.wait_with_output().context("the validators ended early")?;
    String::from_utf8(output.stdout).context("the validators say what is no text")
}
