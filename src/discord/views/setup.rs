//! What a manager sees of the daily question's set-up.

use jiff::Timestamp;
use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use super::count::listed;
use super::panel::{Panel, Tone};
use super::{View, dailies_state, daily, paused_dailies, when};
use crate::actions::setup::{SetupRefused, SetupState};
use crate::discord::limits::{escape, fit};
use crate::discord::press::{ManagerPress, Press};
use crate::domain::asked::AskedQuestion;
use crate::domain::calendar::{Schedule, UnknownZone};
use crate::domain::guild::{Guild, PauseReason};
use crate::domain::ids::{ChannelId, DailyId};

/// The most of what was typed that is repeated, in code points.
const ECHO: usize = 60;

/// A command that sets everything up, to be copied.
pub(super) const EXAMPLE: &str = "`/setup channel:#daily time:9:00 zone:Europe/Berlin`";

/// How the daily question is set up, and how it stands.
#[must_use]
pub fn state(state: &SetupState, now: Timestamp) -> View {
    let Some(guild) = &state.guild else { return not_set_up(true) };
    let panel = match &guild.paused {
        Some((since, reason)) => dailies_state::paused(guild, *since, reason),
        None => Panel::new(Tone::Calm, "The daily question"),
    };
    let latest = dailies_state::latest(state.latest.as_ref(), now);
    let panel =
        settings(panel, guild).field("Latest question", latest).footer("Change any of it with /setup.");
    let paused = guild.paused.as_ref().map(|(_, reason)| reason);
    View { rows: vec![CreateActionRow::Buttons(state_buttons(paused))], ..panel.into_view() }
}

/// The settings stand. After the first set-up, `preview` shows what a daily will look like.
#[must_use]
pub fn saved(guild: &Guild, preview: Option<&AskedQuestion>) -> View {
    let Some(asked) = preview else {
        return settings(Panel::new(Tone::Glad, "Saved"), guild).into_view();
    };
    let first = guild.next.map_or_else(String::new, |next| format!(" {}", when::relative(next.at)));
    let welcome = Panel::new(Tone::Glad, "You're all set")
        .paragraph(format!("The first question comes{first}. Below is what it will look like."));
    let mut view = settings(welcome, guild).into_view();
    let preview = self::preview(asked);
    view.embeds.extend(preview.embeds);
    view.rows = preview.rows;
    view
}

/// Why the settings were not saved, and what to type instead.
#[must_use]
pub fn refused(refused: &SetupRefused) -> View {
    let what = match refused {
        SetupRefused::Missing(options) => {
            let options: Vec<String> = options.iter().map(|name| format!("`{name}:`")).collect();
            format!("The first time I also need {}, for example {EXAMPLE}.", listed(&options))
        }
        SetupRefused::Zone(unknown) => unknown_zone(unknown),
        SetupRefused::Time(bad) => format!(
            "I couldn't read “{}” as a time of day. Write it like `9:00`, `21:30`, or `9 pm`.",
            echo(&bad.asked)
        ),
        SetupRefused::Weekdays(bad) => format!(
            "I couldn't read “{}” as days of the week. Write `daily`, `mon-fri`, or `mon, wed, fri`.",
            echo(&bad.asked)
        ),
    };
    View::text(format!("{what} Nothing has been changed."))
}

/// What the bot may not do in the chosen channel: permissions by their names in Discord's settings.
#[must_use]
pub fn missing_permissions(channel: ChannelId, missing: &[&str]) -> View {
    Panel::new(Tone::Warning, "I need a little more access")
        .paragraph(format!("In <#{channel}> I'm missing {}.", paused_dailies::permission_list(missing)))
        .paragraph(paused_dailies::where_to_allow(missing))
        .paragraph("Then run the same `/setup` again. Nothing has been changed yet.")
        .into_view()
}

/// The chosen channel is not there.
#[must_use]
pub fn channel_gone(channel: ChannelId) -> View {
    View::text(format!(
        "I can't find <#{channel}> on this server anymore. Choose another one with `/setup channel:`. Nothing \
         has been changed."
    ))
}

/// The daily question stays paused: what was just found in its channel stands against letting it go on.
#[must_use]
pub fn still_paused(guild: &Guild, found: &PauseReason) -> View {
    let panel = Panel::new(Tone::Warning, "The daily question stays paused")
        .paragraph(paused_dailies::why(found, guild.settings.channel))
        .paragraph(paused_dailies::how_to_go_on(found))
        .paragraph(paused_dailies::NOTHING_IS_LOST);
    View { rows: vec![CreateActionRow::Buttons(state_buttons(Some(found)))], ..panel.into_view() }
}

/// What a daily will look like. Its buttons do nothing.
#[must_use]
pub fn preview(asked: &AskedQuestion) -> View {
    let panel = daily::asking("Question of the day · a preview", asked);
    let rows = daily::rows(DailyId(0), asked).into_iter().map(switched_off).collect();
    View { rows, ..panel.into_view() }.under("Only you see this: it's what the daily question looks like.")
}

/// A word to a server that has just taken the bot in.
#[must_use]
pub fn greeting() -> View {
    View::text(format!(
        "Hi, I'm Shipmate: a question a day for everybody here who prepares for the AWS Solutions Architect exam. One \
         command starts it: {EXAMPLE}. `/help` shows the rest."
    ))
}

/// The role of everybody was chosen to be mentioned.
#[must_use]
pub fn never_everyone() -> View {
    View::text(
        "I never mention everyone. Choose a role, or mention nobody with `/setup mention-nobody:True`. Nothing has been \
         changed.",
    )
}

/// There is no question that a daily could ask.
#[must_use]
pub fn nothing_to_preview() -> View {
    View::refusal("There is no question to preview: my study content has none.")
}

/// Only who manages the server may do that.
#[must_use]
pub fn not_allowed() -> View {
    View::refusal("This takes the **Manage Server** permission. Whoever runs this server can do it for you.")
}

/// There is no daily question yet.
#[must_use]
pub fn not_set_up(can_manage: bool) -> View {
    View::text(if can_manage {
        format!("There is no daily question here yet. One command starts it: {EXAMPLE}.")
    } else {
        "There is no daily question here yet. Whoever manages this server can start it with `/setup`. Until then, \
         `/quiz` and `/explain` are all yours."
            .to_owned()
    })
}

/// `09:00, every day, Europe/Berlin time`
fn schedule(schedule: &Schedule) -> String {
    format!(
        "{}, {}, {} time",
        schedule.time.strftime("%H:%M"),
        schedule.weekdays,
        when::zone(schedule.zone.name())
    )
}

fn settings(panel: Panel, guild: &Guild) -> Panel {
    let settings = &guild.settings;
    let mention = match settings.mention {
        Some(role) => format!("<@&{role}>"),
        None => "Nobody".to_owned(),
    };
    let discussion = if settings.discussion { "A thread under each question" } else { "No threads" };
    panel
        .field("Channel", format!("<#{}>", settings.channel))
        .field("When", schedule(&settings.schedule))
        .field("Who is mentioned", mention)
        .field("Discussion", discussion)
        .field("Next question", dailies_state::next_question(guild))
}

fn state_buttons(paused: Option<&PauseReason>) -> Vec<CreateButton> {
    let button = |press, label: &str, style| {
        CreateButton::new(Press::Manage(press).custom_id()).label(label).style(style)
    };
    let preview = button(ManagerPress::PreviewDaily, "Preview", ButtonStyle::Secondary);
    let switch = match paused {
        // A deleted channel does not come back: only another one helps.
        Some(PauseReason::ChannelGone) => return vec![preview],
        Some(_) => button(ManagerPress::ResumeDailies, "Resume", ButtonStyle::Success),
        None => button(ManagerPress::PauseDailies, "Pause", ButtonStyle::Secondary),
    };
    vec![preview, switch]
}

fn switched_off(row: CreateActionRow) -> CreateActionRow {
    match row {
        CreateActionRow::Buttons(buttons) => {
            CreateActionRow::Buttons(buttons.into_iter().map(|button| button.disabled(true)).collect())
        }
        CreateActionRow::SelectMenu(menu) => CreateActionRow::SelectMenu(menu.disabled(true)),
        CreateActionRow::InputText(input) => CreateActionRow::InputText(input),
    }
}

fn unknown_zone(unknown: &UnknownZone) -> String {
    let nearest: Vec<String> = unknown.nearest.iter().map(|zone| format!("`{zone}`")).collect();
    let hint = match nearest.as_slice() {
        [] => "Type the nearest big city after `zone:` and pick from the list.".to_owned(),
        [one, other] => format!("Did you mean {one} or {other}?"),
        [only] => format!("Did you mean {only}?"),
        [others @ .., last] => format!("Did you mean {}, or {last}?", others.join(", ")),
    };
    format!("I don't know a time zone called “{}”. {hint}", echo(&unknown.asked))
}

fn echo(typed: &str) -> String {
    escape(&fit(typed.trim(), ECHO))
}

#[cfg(test)]
mod tests;
