# dpkg's own order (libdpkg-perl). Lines `one<TAB>two` in; `<`, `=`, `>` or `?` (refused) out.
use strict; use warnings; use Dpkg::Version;
while (my $line = <STDIN>) {
    chomp $line;
    my ($one, $two) = map { Dpkg::Version->new($_) } split /\t/, $line, 2;
    if (!$one->is_valid || !$two->is_valid) { print "?\n"; next }
    print((qw(= > <))[$one <=> $two], "\n");
}
