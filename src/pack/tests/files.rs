use std::fs;

use insta::assert_snapshot;

use super::super::Library;
use super::super::report::{self, Request};
use super::written::Written;

#[test]
fn a_pack_that_is_right_has_no_problem() {
    assert_snapshot!(Written::new().checked(), @"
    chapter-01: 2 facts, 2 concepts, 2 questions
    0 errors, 0 warnings
    ");
}

#[test]
fn a_folder_of_packs_is_read_as_all_of_them() {
    let written = Written::new();
    let library = Library::from_dir(&written.home()).expect("a pack that is right");
    assert_eq!(library.packs().len(), 1);
}

#[test]
fn a_folder_that_is_not_there_is_a_problem() {
    let written = Written::new();
    let report = report::check(Request { dir: Some(&written.home().join("nowhere")), ..written.request() });
    assert!(!report.ok);
    assert_snapshot!(written.told(&report.text), @"
    nowhere: error: cannot be read: No such file or directory (os error 2)
      hint: name a folder that is a pack or holds packs
    1 error, 0 warnings
    ");
}

#[test]
fn a_folder_without_a_pack_is_a_problem() {
    let written = Written::new();
    let empty = written.home().join("empty");
    fs::create_dir(&empty).expect("a new folder");
    assert_snapshot!(written.told(&report::check(Request { dir: Some(&empty), ..written.request() }).text), @"
    empty: error: no pack here
      hint: a pack is a folder with a chapter.toml; name one, or a folder that holds some
    1 error, 0 warnings
    ");
}

#[test]
fn a_pack_needs_its_chapter() {
    let written = Written::new().without("chapter.toml");
    assert_snapshot!(written.told(&report::check(Request { dir: Some(&written.home()), ..written.request() }).text), @"
    pack: error: has no chapter.toml
      hint: write a chapter.toml with id, number, title, exam, [[section]] and [[domain]]
    1 error, 0 warnings
    ");
}

#[test]
fn an_empty_pack_is_a_problem() {
    let written =
        Written::new().file("facts/74.toml", "").file("concepts/74.toml", "").file("questions/74.toml", "");
    assert_snapshot!(written.checked(), @"
    pack: error: has no fact
      hint: write a [[fact]] into pack/facts/<section>.toml
    pack: error: has no concept
      hint: write a [[concept]] into pack/concepts/<section>.toml
    pack: error: has no question
      hint: write a [[question]] into pack/questions/<section>.toml
    pack/chapter.toml:6: error: chapter-01: section 74 has no fact
      hint: write facts/74.toml in pack
    pack/chapter.toml:6: error: chapter-01: section 74 has no question
      hint: write questions/74.toml in pack
    pack/concepts/74.toml: warning: is empty
      hint: write a [[concept]], or take the file away
    pack/facts/74.toml: warning: is empty
      hint: write a [[fact]], or take the file away
    pack/questions/74.toml: warning: is empty
      hint: write a [[question]], or take the file away
    5 errors, 3 warnings
    ");
}

#[test]
fn what_is_no_part_of_a_pack_is_not_passed_over_in_silence() {
    let written = Written::new()
        .file("question/75.toml", "")
        .file("extra.toml", "")
        .file("facts/more/75.toml", "")
        .file("facts/.75.toml.swp", "")
        .file("README.md", "");
    assert_snapshot!(written.checked(), @"
    pack/extra.toml: warning: is no part of a pack and was not read
      hint: a pack has chapter.toml, comparisons.toml and the folders facts, concepts and questions
    pack/facts/more: warning: is not a TOML file and was not read
      hint: put *.toml files here and nothing else
    pack/question: warning: is no part of a pack and was not read
      hint: a pack has chapter.toml, comparisons.toml and the folders facts, concepts and questions
    chapter-01: 2 facts, 2 concepts, 2 questions
    0 errors, 3 warnings
    ");
}

#[test]
fn a_file_in_another_encoding_is_a_problem() {
    let written = Written::new().file("facts/74.toml", b"# caf\n# caf\xe9\n");
    assert_snapshot!(written.checked(), @"
    pack/facts/74.toml:2: error: not valid UTF-8
      hint: save the file in UTF-8
    1 error, 0 warnings
    ");
}

#[test]
fn a_file_far_too_large_is_a_problem() {
    let written = Written::new().file("facts/75.toml", "#".repeat((1 << 20) + 1));
    assert_snapshot!(written.checked(), @"
    pack/facts/75.toml: error: cannot be read: larger than 1048576 bytes
      hint: make it a readable file, or take it away
    1 error, 0 warnings
    ");
}

#[cfg(unix)]
#[test]
fn links_that_lead_round_in_a_circle_end() {
    use std::os::unix::fs::symlink;

    let written = Written::new();
    symlink("loop.toml", written.path().join("facts/loop.toml")).expect("a link to itself");
    symlink("..", written.path().join("facts/up")).expect("a link upwards");
    symlink(".", written.path().join("self")).expect("a link to its folder");
    assert_snapshot!(written.checked(), @"
    pack/facts/loop.toml: error: cannot be read: Too many levels of symbolic links (os error 40)
      hint: make it a readable file, or take it away
    pack/facts/up: warning: is not a TOML file and was not read
      hint: put *.toml files here and nothing else
    pack/self: warning: is no part of a pack and was not read
      hint: a pack has chapter.toml, comparisons.toml and the folders facts, concepts and questions
    1 error, 2 warnings
    ");
}
