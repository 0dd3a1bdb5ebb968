# RubyGems. Lines `one<TAB>two` in; `<`, `=`, `>` or `?` (refused) out.
STDIN.each_line(chomp: true) do |line|
  one, two = line.split("\t").map { |it| Gem::Version.correct?(it) ? Gem::Version.new(it) : nil }
  puts one && two ? "<=>"[(one <=> two) + 1] : "?"
end
