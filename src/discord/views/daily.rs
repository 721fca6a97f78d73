//! The question of the day: posted, shown again, closed, talked over.

use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use super::count::{counted, days};
use super::panel::{Panel, Tone};
use super::{View, question, rationale, streak_lines, when};
use crate::discord::limits::{self, fit, length};
use crate::discord::press::Press;
use crate::domain::asked::AskedQuestion;
use crate::domain::daily::{Daily, NeutralReason};
use crate::domain::grading::{Tally, letter};
use crate::domain::ids::DailyId;
use crate::store::{Closing, StreakGrown, Unsent};

/// Cells of the bar that shows an option's share.
const BAR_CELLS: u32 = 10;

/// The post that asks the question of the day.
#[must_use]
pub fn post(unsent: &Unsent) -> View {
    let view = open_again(&unsent.daily);
    match unsent.mention {
        Some(role) => view.under(format!("<@&{role}>")),
        None => view,
    }
}

/// The open question again, for one member.
#[must_use]
pub fn open_again(daily: &Daily) -> View {
    let panel = asking(&title(daily), &daily.asked)
        .paragraph(format!("Closes {}.", when::relative(daily.closes_at)));
    View { rows: rows(daily.id, &daily.asked), ..panel.into_view() }
}

/// What a daily asks, without when it closes.
pub(super) fn asking(title: &str, asked: &AskedQuestion) -> Panel {
    Panel::new(Tone::Asking, title)
        .paragraph(question::text(asked))
        .paragraph(format!(
            "Choose **{}**. Your first answer counts, and only you see how you did.",
            question::how_many(&asked.question)
        ))
        .footer(question::place(&asked.question))
}

/// The buttons, or the menu, of a daily.
pub(super) fn rows(daily: DailyId, asked: &AskedQuestion) -> Vec<CreateActionRow> {
    question::rows(asked, |position| Press::Daily { daily, position }, &Press::DailyChoices { daily })
}

/// The post once it is over: the key, why, how the group answered, and whose streaks grew.
#[must_use]
pub fn closed(closing: &Closing) -> View {
    let daily = &closing.daily;
    let mut panel = Panel::new(Tone::Calm, title(daily))
        .paragraph(daily.asked.question.stem.trim())
        .paragraphs([results(&daily.asked, &closing.tally)])
        .paragraph(format!("Closed {}. {}", when::relative(daily.closes_at), turnout(&closing.tally)))
        .footer(question::place(&daily.asked.question));
    for position in daily.asked.key().positions() {
        let name = format!("Why {}", letter(position));
        panel = panel.field(&name, rationale::why(&daily.asked, position));
    }
    panel = panel.field("Streaks that grew", grown(&closing.grown, closing.grown_unnamed));
    if let Some(NeutralReason::Outage) = daily.neutral {
        panel = panel.field(
            "This day breaks no streak",
            "Shipmate couldn't take answers for part of it, so whoever missed it loses nothing.",
        );
    }
    let review = CreateButton::new(Press::DailyReview { daily: daily.id }.custom_id())
        .label("My answer & why")
        .style(ButtonStyle::Secondary);
    View { rows: vec![CreateActionRow::Buttons(vec![review])], ..panel.into_view() }
}

/// The name of the thread in which a daily is talked over. It must not hint at the key.
#[must_use]
pub fn thread_name(daily: &Daily) -> String {
    fit(&title(daily), limits::THREAD_NAME)
}

/// The first message of that thread.
#[must_use]
pub fn thread_opener(daily: &Daily) -> View {
    View::text(format!(
        "Talk it over here. The answer is revealed {}: until then, please put hints behind spoiler tags, \
         `||like this||`.",
        when::relative(daily.closes_at)
    ))
}

fn title(daily: &Daily) -> String {
    format!("Question of the day · {}", when::day(daily.day))
}

/// Every option with its share of the answers, the right ones marked.
fn results(asked: &AskedQuestion, tally: &Tally) -> String {
    let key = asked.key();
    let lines: Vec<String> = (0..asked.options().len())
        .map(|position| {
            let mark = if key.contains(position) { "✅ " } else { "" };
            let option = question::option(asked, position);
            if tally.answers == 0 {
                return format!("{mark}{option}");
            }
            format!("{mark}{option}\n{}", bar(chosen(tally, position), tally.share_percent(position)))
        })
        .collect();
    lines.join("\n")
}

fn chosen(tally: &Tally, position: usize) -> u32 {
    tally.counts.get(position).copied().unwrap_or(0)
}

/// `▇▇▇▇░░░░░░ 4 · 40%`
fn bar(chosen: u32, percent: u8) -> String {
    let full = (u32::from(percent) * BAR_CELLS + 50) / 100;
    // A single answer among hundreds is still to be seen.
    let full = if chosen > 0 { full.clamp(1, BAR_CELLS) } else { 0 };
    let cells: String = (0..BAR_CELLS).map(|cell| if cell < full { '▇' } else { '░' }).collect();
    format!("`{cells}` {chosen} · {percent}%")
}

fn turnout(tally: &Tally) -> String {
    match (tally.answers, tally.right) {
        (0, _) => "Nobody got to this one. The next question is a fresh chance.".to_owned(),
        (1, 1) => "1 member answered, and got it right.".to_owned(),
        (1, _) => "1 member answered, and didn't get it this time.".to_owned(),
        (all, 0) => format!("{} answered. It was a tough one: nobody got it right.", members(all)),
        (all, right) if right == all => format!("{} answered, all of them right.", members(all)),
        (all, right) => format!("{} answered, {right} of them right.", members(all)),
    }
}

fn members(number: u32) -> String {
    counted(number, "member", "members")
}

/// As many of the streaks as a field holds, and how many more there are.
fn grown(grown: &[StreakGrown], unnamed: u32) -> String {
    let lines: Vec<String> = grown.iter().map(grown_line).collect();
    let naming = |count: usize| {
        let left_out = u32::try_from(lines.len() - count).unwrap_or(u32::MAX).saturating_add(unnamed);
        let rest = (left_out > 0).then(|| format!("and {left_out} more"));
        lines[..count].iter().cloned().chain(rest).collect::<Vec<_>>().join("\n")
    };
    (0..=lines.len())
        .rev()
        .map(naming)
        .find(|text| length(text) <= limits::EMBED_FIELD_VALUE)
        .unwrap_or_default()
}

fn grown_line(grown: &StreakGrown) -> String {
    match grown.milestone {
        Some(reached) => format!("<@{}> {}", grown.member, streak_lines::milestone(reached)),
        None => format!("<@{}> {}", grown.member, days(grown.streak)),
    }
}
