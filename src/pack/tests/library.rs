use insta::assert_snapshot;

use super::super::{Library, Stats, report};
use super::written::Written;
use crate::domain::lookup::{Found, How};

#[test]
fn everything_is_found_by_its_id() {
    let library = Written::new().load().expect("a pack that is right");
    assert_eq!(library.fact(&"F74-01".into()).expect("the fact").id, "F74-01".into());
    assert_eq!(library.concept(&"bag".into()).expect("the concept").term, "AWS Bag");
    assert_eq!(library.question(&"q74-moving".into()).expect("the question").section, 74);
    assert_eq!(library.section_title(74), Some("Introduction to Boxes"));
    let on_bags: Vec<_> = library.questions_on(&"bag".into()).map(|question| question.id.as_str()).collect();
    assert_eq!(on_bags, ["q74-moving"]);

    assert!(library.fact(&"F74-99".into()).is_none());
    assert!(library.concept(&"F74-01".into()).is_none());
    assert!(library.question(&"box".into()).is_none());
    assert!(library.section_title(75).is_none());
}

#[test]
fn concepts_are_found_by_what_members_type() {
    let library = Written::new().load().expect("a pack that is right");
    assert_eq!(library.lookup().find("carton"), Found::One { id: "box".into(), how: How::Exact });
}

#[test]
fn two_packs_with_the_same_ids_are_refused() {
    let written = Written::new();
    let copy = written.home().join("copy");
    for name in ["chapter.toml", "facts/74.toml", "concepts/74.toml", "questions/74.toml"] {
        let to = copy.join(name);
        std::fs::create_dir_all(to.parent().expect("a file is in a folder")).expect("a new folder");
        std::fs::copy(written.path().join(name), to).expect("a copy");
    }
    let problems = Library::from_dir(&written.home()).expect_err("the same ids twice").to_string();
    assert!(problems.contains("fact `F74-01` is also at"), "{problems}");
    assert!(problems.contains("chapter `chapter-01` is also at"), "{problems}");
}

#[test]
fn warnings_do_not_stop_a_pack() {
    let written = Written::new().with("questions/74.toml", "review = 2027-05-24\n", "");
    let library = written.load().expect("no error");
    assert_eq!(library.warnings().iter().count(), 1);
    assert!(report::check(Some(&written.path())).ok);
}

#[test]
fn a_pack_is_counted() {
    let written = Written::new();
    assert_snapshot!(report::stats(Some(&written.path()), false).text, @"
    chapter-01
      facts         2  chapter 1, update 1
        by section   74 2
      concepts      2
      cues          1  chapter 1
      questions     2  easy 1, hard 1
        by section   74 2
        domain 1       2 =  100 %, exam 100 %  Design Secure Boxes
        two or more keys  50 %
        key stands        first 1, second 0, third 0, fourth 0
        key is longest    0 %
    ");
    let json = report::stats(Some(&written.path()), true).text;
    let counted: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(counted[0]["domains"][0]["share"], 100.0);
}

#[test]
fn a_tie_for_the_longest_option_counts_in_part() {
    let written = Written::new().with("questions/74.toml", "\"A bag\"", "\"A box of\"");
    let library = written.load().expect("a pack that is right");
    assert!(Stats::of(&library.packs()[0]).key_longest_share.abs() < f64::EPSILON);

    let tied = written
        .with("questions/74.toml", "\"A box of\"", "\"A bag\"")
        .with("questions/74.toml", "\"A string\"", "\"A pot\"")
        .with("questions/74.toml", "\"A shelf\"", "\"Tie\"");
    let library = tied.load().expect("a pack that is right");
    assert!((Stats::of(&library.packs()[0]).key_longest_share - 33.3).abs() < f64::EPSILON);
}

#[test]
fn items_are_shown_as_text() {
    let written = Written::new();
    let show = |id| report::show(Some(&written.path()), id).text;
    assert_snapshot!(show("q74-moving"), @"
    q74-moving · section 74, Introduction to Boxes · domain 1 · easy
    tests box, bag
    misconceptions M01
    review by 2027-05-24

    A company moves. Which thing keeps its books together?

    *A. A box
        It keeps them together. (F74-01)

     B. A bag
        Bags are sold out. (F74-02)

     C. A string
        It holds; it does not keep. (F74-01)

     D. A shelf
        It stays where it is. (F74-01)

    F74-01  A box keeps what is in it together.
    F74-02  Since this year bags are sold out.
    ");
    assert_snapshot!(show("box"), @r#"
    box · section 74, Introduction to Boxes
    Cardboard box: A thing that keeps things together.
    also carton, CB
    mistyped cartoon

    F74-01  A box keeps what is in it together.
    cue "keep it together" (F74-01, the chapter's)
    not bag: A box has corners. A bag has none.
    questions q74-moving, q74-two-things
    "#);
    assert_snapshot!(show("F74-02"), @"
    F74-02 · update · known
    Since this year bags are sold out.
    changed: Older material offers bags; they are sold out.
    verified 2026-11-24: On bags <https://example.com/bags>
    concepts bag
    questions q74-moving
    ");
    assert_snapshot!(show("carton"), @r#"
    box · section 74, Introduction to Boxes
    Cardboard box: A thing that keeps things together.
    also carton, CB
    mistyped cartoon

    F74-01  A box keeps what is in it together.
    cue "keep it together" (F74-01, the chapter's)
    not bag: A box has corners. A bag has none.
    questions q74-moving, q74-two-things
    "#);
}

#[test]
fn an_unknown_id_is_answered_with_what_is_near() {
    let written = Written::new();
    let report = report::show(Some(&written.path()), "q74-nothing");
    assert!(!report.ok);
    assert_snapshot!(report.text, @"
    nothing is called `q74-nothing`
      hint: concepts near it: box, bag
    ");
}
