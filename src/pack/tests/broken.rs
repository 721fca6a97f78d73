use insta::assert_snapshot;
use proptest::prelude::*;

use super::written::Written;

const FILES: [&str; 4] = ["chapter.toml", "facts/74.toml", "concepts/74.toml", "questions/74.toml"];

#[test]
fn a_slip_in_the_syntax_is_told_with_its_line() {
    let written = Written::new().with("facts/74.toml", "text = \"A box", "text = A box");
    assert_snapshot!(written.checked(), @"
    pack/facts/74.toml:3: error: not valid TOML: unexpected key or value, expected newline, `#`
      hint: mend the syntax; often a quote, a comma or a bracket is missing just above
    pack/facts/74.toml:3: error: not valid TOML: string values must be quoted, expected literal string
      hint: mend the syntax; often a quote, a comma or a bracket is missing just above
    2 errors, 0 warnings
    ");
}

#[test]
fn an_unknown_key_is_refused_with_the_one_that_was_meant() {
    let written = Written::new().with("concepts/74.toml", "misspellings", "mispellings").with(
        "facts/74.toml",
        "source = { title",
        "source = { name",
    );
    assert_snapshot!(written.checked(), @"
    pack/concepts/74.toml:6: error: box: unknown field `mispellings`, expected one of `id`, `section`, `term`, `aliases`, `misspellings`, `summary`, `facts`, `cues`, `confused_with`
      hint: did you mean `misspellings`?
    pack/facts/74.toml:7: error: F74-01: unknown field `name`, expected `title` or `url`
      hint: [[fact]] has no place for it: take it out
    2 errors, 0 warnings
    ");
}

#[test]
fn a_missing_key_is_told_at_its_item() {
    let written = Written::new().with("questions/74.toml", "domain = 1\n", "");
    assert_snapshot!(written.checked(), @"
    pack/questions/74.toml:1: error: q74-moving: missing field `domain`
      hint: add `domain = …` to this [[question]]
    1 error, 0 warnings
    ");
}

#[test]
fn a_value_of_another_kind_is_told_at_its_line() {
    let written = Written::new()
        .with("questions/74.toml", "difficulty = 1", "difficulty = 4")
        .with("facts/74.toml", "\"chapter\"", "\"chaptr\"")
        .with(
            "facts/74.toml",
            "\"known\"\nverified = 2026-11-24",
            "\"known\"\nverified = 2026-11-24T10:00:00Z",
        )
        .with("questions/74.toml", "difficulty = 3", "difficulty = \"hard\"")
        .with("concepts/74.toml", "section = 74", "section = 740000");
    assert_snapshot!(written.checked(), @r#"
    pack/concepts/74.toml:3: error: box: invalid value: integer `740000`, expected u16
      hint: write the value as the other items of the pack do in [[concept]]
    pack/facts/74.toml:4: error: F74-01: unknown variant `chaptr`, expected one of `chapter`, `beyond`, `update`
      hint: did you mean `chapter`?
    pack/facts/74.toml:14: error: F74-02: cannot parse civil date/time from string with a Zulu offset, parse as a `jiff::Timestamp` first and convert to a civil date/time instead
      hint: write the value as the other items of the pack do in [[fact]]
    pack/questions/74.toml:6: error: q74-moving: difficulty is 1 (easy), 2 (medium) or 3 (hard), not 4
      hint: write the value as the other items of the pack do in [[question]]
    pack/questions/74.toml:23: error: q74-two-things: invalid type: string "hard", expected u8
      hint: write the value as the other items of the pack do in [[question]]
    5 errors, 0 warnings
    "#);
}

#[test]
fn something_else_in_a_file_is_refused() {
    let written = Written::new().file("facts/75.toml", "note = 1\n\n[[facts]]\nid = \"F74-09\"\n");
    assert_snapshot!(written.checked(), @"
    pack/facts/75.toml:1: error: unknown key `note`
      hint: this file holds nothing but [[fact]]
    pack/facts/75.toml:3: error: unknown key `facts`
      hint: this file holds nothing but [[fact]]
    2 errors, 0 warnings
    ");
}

#[test]
fn one_item_instead_of_a_list_is_refused() {
    let written = Written::new().file("facts/75.toml", "[fact]\nid = \"F74-09\"\n");
    assert_snapshot!(written.checked(), @"
    pack/facts/75.toml:1: error: `fact` is not a list
      hint: begin each fact with [[fact]]
    1 error, 0 warnings
    ");
}

#[test]
fn a_chapter_that_lacks_something_is_refused() {
    let written = Written::new().with("chapter.toml", "exam = \"SAA-C03\"\n", "");
    assert_snapshot!(written.checked(), @"
    pack/chapter.toml:1: error: chapter-01: missing field `exam`
      hint: add `exam = …` to this chapter.toml
    1 error, 0 warnings
    ");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_without_panic(
        file in prop::sample::select(&FILES[..]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let _read = Written::new().file(file, bytes).checked();
    }

    #[test]
    fn any_text_is_read_without_panic(file in prop::sample::select(&FILES[..]), text in any::<String>()) {
        let _read = Written::new().file(file, text).checked();
    }

    #[test]
    fn a_pack_with_a_part_torn_out_and_another_put_in_is_read_without_panic(
        file in prop::sample::select(&FILES[..]),
        from in any::<prop::sample::Index>(),
        length in 0..60_usize,
        put_in in prop_oneof![
            any::<String>(),
            Just("\"\"".to_owned()),
            Just("[[fact]]\n".to_owned()),
            Just("9999999999999999999999".to_owned()),
            Just("{ a.b = [[[{}]]] }".to_owned()),
            Just("[".repeat(5_000)),
        ],
    ) {
        let written = Written::new();
        let mut bytes = std::fs::read(written.path().join(file)).expect("a file of the pack");
        let from = from.index(bytes.len());
        let to = (from + length).min(bytes.len());
        bytes.splice(from..to, put_in.into_bytes());
        let _read = written.file(file, bytes).checked();
    }
}
