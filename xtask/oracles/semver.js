// npm's semver. Lines `one<TAB>two` in; `<`, `=`, `>` or `?` (refused) out.
const semver = require("semver");
const lines = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
for (const line of lines) {
  const [one, two] = line.split("\t");
  const known = semver.valid(one) && semver.valid(two);
  console.log(known ? "<=>"[semver.compare(one, two) + 1] : "?");
}
