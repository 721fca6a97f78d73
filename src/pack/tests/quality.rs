//! Each rule on single questions and texts, broken once.

use insta::assert_snapshot;
use jiff::civil::Date;

use super::super::report::{self, Request};
use super::written::Written;

const FACTS: &str = "facts/74.toml";
const CONCEPTS: &str = "concepts/74.toml";
const QUESTIONS: &str = "questions/74.toml";

#[test]
fn a_question_is_neither_too_short_nor_too_long_to_read() {
    let endless = "The road goes on and on and on. ".repeat(24);
    let written = Written::new()
        .with(QUESTIONS, "Its books stood on shelves for years, and on the road nothing", "Nothing")
        .with(QUESTIONS, "\"A string with knots\"", "\"String with knots\"")
        .with(QUESTIONS, "A bakery sells cakes by mail.", &endless);
    assert_snapshot!(written.checked(), @"
    pack/questions/74.toml:7: warning: q74-moving: the stem has 28 words; 35 to 110 are allowed (Q10)
      hint: say more: who, where, which constraint
    pack/questions/74.toml:14: warning: q74-moving: option 3 has 3 words; 4 to 28 are allowed (Q10)
      hint: say more: who, where, which constraint
    pack/questions/74.toml:18: warning: q74-two-things: the question has 249 words; at most 220 are allowed (Q10)
      hint: take 29 words out
    pack/questions/74.toml:24: error: q74-two-things: the stem has 942 characters; at most 700 are allowed
      hint: shorten it by 242
    pack/questions/74.toml:24: warning: q74-two-things: the stem has 224 words; 35 to 110 are allowed (Q10)
      hint: say it shorter: what decides nothing goes
    1 error, 4 warnings
    ");
}

#[test]
fn options_are_of_one_length() {
    let written =
        Written::new().with(QUESTIONS, "\"A bag with a zip\"", "\"A bag with a zip, a strap and a pocket\"");
    assert_snapshot!(written.checked(), @"
    pack/questions/74.toml:1: warning: q74-moving: its longest option has 2.38 times the characters of its shortest; at most 1.8 (Q03)
      hint: cut the longest, or say more in the shortest
    chapter-01: 2 facts, 2 concepts, 2 questions
    0 errors, 1 warning
    ");
}

#[test]
fn absolute_words_in_distractors_alone_are_told() {
    let written = Written::new().with(QUESTIONS, "\"A bag with a zip\"", "\"A bag with only zips\"");
    assert_snapshot!(written.checked(), @r#"
    pack/questions/74.toml:1: warning: q74-moving: only distractors say "only" (Q05)
      hint: reword them: a reader crosses absolute words out unread
    chapter-01: 2 facts, 2 concepts, 2 questions
    0 errors, 1 warning
    "#);

    let in_both = written.with(QUESTIONS, "\"A box with a lid\"", "\"A box that must shut\"");
    assert!(!in_both.checked().contains("Q05"), "{}", in_both.checked());
}

#[test]
fn a_keys_why_quotes_the_stem() {
    let written = Written::new()
        .with(QUESTIONS, "\\\"nothing may fall out\\\"", "\\\"nothing gets wet\\\"")
        .with(QUESTIONS, "\\\"side by side\\\"", "in order");
    assert_snapshot!(written.checked(), @r#"
    pack/questions/74.toml:12: error: q74-moving: the key's why quotes "nothing gets wet", which the stem does not say (Q11)
      hint: quote the stem word for word
    pack/questions/74.toml:27: warning: q74-two-things: the key's why quotes nothing of the stem (Q11)
      hint: name the words that decide, in quotes: "select, patch or scale EC2 instances"
    chapter-01: 2 facts, 2 concepts, 2 questions
    1 error, 1 warning
    "#);
}

#[test]
fn no_question_stands_there_twice() {
    let written = Written::new();
    let text = std::fs::read_to_string(written.path().join(QUESTIONS)).expect("a file of the pack");
    let first = text.split("\n[[question]]").next().expect("the first question");
    let again = first.replace("q74-moving", "q74-moving-again");
    let other_stem = again.replace("moving-again", "moving-house").replace("stem = \"A company moves.", "stem = \"\
        Three students move out of a flat. Each of them owns plates, lamps and plants, which have to stay whole on \
        winding lanes.").replace("A string with knots", "A rope with loops");
    let written = written.file("questions/75.toml", format!("{again}\n{other_stem}"));
    assert_snapshot!(written.checked(), @"
    pack/questions/75.toml:1: error: q74-moving-again: its stem is 100 % the same as that of q74-moving at pack/questions/74.toml:1 (Q16)
      hint: tell another situation, in another sentence
    pack/questions/75.toml:1: error: q74-moving-again: has the same key and the same facts as q74-moving at pack/questions/74.toml:1 (Q16)
      hint: rest it on other facts, or take one of the two out
    pack/questions/75.toml:18: error: q74-moving-house: its stem is 57 % the same as that of q74-moving at pack/questions/74.toml:1 (Q16)
      hint: tell another situation, in another sentence
    pack/questions/75.toml:18: error: q74-moving-house: its stem is 57 % the same as that of q74-moving-again at pack/questions/75.toml:1 (Q16)
      hint: tell another situation, in another sentence
    pack/questions/75.toml:18: error: q74-moving-house: has the same key and the same facts as q74-moving at pack/questions/74.toml:1 (Q16)
      hint: rest it on other facts, or take one of the two out
    pack/questions/75.toml:18: error: q74-moving-house: has the same key and the same facts as q74-moving-again at pack/questions/75.toml:1 (Q16)
      hint: rest it on other facts, or take one of the two out
    chapter-01: 2 facts, 2 concepts, 4 questions
    6 errors, 0 warnings
    ");
}

#[test]
fn nothing_is_copied_from_a_fact_or_another_text() {
    let written = Written::new()
        .with(
            FACTS,
            "A box keeps what is in it together.",
            "A box with four walls keeps what is in it together.",
        )
        .with(QUESTIONS, "It holds; it does not keep.", "A box with four walls keeps what is in it.")
        .with(QUESTIONS, "Bags are sold out.", "Bags were a fine thing on every road that we took.");
    let course = written.home().join("course.md");
    std::fs::write(
        &course,
        "# Bags\n\nLong ago, bags were a fine thing\non every road that we took. Not now.\n",
    )
    .expect("a new file");
    let request = Request { against: std::slice::from_ref(&course), ..written.request() };
    assert_snapshot!(written.told(&report::check(request).text), @r#"
    pack/questions/74.toml:13: error: q74-moving: shares 11 words in a row with course.md: "bags were a fine thing on every road that we took" (Q17)
      hint: say it in other words: at most 8 in a row
    pack/questions/74.toml:14: error: q74-moving: shares 10 words in a row with F74-01: "a box with four walls keeps what is in it" (Q17)
      hint: say it in other words: at most 8 in a row
    chapter-01: 2 facts, 2 concepts, 2 questions
    2 errors, 0 warnings
    "#);
}

#[test]
fn a_text_that_is_not_there_to_compare_with_is_an_error() {
    let written = Written::new();
    let request = Request { against: &[written.home().join("nowhere.md")], ..written.request() };
    assert_snapshot!(written.told(&report::check(request).text), @"
    nowhere.md: error: cannot be read: No such file or directory (os error 2)
      hint: name a text file with --against, or leave it out
    chapter-01: 2 facts, 2 concepts, 2 questions
    1 error, 0 warnings
    ");
}

#[test]
fn without_other_texts_the_check_says_that_it_skips_them() {
    let written = Written::new();
    assert_snapshot!(written.told(&report::check(written.request()).text), @"
    SKIPPED: questions are held against the pack's own facts only; name texts that they must not copy with --against FILE (Q17)
    chapter-01: 2 facts, 2 concepts, 2 questions
    0 errors, 0 warnings
    ");
}

#[test]
fn a_day_of_review_that_has_come_is_told() {
    let written = Written::new();
    let review = |today| written.told(&report::check(Request { today, ..written.request() }).text);
    assert!(!review(Date::constant(2027, 5, 24)).contains("Q18"), "the day itself is not past");
    assert_snapshot!(review(Date::constant(2027, 5, 25)), @"
    pack/questions/74.toml:10: warning: q74-moving: was to be reviewed by 2027-05-24 (Q18)
      hint: hold its facts against their sources, then set the next date
    SKIPPED: questions are held against the pack's own facts only; name texts that they must not copy with --against FILE (Q17)
    chapter-01: 2 facts, 2 concepts, 2 questions
    0 errors, 1 warning
    ");
}

#[test]
fn a_key_on_a_volatile_fact_and_a_distractor_on_nothing_else_hinge_on_it() {
    let key = Written::new()
        .with(QUESTIONS, "review = 2027-05-24\n", "")
        .with(
            QUESTIONS,
            "fall out\\\".\", facts = [\"F74-01\"]",
            "fall out\\\".\", facts = [\"F74-01\", \"F74-02\"]",
        )
        .with(
            QUESTIONS,
            "Bags are sold out.\", facts = [\"F74-02\"]",
            "Bags are sold out.\", facts = [\"F74-01\"]",
        );
    assert!(key.checked().contains("hinges on `F74-02`"), "{}", key.checked());

    let settled =
        Written::new().with(QUESTIONS, "review = 2027-05-24\n", "").with(FACTS, "volatile = true\n", "");
    assert!(
        !settled.checked().contains("hinges"),
        "a distractor that a settled update refutes: {}",
        settled.checked()
    );

    let untested = settled.with(
        QUESTIONS,
        "fall out\\\".\", facts = [\"F74-01\"]",
        "fall out\\\".\", facts = [\"F74-02\"]",
    );
    assert!(untested.checked().contains("hinges on `F74-02`"), "{}", untested.checked());
}

#[test]
fn spelling_is_american() {
    let written = Written::new()
        .with(FACTS, "A box keeps", "A grey box keeps")
        .with(FACTS, "Older material offers bags", "The catalogue offers bags")
        .with(CONCEPTS, "A thing that keeps things together.", "A thing in the centre.")
        .with(CONCEPTS, "A box has corners.", "A box has behaviour.")
        .with(QUESTIONS, "A company moves.", "An organisation moves.")
        .with(QUESTIONS, "It parts them.", "It was labelled so.");
    assert_snapshot!(written.checked(), @r#"
    pack/concepts/74.toml:7: error: box: "centre" is British spelling
      hint: write "center"
    pack/concepts/74.toml:11: error: box: "behaviour" is British spelling
      hint: write "behavior"
    pack/facts/74.toml:3: error: F74-01: "grey" is British spelling
      hint: write "gray"
    pack/facts/74.toml:16: error: F74-02: "catalogue" is British spelling
      hint: write "catalog"
    pack/questions/74.toml:7: error: q74-moving: "organisation" is British spelling
      hint: write "organization"
    pack/questions/74.toml:30: error: q74-two-things: "labelled" is British spelling
      hint: write "labeled"
    chapter-01: 2 facts, 2 concepts, 2 questions
    6 errors, 0 warnings
    "#);
}

#[test]
fn comparisons_are_read_for_spelling_and_names_as_well() {
    let comparison = r#"[[comparison]]
first = "box"
second = "bag"
summary = "Ask what its colour is."
choose_first = "when AWS ECS moves."
choose_second = "when it has to fold."
rows = [
  { dimension = "Corners", first = "Eight", second = "None", facts = ["F74-01"] },
  { dimension = "Sold", first = "In the centre", second = "No", facts = ["F74-02"] },
  { dimension = "Stands", first = "Yes", second = "No", facts = ["F74-01"] },
]
"#;
    assert_snapshot!(Written::new().file("comparisons.toml", comparison).checked(), @r#"
    pack/comparisons.toml:4: error: "colour" is British spelling
      hint: write "color"
    pack/comparisons.toml:5: error: "AWS ECS" is not how its makers write it
      hint: write "Amazon ECS"
    pack/comparisons.toml:9: error: "centre" is British spelling
      hint: write "center"
    chapter-01: 2 facts, 2 concepts, 2 questions
    3 errors, 0 warnings
    "#);
}

#[test]
fn services_are_spelt_as_their_makers_do() {
    let written = Written::new()
        .with(FACTS, "A box keeps", "AWS ECS keeps")
        .with(CONCEPTS, "keep it together", "kept by Amazon Fargate")
        .with(CONCEPTS, "A thing that was sold.", "A kubernetes thing in two availability zones.")
        .with(QUESTIONS, "It parts them.", "Cloudwatch parts them; `cloudwatch` does not.");
    assert_snapshot!(written.checked(), @r#"
    pack/concepts/74.toml:9: error: box: "Amazon Fargate" is not how its makers write it
      hint: write "AWS Fargate"
    pack/concepts/74.toml:18: error: bag: "kubernetes" is not how its makers write it
      hint: write "Kubernetes"
    pack/concepts/74.toml:18: error: bag: "availability zones" is not how its makers write it
      hint: write "Availability Zones"
    pack/facts/74.toml:3: error: F74-01: "AWS ECS" is not how its makers write it
      hint: write "Amazon ECS"
    pack/questions/74.toml:30: error: q74-two-things: "Cloudwatch" is not how its makers write it
      hint: write "CloudWatch"
    chapter-01: 2 facts, 2 concepts, 2 questions
    5 errors, 0 warnings
    "#);
}

#[test]
fn what_discord_would_cut_can_be_told_apart() {
    let long = "carton of ".repeat(10);
    let written = Written::new()
        .with(CONCEPTS, "\"box\"\nsection", &format!("\"{}\"\nsection", "box-".repeat(15) + "box"))
        .with(QUESTIONS, "A plate with a rim", &format!("{long}plates"))
        .with(QUESTIONS, "A cloth with a hem", &format!("{long}cloths"));
    let told = written.checked();
    let lines: Vec<&str> =
        told.lines().filter(|line| line.contains("look the same") || line.contains("the id has")).collect();
    assert_snapshot!(lines.join("\n"), @"
    pack/concepts/74.toml:2: error: box-box-box-box-box-box-box-box-box-box-box-box-box-box-box-box: the id has 63 characters; a button carries 60
    pack/questions/74.toml:31: error: q74-two-things: options 3 and 5 look the same in a menu
    ");
}
