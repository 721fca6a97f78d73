//! Each measure of a bank, with its limit and what comes of it.

use serde::Serialize;

use super::bound::{Bound, Setter, Unit};
use super::bounds as limit;
use super::guess::{Reader, Score, length_balance};
use super::mix::{combines_sections, percent, says_how_many};
use super::position::{Positions, runs};
use super::rotation::Names;
use super::{Bank, Evidence, Likeness, reading, wording};
use crate::domain::content::Question;
use crate::domain::ids::QuestionId;

/// What comes of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Good,
    /// Within the limit, but not where it should be.
    Look,
    /// Outside the limit.
    Bad,
    /// Measured on too few things to say anything.
    Few,
}

/// A bank in one number, against a limit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measure {
    /// The rule's number, such as `Q01`.
    pub rule: &'static str,
    /// What was measured.
    pub what: &'static str,
    /// The value, rounded as it is shown.
    pub value: f64,
    /// What it is counted in.
    pub unit: Unit,
    /// The least that is allowed.
    pub at_least: Option<f64>,
    /// The most that is allowed.
    pub at_most: Option<f64>,
    /// Where it should be.
    pub aim: Option<(f64, f64)>,
    /// Who set the limit.
    pub set_by: Setter,
    /// On how many things it was measured.
    pub of: usize,
    /// What comes of it.
    pub verdict: Verdict,
    /// What to look at first: questions, facts or names.
    pub look_at: Vec<String>,
    /// What to do about a value outside.
    #[serde(skip)]
    pub(in super::super) hint: &'static str,
    /// Whether each question outside is told by itself.
    #[serde(skip)]
    pub(in super::super) one_by_one: bool,
}

impl Bound {
    /// The measure that this value is, taken from `of` things.
    fn measured(self, value: f64, of: usize, look_at: Vec<String>) -> Measure {
        let decimals = match self.unit {
            Unit::Percent | Unit::Points => 10.0,
            Unit::Count => 1.0,
            Unit::Number => 1_000.0,
        };
        let is_in = |least: f64, most: f64| least <= value && value <= most;
        let allowed =
            is_in(self.at_least.unwrap_or(f64::NEG_INFINITY), self.at_most.unwrap_or(f64::INFINITY));
        let verdict = match self.aim {
            _ if of < self.from => Verdict::Few,
            _ if !allowed => Verdict::Bad,
            Some((least, most)) if !is_in(least, most) => Verdict::Look,
            _ => Verdict::Good,
        };
        // Too low a share wants more of what the questions named already have.
        let (hint, look_at) = match self.low_hint.filter(|_| self.is_low(value)) {
            Some(hint) => (hint, Vec::new()),
            None => (self.hint, look_at),
        };
        Measure {
            rule: self.rule,
            what: self.what,
            value: (value * decimals).round() / decimals,
            unit: self.unit,
            at_least: self.at_least,
            at_most: self.at_most,
            aim: self.aim,
            set_by: self.setter,
            of,
            verdict,
            look_at: if verdict == Verdict::Good { Vec::new() } else { look_at },
            hint,
            one_by_one: self.one_by_one,
        }
    }

    /// How often a reader got the key.
    fn scored(self, score: Score) -> Measure {
        self.measured(score.percent, score.of, texts(&score.sure))
    }

    /// How many questions have something.
    fn having(self, questions: &[&Question], has: impl Fn(&Question) -> bool) -> Measure {
        let having = ids(questions, has);
        self.measured(having.len() as f64, questions.len(), having)
    }

    /// What share of the questions has something; what is looked at are those that have it not, or have it.
    fn share(self, questions: &[&Question], has: impl Fn(&Question) -> bool) -> Measure {
        let (having, lacking) = (ids(questions, &has), ids(questions, |question| !has(question)));
        let share = if questions.is_empty() { 100.0 } else { percent(having.len(), questions.len()) };
        self.measured(share, questions.len(), if self.at_most.is_some() { having } else { lacking })
    }
}

impl Evidence<'_> {
    /// Every measure of the bank, in the order of the rules.
    pub(in super::super) fn measures(&self) -> Vec<Measure> {
        let bank = &self.bank;
        let mut measures = bank.lengths().to_vec();
        measures.extend(bank.positions());
        measures.extend(bank.cues());
        measures.push(bank.rotation());
        measures.extend(bank.forms());
        measures.extend(bank.shares());
        measures.extend(self.originality());
        measures.extend(bank.freshness());
        measures
    }

    fn originality(&self) -> [Measure; 4] {
        let bank = &self.bank;
        let count = bank.questions.len();
        let id = |at: usize| bank.questions[at].id.to_string();
        let [stems, matter] = self.most_alike.map(|pair| {
            pair.map_or((0.0, Vec::new()), |pair| (pair.likeness, vec![id(pair.first), id(pair.second)]))
        });
        let same: Vec<String> = self
            .twins
            .iter()
            .filter(|twins| twins.how == Likeness::Ground)
            .flat_map(|twins| [id(twins.first), id(twins.second)])
            .collect();
        let longest = self.runs.iter().max_by_key(|(at, _, shared)| (shared.words.len(), usize::MAX - at));
        let (run, at) =
            longest.map_or((0, Vec::new()), |(at, _, shared)| (shared.words.len(), vec![id(*at)]));
        [
            limit::STEMS.measured(stems.0, count, stems.1),
            limit::MATTER.measured(matter.0, count, matter.1),
            limit::SAME_GROUND.measured(same.len() as f64 / 2.0, count, same),
            limit::VERBATIM.measured(run as f64, count, at),
        ]
    }
}

impl Bank<'_> {
    fn lengths(&self) -> [Measure; 4] {
        let questions = &self.questions;
        let longest = Reader::Longest.score(questions);
        let of = longest.of;
        [
            limit::LONGEST.scored(longest),
            limit::SHORTEST.scored(Reader::Shortest.score(questions)),
            limit::BALANCE.measured(length_balance(questions), of, Vec::new()),
            limit::RATIOS.having(questions, |question| reading::unequal_lengths(question).is_some()),
        ]
    }

    fn positions(&self) -> [Measure; 7] {
        let written = Positions::in_files(&self.questions);
        let seen = Positions::as_members_see_them(&self.questions);
        let (run, over) = runs(&self.questions, limit::SAME_POSITION);
        let of = written.all();
        let counts = |positions: Positions| vec![positions.to_string()];
        [
            limit::POSITIONS.measured(written.p_value(), of, counts(written)),
            limit::RAREST.measured(written.extremes().0, of, counts(written)),
            limit::MOST_FREQUENT.measured(written.extremes().1, of, counts(written)),
            limit::RUN.measured(run as f64, of, texts(&over)),
            limit::SEEN_POSITIONS.measured(seen.p_value(), of, counts(seen)),
            limit::SEEN_RAREST.measured(seen.extremes().0, of, counts(seen)),
            limit::SEEN_MOST_FREQUENT.measured(seen.extremes().1, of, counts(seen)),
        ]
    }

    fn cues(&self) -> Vec<Measure> {
        let questions = &self.questions;
        let absolutes = limit::ABSOLUTES.share(questions, |question| reading::absolutes(question).is_some());
        let readers = [
            (limit::ECHO, Reader::Echo),
            (limit::PICK_LONGEST, Reader::Longest),
            (limit::PICK_ECHO, Reader::Echo),
            (limit::PICK_SPECIFIC, Reader::Specific),
            (limit::PICK_MANAGED, Reader::Managed),
            (limit::PICK_ODD, Reader::OddOneOut),
            (limit::PICK_CENTRAL, Reader::Central),
            (limit::TESTWISE_BY_RANK, Reader::TestwiseByRank),
            (limit::TESTWISE_BY_MARGIN, Reader::TestwiseByMargin),
        ];
        let scored = readers.into_iter().map(|(limit, reader)| limit.scored(reader.score(questions)));
        std::iter::once(absolutes).chain(scored).collect()
    }

    fn rotation(&self) -> Measure {
        let names = Names::new(self.concepts.iter().copied(), &super::super::names::SERVICES);
        let records = names.records(&self.questions, limit::SHOWN_IN);
        let outside = records.iter().filter(|record| !limit::WINS.contains(&record.share()));
        let named: Vec<String> = outside.map(ToString::to_string).collect();
        limit::ROTATION.measured(named.len() as f64, self.questions.len(), named)
    }

    fn forms(&self) -> [Measure; 4] {
        let questions = &self.questions;
        let options: Vec<_> = questions.iter().flat_map(|question| &question.options).collect();
        let explained = options.iter().filter(|option| {
            !option.why.trim().is_empty() && option.facts.iter().any(|fact| self.facts.contains_key(fact))
        });
        let is_grounded = |question: &Question| {
            let mut cited = question.options.iter().map(|option| &option.facts);
            cited.all(|facts| !facts.is_empty() && facts.iter().all(|fact| self.facts.contains_key(fact)))
        };
        let share = if options.is_empty() { 100.0 } else { percent(explained.count(), options.len()) };
        [
            limit::FORMS.having(questions, |question| !wording::forbidden_forms(question).is_empty()),
            limit::READING.having(questions, |question| !reading::misfits(question).is_empty()),
            limit::RATIONALES.measured(share, options.len(), Vec::new()),
            limit::GROUNDED.share(questions, is_grounded),
        ]
    }

    fn shares(&self) -> [Measure; 6] {
        let questions = &self.questions;
        let count = questions.len();
        let (domain, which_domain) = self.domain_distance();
        let (difficulty, which_difficulty) = self.difficulty_distance();
        let (facts, uncited) = self.uncited_chapter_facts();
        let cited = if facts == 0 { 100.0 } else { percent(facts - uncited.len(), facts) };
        let several: Vec<&Question> =
            questions.iter().copied().filter(|question| question.key_count() > 1).collect();
        [
            limit::DOMAINS.measured(domain, count, which_domain),
            limit::CHAPTER_FACTS.measured(cited, facts, uncited),
            limit::DIFFICULTY.measured(difficulty, count, which_difficulty),
            limit::SELECT_SEVERAL.share(questions, |question| question.key_count() > 1),
            limit::SAYS_HOW_MANY.share(&several, says_how_many),
            limit::ACROSS.share(questions, combines_sections),
        ]
    }

    fn freshness(&self) -> [Measure; 2] {
        let hinging: Vec<&Question> =
            self.questions.iter().copied().filter(|question| self.hinge(question).is_some()).collect();
        [
            limit::DATED.share(&hinging, |question| question.review.is_some()),
            limit::HINGING.share(&self.questions, |question| self.hinge(question).is_some()),
        ]
    }
}

fn ids(questions: &[&Question], are: impl Fn(&Question) -> bool) -> Vec<String> {
    questions.iter().filter(|question| are(question)).map(|question| question.id.to_string()).collect()
}

fn texts(ids: &[QuestionId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
