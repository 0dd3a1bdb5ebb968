"""Checks SBOM files with the schemas and parsers of the formats' own projects.

Arguments: files. For each file that does not hold, one line: the file, a tab, why. Then `checked`, a tab, and the number of files.
The last part of a file's name says what it is: `.1-6.cdx.json`, `.1-6.cdx.xml`, `.spdx.json`, `.spdx`, `.spdx3.json`.
"""

import logging
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

logging.disable(logging.CRITICAL)


@lru_cache(None)
def cyclonedx(version, syntax):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator
    from cyclonedx.validation.xml import XmlValidator

    which = SchemaVersion.from_version(version)
    return JsonStrictValidator(which) if syntax == "json" else XmlValidator(which)


def check_cyclonedx(path, version, syntax):
    error = cyclonedx(version, syntax).validate_str(path.read_text("utf-8"))
    if error is None:
        return None
    data = getattr(error, "data", error)
    where = getattr(data, "json_path", "") or f"line {getattr(data, 'line', '?')}"
    return f"{where}: {getattr(data, 'message', data)}"


def check_spdx2(path):
    from spdx_tools.spdx.parser.parse_anything import parse_file
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    document = parse_file(str(path))
    messages = validate_full_spdx_document(document)
    return "; ".join(message.validation_message for message in messages[:3]) or None


def check_spdx3(path):
    from spdx_python_model import v3_0_1 as model

    objects = model.SHACLObjectSet()
    with path.open("rb") as file:
        model.JSONLDDeserializer().read(file, objects)
    missing = objects.link()
    elsewhere = {
        entry.externalSpdxId for thing in objects.foreach() for entry in getattr(thing, "import_", None) or []
    }
    missing = [name for name in missing if not name.startswith("https://spdx.org/") and name not in elsewhere]
    if missing:
        return f"nothing has the identifier {sorted(missing)[0]}"
    if not any(isinstance(thing, model.SpdxDocument) for thing in objects.foreach()):
        return "there is no SpdxDocument"
    return None


def check(name):
    path = Path(name)
    try:
        found = re.search(r"\.(1-\d)\.cdx\.(json|xml)$", name)
        if found:
            return name, check_cyclonedx(path, found[1].replace("-", "."), found[2])
        if name.endswith(".spdx3.json"):
            return name, check_spdx3(path)
        return name, check_spdx2(path)
    except Exception as error:  # whatever a tool cannot read does not hold
        messages = getattr(error, "get_messages", lambda: [error])()
        return name, f"{type(error).__name__}: {'; '.join(str(it) for it in messages[:3])}"


def make_tables():
    """The parser of tag-value writes its tables beside its own code when it is first made, and not in one step: two
    processes that both begin there read each other's half. So they are made here, before the processes start, and
    afresh each time: an earlier run may have been stopped in the middle of them."""
    from spdx_tools.spdx.parser.tagvalue import parser

    Path(parser.__file__).with_name("parsetab.py").unlink(missing_ok=True)
    parser.Parser()


def main():
    names = [line.strip() for line in sys.stdin if line.strip()]
    make_tables()
    with ProcessPoolExecutor() as pool:
        for name, problem in pool.map(check, names, chunksize=16):
            if problem:
                print(f"{name}\t{' '.join(str(problem).split())[:600]}")
    print(f"checked\t{len(names)}")


if __name__ == "__main__":
    main()
