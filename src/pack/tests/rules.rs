use insta::assert_snapshot;

use super::written::Written;

const CHAPTER: &str = "chapter.toml";
const FACTS: &str = "facts/74.toml";
const CONCEPTS: &str = "concepts/74.toml";
const QUESTIONS: &str = "questions/74.toml";

/// A text of so many characters, no two words of it alike.
fn long(length: usize) -> String {
    (0..length / 5).map(|word| format!("w{word:03} ")).collect()
}

#[test]
fn the_chapter_has_sections_and_domains_that_add_up() {
    let written = Written::new().with(CHAPTER, "weight = 100", "weight = 60").with(
        CHAPTER,
        "[[domain]]",
        "[[section]]\nnumber = 74\ntitle = \"Again\"\n\n[[domain]]",
    );
    assert_snapshot!(written.checked(), @"
    pack/chapter.toml:10: error: chapter-01: section 74 stands here twice
      hint: give each section its own number
    pack/chapter.toml:14: error: chapter-01: the domains' weights add up to 60 %
      hint: take the weights from the exam guide; together they are 100 %
    2 errors, 0 warnings
    ");
}

#[test]
fn ids_are_well_formed() {
    let written = Written::new()
        .with(CHAPTER, "chapter-01", "Chapter 1")
        .with(FACTS, "F74-02", "F74-2")
        .with(CONCEPTS, "\"bag\"\nsection", "\"Bag\"\nsection")
        .with(QUESTIONS, "q74-moving", "q75-moving");
    assert_snapshot!(written.checked(), @"
    pack/chapter.toml:1: error: Chapter 1: `Chapter 1` is not a chapter's id
      hint: write it as `chapter-07`
    pack/concepts/74.toml:11: error: box: there is no concept `bag`
      hint: did you mean `Bag`?
    pack/concepts/74.toml:14: warning: Bag: no question tests it (Q13)
      hint: write a question on it, or list it in one that tests it
    pack/concepts/74.toml:15: error: Bag: `Bag` is not a concept's id
      hint: write lower-case words with hyphens, such as `task-definition`
    pack/concepts/74.toml:19: error: Bag: there is no fact `F74-02`
      hint: did you mean `F74-01`?
    pack/facts/74.toml:10: error: F74-2: `F74-2` is not a fact's id
      hint: write F<section>-<number>, such as `F75-16`, or, across sections, FX<chapter>-<number>
    pack/questions/74.toml:2: error: q75-moving: `q75-moving` is not an id of a question in section 74
      hint: write q74-<slug>, such as `q74-legacy-agents`
    pack/questions/74.toml:4: error: q75-moving: there is no concept `bag`
      hint: did you mean `Bag`?
    pack/questions/74.toml:8: error: q75-moving: there is no fact `F74-02`
      hint: did you mean `F74-01`?
    pack/questions/74.toml:13: error: q75-moving: there is no fact `F74-02`
      hint: did you mean `F74-01`?
    9 errors, 1 warning
    ");
}

#[test]
fn ids_are_unique_across_files() {
    let again = r#"[[fact]]
id = "F74-01"
text = "The same id in another file."
standing = "beyond"
confidence = "read"
verified = 2026-11-24
source = { title = "On boxes", url = "https://example.com/boxes" }
"#;
    let written =
        Written::new().file("facts/across.toml", again).with(QUESTIONS, "q74-two-things", "q74-moving");
    assert_snapshot!(written.checked(), @"
    pack/facts/across.toml:2: error: F74-01: fact `F74-01` is also at pack/facts/74.toml:1
      hint: give one of them another id; ids are stable and never reused
    pack/questions/74.toml:19: error: q74-moving: question `q74-moving` is also at pack/questions/74.toml:1
      hint: give one of them another id; ids are stable and never reused
    2 errors, 0 warnings
    ");
}

#[test]
fn references_lead_somewhere() {
    let written = Written::new()
        .with(CONCEPTS, "section = 74", "section = 47")
        .with(CONCEPTS, "facts = [\"F74-01\"]", "facts = [\"F74-10\"]")
        .with(CONCEPTS, "{ concept = \"bag\"", "{ concept = \"bags\"")
        .with(QUESTIONS, "concepts = [\"box\", \"bag\"]", "concepts = [\"box\", \"boxs\", \"box\"]")
        .with(QUESTIONS, "domain = 1", "domain = 9")
        .with(QUESTIONS, "\"M01\"", "\"M21\"")
        .with(QUESTIONS, "\"F74-01\", \"F74-02\"", "\"F74-01\"");
    assert_snapshot!(written.checked(), @r#"
    pack/concepts/74.toml:3: error: box: there is no section 47
      hint: take one of the [[section]]s in chapter.toml
    pack/concepts/74.toml:8: error: box: there is no fact `F74-10`
      hint: did you mean `F74-01`?
    pack/concepts/74.toml:11: error: box: there is no concept `bags`
      hint: did you mean `bag`?
    pack/concepts/74.toml:14: warning: bag: no question tests it (Q13)
      hint: write a question on it, or list it in one that tests it
    pack/questions/74.toml:4: error: q74-moving: there is no concept `boxs`
      hint: did you mean `box`?
    pack/questions/74.toml:4: warning: q74-moving: names `box` twice
      hint: name it once
    pack/questions/74.toml:5: error: q74-moving: there is no domain 9
      hint: take one of the [[domain]]s in chapter.toml
    pack/questions/74.toml:13: error: q74-moving: option 2 rests on `F74-02`, which the question does not list
      hint: add "F74-02" to the question's facts
    6 errors, 2 warnings
    "#);
}

#[test]
fn what_the_chapter_teaches_is_asked() {
    let written = Written::new()
        .with(FACTS, "standing = \"update\"", "standing = \"chapter\"")
        .with(FACTS, "changed = \"Older material offers bags; they are sold out.\"\n", "")
        .with(CHAPTER, "[[domain]]", "[[section]]\nnumber = 75\ntitle = \"More boxes\"\n\n[[domain]]");
    assert_snapshot!(written.checked(), @"
    pack/chapter.toml:10: error: chapter-01: section 75 has no fact
      hint: write facts/75.toml in pack
    pack/chapter.toml:10: error: chapter-01: section 75 has no question
      hint: write questions/75.toml in pack
    pack/facts/74.toml:9: warning: F74-02: a single question cites it (Q13)
      hint: let 2 or more questions rest on each fact of the chapter
    2 errors, 1 warning
    ");
}

#[test]
fn a_fact_and_a_concept_that_nothing_uses_are_told() {
    let fact = r#"[[fact]]
id = "F74-03"
text = "Boxes are brown."
standing = "chapter"
confidence = "read"
verified = 2026-11-24
source = { title = "On boxes", url = "https://example.com/boxes" }

[[fact]]
id = "F74-04"
text = "Crates are made of wood."
standing = "chapter"
confidence = "read"
verified = 2026-11-24
source = { title = "On crates", url = "https://example.com/crates" }
"#;
    let concept = r#"[[concept]]
id = "crate"
section = 74
term = "Crate"
summary = "A box of wood."
facts = ["F74-04"]
"#;
    let written = Written::new().file("facts/75.toml", fact).file("concepts/75.toml", concept);
    assert_snapshot!(written.checked(), @"
    pack/concepts/75.toml:1: warning: crate: no question tests it (Q13)
      hint: write a question on it, or list it in one that tests it
    pack/facts/75.toml:1: warning: F74-03: the chapter teaches it, but no question cites it (Q13)
      hint: let 2 or more questions rest on each fact of the chapter
    pack/facts/75.toml:9: warning: F74-04: the chapter teaches it, but no question cites it (Q13)
      hint: let 2 or more questions rest on each fact of the chapter
    chapter-01: 4 facts, 3 concepts, 2 questions
    0 errors, 3 warnings
    ");
}

#[test]
fn what_may_move_has_a_date_of_review_and_a_source() {
    let written = Written::new()
        .with(QUESTIONS, "review = 2027-05-24\n", "")
        .with(FACTS, "https://example.com/boxes", "http://example.com/boxes")
        .with(FACTS, "standing = \"chapter\"", "standing = \"chapter\"\nchanged = \"No.\"")
        .with(FACTS, "changed = \"Older material offers bags; they are sold out.\"\n", "");
    assert_snapshot!(written.checked(), @r#"
    pack/facts/74.toml:5: error: F74-01: says what changed, but is no update
      hint: take `changed` out, or make it `standing = "update"`
    pack/facts/74.toml:8: error: F74-01: `http://example.com/boxes` is not an https address
      hint: link the page that says so, with https://
    pack/facts/74.toml:10: error: F74-02: is an update, but does not say what changed
      hint: add `changed = "…"`: what older material says, and what holds today
    pack/questions/74.toml:1: warning: q74-moving: hinges on `F74-02`, which may move, but has no date of review (Q18)
      hint: add `review = <date>`, about half a year ahead, or let it rest on lasting facts
    3 errors, 1 warning
    "#);
}

#[test]
fn texts_are_short() {
    let written = Written::new()
        .with(FACTS, "A box keeps", &long(305))
        .with(CONCEPTS, "Cardboard box", &long(85))
        .with(CONCEPTS, "\"carton\"", &format!("\"{}\"", long(90)))
        .with(CONCEPTS, "A thing that keeps things together.", &long(205))
        .with(CONCEPTS, "keep it together", &long(85))
        .with(CONCEPTS, "A box has corners.", &long(225))
        .with(QUESTIONS, "A company moves.", &long(700))
        .with(QUESTIONS, "\"A shelf with doors\"", &format!("\"{}\"", long(185)))
        .with(QUESTIONS, "It stays where it is.", &long(355));
    assert_snapshot!(written.checked(), @r#"
    pack/concepts/74.toml:4: error: box: the term has 85 characters; at most 80 are allowed
      hint: shorten it by 5
    pack/concepts/74.toml:5: error: box: "w000 w001 w002 w003 w004 w005 w006 w007 w008 w009 w010 w011 w012 w013 w014 w015 w016 w017 " has 90 characters; at most 80 are allowed
      hint: shorten it by 10
    pack/concepts/74.toml:5: warning: box: "w000 w001 w002 w003 w004 w005 w006 w007 w008 w009 w010 w011 w012 w013 w014 w015 w016 w017 " beside its term takes 178 characters; a menu shows 100
      hint: shorten the alias or the term
    pack/concepts/74.toml:7: error: box: the summary has 205 characters; at most 200 are allowed
      hint: shorten it by 5
    pack/concepts/74.toml:9: error: box: cue 1 has 85 characters; at most 80 are allowed
      hint: shorten it by 5
    pack/concepts/74.toml:11: error: box: the difference from `bag` has 241 characters; at most 220 are allowed
      hint: shorten it by 21
    pack/facts/74.toml:3: error: F74-01: the text has 329 characters; at most 300 are allowed
      hint: shorten it by 29
    pack/questions/74.toml:1: warning: q74-moving: its longest option has 11.56 times the characters of its shortest; at most 1.8 (Q03)
      hint: cut the longest, or say more in the shortest
    pack/questions/74.toml:1: warning: q74-moving: the question has 227 words; at most 220 are allowed (Q10)
      hint: take 7 words out
    pack/questions/74.toml:7: error: q74-moving: the stem has 886 characters; at most 700 are allowed
      hint: shorten it by 186
    pack/questions/74.toml:7: error: q74-moving: shares 61 words in a row with F74-01: "w000 w001 w002 w003 w004 w005 w006 w007 w008 w009 w010 w011 w012 w013 w014 w015 w016 w017 w018 w019 w020 w021 w022 w023 w024 w025 w026 w027 w028 w029 w030 w031 w032 w033 w034 w035 w036 w037 w038 w039 w040 w041 w042 w043 w044 w045 w046 w047 w048 w049 w050 w051 w052 w053 w054 w055 w056 w057 w058 w059 w060" (Q17)
      hint: say it in other words: at most 8 in a row
    pack/questions/74.toml:7: warning: q74-moving: the stem has 176 words; 35 to 110 are allowed (Q10)
      hint: say it shorter: what decides nothing goes
    pack/questions/74.toml:15: error: q74-moving: option 4 has 185 characters; at most 180 are allowed
      hint: shorten it by 5
    pack/questions/74.toml:15: error: q74-moving: the why of option 4 has 355 characters; at most 350 are allowed
      hint: shorten it by 5
    pack/questions/74.toml:15: error: q74-moving: shares 37 words in a row with F74-01: "w000 w001 w002 w003 w004 w005 w006 w007 w008 w009 w010 w011 w012 w013 w014 w015 w016 w017 w018 w019 w020 w021 w022 w023 w024 w025 w026 w027 w028 w029 w030 w031 w032 w033 w034 w035 w036" (Q17)
      hint: say it in other words: at most 8 in a row
    pack/questions/74.toml:15: error: q74-moving: shares 61 words in a row with F74-01: "w000 w001 w002 w003 w004 w005 w006 w007 w008 w009 w010 w011 w012 w013 w014 w015 w016 w017 w018 w019 w020 w021 w022 w023 w024 w025 w026 w027 w028 w029 w030 w031 w032 w033 w034 w035 w036 w037 w038 w039 w040 w041 w042 w043 w044 w045 w046 w047 w048 w049 w050 w051 w052 w053 w054 w055 w056 w057 w058 w059 w060" (Q17)
      hint: say it in other words: at most 8 in a row
    pack/questions/74.toml:15: warning: q74-moving: option 4 has 37 words; 4 to 28 are allowed (Q10)
      hint: say it shorter: what decides nothing goes
    12 errors, 5 warnings
    "#);
}

#[test]
fn a_question_fits_into_a_message() {
    let written = Written::new().with(QUESTIONS, "A company moves.", &long(4_000)).with(
        QUESTIONS,
        "It stays where it is.",
        &long(2_000),
    );
    assert_snapshot!(written.checked(), @"
    pack/questions/74.toml:1: error: q74-moving: takes 5015 characters to ask; a message holds 4096
      hint: shorten the stem, the options or their whys
    pack/questions/74.toml:1: error: q74-moving: takes 7276 characters to close; a message holds 6000
      hint: shorten the stem, the options or their whys
    pack/questions/74.toml:1: warning: q74-moving: the question has 854 words; at most 220 are allowed (Q10)
      hint: take 634 words out
    pack/questions/74.toml:7: error: q74-moving: the stem has 4186 characters; at most 700 are allowed
      hint: shorten it by 3486
    pack/questions/74.toml:7: warning: q74-moving: the stem has 836 words; 35 to 110 are allowed (Q10)
      hint: say it shorter: what decides nothing goes
    pack/questions/74.toml:15: error: q74-moving: the why of option 4 has 2000 characters; at most 350 are allowed
      hint: shorten it by 1650
    4 errors, 2 warnings
    ");
}

#[test]
fn a_name_means_one_concept() {
    let written = Written::new()
        .with(CONCEPTS, "[\"carton\", \"CB\"]", "[\"carton\", \"bag\", \"Carton\", \"…\"]")
        .with(
            CONCEPTS,
            "summary = \"A thing that was sold.\"",
            "aliases = [\"Cartoon\"]\nsummary = \"Sold.\"",
        );
    assert_snapshot!(written.checked(), @r#"
    pack/concepts/74.toml:5: error: box: "bag" finds both `bag` and `box`
      hint: take it from one of them; `bag` is at pack/concepts/74.toml:14
    pack/concepts/74.toml:5: error: box: "…" has no letter to find it by
      hint: write it in letters or digits
    pack/concepts/74.toml:5: warning: box: "Carton" stands here twice
      hint: take it out
    pack/concepts/74.toml:18: error: bag: "Cartoon" finds both `box` and `bag`
      hint: take it from one of them; `box` is at pack/concepts/74.toml:1
    3 errors, 1 warning
    "#);
}
