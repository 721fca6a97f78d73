use insta::assert_snapshot;

use super::written::Written;
use crate::domain::comparison::Meant;

const COMPARISONS: &str = r#"[[comparison]]
first = "box"
second = "bag"
summary = "Ask whether it has corners."
choose_first = "when it has to stand."
choose_second = "when it has to fold."
rows = [
  { dimension = "Corners", first = "Eight", second = "None", facts = ["F74-01"] },
  { dimension = "Sold", first = "Yes", second = "No", facts = ["F74-02"] },
  { dimension = "Stands", first = "Yes", second = "No", facts = ["F74-01"] },
]
"#;

fn compared() -> Written {
    Written::new().file("comparisons.toml", COMPARISONS)
}

#[test]
fn a_pair_is_found_whichever_comes_first() {
    let library = compared().load().expect("a pack that is right");
    let ids = ["box".into(), "bag".into()];
    let found = library.comparison(&ids[1], &ids[0]).expect("the comparison");
    assert_eq!(found.side_ids(), ids);
    assert!(library.comparison(&ids[0], &ids[0]).is_none());
}

#[test]
fn two_kinds_of_one_concept_are_found_by_their_names() {
    let kinds = r#"second = "box"
names = [["Flat box"], ["Tall box", "tower"]]"#;
    let written = compared().with("comparisons.toml", "second = \"bag\"", kinds);
    let library = written.load().expect("a pack that is right");
    let Meant::One(tall) = library.comparables().find("tower") else { panic!("it was not found") };
    assert_eq!((tall.id.as_str(), tall.concept.as_str()), ("tall-box", "box"));
}

#[test]
fn a_pack_may_do_without_comparisons() {
    assert_eq!(Written::new().load().expect("a pack that is right").comparisons().count(), 0);
}

#[test]
fn what_does_not_resolve_is_told() {
    let written = compared().with("comparisons.toml", "\"bag\"", "\"bagg\"").with(
        "comparisons.toml",
        "[\"F74-02\"]",
        "[\"F74-03\"]",
    );
    assert_snapshot!(written.checked(), @"
    pack/comparisons.toml:3: error: there is no concept `bagg`
      hint: did you mean `bag`?
    pack/comparisons.toml:9: error: there is no fact `F74-03`
      hint: did you mean `F74-01`?
    2 errors, 0 warnings
    ");
}

#[test]
fn a_table_that_is_none_is_told() {
    let written = compared()
        .with("comparisons.toml", "\"None\"", "\" \"")
        .with("comparisons.toml", "\"Sold\"", "\"Corners\"")
        .with("comparisons.toml", "[\"F74-02\"]", "[]")
        .with("comparisons.toml", "\"Ask whether", &format!("\"{}", "x".repeat(220)))
        .with(
            "comparisons.toml",
            "  { dimension = \"Stands\", first = \"Yes\", second = \"No\", facts = [\"F74-01\"] },\n",
            "",
        );
    assert_snapshot!(written.checked(), @r#"
    pack/comparisons.toml:4: error: `summary` has 236 characters; at most 220 are allowed
      hint: shorten it by 16
    pack/comparisons.toml:7: error: has 2 rows
      hint: write 3 to 7 rows
    pack/comparisons.toml:8: error: the second cell is empty
      hint: write it
    pack/comparisons.toml:9: error: row 2 rests on no fact
      hint: name the facts that say so
    pack/comparisons.toml:9: error: "Corners" is compared twice
      hint: make it one row
    5 errors, 0 warnings
    "#);
}

#[test]
fn sides_that_are_no_pair_are_told() {
    let same = compared().with("comparisons.toml", "\"bag\"", "\"box\"");
    assert_snapshot!(same.checked(), @r#"
    pack/comparisons.toml:3: error: compares a concept with itself
      hint: compare two concepts, or name two kinds of one in `names = [["…"], ["…"]]`
    1 error, 0 warnings
    "#);
    let named = "second = \"bag\"\nnames = [[\"Bag\"], []]";
    let named = compared().with("comparisons.toml", "second = \"bag\"", named);
    assert_snapshot!(named.checked(), @"
    pack/comparisons.toml:4: error: names two kinds of different concepts
      hint: take `names` out, or let both sides be one concept
    pack/comparisons.toml:4: error: `bag` is a concept of its own
      hint: compare the two concepts instead
    pack/comparisons.toml:4: error: `bag` is a concept of its own
      hint: compare the two concepts instead
    3 errors, 0 warnings
    ");
    let concept = "second = \"box\"\nnames = [[\"Bag\"], [\"Tall box\"]]";
    let concept = compared().with("comparisons.toml", "second = \"bag\"", concept);
    assert_snapshot!(concept.checked(), @"
    pack/comparisons.toml:4: error: `bag` is a concept of its own
      hint: compare the two concepts instead
    1 error, 0 warnings
    ");
    let twice =
        COMPARISONS.replace("\"bag\"", "\"b\"").replace("\"box\"", "\"bag\"").replace("\"b\"", "\"box\"");
    let twice = Written::new().file("comparisons.toml", format!("{COMPARISONS}\n{twice}"));
    assert_snapshot!(twice.checked(), @"
    pack/comparisons.toml:14: error: `bag` and `box` are compared at pack/comparisons.toml:1 too
      hint: make it one comparison
    1 error, 0 warnings
    ");
    let long = format!("second = \"box\"\nnames = [[\"Flat box\"], [\"{}\"]]", "x".repeat(43));
    let long = compared().with("comparisons.toml", "second = \"bag\"", &long);
    assert_snapshot!(long.checked(), @"
    pack/comparisons.toml:3: error: `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` has 43 characters; a button carries 42
      hint: compare something with a shorter id or name
    1 error, 0 warnings
    ");
}
