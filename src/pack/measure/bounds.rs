//! Every limit that a question bank is held against, in one place.
//!
//! The numbers Q01 to Q18 are those of the table in `docs/writing-questions.md`. Most limits are the house's own: no
//! standard sets them. What they guard against is published: long keys, absolute words, stem words in the key, options
//! of unequal form (NBME's item-writing guidelines, as in <https://bmcmededuc.biomedcentral.com/articles/10.1186/s12909-016-0559-7/tables/1>),
//! and the exam guide gives the domains' weights and the response types
//! (<https://d1.awsstatic.com/training-and-certification/docs-sa-assoc/AWS-Certified-Solutions-Architect-Associate_Exam-Guide.pdf>).

use std::ops::RangeInclusive;

use super::bound::{Bound, Unit};
use super::guess::CHANCE;

/// Questions from which on a share says something: over 60 of them, a share of a quarter has a standard error of
/// 5.6 points, about as much as the limits leave room. Below, chance alone decides whether it lies within.
pub(in super::super) const BANK: usize = 60;

/// Q10: words of a stem, of an option, of a whole question.
pub(in super::super) const STEM_WORDS: RangeInclusive<usize> = 35..=110;
/// See [`STEM_WORDS`].
pub(in super::super) const OPTION_WORDS: RangeInclusive<usize> = 4..=28;
/// See [`STEM_WORDS`].
pub(in super::super) const QUESTION_WORDS: usize = 220;

/// Q03: how many times as long the longest option may be as the shortest.
pub(in super::super) const LENGTH_RATIO: f64 = 1.8;

/// Q04: questions in a row whose keys stand at the same position.
pub(in super::super) const SAME_POSITION: usize = 3;

/// Q08: questions in which a name has to stand before its record counts.
pub(super) const SHOWN_IN: usize = 8;
/// Q08: how often what options name may be the key, in percent of its showings.
pub(super) const WINS: RangeInclusive<f64> = 15.0..=45.0;

/// Q13: questions that rest on each fact of the chapter, so that it can be asked again.
pub(in super::super) const QUESTIONS_PER_FACT: usize = 2;

/// Q14: how many of a hundred questions are easy, medium, hard.
pub(super) const DIFFICULTIES: [f64; 3] = [30.0, 50.0, 20.0];

/// Q16: stems that share half of their runs of three words are one stem with other names.
pub(in super::super) const ALIKE_STEMS: f64 = 0.5;
/// Q16: questions whose words of matter point this much the same way are one question told twice. Measured on the first
/// bank: a question that only changes its first sentence, the company, stays at 0.62 or more of itself, while the most
/// alike two of 313 different questions reach 0.49.
pub(in super::super) const ALIKE_MATTER: f64 = 0.6;

/// Q17: words in a row that may stand in a source as well.
pub(in super::super) const SHARED_RUN: usize = 8;

const CUE: &str = "reword options of the questions named, so that nothing but the matter tells the key";
const LENGTHS: &str = "lengthen distractors, or cut keys, of the questions named";
const EACH: &str = "see the problems of the questions named";

pub(super) const LONGEST: Bound = Bound::new("Q01", "key is the longest option", Unit::Percent, LENGTHS)
    .between(15.0, 35.0)
    .aiming(25.0, 30.0)
    .if_low("lengthen keys, or cut distractors, of a few questions whose key is not the longest option");
pub(super) const SHORTEST: Bound = Bound::new(
    "Q02",
    "key is the shortest option",
    Unit::Percent,
    "cut distractors, or lengthen keys, of the questions named",
)
.between(15.0, 35.0)
.if_low("cut keys, or lengthen distractors, of a few questions whose key is not the shortest option");
pub(super) const BALANCE: Bound = Bound::new(
    "Q03",
    "mean words of a key / of a distractor",
    Unit::Number,
    "bring keys and distractors to the same length",
)
.between(0.9, 1.1);
pub(super) const RATIOS: Bound =
    Bound::new("Q03", "questions with a longest / shortest option over 1.8", Unit::Count, EACH)
        .at_most(0.0)
        .one_by_one();
pub(super) const POSITIONS: Bound = Bound::new(
    "Q04",
    "key positions in the files, p of chi-square",
    Unit::Number,
    "move keys in the files to the rare positions",
)
.at_least(0.05);
pub(super) const RAREST: Bound = Bound::new(
    "Q04",
    "rarest key position in the files",
    Unit::Percent,
    "move keys in the files to this position",
)
.at_least(20.0);
pub(super) const MOST_FREQUENT: Bound = Bound::new(
    "Q04",
    "most frequent key position in the files",
    Unit::Percent,
    "move keys in the files away from this position",
)
.at_most(30.0);
pub(super) const RUN: Bound = Bound::new(
    "Q04",
    "questions in a row with the same key position",
    Unit::Count,
    "move the key of the questions named",
)
.at_most(3.0);
pub(super) const SEEN_RAREST: Bound = Bound::new(
    "Q04",
    "rarest key position as members see it",
    Unit::Percent,
    "the shuffle is at fault: see domain/choose.rs",
)
.at_least(20.0);
pub(super) const SEEN_MOST_FREQUENT: Bound = Bound::new(
    "Q04",
    "most frequent key position as members see it",
    Unit::Percent,
    "the shuffle is at fault: see domain/choose.rs",
)
.at_most(30.0);
/// Looser than [`POSITIONS`]: a fair shuffle falls below p once in 1/p banks, and nothing in a pack can help it.
pub(super) const SEEN_POSITIONS: Bound = Bound::new(
    "Q04",
    "key positions as members see them, p of chi-square",
    Unit::Number,
    "the shuffle is at fault: see domain/choose.rs",
)
.at_least(0.001);
pub(super) const ABSOLUTES: Bound =
    Bound::new("Q05", "absolute words in distractors alone", Unit::Percent, CUE).at_most(5.0).published();
pub(super) const ECHO: Bound =
    Bound::new("Q06", "key shares most words with the stem", Unit::Percent, CUE).at_most(35.0);
pub(super) const PICK_LONGEST: Bound =
    Bound::new("Q07", "picking the longest option gets", Unit::Percent, LENGTHS).at_most(35.0);
pub(super) const PICK_ECHO: Bound =
    Bound::new("Q07", "picking the echo of the stem gets", Unit::Percent, CUE).at_most(35.0);
pub(super) const PICK_SPECIFIC: Bound =
    Bound::new("Q07", "picking the most specific option gets", Unit::Percent, CUE).at_most(35.0);
pub(super) const PICK_MANAGED: Bound = Bound::new(
    "Q07",
    "picking the managed service gets",
    Unit::Percent,
    "let the managed choice lose more often",
)
.at_most(35.0);
pub(super) const PICK_ODD: Bound =
    Bound::new("Q07", "picking the odd one out gets", Unit::Percent, CUE).at_most(35.0);
pub(super) const PICK_CENTRAL: Bound =
    Bound::new("Q07", "picking the one most like the others gets", Unit::Percent, CUE).at_most(35.0);
pub(super) const TESTWISE_BY_RANK: Bound =
    Bound::new("Q07", "the test-wise reader, weighing by rank, gets", Unit::Percent, CUE)
        .at_most(CHANCE + 5.0);
pub(super) const TESTWISE_BY_MARGIN: Bound =
    Bound::new("Q07", "the test-wise reader, weighing by margin, gets", Unit::Percent, CUE)
        .at_most(CHANCE + 5.0);
pub(super) const ROTATION: Bound = Bound::new(
    "Q08",
    "names that win too often or too rarely",
    Unit::Count,
    "let what is named win between 15 and 45 % of its showings",
)
.at_most(0.0);
pub(super) const FORMS: Bound =
    Bound::new("Q09", "forbidden forms", Unit::Count, EACH).at_most(0.0).one_by_one().published();
pub(super) const READING: Bound =
    Bound::new("Q10", "texts too short or too long to read", Unit::Count, EACH).at_most(0.0).one_by_one();
pub(super) const RATIONALES: Bound =
    Bound::new("Q11", "options with a rationale that cites a fact", Unit::Percent, EACH)
        .at_least(100.0)
        .one_by_one();
pub(super) const GROUNDED: Bound =
    Bound::new("Q12", "questions that rest on facts throughout", Unit::Percent, EACH)
        .at_least(100.0)
        .one_by_one();
pub(super) const DOMAINS: Bound = Bound::new(
    "Q13",
    "largest distance of a domain from its weight",
    Unit::Points,
    "write questions of the domains that fall short",
)
.at_most(5.0)
.published();
pub(super) const CHAPTER_FACTS: Bound = Bound::new(
    "Q13",
    "facts of the chapter that a question cites",
    Unit::Percent,
    "write questions that rest on the facts named",
)
.at_least(90.0)
.one_by_one();
pub(super) const DIFFICULTY: Bound = Bound::new(
    "Q14",
    "largest distance of a difficulty from 30/50/20",
    Unit::Points,
    "write questions of the difficulty that falls short",
)
.at_most(7.0);
pub(super) const SELECT_SEVERAL: Bound = Bound::new(
    "Q15",
    "questions with several keys",
    Unit::Percent,
    "let some of the questions named ask for one thing",
)
.between(10.0, 15.0)
.if_low("ask for two where two steps are needed together");
pub(super) const SAYS_HOW_MANY: Bound =
    Bound::new("Q15", "of these, stems that say how many", Unit::Percent, EACH).at_least(100.0).one_by_one();
pub(super) const STEMS: Bound =
    Bound::new("Q16", "most alike stems, in runs of three words", Unit::Number, EACH)
        .at_most(ALIKE_STEMS)
        .one_by_one();
pub(super) const MATTER: Bound =
    Bound::new("Q16", "most alike questions, in words of matter", Unit::Number, EACH)
        .at_most(ALIKE_MATTER)
        .one_by_one()
        .in_a_bank();
pub(super) const SAME_GROUND: Bound =
    Bound::new("Q16", "pairs with the same key and facts", Unit::Count, EACH).at_most(0.0).one_by_one();
pub(super) const VERBATIM: Bound =
    Bound::new("Q17", "longest run of words shared with a source", Unit::Count, EACH)
        .at_most(SHARED_RUN as f64)
        .one_by_one();
pub(super) const DATED: Bound =
    Bound::new("Q18", "of questions on what may move, those with a date", Unit::Percent, EACH)
        .at_least(100.0)
        .one_by_one();
pub(super) const HINGING: Bound =
    Bound::new("Q18", "questions on what may move", Unit::Percent, "let keys rest on lasting facts")
        .at_most(15.0);
pub(super) const ACROSS: Bound = Bound::new(
    "Q13",
    "questions that combine two sections",
    Unit::Percent,
    "write questions whose facts come from two sections",
)
.at_least(33.0);
