# PyPA's packaging. Lines `one<TAB>two` in; `<`, `=`, `>` or `?` (refused) out.
import sys
from packaging.version import InvalidVersion, Version

for line in sys.stdin:
    try:
        one, two = (Version(it) for it in line.rstrip("\n").split("\t"))
    except InvalidVersion:
        print("?")
        continue
    print("<" if one < two else ">" if one > two else "=")
