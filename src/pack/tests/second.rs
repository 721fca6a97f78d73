//! A chapter is a folder: another one beside the first needs no code.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use jiff::civil::Date;
use tempfile::TempDir;

use super::super::Library;
use super::super::report::{self, Request};
use crate::domain::lookup::{Found, How};

const CHAPTERS: [&str; 2] = ["tests/pack/chapter-07", "tests/second-pack/chapter-08"];

/// A folder with both chapters in it.
fn both() -> TempDir {
    let home = TempDir::new().expect("a temporary folder");
    for chapter in CHAPTERS.map(Path::new) {
        copy(chapter, &home.path().join(chapter.file_name().expect("a folder's name")));
    }
    home
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a new folder");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        let to = to.join(entry.file_name().expect("a name"));
        if entry.is_dir() {
            copy(&entry, &to);
        } else {
            fs::copy(&entry, to).expect("a copy");
        }
    }
}

fn request(dir: &Path) -> Request<'_> {
    Request { dir: Some(dir), against: &[], today: Date::constant(2026, 11, 24) }
}

#[test]
fn a_second_chapter_is_right_by_itself() {
    assert_snapshot!(report::check(request(Path::new(CHAPTERS[1]))).text, @"
    SKIPPED: questions are held against the pack's own facts only; name texts that they must not copy with --against FILE (Q17)
    chapter-08: 5 facts, 3 concepts, 2 questions
    0 errors, 0 warnings
    ");
}

#[test]
fn two_chapters_are_one_library() {
    let home = both();
    assert!(report::check(request(home.path())).ok);
    let library = Library::from_dir(home.path()).expect("two packs that are right");
    let ids: Vec<&str> = library.packs().iter().map(|pack| pack.chapter().id.as_str()).collect();
    assert_eq!(ids, ["chapter-07", "chapter-08"]);
    for (typed, id) in [("farg", "fargate"), ("provisioned con", "provisioned-concurrency")] {
        let expected = Found::One { id: id.into(), how: How::Prefix };
        assert_eq!(library.lookup().find(typed), expected, "{typed}");
    }
    let asked: Vec<u16> = library.questions().map(|question| question.section).collect();
    assert!(asked.contains(&75) && asked.contains(&81), "{asked:?}");
    assert_eq!(library.section_title(81), Some("AWS Lambda"));
    assert!(library.fact(&"FX8-01".into()).is_some());
}

#[test]
fn each_chapter_has_measures_of_its_own() {
    let home = both();
    let stats = report::stats(request(home.path()), false).text;
    let heads: Vec<&str> = stats.lines().filter(|line| line.contains("questions  ")).collect();
    assert_snapshot!(heads.join("\n"), @"
    questions     9  easy 4, hard 2, medium 3
    questions     2  easy 1, medium 1
    ");
}

#[test]
fn sections_are_numbered_through_all_chapters() {
    let home = both();
    let chapter = home.path().join("chapter-08/chapter.toml");
    let text = fs::read_to_string(&chapter).expect("a chapter").replace("number = 80", "number = 75");
    fs::write(&chapter, text).expect("a new file");
    let told = report::check(request(home.path())).text.replace(&home.path().display().to_string(), "");
    assert!(
        told.contains("/chapter-08/chapter.toml:6: error: chapter-08: section 75 is also a section"),
        "{told}"
    );
}
