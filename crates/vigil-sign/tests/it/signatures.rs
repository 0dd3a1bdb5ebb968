//! Signing and verifying.

use vigil_sign::{BadKey, PublicKey, Refused, SecretKey, sign, verify};

use crate::support::{PUBLIC, SECRET, SIGNATURE, public, secret};

#[test]
fn a_signature_of_minisign_holds() {
    let verified = verify(&[public()], b"hello\n", SIGNATURE).unwrap();
    assert_eq!((verified.comment.as_str(), verified.number), ("trusted words", public().number()));
}

#[test]
fn what_is_signed_here_is_what_minisign_signs_but_for_the_untrusted_comment() {
    let ours = sign(&secret(), b"hello\n", "trusted words");
    assert_eq!(ours.lines().skip(1).collect::<Vec<_>>(), SIGNATURE.lines().skip(1).collect::<Vec<_>>());
    assert_eq!(ours, sign(&secret(), b"hello\n", "trusted words"));
}

#[test]
fn every_changed_bit_of_content_comment_and_signature_is_refused() {
    let keys = [public()];
    let signature = sign(&secret(), b"content", "comment");
    assert!(matches!(verify(&keys, b"contenu", &signature), Err(Refused::Wrong { what: "the content", .. })));
    let comment = signature.replace("trusted comment: comment", "trusted comment: commend");
    assert!(matches!(verify(&keys, b"content", &comment), Err(Refused::Wrong { what: "the comment", .. })));
    let lines: Vec<&str> = signature.lines().collect();
    let mut tried = 0;
    for (number, line) in lines.iter().enumerate().filter(|(number, _)| [1, 3].contains(number)) {
        for at in 0..line.len() {
            let mut bytes = line.as_bytes().to_vec();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            changed[number] = String::from_utf8(bytes).unwrap();
            assert!(verify(&keys, b"content", &changed.join("\n")).is_err(), "line {number}, character {at}");
            tried += 1;
        }
    }
    assert!(tried > 180, "{tried}");
}

#[test]
fn a_signature_by_another_key_names_that_key() {
    let refused = verify(&[], b"hello\n", SIGNATURE).unwrap_err();
    assert_eq!(refused, Refused::Unknown { number: public().number() });
}

#[test]
fn texts_that_are_no_signature_say_why() {
    for text in
        ["", "x", "untrusted comment: a\n!!!\n", "untrusted comment: a\nRURM\ntrusted comment: b\nAAAA\n"]
    {
        assert!(matches!(verify(&[public()], b"", text), Err(Refused::Format(_))), "{text}");
    }
    let long = "x".repeat(1 << 20);
    assert!(matches!(verify(&[public()], b"", &long), Err(Refused::Format(_))));
}

#[test]
fn a_public_key_is_read_from_its_file_or_its_line() {
    let line = PUBLIC.lines().nth(1).unwrap();
    assert_eq!(PublicKey::read(line).unwrap().number(), public().number());
    for text in ["", "AAAA", "not base64", &line[..20], &format!("{line}\n{line}")] {
        assert!(matches!(PublicKey::read(text), Err(BadKey::Format { .. })), "{text}");
    }
    assert!(matches!(PublicKey::read(SECRET), Err(BadKey::Format { .. })));
}

#[test]
fn a_secret_key_with_a_password_is_refused_with_the_way_to_one_without() {
    // "EdSc": the third and fourth byte say how the key is protected.
    let line = SECRET.lines().nth(1).unwrap().replacen("RWQAAEIy", "RWRTY0Iy", 1);
    let refused = SecretKey::read(&line).unwrap_err();
    assert_eq!(refused, BadKey::Protected);
    assert!(refused.to_string().contains("minisign -G -W"));
    assert!(matches!(SecretKey::read(PUBLIC), Err(BadKey::Format { .. })));
    assert!(!format!("{:?}", secret()).contains("RWQ"));
}
