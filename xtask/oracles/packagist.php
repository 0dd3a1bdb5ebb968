<?php
// PHP's version_compare, which Composer's order rests on. Lines `one<TAB>two` in; `<`, `=` or `>` out.
while (($line = fgets(STDIN)) !== false) {
    [$one, $two] = explode("\t", rtrim($line, "\n"), 2);
    echo substr("<=>", version_compare($one, $two) + 1, 1), "\n";
}
