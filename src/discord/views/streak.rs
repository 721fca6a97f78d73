//! A member's streak, and the breaks they announce.

use super::count::days;
use super::panel::{Panel, Tone};
use super::streak_lines::{self, Whose};
use super::{View, when};
use crate::actions::streak::{Paused, StreakCard};
use crate::discord::limits::{escape, fit};
use crate::domain::ids::MemberId;
use crate::domain::pause::{MAX_DAYS_PER_QUARTER, Pause, PauseRefused, Resumed};

/// The most of what was typed that is repeated, in code points.
const ECHO: usize = 40;

/// A streak card, for its own member or another one who asks.
#[must_use]
pub fn card(card: &StreakCard, asking: MemberId) -> View {
    let whose = if card.member == asking { Whose::Yours } else { Whose::Theirs };
    if card.answered == 0 {
        return nothing_yet(card, whose);
    }
    let standing = &card.standing;
    let mut numbers = vec![
        format!("🔥 **{}** in a row, longest {}.", days(standing.current), days(card.longest)),
        streak_lines::freezes(standing.freezes),
        streak_lines::answered(card),
    ];
    numbers.extend(card.next_milestone.map(|next| {
        let to_go = next.saturating_sub(standing.current);
        format!("Next milestone: {}, {to_go} to go.", days(next))
    }));
    let tone = if standing.current > 0 { Tone::Glad } else { Tone::Calm };
    titled(tone, card, whose)
        .paragraph(numbers.join("\n"))
        .paragraph(streak_lines::since_last_answer(card, whose).join("\n"))
        .paragraph(breaks(card, whose).unwrap_or_default())
        .paragraph(streak_lines::day_end(card))
        .into_view()
}

/// What became of an announced break.
#[must_use]
pub fn paused(paused: &Paused) -> View {
    View::text(match paused {
        Paused::Announced { pause, days_left } => format!(
            "🌴 Enjoy your break of {}: {}. Missed days don't touch your streak, and an answer still counts. You can \
             announce {} more this quarter. Back early? `/streak resume`.",
            days(pause.days()),
            span(*pause),
            days(*days_left)
        ),
        Paused::Refused(refused) => refused_words(refused),
        Paused::BadDay { typed, today } => format!(
            "I couldn't read “{}” as a day. Write it like `{}`, or use `today` or `tomorrow`.",
            escape(&fit(typed.trim(), ECHO)),
            today.tomorrow().unwrap_or(*today)
        ),
        Paused::NotSetUp => {
            "There is no daily question on this server yet, so there is nothing to take a break from."
                .to_owned()
        }
    })
}

/// What became of a break that a member ended early.
#[must_use]
pub fn resumed(resumed: Option<&Resumed>) -> View {
    View::text(match resumed {
        Some(Resumed { now: Some(_), .. }) => {
            "Welcome back! Your break is over, and today counts again. The days you haven't used are yours to \
             announce later."
                .to_owned()
        }
        Some(Resumed { was, now: None }) => {
            format!("Your break ({}) is off. Its days are yours to announce later.", span(*was))
        }
        None => "You have no break running or planned. `/streak pause` announces one.".to_owned(),
    })
}

fn titled(tone: Tone, card: &StreakCard, whose: Whose) -> Panel {
    match whose {
        Whose::Yours => Panel::new(tone, "Your streak"),
        Whose::Theirs => Panel::new(tone, "Streak").paragraph(format!("<@{}>", card.member)),
    }
}

fn nothing_yet(card: &StreakCard, whose: Whose) -> View {
    let panel = titled(Tone::Calm, card, whose);
    match whose {
        Whose::Yours => panel
            .paragraph(
                "No answer yet. Press a letter under the question of the day, or get it with `/daily`: right or \
                 wrong, your first answer is day 1.",
            )
            .paragraph(streak_lines::freezes(card.standing.freezes)),
        Whose::Theirs => panel.paragraph("No question answered yet."),
    }
    .paragraph(breaks(card, whose).unwrap_or_default())
    .paragraph(streak_lines::day_end(card))
    .into_view()
}

fn breaks(card: &StreakCard, whose: Whose) -> Option<String> {
    let pause = card.pause?;
    let dates = span(pause);
    Some(match (whose, card.paused_today) {
        (Whose::Yours, true) => {
            format!("🌴 You're on a break ({dates}): missed days don't count. `/streak resume` ends it.")
        }
        (Whose::Yours, false) => format!(
            "🌴 Your next break: {dates}. You can announce {} more this quarter.",
            days(card.pause_days_left)
        ),
        (Whose::Theirs, true) => format!("🌴 On a break ({dates})."),
        (Whose::Theirs, false) => format!("🌴 Next break: {dates}."),
    })
}

fn refused_words(refused: &PauseRefused) -> String {
    match refused {
        PauseRefused::EndsBeforeItBegins { from, to } => format!(
            "That break would end on {}, before it begins on {}. Swap the two days and try again.",
            when::day(*to),
            when::day(*from)
        ),
        PauseRefused::BeginsInThePast { from, today } => format!(
            "A break can't begin on {}: that day is over. Begin it today ({}) or later.",
            when::day(*from),
            when::day(*today)
        ),
        PauseRefused::Overlaps { with } => format!(
            "You already have a break then: {}. Choose other days, or take that one back with `/streak resume`.",
            span(*with)
        ),
        PauseRefused::TooManyDays { quarter, quarter_ends, asked, left } => {
            let quarter = format!("between {} and {}", when::day(*quarter), when::day(*quarter_ends));
            let what_to_do = match left {
                0 => "Those are all used; days outside that quarter are free.".to_owned(),
                _ => format!("You have {} left: choose a shorter break.", days(*left)),
            };
            format!(
                "A quarter allows {} of breaks in all. This one takes {} {quarter}. {what_to_do}",
                days(MAX_DAYS_PER_QUARTER),
                days(*asked)
            )
        }
    }
}

fn span(pause: Pause) -> String {
    if pause.from == pause.to {
        return when::day(pause.from);
    }
    format!("{} to {}", when::day(pause.from), when::day(pause.to))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use jiff::civil::Date;

    use super::*;
    use crate::discord::views::plain::plain;
    use crate::discord::views::sample::{self, MEI, RAJ};
    use crate::store::LatestDaily;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn holiday() -> Pause {
        Pause { from: day("2026-03-02"), to: day("2026-03-08") }
    }

    #[test]
    fn a_card_says_how_long_how_many_freezes_and_when_the_day_ends() {
        assert_snapshot!(plain(&super::card(&sample::card(), MEI)), @"
        # Your streak
        🔥 **5 days** in a row, longest 12 days.
        ❄️ One freeze left.
        20 questions answered, 14 right.
        Next milestone: 7 days, 2 to go.

        Today is done. The day ends <t:1772524800:R> on the server's clock (Europe/Berlin).
        ");
    }

    #[test]
    fn another_members_card_names_them() {
        let mut card = sample::card();
        card.pause = Some(holiday());
        card.standing.saved_by_freeze = 1;
        assert_snapshot!(plain(&super::card(&card, RAJ)), @"
        # Streak
        <@101>

        🔥 **5 days** in a row, longest 12 days.
        ❄️ One freeze left.
        20 questions answered, 14 right.
        Next milestone: 7 days, 2 to go.

        ❄️ A freeze saved their streak over a missed day.

        🌴 Next break: Mon 2 Mar to Sun 8 Mar.

        Today is done. The day ends <t:1772524800:R> on the server's clock (Europe/Berlin).
        ");
    }

    #[test]
    fn saved_and_neutral_days_and_a_break_are_said_by_themselves() {
        let mut card = sample::card();
        card.standing.saved_by_freeze = 2;
        card.standing.freezes = 0;
        card.neutral = vec![day("2026-02-27"), day("2026-02-28")];
        (card.pause, card.paused_today, card.open) = (Some(holiday()), true, None);
        assert_snapshot!(plain(&super::card(&card, MEI)), @"
        # Your streak
        🔥 **5 days** in a row, longest 12 days.
        No freeze left: 7 days in a row earn the next one.
        20 questions answered, 14 right.
        Next milestone: 7 days, 2 to go.

        ❄️ Two freezes saved your streak over two missed days.
        Fri 27 Feb and Sat 28 Feb didn't count against your streak: I couldn't post or take answers.

        🌴 You're on a break (Mon 2 Mar to Sun 8 Mar): missed days don't count. `/streak resume` ends it.

        No question is open. The next one comes <t:1772524800:R> on the server's clock (Europe/Berlin).
        ");
    }

    #[test]
    fn a_lost_streak_is_told_kindly() {
        let mut card = sample::card();
        (card.standing.current, card.standing.lost, card.standing.saved_by_freeze) = (0, Some(5), 1);
        (card.open, card.next) = (None, None);
        assert_snapshot!(plain(&super::card(&card, MEI)), @"
        # Your streak
        🔥 **0 days** in a row, longest 12 days.
        ❄️ One freeze left.
        20 questions answered, 14 right.
        Next milestone: 7 days, 7 to go.

        A missed day ended your streak of 5 days. It happens: the next answer is day 1 of a new one.

        Questions are paused on this server. No day counts as missed until they go on.
        ");
    }

    #[test]
    fn who_has_not_answered_yet_hears_how_to_begin() {
        let mut card = sample::card();
        card.answered = 0;
        card.open = card.open.map(|open| LatestDaily { answered: false, ..open });
        assert_snapshot!(plain(&super::card(&card, MEI)), @"
        # Your streak
        No answer yet. Press a letter under the question of the day, or get it with `/daily`: right or wrong, your first answer is day 1.

        ❄️ One freeze left.

        Today's question is open. The day ends <t:1772524800:R> on the server's clock (Europe/Berlin).
        ");
        assert_snapshot!(plain(&super::card(&card, RAJ)), @"
        # Streak
        <@101>

        No question answered yet.

        Today's question is open. The day ends <t:1772524800:R> on the server's clock (Europe/Berlin).
        ");
    }

    #[test]
    fn an_announced_break_says_what_it_means() {
        assert_snapshot!(plain(&paused(&Paused::Announced { pause: holiday(), days_left: 7 })), @"🌴 Enjoy your break of 7 days: Mon 2 Mar to Sun 8 Mar. Missed days don't touch your streak, and an answer still counts. You can announce 7 days more this quarter. Back early? `/streak resume`.");
    }

    #[test]
    fn every_refused_break_says_what_to_do() {
        let refused = |refused| plain(&paused(&Paused::Refused(refused)));
        let (from, to) = (day("2026-03-08"), day("2026-03-02"));
        assert_snapshot!(refused(PauseRefused::EndsBeforeItBegins { from, to }), @"That break would end on Mon 2 Mar, before it begins on Sun 8 Mar. Swap the two days and try again.");
        assert_snapshot!(refused(PauseRefused::BeginsInThePast { from: to, today: from }), @"A break can't begin on Mon 2 Mar: that day is over. Begin it today (Sun 8 Mar) or later.");
        assert_snapshot!(refused(PauseRefused::Overlaps { with: holiday() }), @"You already have a break then: Mon 2 Mar to Sun 8 Mar. Choose other days, or take that one back with `/streak resume`.");
        let (quarter, quarter_ends) = (day("2026-01-01"), day("2026-03-31"));
        assert_snapshot!(refused(PauseRefused::TooManyDays { quarter, quarter_ends, asked: 20, left: 7 }), @"A quarter allows 14 days of breaks in all. This one takes 20 days between Thu 1 Jan and Tue 31 Mar. You have 7 days left: choose a shorter break.");
        assert_snapshot!(refused(PauseRefused::TooManyDays { quarter, quarter_ends, asked: 1, left: 0 }), @"A quarter allows 14 days of breaks in all. This one takes 1 day between Thu 1 Jan and Tue 31 Mar. Those are all used; days outside that quarter are free.");
        let bad = Paused::BadDay { typed: "next *week*".into(), today: to };
        assert_snapshot!(plain(&paused(&bad)), @r#"I couldn't read “next \*week\*” as a day. Write it like `2026-03-03`, or use `today` or `tomorrow`."#);
        assert_snapshot!(plain(&paused(&Paused::NotSetUp)), @"There is no daily question on this server yet, so there is nothing to take a break from.");
    }

    #[test]
    fn coming_back_early_says_what_became_of_the_break() {
        let (was, now) = (holiday(), Some(Pause { to: day("2026-03-04"), ..holiday() }));
        assert_snapshot!(plain(&resumed(Some(&Resumed { was, now }))), @"Welcome back! Your break is over, and today counts again. The days you haven't used are yours to announce later.");
        assert_snapshot!(plain(&resumed(Some(&Resumed { was, now: None }))), @"Your break (Mon 2 Mar to Sun 8 Mar) is off. Its days are yours to announce later.");
        assert_snapshot!(plain(&resumed(None)), @"You have no break running or planned. `/streak pause` announces one.");
    }
}
