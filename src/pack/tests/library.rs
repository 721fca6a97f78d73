use insta::assert_snapshot;

use super::super::{Library, report};
use super::written::Written;
use crate::domain::content::Question;
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
    let written =
        Written::new().with("concepts/74.toml", "[\"carton\", \"CB\"]", "[\"carton\", \"CB\", \"CB\"]");
    let library = written.load().expect("no error");
    assert_eq!(library.warnings().iter().count(), 1);
    assert!(report::check(written.request()).ok);
}

/// How a question looks is the views' matter.
fn rehearse(library: &Library, question: &Question) -> Option<String> {
    Some(format!("({} of {} questions, as Discord shows it)", question.id, library.questions().count()))
}

#[test]
fn items_are_shown_as_text() {
    let written = Written::new();
    let show = |id| report::show(Some(&written.path()), id, &rehearse).text;
    assert_snapshot!(show("q74-moving"), @"
    q74-moving · section 74, Introduction to Boxes · domain 1 · easy
    tests box, bag
    misconceptions M01
    review by 2027-05-24

    (q74-moving of 2 questions, as Discord shows it)

    ──── what it rests on ────

    A, the key: F74-01
    B: F74-02
    C: F74-01
    D: F74-01

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
    volatile
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
    let show = |id| report::show(Some(&written.path()), id, &rehearse);
    let report = show("boxs-of");
    assert!(!report.ok);
    assert_snapshot!(report.text, @"
    nothing is called `boxs-of`
      hint: concepts near it: box
    ");
    assert_snapshot!(show("q74-nothing").text, @"nothing is called `q74-nothing`");
}
