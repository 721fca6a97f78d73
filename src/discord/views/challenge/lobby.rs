//! The lobby, later the list of players.

use serenity::all::{ButtonStyle, CreateActionRow};

use super::{Terms, button, ended, row, rules, teams, title};
use crate::discord::press::GamePress;
use crate::discord::views::named::named;
use crate::discord::views::panel::{Panel, Tone};
use crate::discord::views::{View, when};
use crate::domain::challenge::{EndReason, LobbyScene, LobbyState, Mode, Sides, Team};
use crate::domain::ids::{ChallengeId, ChannelId, MemberId};

pub(super) fn lobby(challenge: ChallengeId, lobby: &LobbyScene, terms: Terms<'_>) -> View {
    let title = title(&lobby.rules, terms);
    let panel = match &lobby.state {
        LobbyState::Open { .. } => Panel::new(Tone::Asking, title)
            .paragraph(invitation(lobby))
            .paragraph(rules::lines(&lobby.rules, terms).join("\n")),
        LobbyState::Begun => Panel::new(Tone::Calm, title)
            .paragraph(rules::lines(&lobby.rules, terms).join("\n"))
            .paragraph(begun(lobby.rules.mode)),
        LobbyState::Over => Panel::new(Tone::Calm, title).paragraph(over(lobby.thread)),
        LobbyState::Ended(reason) => Panel::new(Tone::Calm, title).paragraph(came_to_nothing(lobby, reason)),
    };
    let panel = match &lobby.state {
        LobbyState::Ended(_) => panel,
        LobbyState::Open { .. } | LobbyState::Begun | LobbyState::Over => with_players(&panel, lobby),
    };
    View { rows: rows(challenge, lobby), ..panel.into_view() }
}

fn invitation(lobby: &LobbyScene) -> String {
    let LobbyState::Open { starts_at } = lobby.state else { return String::new() };
    let at = when::relative(starts_at);
    match lobby.rules.mode {
        Mode::Duel { opponent } => {
            format!(
                "{} challenges {}. It starts as soon as they accept; the invitation ends {at}.",
                named(lobby.host),
                named(opponent)
            )
        }
        _ => format!("{} invites you all. It starts {at}.", named(lobby.host)),
    }
}

fn begun(mode: Mode) -> &'static str {
    match mode {
        Mode::Duel { .. } => "It has begun.",
        _ => "It has begun. Whoever joins now plays from the next question on.",
    }
}

fn over(thread: Option<ChannelId>) -> String {
    match thread {
        Some(thread) => format!("This game is over. Results in <#{thread}>."),
        None => "This game is over.".to_owned(),
    }
}

fn came_to_nothing(lobby: &LobbyScene, reason: &EndReason) -> String {
    match (lobby.rules.mode, reason) {
        (Mode::Duel { opponent }, EndReason::NobodyCame) => {
            format!("{} didn't answer in time. `/challenge duel` invites again.", named(opponent))
        }
        _ => ended::why(reason).unwrap_or_default(),
    }
}

/// As many of the players as fit, by team where there are teams.
fn with_players(panel: &Panel, lobby: &LobbyScene) -> Panel {
    if matches!(lobby.rules.mode, Mode::Duel { .. }) && matches!(lobby.state, LobbyState::Open { .. }) {
        return panel.clone();
    }
    with_groups(panel, &groups(lobby))
}

/// As many of each group as fit.
pub(super) fn with_groups(panel: &Panel, groups: &[(String, Vec<MemberId>)]) -> Panel {
    let most = groups.iter().map(|(_, members)| members.len()).max().unwrap_or(0);
    Panel::with_most(most, |count| {
        panel.clone().paragraphs(groups.iter().map(|(name, members)| group(name, members, count)))
    })
}

/// Who is in, by team.
fn groups(lobby: &LobbyScene) -> Vec<(String, Vec<MemberId>)> {
    let of = |team: Option<Team>| -> Vec<MemberId> {
        lobby.players.iter().filter(|(_, of)| *of == team).map(|(member, _)| *member).collect()
    };
    let in_teams = (0..lobby.rules.teams()).map(|team| (teams::name(Team(team)), of(Some(Team(team)))));
    let mut groups: Vec<_> = in_teams.filter(|(_, members)| !members.is_empty()).collect();
    let (undecided, name) = (of(None), if groups.is_empty() { "In" } else { "No team yet" });
    if !undecided.is_empty() {
        groups.push((name.to_owned(), undecided));
    }
    groups
}

/// `**In (3):** @a, @b and 1 more`
fn group(name: &str, members: &[MemberId], shown: usize) -> String {
    let names: Vec<String> = members.iter().take(shown).map(|member| named(*member)).collect();
    let more = match members.len() - names.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("**{name} ({}):** {}{more}", members.len(), names.join(", "))
}

fn rows(challenge: ChallengeId, lobby: &LobbyScene) -> Vec<CreateActionRow> {
    let quiet = |press, label| button(challenge, press, label, ButtonStyle::Secondary);
    let join = |label| button(challenge, GamePress::Join, label, ButtonStyle::Success);
    match (&lobby.state, lobby.rules.mode) {
        (LobbyState::Over | LobbyState::Ended(_), _) => Vec::new(),
        (LobbyState::Open { .. }, Mode::Duel { .. }) => {
            let [decline, cancel] =
                [(GamePress::Leave, "Decline"), (GamePress::Cancel, "Cancel")].map(|(p, l)| quiet(p, l));
            vec![row(vec![join("Accept"), decline, cancel])]
        }
        (LobbyState::Open { .. }, Mode::Teams { count, sides: Sides::Chosen }) => {
            vec![join_teams(challenge, count), row(controls(challenge))]
        }
        (LobbyState::Open { .. }, _) => {
            let mut buttons = vec![join("Join")];
            buttons.extend(controls(challenge));
            vec![row(buttons)]
        }
        (LobbyState::Begun, Mode::Duel { .. }) => vec![row(vec![quiet(GamePress::Leave, "Leave")])],
        (LobbyState::Begun, _) => vec![row(vec![join("Join"), quiet(GamePress::Leave, "Leave")])],
    }
}

fn join_teams(challenge: ChallengeId, count: u8) -> CreateActionRow {
    let join = |team: Team| {
        let press = GamePress::JoinTeam { team };
        button(challenge, press, &format!("Join {}", teams::name(team)), teams::style(team))
    };
    row((0..count).map(Team).map(join).collect())
}

fn controls(challenge: ChallengeId) -> Vec<serenity::all::CreateButton> {
    vec![
        button(challenge, GamePress::Leave, "Leave", ButtonStyle::Secondary),
        button(challenge, GamePress::Begin, "Start now", ButtonStyle::Primary),
        button(challenge, GamePress::Cancel, "Cancel", ButtonStyle::Secondary),
    ]
}
