use insta::assert_snapshot;

use super::written::Written;

const QUESTIONS: &str = "questions/74.toml";

#[test]
fn keys_and_options_agree_with_the_stem() {
    let written = Written::new()
        .with(
            QUESTIONS,
            "{ text = \"A bag with a zip\", why",
            "{ text = \"A bag with a zip\", key = true, why",
        )
        .with(QUESTIONS, " (Select TWO.)", "");
    assert_snapshot!(written.checked(), @r#"
    pack/questions/74.toml:7: error: q74-moving: has 2 keys, but the stem does not say so (Q15)
      hint: end the stem with "(Select TWO.)"
    pack/questions/74.toml:11: error: q74-moving: has 4 options, 2 of them right
      hint: one key goes with 4 options, two or three keys go with 5 or 6
    pack/questions/74.toml:13: warning: q74-moving: the key's why quotes nothing of the stem (Q11)
      hint: name the words that decide, in quotes: "select, patch or scale EC2 instances"
    pack/questions/74.toml:24: error: q74-two-things: has 2 keys, but the stem does not say so (Q15)
      hint: end the stem with "(Select TWO.)"
    3 errors, 1 warning
    "#);
}

#[test]
fn a_question_has_a_key_and_does_not_ask_for_more() {
    let written = Written::new().with(QUESTIONS, "key = true, ", "").with(
        QUESTIONS,
        "\"A carton with a lid\", key = true",
        "\"A carton with a lid\"",
    );
    assert_snapshot!(written.checked(), @"
    pack/questions/74.toml:11: error: q74-moving: has 0 keys
      hint: mark one option with `key = true`; in a question that says so, two or three
    pack/questions/74.toml:24: error: q74-two-things: the stem asks for several options, but there is one key
      hint: mark the other keys, or ask for one option
    pack/questions/74.toml:26: error: q74-two-things: has 5 options, 1 of them right
      hint: one key goes with 4 options, two or three keys go with 5 or 6
    3 errors, 0 warnings
    ");
}

#[test]
fn every_option_has_a_text_of_its_own_a_why_and_facts() {
    let written = Written::new()
        .with(QUESTIONS, "\"A bag with a zip\"", "\"a BOX, with a LID!\"")
        .with(QUESTIONS, "\"It holds; it does not keep.\"", "\" \"")
        .with(QUESTIONS, "\"It stays where it is.\", facts = [\"F74-01\"]", "\"It stays.\", facts = []");
    assert_snapshot!(written.checked(), @"
    pack/questions/74.toml:13: error: q74-moving: options 1 and 2 say the same (Q09)
      hint: replace one of them
    pack/questions/74.toml:14: error: q74-moving: option 3 has no why
      hint: write why it is right, or what it would be right for and what it breaks here
    pack/questions/74.toml:15: error: q74-moving: option 4 rests on no fact
      hint: name the facts that decide it
    3 errors, 0 warnings
    ");
}

#[test]
fn forms_that_break_when_options_are_shuffled_are_refused() {
    let written = Written::new()
        .with(QUESTIONS, "Which thing keeps its books together?", "Which thing does NOT keep its books?")
        .with(QUESTIONS, "\"A string with knots\"", "\"None of the above\"")
        .with(QUESTIONS, "\"A shelf with doors\"", "\"Both A and C together\"")
        .with(QUESTIONS, "\"It is open.\"", "\"Option B is closed.\"")
        .with(QUESTIONS, "Which things keep them", "Which things do not keep them");
    assert_snapshot!(written.checked(), @r#"
    pack/questions/74.toml:7: error: q74-moving: the stem asks in the negative ("NOT") (Q09)
      hint: ask for what fits, not for what does not
    pack/questions/74.toml:14: error: q74-moving: option 3 says "none of the above" (Q09)
      hint: offer something of its own
    pack/questions/74.toml:15: error: q74-moving: option 4 refers to an option by letter: "A and C" (Q09)
      hint: options are shuffled: name what the other one offers
    pack/questions/74.toml:24: error: q74-two-things: the stem asks in the negative ("not") (Q09)
      hint: ask for what fits, not for what does not
    pack/questions/74.toml:29: error: q74-two-things: option 3 refers to an option by letter: "Option B" (Q09)
      hint: options are shuffled: name what the other one offers
    5 errors, 0 warnings
    "#);
}
