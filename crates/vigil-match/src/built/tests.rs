use super::*;

const FILES: &str =
    "# made by the build\nnet/ipv4/tcp.c\n./kernel/sched/core.c\n/build/linux/fs/cifs/file.c\n";

fn built(is_complete: bool) -> Built {
    Built::new("package.linux", is_complete).with_files("evidence/files.txt", FILES)
}

fn place(built: &Built, files: &[&str]) -> Placed {
    built.place(&files.iter().map(|file| (*file).to_owned()).collect::<Vec<_>>())
}

#[test]
fn a_file_that_is_not_in_a_complete_list_is_absent_and_the_list_is_named() {
    let Placed::Absent(why) = place(&built(true), &["drivers/net/wan/hdlc.c"]) else {
        panic!("it is not in the list")
    };
    assert_eq!(
        why,
        "not built in: drivers/net/wan/hdlc.c is not among the 3 compiled files of evidence/files.txt (package.linux)"
    );
}

#[test]
fn an_incomplete_list_never_dismisses() {
    let Placed::Stays(why) = place(&built(false), &["drivers/net/wan/hdlc.c"]) else { panic!("incomplete") };
    assert!(why.contains("nobody states that this is complete"), "{why}");
}

#[test]
fn one_compiled_file_of_several_is_enough_to_stay() {
    let files = ["drivers/net/wan/hdlc.c", "net/ipv4/tcp.c"];
    assert!(matches!(place(&built(true), &files), Placed::Stays(why) if why.contains("compiled in")));
}

#[test]
fn a_file_of_the_same_name_elsewhere_may_be_the_one_that_moved() {
    let Placed::Stays(why) = place(&built(true), &["fs/smb/client/file.c"]) else { panic!("it moved") };
    assert!(why.contains("fs/cifs/file.c"), "{why}");
}

#[test]
fn folders_before_a_path_do_not_hide_it() {
    assert!(matches!(place(&built(true), &["fs/cifs/file.c"]), Placed::Stays(_)));
    assert!(matches!(place(&built(true), &["ipv4/tcp.c"]), Placed::Stays(_)));
    assert!(matches!(place(&built(true), &["/src/linux/net/ipv4/tcp.c"]), Placed::Stays(_)));
}

#[test]
fn headers_folders_and_patterns_are_never_judged_by_a_list_of_sources() {
    for odd in ["include/linux/skbuff.h", "drivers/net/", "drivers/net/*.c", "Makefile", "drivers/net/x"] {
        assert!(matches!(place(&built(true), &[odd]), Placed::Stays(_)), "{odd}");
    }
}

#[test]
fn an_object_stands_for_its_source() {
    let built = Built::new("r", true).with_files("f", "net/ipv4/tcp.o\n");
    assert!(matches!(place(&built, &["net/ipv4/tcp.c"]), Placed::Stays(_)));
    assert!(matches!(place(&built, &["net/ipv4/udp.c"]), Placed::Absent(_)));
}

fn busybox(config: &str) -> Built {
    Built::new("package.busybox", true).with_config("busybox.config", config, busybox_table()).unwrap()
}

#[test]
fn an_applet_that_is_not_set_is_absent_and_one_that_is_not_stated_is_not_judged() {
    let built = busybox("CONFIG_ASH=y\n# CONFIG_WGET is not set\n# CONFIG_BC is not set\n");
    let Placed::Absent(why) = place(&built, &["networking/wget.c"]) else { panic!("wget is off") };
    assert!(why.contains("networking/wget.c needs CONFIG_WGET, which is not set in busybox.config"), "{why}");
    assert!(
        matches!(place(&built, &["shell/ash.c"]), Placed::Stays(why) if why.contains("CONFIG_ASH is set"))
    );
    // Either of two would bring it in, and one of them is not stated.
    assert!(matches!(place(&built, &["miscutils/bc.c"]), Placed::Stays(why) if why.contains("CONFIG_DC")));
    assert!(matches!(place(&built, &["libbb/procps.c"]), Placed::Stays(_)));
}

#[test]
fn what_is_compiled_by_one_evidence_is_in_whatever_the_other_says() {
    let built = busybox("CONFIG_ASH=y\n# CONFIG_WGET is not set\n").with_files("f", "networking/wget.c\n");
    assert!(matches!(place(&built, &["networking/wget.c"]), Placed::Stays(_)));
}

#[test]
fn what_is_no_configuration_is_refused_with_its_line() {
    let read = |config: &str, table: &str| Built::new("r", true).with_config("c", config, table).unwrap_err();
    assert_eq!(read("CONFIG_A=y\nset b\n", ""), ConfigError::Line { line: 2, text: "set b".into() });
    assert_eq!(read("# only a comment\n", ""), ConfigError::Empty);
    assert_eq!(
        read("CONFIG_A=y\n", "# t\ndrivers/a.c\n"),
        ConfigError::Table { line: 2, text: "drivers/a.c".into() }
    );
}

#[test]
fn the_table_of_busybox_is_read_and_names_each_file_once() {
    let mut files = std::collections::BTreeSet::new();
    for line in busybox_table().lines().filter(|line| !line.starts_with('#')) {
        assert!(files.insert(line.split(' ').next().unwrap()), "{line}");
    }
    assert!(files.len() > 20);
}
