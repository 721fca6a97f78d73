//! Leaderboards: who answered most days.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::ids::MemberId;

/// The stretch of time that a leaderboard is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// The ISO week of today: Monday to Sunday.
    ThisWeek,
    /// The ISO week before: who won it.
    LastWeek,
    /// Everything since the guild's first daily.
    AllTime,
}

impl Period {
    /// The first and the last local day that count; `None` where all do.
    #[must_use]
    pub fn days(self, today: Date) -> Option<(Date, Date)> {
        let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
        let from = match self {
            Self::ThisWeek => monday,
            Self::LastWeek => monday.saturating_sub(7.days()),
            Self::AllTime => return None,
        };
        Some((from, from.saturating_add(6.days())))
    }

    /// Whether a local day counts.
    #[must_use]
    pub fn counts(self, day: Date, today: Date) -> bool {
        self.days(today).is_none_or(|(first, last)| first <= day && day <= last)
    }
}

/// What a member has to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// Whose it is.
    pub member: MemberId,
    /// Days answered in the period, rightly or wrongly.
    pub score: u64,
    /// How many of those answers were right.
    pub right: u64,
}

/// What games made of a member: a column of its own, which ranks nobody among the days answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChallengeScore {
    /// Whose it is.
    pub member: MemberId,
    /// Games played; none as a ghost, who could have looked at the keys.
    pub games: u64,
    /// Games won, alone, with a team or with a crew, as far as that is known.
    pub won: u64,
    /// Questions answered right, altogether.
    pub right: u64,
    /// Questions asked.
    pub asked: u64,
    /// All points.
    pub points: u64,
}

/// A row that can be ranked.
pub trait Placed: Copy {
    /// Whose it is.
    fn member(&self) -> MemberId;

    /// What it is ranked by, the more important first.
    fn merit(&self) -> (u64, u64);
}

impl Placed for Row {
    fn member(&self) -> MemberId {
        self.member
    }

    fn merit(&self) -> (u64, u64) {
        (self.score, self.right)
    }
}

impl Placed for ChallengeScore {
    fn member(&self) -> MemberId {
        self.member
    }

    /// Points of different games cannot be added up fairly (some have none for speed): right answers can.
    fn merit(&self) -> (u64, u64) {
        (self.right, self.won)
    }
}

/// A row with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ranked<R = Row> {
    /// 1 for the first; equal rows share a rank, and the next one skips as many (1, 2, 2, 4).
    pub rank: usize,
    /// What earned it.
    pub row: R,
}

/// Rows in their places, best first: by days answered, then by right answers; in games by right answers, then by
/// games won.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standings<R = Row>(Vec<Ranked<R>>);

/// What a message shows of a leaderboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excerpt<'a, R = Row> {
    /// The best.
    pub top: &'a [Ranked<R>],
    /// The asking member's own row, where it is not among the best.
    pub own: Option<Ranked<R>>,
}

/// The ranks of scores that come best first, 1 for the best: equal ones share theirs.
pub(super) fn ranks<S: PartialEq>(scores: impl Iterator<Item = S>) -> Vec<usize> {
    let mut ranks: Vec<usize> = Vec::new();
    let mut last: Option<S> = None;
    for (better, score) in scores.enumerate() {
        let rank = match (&last, ranks.last()) {
            (Some(last), Some(rank)) if *last == score => *rank,
            _ => better + 1,
        };
        ranks.push(rank);
        last = Some(score);
    }
    ranks
}

impl<R: Placed> Standings<R> {
    /// Ranks the rows. Equal ones are listed by member id, so that the list does not jump from one call to the next.
    #[must_use]
    pub fn of(rows: impl IntoIterator<Item = R>) -> Self {
        let mut rows: Vec<R> = rows.into_iter().collect();
        rows.sort_by(|left, right| right.merit().cmp(&left.merit()).then(left.member().cmp(&right.member())));
        let ranks = ranks(rows.iter().map(Placed::merit));
        Self(ranks.into_iter().zip(rows).map(|(rank, row)| Ranked { rank, row }).collect())
    }

    /// Everyone, best first.
    #[must_use]
    pub fn all(&self) -> &[Ranked<R>] {
        &self.0
    }

    /// A member's own row, if they have one.
    #[must_use]
    pub fn own(&self, member: MemberId) -> Option<Ranked<R>> {
        self.0.iter().find(|ranked| ranked.row.member() == member).copied()
    }

    /// The first `n` rows and, where it is not among them, the row of the member who asks.
    #[must_use]
    pub fn top(&self, n: usize, asking: MemberId) -> Excerpt<'_, R> {
        let (top, rest) = self.0.split_at(n.min(self.0.len()));
        let own = rest.iter().find(|ranked| ranked.row.member() == asking).copied();
        Excerpt { top, own }
    }
}

/// A guild's leaderboard, as one member may see it: who is hidden from the others is on nobody's but their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaderboard {
    /// Who answered most days.
    pub days: Standings,
    /// Who answered most in games: a column of its own.
    pub games: Standings<ChallengeScore>,
    /// Whether the member who asks is hidden from the others.
    pub hidden: bool,
    /// How who is not among the days gets there.
    pub way_in: WayIn,
    /// On the first day of a week: who is first in the week before.
    pub last_week: Option<LastWeek>,
}

/// How a member gets onto a board of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayIn {
    /// An answer to the question that is open counts.
    Daily,
    /// The period has had no question yet: its first one comes then.
    Begins(Timestamp),
    /// None that counts is open: the next one comes then, if any is planned.
    Next(Option<Timestamp>),
    /// The period is over.
    Over,
}

/// Who is first in the week before this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastWeek {
    /// The best row, or all that are equally good; never empty.
    pub first: Vec<Row>,
    /// Whether its last question is still open, so that this can change.
    pub running: bool,
}

impl LastWeek {
    /// `None` where nobody answered.
    #[must_use]
    pub fn of(days: &Standings, running: bool) -> Option<Self> {
        let first: Vec<Row> =
            days.all().iter().take_while(|ranked| ranked.rank == 1).map(|ranked| ranked.row).collect();
        (!first.is_empty()).then_some(Self { first, running })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};
    use proptest::prelude::*;

    use super::*;

    fn row(member: u64, score: u64, right: u64) -> Row {
        Row { member: MemberId(member), score, right }
    }

    fn ranks(standings: &Standings) -> Vec<(usize, u64)> {
        standings.all().iter().map(|ranked| (ranked.rank, ranked.row.member.0)).collect()
    }

    #[test]
    fn days_answered_come_first_then_right_answers_and_equals_share_a_rank() {
        let standings = Standings::of([row(1, 3, 0), row(4, 5, 2), row(3, 5, 2), row(2, 5, 4), row(5, 3, 0)]);
        assert_eq!(ranks(&standings), [(1, 2), (2, 3), (2, 4), (4, 1), (4, 5)]);
    }

    #[test]
    fn the_asking_member_is_always_shown_once() {
        let standings = Standings::of((1..=12).map(|member| row(member, 20 - member, 0)));
        let far = standings.top(10, MemberId(12));
        assert_eq!(far.top.len(), 10);
        assert_eq!(far.own, Some(Ranked { rank: 12, row: row(12, 8, 0) }));
        assert_eq!(standings.top(10, MemberId(10)).own, None, "among the best already");
        assert_eq!(standings.top(10, MemberId(99)).own, None, "has not answered");
        assert_eq!(standings.top(99, MemberId(1)).top.len(), 12);
        assert_eq!(standings.own(MemberId(3)).map(|ranked| ranked.rank), Some(3));
    }

    #[test]
    fn games_are_ranked_by_right_answers_then_by_games_won() {
        let score = |member, right, won, points| ChallengeScore {
            member: MemberId(member),
            games: 3,
            won,
            right,
            asked: 21,
            points,
        };
        let standings = Standings::of([score(1, 9, 0, 9), score(2, 12, 1, 12), score(3, 12, 2, 9_000)]);
        let places: Vec<_> =
            standings.all().iter().map(|ranked| (ranked.rank, ranked.row.member.0)).collect();
        assert_eq!(places, [(1, 3), (2, 2), (3, 1)]);
    }

    #[test]
    fn a_week_begins_on_monday() {
        for day in 2..=8 {
            let today = date(2026, 3, day);
            assert_eq!(Period::ThisWeek.days(today), Some((date(2026, 3, 2), date(2026, 3, 8))));
            assert_eq!(Period::LastWeek.days(today), Some((date(2026, 2, 23), date(2026, 3, 1))));
        }
        assert_eq!(Period::ThisWeek.days(date(2027, 1, 1)), Some((date(2026, 12, 28), date(2027, 1, 3))));
        assert_eq!(Period::AllTime.days(date(2026, 3, 2)), None);
        assert!(Period::AllTime.counts(date(1999, 1, 1), date(2026, 3, 2)));
    }

    #[test]
    fn all_who_are_equally_good_are_first_in_a_week() {
        let standings = Standings::of([row(1, 5, 3), row(2, 6, 4), row(3, 6, 4)]);
        let last = LastWeek::of(&standings, false).expect("somebody answered");
        assert_eq!(last.first, [row(2, 6, 4), row(3, 6, 4)]);
        assert_eq!(LastWeek::of(&Standings::of([]), true), None);
    }

    proptest! {
        #[test]
        fn a_rank_is_one_more_than_the_members_who_did_better(scores in proptest::collection::vec((0_u64..6, 0_u64..4), 0..40)) {
            let rows: Vec<Row> = (1..).zip(scores).map(|(member, (score, right))| row(member, score, right)).collect();
            let standings = Standings::of(rows.clone());
            prop_assert_eq!(standings.all().len(), rows.len());
            for row in &rows {
                let better = rows.iter().filter(|other| other.merit() > row.merit()).count();
                prop_assert_eq!(standings.own(row.member), Some(Ranked { rank: better + 1, row: *row }));
            }
            prop_assert!(standings.all().is_sorted_by_key(|ranked| ranked.rank));
        }

        #[test]
        fn the_order_of_the_rows_does_not_matter(scores in proptest::collection::vec((0_u64..3, 0_u64..3), 0..20)) {
            let rows: Vec<Row> = (1..).zip(scores).map(|(member, (score, right))| row(member, score, right)).collect();
            prop_assert_eq!(Standings::of(rows.iter().rev().copied()), Standings::of(rows));
        }

        #[test]
        fn today_is_always_in_its_week(year in 1970_i16..2200, month in 1_i8..=12, day in 1_i8..=28) {
            let today = date(year, month, day);
            let (monday, sunday) = Period::ThisWeek.days(today).expect("a week has days");
            prop_assert_eq!((monday.weekday(), sunday.weekday()), (Weekday::Monday, Weekday::Sunday));
            prop_assert!(Period::ThisWeek.counts(today, today) && !Period::LastWeek.counts(today, today));
            prop_assert!(Period::LastWeek.counts(monday.yesterday().expect("a day before"), today));
        }
    }
}
