//! A bank that is sound as a whole, and each rule on it broken once.

use insta::assert_snapshot;

use super::super::report;
use super::written::Written;

/// As many as any rule needs, and a multiple of every period below.
const QUESTIONS: usize = 180;

/// A question in the making: sound, in every respect that a bank is measured in.
struct Made {
    difficulty: u8,
    keys: Vec<usize>,
    stem: Vec<String>,
    options: Vec<String>,
    facts: Vec<&'static str>,
}

impl Made {
    fn new(number: usize) -> Self {
        let mut words = words(number);
        let mut take = |count: usize| words.by_ref().take(count).collect::<Vec<_>>();
        let several = number % 9 == 8;
        let single = number - number / 9;
        let key = single % 4;
        // The longest option moves against the key: over sixteen questions each stands once at each place.
        let longest = (single / 4 + key) % 4;
        let option = |at: usize, text: Vec<String>| text.join(" ") + &"a".repeat(4 - (4 + at - longest) % 4);
        Self {
            difficulty: [1, 1, 1, 2, 2, 2, 2, 2, 3, 3][number % 10],
            keys: if several { vec![key, (key + 1) % 5] } else { vec![key] },
            stem: take(40),
            options: (0..if several { 5 } else { 4 }).map(|at| option(at, take(5))).collect(),
            facts: if number.is_multiple_of(2) { vec!["F74-01", "FX1-01"] } else { vec!["F74-01", "F74-02"] },
        }
    }

    fn key(&mut self) -> &mut String {
        &mut self.options[self.keys[0]]
    }

    fn written(&self, number: usize) -> String {
        let ending = if self.keys.len() == 2 { " (Select TWO.)" } else { "" };
        let quote = self.stem[..2].join(" ");
        let facts = format!("{:?}", self.facts);
        let option = |(at, text): (usize, &String)| {
            let (key, why) = if self.keys.contains(&at) {
                ("key = true, ", format!("So says \\\"{quote}\\\"."))
            } else {
                ("", "Not here.".to_owned())
            };
            format!("  {{ text = \"{text}\", {key}why = \"{why}\", facts = {facts} }},\n")
        };
        let options: String = self.options.iter().enumerate().map(option).collect();
        let (stem, difficulty) = (self.stem.join(" "), self.difficulty);
        format!(
            "[[question]]\nid = \"q74-n{number}\"\nsection = 74\nconcepts = [\"box\", \"bag\"]\ndomain = 1\n\
             difficulty = {difficulty}\nstem = \"{stem}?{ending}\"\nfacts = {facts}\noptions = [\n{options}]\n\n"
        )
    }
}

/// Words that no other question has.
fn words(number: usize) -> impl Iterator<Item = String> {
    const CONSONANTS: &[u8] = b"bdfgklmnprtvz";
    const VOWELS: &[u8] = b"aeiou";
    let syllable = |number: usize| {
        let (consonant, vowel) =
            (CONSONANTS[number / VOWELS.len() % CONSONANTS.len()], VOWELS[number % VOWELS.len()]);
        [char::from(consonant), char::from(vowel)]
    };
    let syllables = CONSONANTS.len() * VOWELS.len();
    (number * 100..).map(move |word| {
        [word / syllables / syllables, word / syllables, word].into_iter().flat_map(syllable).collect()
    })
}

/// A bank of questions, each of them changed by `change`, which is told the question's number.
fn bank(change: impl Fn(usize, &mut Made)) -> Written {
    let questions: String = (0..QUESTIONS)
        .map(|number| {
            let mut made = Made::new(number);
            change(number, &mut made);
            made.written(number)
        })
        .collect();
    let across = r#"[[fact]]
id = "FX1-01"
text = "Things differ."
standing = "beyond"
confidence = "read"
verified = 2026-11-24
source = { title = "On things", url = "https://example.com/things" }
"#;
    Written::new()
        .with("facts/74.toml", "volatile = true\n", "")
        .file("facts/across.toml", across)
        .file("questions/74.toml", questions)
}

/// What is said of the bank as a whole.
fn told(written: &Written) -> String {
    let text = written.checked();
    let mut lines = text.lines().peekable();
    let mut told = Vec::new();
    while let Some(line) = lines.next() {
        if line.starts_with("pack/chapter.toml") {
            told.extend([line, lines.next().unwrap_or_default()]);
        }
    }
    told.join("\n")
}

#[test]
fn a_sound_bank_has_no_problem() {
    assert_snapshot!(bank(|_, _| ()).checked(), @"
    chapter-01: 3 facts, 2 concepts, 180 questions
    0 errors, 0 warnings
    ");
}

#[test]
fn a_sound_bank_is_good_in_every_measure() {
    assert_snapshot!(bank(|_, _| ()).stats(), @"
    chapter-01
      facts         3  beyond 1, chapter 1, update 1
        by section   74 2, across 1
      concepts      2
      cues          1  chapter 1
      questions   180  easy 54, hard 36, medium 90
        by section   74 180
        domain 1     180 =  100 %, exam 100 %  Design Secure Boxes
        20 with two or more keys, 90 across sections, 0 with a date of review

      rule  measure                                                 value  limit           of  verdict
      Q01   key is the longest option                              25.0 %  15 to 35       160  good
      Q02   key is the shortest option                             25.0 %  15 to 35       160  good
      Q03   mean words of a key / of a distractor                   1.000  0.9 to 1.1     160  good
      Q03   questions with a longest / shortest option over 1.8         0  <= 0           180  good
      Q04   key positions in the files, p of chi-square             1.000  >= 0.05        160  good
      Q04   rarest key position in the files                       25.0 %  >= 20          160  good
      Q04   most frequent key position in the files                25.0 %  <= 30          160  good
      Q04   questions in a row with the same key position               1  <= 3           160  good
      Q04   key positions as members see them, p of chi-square      0.139  >= 0.001       160  good
      Q04   rarest key position as members see it                  24.2 %  >= 20          160  good
      Q04   most frequent key position as members see it           25.4 %  <= 30          160  good
      Q05   absolute words in distractors alone                     0.0 %  <= 5 *         180  good
      Q06   key shares most words with the stem                    25.0 %  <= 35          160  good
      Q07   picking the longest option gets                        25.0 %  <= 35          160  good
      Q07   picking the echo of the stem gets                      25.0 %  <= 35          160  good
      Q07   picking the most specific option gets                  25.0 %  <= 35          160  good
      Q07   picking the managed service gets                        0.0 %  <= 35            0  too few to tell
      Q07   picking the odd one out gets                           25.0 %  <= 35          160  good
      Q07   picking the one most like the others gets              25.0 %  <= 35          160  good
      Q07   the test-wise reader, weighing by rank, gets           25.0 %  <= 30          160  good
      Q07   the test-wise reader, weighing by margin, gets         25.0 %  <= 30          160  good
      Q08   names that win too often or too rarely                      0  <= 0           180  good
      Q09   forbidden forms                                             0  <= 0 *         180  good
      Q10   texts too short or too long to read                         0  <= 0           180  good
      Q11   options with a rationale that cites a fact            100.0 %  >= 100         740  good
      Q12   questions that rest on facts throughout               100.0 %  >= 100         180  good
      Q13   largest distance of a domain from its weight           0.0 pt  <= 5 *         180  good
      Q13   facts of the chapter that a question cites            100.0 %  >= 90            1  good
      Q14   largest distance of a difficulty from 30/50/20         0.0 pt  <= 7           180  good
      Q15   questions with several keys                            11.1 %  10 to 15       180  good
      Q15   of these, stems that say how many                     100.0 %  >= 100          20  good
      Q13   questions that combine two sections                    50.0 %  >= 33          180  good
      Q16   most alike stems, in runs of three words                0.000  <= 0.5         180  good
      Q16   most alike questions, in words of matter                0.003  <= 0.6         180  good
      Q16   pairs with the same key and facts                           0  <= 0           180  good
      Q17   longest run of words shared with a source                   0  <= 8           180  good
      Q18   of questions on what may move, those with a date      100.0 %  >= 100           0  good
      Q18   questions on what may move                              0.0 %  <= 15          180  good
      Limits with * are published, the others are the house's.
    ");
}

#[test]
fn a_pack_that_is_no_bank_yet_is_held_against_no_share() {
    assert_snapshot!(Written::new().stats(), @"
    chapter-01
      facts         2  chapter 1, update 1
        by section   74 2
      concepts      2
      cues          1  chapter 1
      questions     2  easy 1, hard 1
        by section   74 2
        domain 1       2 =  100 %, exam 100 %  Design Secure Boxes
        1 with two or more keys, 0 across sections, 1 with a date of review

      rule  measure                                                 value  limit           of  verdict
      Q01   key is the longest option                               0.0 %  15 to 35         1  too few to tell
      Q02   key is the shortest option                             50.0 %  15 to 35         1  too few to tell
      Q03   mean words of a key / of a distractor                   1.154  0.9 to 1.1       1  too few to tell
      Q03   questions with a longest / shortest option over 1.8         0  <= 0             2  good
      Q04   key positions in the files, p of chi-square             0.392  >= 0.05          1  too few to tell
      Q04   rarest key position in the files                        0.0 %  >= 20            1  too few to tell
      Q04   most frequent key position in the files               100.0 %  <= 30            1  too few to tell
      Q04   questions in a row with the same key position               1  <= 3             1  too few to tell
      Q04   key positions as members see them, p of chi-square      0.133  >= 0.001         1  too few to tell
      Q04   rarest key position as members see it                  18.0 %  >= 20            1  too few to tell
      Q04   most frequent key position as members see it           34.0 %  <= 30            1  too few to tell
      Q05   absolute words in distractors alone                     0.0 %  <= 5 *           2  too few to tell
      Q06   key shares most words with the stem                    25.0 %  <= 35            1  too few to tell
      Q07   picking the longest option gets                         0.0 %  <= 35            1  too few to tell
      Q07   picking the echo of the stem gets                      25.0 %  <= 35            1  too few to tell
      Q07   picking the most specific option gets                  25.0 %  <= 35            1  too few to tell
      Q07   picking the managed service gets                        0.0 %  <= 35            0  too few to tell
      Q07   picking the odd one out gets                           25.0 %  <= 35            1  too few to tell
      Q07   picking the one most like the others gets              25.0 %  <= 35            1  too few to tell
      Q07   the test-wise reader, weighing by rank, gets            0.0 %  <= 30            1  too few to tell
      Q07   the test-wise reader, weighing by margin, gets          0.0 %  <= 30            1  too few to tell
      Q08   names that win too often or too rarely                      0  <= 0             2  too few to tell
      Q09   forbidden forms                                             0  <= 0 *           2  good
      Q10   texts too short or too long to read                         0  <= 0             2  good
      Q11   options with a rationale that cites a fact            100.0 %  >= 100           9  good
      Q12   questions that rest on facts throughout               100.0 %  >= 100           2  good
      Q13   largest distance of a domain from its weight           0.0 pt  <= 5 *           2  too few to tell
      Q13   facts of the chapter that a question cites            100.0 %  >= 90            1  good
      Q14   largest distance of a difficulty from 30/50/20        50.0 pt  <= 7             2  too few to tell
      Q15   questions with several keys                            50.0 %  10 to 15         2  too few to tell
      Q15   of these, stems that say how many                     100.0 %  >= 100           1  good
      Q13   questions that combine two sections                     0.0 %  >= 33            2  too few to tell
      Q16   most alike stems, in runs of three words                0.000  <= 0.5           2  good
      Q16   most alike questions, in words of matter                0.000  <= 0.6           2  too few to tell
      Q16   pairs with the same key and facts                           0  <= 0             2  good
      Q17   longest run of words shared with a source                   4  <= 8             2  good
      Q18   of questions on what may move, those with a date      100.0 %  >= 100           1  good
      Q18   questions on what may move                             50.0 %  <= 15            2  too few to tell
      Limits with * are published, the others are the house's.
    ");
}

#[test]
fn measures_for_machines_have_the_same_form_for_ever() {
    let written = Written::new();
    let json = report::stats(written.request(), true).text;
    let stats: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let pack = &stats[0];
    let keys: Vec<&str> = pack.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_snapshot!(keys.join(" "), @"across_sections chapter_cues concepts cues dated domains facts facts_by_section facts_by_standing measures pack questions questions_by_difficulty questions_by_section select_several");
    assert_snapshot!(pack["domains"][0], @r#"{"number":1,"questions":2,"share":100.0,"title":"Design Secure Boxes","weight":100}"#);
    assert_snapshot!(pack["measures"][0], @r#"{"aim":[25.0,30.0],"at_least":15.0,"at_most":35.0,"look_at":[],"of":1,"rule":"Q01","set_by":"house","unit":"percent","value":0.0,"verdict":"few","what":"key is the longest option"}"#);
    let rules = pack["measures"].as_array().expect("a list").iter().map(|measure| measure["rule"].as_str());
    let mut rules: Vec<&str> = rules.map(|rule| rule.expect("a text")).collect();
    rules.dedup();
    assert_snapshot!(rules.join(" "), @"Q01 Q02 Q03 Q04 Q05 Q06 Q07 Q08 Q09 Q10 Q11 Q12 Q13 Q14 Q15 Q13 Q16 Q17 Q18");
}

#[test]
fn keys_stand_at_every_position() {
    let written = bank(|_, made| {
        if made.keys.len() == 1 {
            let key = made.keys[0];
            made.options.swap(0, key);
            made.keys = vec![0];
        }
    });
    assert_snapshot!(told(&written), @"
    pack/chapter.toml:1: error: chapter-01: key positions in the files, p of chi-square: 0 over 160; at least 0.05 (Q04)
      hint: move keys in the files to the rare positions: first 160, second 0, third 0, fourth 0
    pack/chapter.toml:1: error: chapter-01: rarest key position in the files: 0 % of 160; at least 20 % (Q04)
      hint: move keys in the files to this position: first 160, second 0, third 0, fourth 0
    pack/chapter.toml:1: error: chapter-01: most frequent key position in the files: 100 % of 160; at most 30 % (Q04)
      hint: move keys in the files away from this position: first 160, second 0, third 0, fourth 0
    pack/chapter.toml:1: error: chapter-01: questions in a row with the same key position: 8 of 160; at most 3 (Q04)
      hint: move the key of the questions named: q74-n3, q74-n4, q74-n5, q74-n6, q74-n7, q74-n12, q74-n13, q74-n14, q74-n15, q74-n16, q74-n21, q74-n22 and 88 more
    ");
}

#[test]
fn the_length_of_an_option_tells_nothing() {
    let longer = bank(|_, made| made.key().push_str("aaaaa"));
    assert_snapshot!(told(&longer), @"
    pack/chapter.toml:1: error: chapter-01: key is the longest option: 100 % of 160; 15 to 35 % are allowed (Q01)
      hint: lengthen distractors, or cut keys, of the questions named: q74-n0, q74-n1, q74-n2, q74-n3, q74-n4, q74-n5, q74-n6, q74-n7, q74-n9, q74-n10, q74-n11, q74-n12 and 148 more
    pack/chapter.toml:1: error: chapter-01: key is the shortest option: 0 % of 160; 15 to 35 % are allowed (Q02)
      hint: cut keys, or lengthen distractors, of a few questions whose key is not the shortest option
    pack/chapter.toml:1: error: chapter-01: picking the longest option gets: 100 % of 160; at most 35 % (Q07)
      hint: lengthen distractors, or cut keys, of the questions named: q74-n0, q74-n1, q74-n2, q74-n3, q74-n4, q74-n5, q74-n6, q74-n7, q74-n9, q74-n10, q74-n11, q74-n12 and 148 more
    pack/chapter.toml:1: error: chapter-01: the test-wise reader, weighing by rank, gets: 100 % of 160; at most 30 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n4, q74-n5, q74-n6, q74-n7, q74-n9, q74-n10, q74-n11, q74-n12 and 148 more
    pack/chapter.toml:1: error: chapter-01: the test-wise reader, weighing by margin, gets: 100 % of 160; at most 30 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n4, q74-n5, q74-n6, q74-n7, q74-n9, q74-n10, q74-n11, q74-n12 and 148 more
    ");
    let shorter = bank(|_, made| *made.key() = made.key()[..24].to_owned());
    assert_snapshot!(told(&shorter), @"
    pack/chapter.toml:1: error: chapter-01: key is the longest option: 0 % of 160; 15 to 35 % are allowed (Q01)
      hint: lengthen keys, or cut distractors, of a few questions whose key is not the longest option
    pack/chapter.toml:1: error: chapter-01: key is the shortest option: 100 % of 160; 15 to 35 % are allowed (Q02)
      hint: cut distractors, or lengthen keys, of the questions named: q74-n0, q74-n1, q74-n2, q74-n3, q74-n4, q74-n5, q74-n6, q74-n7, q74-n9, q74-n10, q74-n11, q74-n12 and 148 more
    pack/chapter.toml:1: error: chapter-01: mean words of a key / of a distractor: 0.8 over 160; 0.9 to 1.1 are allowed (Q03)
      hint: bring keys and distractors to the same length
    ");
    let wordier = bank(|_, made| *made.key() = made.key().replacen("a", "a a", 1));
    assert_snapshot!(told(&wordier), @"
    pack/chapter.toml:1: error: chapter-01: key is the longest option: 62.5 % of 160; 15 to 35 % are allowed (Q01)
      hint: lengthen distractors, or cut keys, of the questions named: q74-n0, q74-n1, q74-n2, q74-n3, q74-n13, q74-n14, q74-n15, q74-n16, q74-n18, q74-n19, q74-n20, q74-n21 and 68 more
    pack/chapter.toml:1: error: chapter-01: key is the shortest option: 0 % of 160; 15 to 35 % are allowed (Q02)
      hint: cut keys, or lengthen distractors, of a few questions whose key is not the shortest option
    pack/chapter.toml:1: error: chapter-01: mean words of a key / of a distractor: 1.2 over 160; 0.9 to 1.1 are allowed (Q03)
      hint: bring keys and distractors to the same length
    pack/chapter.toml:1: error: chapter-01: picking the longest option gets: 62.5 % of 160; at most 35 % (Q07)
      hint: lengthen distractors, or cut keys, of the questions named: q74-n0, q74-n1, q74-n2, q74-n3, q74-n13, q74-n14, q74-n15, q74-n16, q74-n18, q74-n19, q74-n20, q74-n21 and 68 more
    pack/chapter.toml:1: error: chapter-01: the test-wise reader, weighing by rank, gets: 62.5 % of 160; at most 30 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n13, q74-n14, q74-n15, q74-n16, q74-n18, q74-n19, q74-n20, q74-n21 and 68 more
    pack/chapter.toml:1: error: chapter-01: the test-wise reader, weighing by margin, gets: 62.5 % of 160; at most 30 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n13, q74-n14, q74-n15, q74-n16, q74-n18, q74-n19, q74-n20, q74-n21 and 68 more
    ");
}

#[test]
fn neither_echo_nor_detail_nor_the_managed_service_gives_a_key_away() {
    let echo = bank(|_, made| {
        let asked = made.stem[5].clone();
        *made.key() = format!("{asked} {}", &made.key()[7..]);
    });
    assert_snapshot!(told(&echo), @"
    pack/chapter.toml:1: error: chapter-01: key shares most words with the stem: 100 % of 160; at most 35 % (Q06)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n4, q74-n5, q74-n6, q74-n7, q74-n9, q74-n10, q74-n11, q74-n12 and 148 more
    pack/chapter.toml:1: error: chapter-01: picking the echo of the stem gets: 100 % of 160; at most 35 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n4, q74-n5, q74-n6, q74-n7, q74-n9, q74-n10, q74-n11, q74-n12 and 148 more
    pack/chapter.toml:1: error: chapter-01: the test-wise reader, weighing by rank, gets: 62.5 % of 160; at most 30 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n13, q74-n14, q74-n15, q74-n16, q74-n18, q74-n19, q74-n20, q74-n21 and 68 more
    pack/chapter.toml:1: error: chapter-01: the test-wise reader, weighing by margin, gets: 75 % of 160; at most 30 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n9, q74-n10, q74-n11, q74-n12, q74-n13, q74-n14, q74-n15, q74-n16 and 108 more
    ");
    let detailed = bank(|_, made| *made.key() = format!("{} 7", &made.key()[2..]));
    assert_snapshot!(told(&detailed), @"
    pack/chapter.toml:1: error: chapter-01: mean words of a key / of a distractor: 1.2 over 160; 0.9 to 1.1 are allowed (Q03)
      hint: bring keys and distractors to the same length
    pack/chapter.toml:1: error: chapter-01: picking the most specific option gets: 100 % of 160; at most 35 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n4, q74-n5, q74-n6, q74-n7, q74-n9, q74-n10, q74-n11, q74-n12 and 148 more
    pack/chapter.toml:1: error: chapter-01: the test-wise reader, weighing by rank, gets: 62.5 % of 160; at most 30 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n13, q74-n14, q74-n15, q74-n16, q74-n18, q74-n19, q74-n20, q74-n21 and 68 more
    pack/chapter.toml:1: error: chapter-01: the test-wise reader, weighing by margin, gets: 75 % of 160; at most 30 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n9, q74-n10, q74-n11, q74-n12, q74-n13, q74-n14, q74-n15, q74-n16 and 108 more
    ");
    let managed = bank(|_, made| *made.key() = format!("managed {}", &made.key()[8..]));
    assert_snapshot!(told(&managed), @"
    pack/chapter.toml:1: error: chapter-01: picking the managed service gets: 100 % of 160; at most 35 % (Q07)
      hint: let the managed choice lose more often: q74-n0, q74-n1, q74-n2, q74-n3, q74-n4, q74-n5, q74-n6, q74-n7, q74-n9, q74-n10, q74-n11, q74-n12 and 148 more
    ");
}

#[test]
fn a_key_is_no_more_like_the_other_options_than_they_are() {
    let central = bank(|_, made| {
        let words: Vec<String> = made.key().split(' ').map(ToOwned::to_owned).collect();
        for at in (0..made.options.len()).filter(|at| !made.keys.contains(at)) {
            made.options[at] = format!("{} {}", words[at], &made.options[at][7..]);
        }
    });
    assert_snapshot!(told(&central), @"
    pack/chapter.toml:1: error: chapter-01: picking the one most like the others gets: 100 % of 160; at most 35 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n4, q74-n5, q74-n6, q74-n7, q74-n9, q74-n10, q74-n11, q74-n12 and 148 more
    ");
    let odd = bank(|_, made| {
        let other = (made.keys[0] + 2) % 4;
        let word = made.options[other][..6].to_owned();
        for at in (0..made.options.len()).filter(|at| !made.keys.contains(at) && *at != other) {
            made.options[at] = format!("{word} {}", &made.options[at][7..]);
        }
    });
    assert_snapshot!(told(&odd), @"
    pack/chapter.toml:1: error: chapter-01: picking the odd one out gets: 100 % of 160; at most 35 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n4, q74-n5, q74-n6, q74-n7, q74-n9, q74-n10, q74-n11, q74-n12 and 148 more
    pack/chapter.toml:1: error: chapter-01: the test-wise reader, weighing by rank, gets: 62.5 % of 160; at most 30 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n13, q74-n14, q74-n15, q74-n16, q74-n18, q74-n19, q74-n20, q74-n21 and 68 more
    pack/chapter.toml:1: error: chapter-01: the test-wise reader, weighing by margin, gets: 75 % of 160; at most 30 % (Q07)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n1, q74-n2, q74-n3, q74-n9, q74-n10, q74-n11, q74-n12, q74-n13, q74-n14, q74-n15, q74-n16 and 108 more
    ");
}

#[test]
fn absolute_words_are_rare() {
    let written = bank(|number, made| {
        if number % 10 == 0 {
            let distractor = (made.keys[0] + 1) % 4;
            made.options[distractor] = format!("always {}", &made.options[distractor][7..]);
        }
    });
    assert_snapshot!(told(&written), @"
    pack/chapter.toml:1: error: chapter-01: absolute words in distractors alone: 8.9 % of 180; at most 5 % (Q05)
      hint: reword options of the questions named, so that nothing but the matter tells the key: q74-n0, q74-n10, q74-n20, q74-n30, q74-n40, q74-n50, q74-n60, q74-n70, q74-n90, q74-n100, q74-n110, q74-n120 and 4 more
    ");
}

#[test]
fn nothing_wins_always_or_never() {
    let written = bank(|number, made| {
        if number % 10 == 0 {
            *made.key() = format!("cartons {}", &made.key()[8..]);
            let distractor = (made.keys[0] + 2) % 4;
            made.options[distractor] = format!("AWS Batch {}", &made.options[distractor][10..]);
        }
    });
    assert_snapshot!(told(&written), @"
    pack/chapter.toml:1: error: chapter-01: names that win too often or too rarely: 2 of 180; at most 0 (Q08)
      hint: let what is named win between 15 and 45 % of its showings: Cardboard box (18 of 18 showings, 100 %), AWS Batch (0 of 18 showings, 0 %)
    ");
}

#[test]
fn the_mix_is_that_of_the_exam() {
    let written = bank(|number, made| {
        made.difficulty = 2;
        made.facts = vec!["F74-01", "F74-02"];
        if made.keys.len() == 2 {
            made.keys = vec![number / 9 % 4];
            made.options.pop();
        }
    });
    assert_snapshot!(told(&written), @"
    pack/chapter.toml:1: error: chapter-01: largest distance of a difficulty from 30/50/20: 50 points over 180; at most 7 points (Q14)
      hint: write questions of the difficulty that falls short: medium is 100.0 %
    pack/chapter.toml:1: error: chapter-01: questions with several keys: 0 % of 180; 10 to 15 % are allowed (Q15)
      hint: ask for two where two steps are needed together
    pack/chapter.toml:1: error: chapter-01: questions that combine two sections: 0 % of 180; at least 33 % (Q13)
      hint: write questions whose facts come from two sections: q74-n0, q74-n1, q74-n2, q74-n3, q74-n4, q74-n5, q74-n6, q74-n7, q74-n8, q74-n9, q74-n10, q74-n11 and 168 more
    ");
}

#[test]
fn few_questions_hinge_on_what_may_move() {
    let written = bank(|_, _| ()).with("facts/across.toml", "source =", "volatile = true\nsource =");
    assert_snapshot!(told(&written), @"
    pack/chapter.toml:1: error: chapter-01: questions on what may move: 50 % of 180; at most 15 % (Q18)
      hint: let keys rest on lasting facts: q74-n0, q74-n2, q74-n4, q74-n6, q74-n8, q74-n10, q74-n12, q74-n14, q74-n16, q74-n18, q74-n20, q74-n22 and 78 more
    ");
}

#[test]
fn a_question_in_another_costume_is_found() {
    let first = Made::new(0);
    let written = bank(|number, made| {
        if number == 1 {
            made.stem[10..].clone_from_slice(&first.stem[10..]);
            for (option, of_first) in made.options.iter_mut().zip(&first.options) {
                *option = of_first.clone();
            }
            // Other words between each three, so that only the matter is the same.
            for at in (10..40).step_by(3) {
                made.stem[at] = "and".to_owned();
            }
        }
    });
    let told = written.checked();
    let lines: Vec<&str> = told.lines().filter(|line| line.contains("Q16")).collect();
    assert_snapshot!(lines.join("\n"), @"pack/questions/74.toml:16: error: q74-n1: is about the same as q74-n0 at pack/questions/74.toml:1: 0.67 of 1 (Q16)");
}
