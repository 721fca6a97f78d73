//! The streak: how many counted days in a row a member has answered.
//!
//! Only a day with an open question can be answered or missed. Every other day is neutral: no question, an announced
//! pause, or the bot's own fault. Callers leave such days out of what they count as missed.

use jiff::civil::Date;

/// How many freezes a member holds at most.
pub const MAX_FREEZES: u8 = 2;
/// How many freezes a new member holds.
pub const STARTING_FREEZES: u8 = 1;
/// A freeze is earned whenever a streak's length reaches a multiple of this many days.
pub const DAYS_PER_FREEZE: u32 = 7;
/// Lengths worth a celebration, in days.
pub const MILESTONES: [u32; 8] = [3, 7, 14, 30, 50, 100, 200, 365];

/// A member's streak in one guild, as it stood after their last answer.
///
/// Days missed since then are not in it: [`standing`] tells what it is worth now. The default is a new member's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Streak {
    /// Days answered in a row; days saved by a freeze are not counted.
    pub current: u32,
    /// The longest that `current` ever was.
    pub longest: u32,
    /// Freezes held, at most [`MAX_FREEZES`].
    pub freezes: u8,
    /// The last local day answered; `None` before the first answer.
    pub last_day: Option<Date>,
}

impl Default for Streak {
    fn default() -> Self {
        Self { current: 0, longest: 0, freezes: STARTING_FREEZES, last_day: None }
    }
}

/// What one answer did to a streak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The streak after the answer.
    pub streak: Streak,
    /// Whether the answer counted a new day.
    pub grew: bool,
    /// Missed days since the last answer that took a freeze, whether or not the streak was saved in the end.
    pub saved_by_freeze: u32,
    /// The length that was lost to missed days before this answer.
    pub restarted_from: Option<u32>,
    /// Counted days missed since the answer before, as they were told.
    pub missed: u32,
    /// Whether this answer earned a freeze.
    pub freeze_earned: bool,
    /// The milestone that the streak has just reached.
    pub milestone: Option<u32>,
}

/// What a streak is worth when nothing has been answered since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Days in a row; 0 where the streak is broken.
    pub current: u32,
    /// Freezes left.
    pub freezes: u8,
    /// Missed days that took a freeze.
    pub saved_by_freeze: u32,
    /// The length that was lost, where the streak is broken.
    pub lost: Option<u32>,
    /// Counted days missed since the last answer, as they were told.
    pub missed: u32,
}

/// A member answers the daily of `day`, rightly or wrongly.
///
/// `missed` counts the days strictly between the last answer and `day` whose question was open and counted, and which
/// the member did not answer. Before the first answer nothing can be missed. A day at or before the last one answered
/// changes nothing.
#[must_use]
pub fn answer(before: Streak, day: Date, missed: u32) -> Step {
    if before.last_day.is_some_and(|last| day <= last) {
        return Step {
            streak: before,
            grew: false,
            saved_by_freeze: 0,
            restarted_from: None,
            missed: 0,
            freeze_earned: false,
            milestone: None,
        };
    }
    let kept = standing(before, missed);
    let current = kept.current.saturating_add(1);
    let freeze_earned = current.is_multiple_of(DAYS_PER_FREEZE) && kept.freezes < MAX_FREEZES;
    Step {
        streak: Streak {
            current,
            longest: before.longest.max(current),
            freezes: kept.freezes + u8::from(freeze_earned),
            last_day: Some(day),
        },
        grew: true,
        saved_by_freeze: kept.saved_by_freeze,
        restarted_from: kept.lost,
        missed,
        freeze_earned,
        milestone: MILESTONES.contains(&current).then_some(current),
    }
}

/// What the streak is worth now, `missed` counted days after the last answer.
///
/// Each missed day takes a freeze; the first one without breaks the streak.
#[must_use]
pub fn standing(streak: Streak, missed: u32) -> Standing {
    if streak.last_day.is_none() {
        return Standing { current: 0, freezes: streak.freezes, saved_by_freeze: 0, lost: None, missed: 0 };
    }
    let taken = u8::try_from(missed).unwrap_or(u8::MAX).min(streak.freezes);
    let broken = missed > u32::from(taken);
    Standing {
        current: if broken { 0 } else { streak.current },
        freezes: streak.freezes - taken,
        saved_by_freeze: u32::from(taken),
        lost: (broken && streak.current > 0).then_some(streak.current),
        missed,
    }
}

/// One day of a guild's history, seen from one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Day {
    /// The member answered the question.
    Answered(Date),
    /// The question was open and counted, and the member did not answer.
    Missed(Date),
    /// No question counted for the member.
    Neutral(Date),
}

/// The streak that a history amounts to, oldest day first: what the stored one must equal.
///
/// Days missed after the last answer are left to [`standing`], as in the stored streak.
#[must_use]
pub fn fold(history: impl IntoIterator<Item = Day>) -> Streak {
    let start = (Streak::default(), 0_u32);
    let (streak, _) = history.into_iter().fold(start, |(streak, missed), day| match day {
        Day::Answered(date) => {
            let step = answer(streak, date, missed);
            (step.streak, if step.grew { 0 } else { missed })
        }
        Day::Missed(_) => (streak, missed.saturating_add(1)),
        Day::Neutral(_) => (streak, missed),
    });
    streak
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const FIRST: Date = date(2026, 3, 2);

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Kind {
        Answered,
        Missed,
        Neutral,
    }

    fn dated(kinds: &[Kind]) -> Vec<Day> {
        FIRST
            .series(1.day())
            .zip(kinds)
            .map(|(day, kind)| match kind {
                Kind::Answered => Day::Answered(day),
                Kind::Missed => Day::Missed(day),
                Kind::Neutral => Day::Neutral(day),
            })
            .collect()
    }

    /// `A` answered, `m` missed, `-` neutral.
    fn history(days: &str) -> Streak {
        let kinds: Vec<Kind> = days
            .chars()
            .map(|day| match day {
                'A' => Kind::Answered,
                'm' => Kind::Missed,
                _ => Kind::Neutral,
            })
            .collect();
        fold(dated(&kinds))
    }

    fn counts(days: &str) -> (u32, u32, u8) {
        let streak = history(days);
        (streak.current, streak.longest, streak.freezes)
    }

    #[test]
    fn a_new_member_has_no_streak_and_one_freeze() {
        assert_eq!(counts(""), (0, 0, STARTING_FREEZES));
        assert_eq!(counts("mmmmA"), (1, 1, STARTING_FREEZES), "nothing is missed before the first answer");
    }

    #[test]
    fn a_freeze_saves_one_missed_day_and_does_not_count_it() {
        assert_eq!(counts("AAmA"), (3, 3, 0));
        assert_eq!(counts("AAmmA"), (1, 2, 0));
        assert_eq!(counts("AAmAmA"), (1, 3, 0));
    }

    #[test]
    fn seven_days_in_a_row_earn_a_freeze_and_two_is_the_most() {
        assert_eq!(counts("AAAAAAA"), (7, 7, 2));
        assert_eq!(counts("AAAAAAAAAAAAAA"), (14, 14, 2));
        assert_eq!(counts("AAAAAAAmmA"), (8, 8, 0));
        assert_eq!(counts("AAAmAAAA"), (7, 7, 1));
    }

    #[test]
    fn a_lost_streak_is_told_with_its_length_and_the_freezes_it_took() {
        let before = history("AAAAA");
        let step = answer(before, date(2026, 4, 1), 3);
        assert_eq!((step.restarted_from, step.saved_by_freeze), (Some(5), 1));
        assert_eq!((step.streak.current, step.streak.longest), (1, 5));
        let standing = standing(before, 3);
        assert_eq!((standing.current, standing.lost, standing.saved_by_freeze), (0, Some(5), 1));
    }

    #[test]
    fn milestones_are_told_on_the_day_they_are_reached() {
        let mut streak = Streak::default();
        let mut told = Vec::new();
        for day in FIRST.series(1.day()).take(400) {
            let step = answer(streak, day, 0);
            told.extend(step.milestone);
            streak = step.streak;
        }
        assert_eq!(told, MILESTONES);
    }

    #[test]
    fn a_second_answer_on_a_day_changes_nothing() {
        let before = history("AAAAAAA");
        for day in [FIRST, date(2026, 3, 8)] {
            let step = answer(before, day, 0);
            assert_eq!(step.streak, before);
            assert!(!step.grew && !step.freeze_earned && step.milestone.is_none());
        }
    }

    /// The rules again, day by day, as the design words them.
    fn by_the_book(days: &[Day]) -> Streak {
        let mut streak = Streak::default();
        let mut as_answered = streak;
        for day in days {
            match *day {
                Day::Answered(date) => {
                    streak.current += 1;
                    streak.longest = streak.longest.max(streak.current);
                    if streak.current % 7 == 0 {
                        streak.freezes = (streak.freezes + 1).min(2);
                    }
                    streak.last_day = Some(date);
                    as_answered = streak;
                }
                Day::Missed(_) if streak.last_day.is_none() => {}
                Day::Missed(_) if streak.freezes > 0 => streak.freezes -= 1,
                Day::Missed(_) => streak.current = 0,
                Day::Neutral(_) => {}
            }
        }
        as_answered
    }

    fn kind() -> impl Strategy<Value = Kind> {
        prop_oneof![8 => Just(Kind::Answered), 2 => Just(Kind::Missed), 1 => Just(Kind::Neutral)]
    }

    fn kinds() -> impl Strategy<Value = Vec<Kind>> {
        proptest::collection::vec(kind(), 0..120)
    }

    proptest! {
        #[test]
        fn a_history_folds_to_what_the_book_says(kinds in kinds()) {
            let days = dated(&kinds);
            prop_assert_eq!(fold(days.clone()), by_the_book(&days));
        }

        #[test]
        fn answers_one_by_one_come_to_the_same_as_the_whole_history(kinds in kinds()) {
            let days = dated(&kinds);
            let mut streak = Streak::default();
            for (index, day) in days.iter().enumerate() {
                if let Day::Answered(date) = *day {
                    let missed = days[..index]
                        .iter()
                        .filter(|day| matches!(day, Day::Missed(on) if streak.last_day.is_some_and(|last| *on > last)))
                        .count();
                    let step = answer(streak, date, u32::try_from(missed).expect("a short history"));
                    prop_assert!(step.grew && step.streak.current >= 1);
                    prop_assert!(step.streak.longest >= streak.longest.max(step.streak.current));
                    prop_assert!(step.streak.freezes <= MAX_FREEZES);
                    streak = step.streak;
                }
            }
            prop_assert_eq!(streak, fold(days));
        }

        #[test]
        fn neutral_days_change_nothing_wherever_they_are(kinds in kinds(), at in any::<prop::sample::Index>(), count in 1_usize..40) {
            let mut paused = kinds.clone();
            let at = at.index(kinds.len() + 1);
            paused.splice(at..at, std::iter::repeat_n(Kind::Neutral, count));
            let (with, without) = (fold(dated(&paused)), fold(dated(&kinds)));
            prop_assert_eq!((with.current, with.longest, with.freezes), (without.current, without.longest, without.freezes));
        }

        #[test]
        fn one_answer_a_day_at_most_counts(kinds in kinds()) {
            let twice = dated(&kinds).into_iter().flat_map(|day| match day {
                Day::Answered(_) => vec![day, day],
                Day::Missed(_) | Day::Neutral(_) => vec![day],
            });
            prop_assert_eq!(fold(twice), fold(dated(&kinds)));
        }

        #[test]
        fn the_standing_is_what_the_next_answer_builds_on(kinds in kinds(), missed in any::<u32>()) {
            let streak = fold(dated(&kinds));
            let kept = standing(streak, missed);
            let step = answer(streak, date(2030, 1, 1), missed);
            prop_assert_eq!(step.streak.current, kept.current + 1);
            prop_assert_eq!((step.restarted_from, step.saved_by_freeze), (kept.lost, kept.saved_by_freeze));
            prop_assert!(u64::from(kept.saved_by_freeze) + u64::from(kept.freezes) == u64::from(streak.freezes));
        }
    }
}
