-- rpm's own order of one version without epoch and release. Lines `one<TAB>two` in; `<`, `=`, `>` out.
for line in io.lines() do
    local one, two = line:match("^([^\t]*)\t(.*)$")
    print(({ [-1] = "<", [0] = "=", [1] = ">" })[rpm.vercmp(one, two)])
end
