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

/// What became of an announced break; `days_left` of the quarter, where it stands.
#[must_use]
pub fn paused(paused: &Paused, days_left: i32) -> View {
    View::text(match paused {
        Paused::Announced(pause) => format!(
            "🌴 Enjoy your break: {}. Missed days don't touch your streak, and an answer still counts. You can \
             announce {} more this quarter. Back early? `/streak resume`.",
            span(*pause),
            days(days_left)
        ),
        Paused::Refused(refused) => refused_words(refused),
        Paused::BadDay { typed, today } => format!(
            "I couldn't read “{}” as a day. Write it like `{}`, or use `today` or `tomorrow`.",
            escape(&fit(typed.trim(), ECHO)),
            today.tomorrow().unwrap_or(*today)
        ),
        Paused::NotSetUp => {
            "There is no daily question on this server yet, so there is nothing to take a break from.".to_owned()
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
    format!("{} to {} ({})", when::day(pause.from), when::day(pause.to), days(pause.days()))
}

