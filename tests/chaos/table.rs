//! What a channel shows of the one game that is played in it, or in a thread of it.

use jiff::Timestamp;
use sandbox::Message;

/// Points by member: a member's number in the server, and how many.
pub(crate) type Points = Vec<(usize, u32)>;

/// What teams are called.
pub(crate) const TEAMS: [&str; 4] = ["🔴 Red", "🔵 Blue", "🟢 Green", "🟡 Yellow"];

/// A message of a game as everybody sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sheet {
    pub(crate) id: u64,
    pub(crate) sent: Timestamp,
    pub(crate) shows: Shows,
    pub(crate) in_thread: bool,
    /// The labels of its buttons.
    pub(crate) labels: Vec<String>,
    /// The ids of its letters' buttons; none once it is closed, or for a menu.
    pub(crate) letters: Vec<String>,
}

/// What such a message shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shows {
    /// Who is in, before the game and in it, with their teams (of [`TEAMS`]).
    Lobby { seats: usize, teams: Vec<(usize, usize)> },
    /// The lobby of a game that never began, or is over.
    PastLobby { teams: Vec<(usize, usize)> },
    /// A question whose options are still to come.
    Curtain,
    /// A question that is open, until then at the least, to the second.
    Question { number: u32, choose: usize, letters: usize, closes: Timestamp },
    /// A question that was interrupted and is asked again in another message.
    AskedAnew { number: u32 },
    /// The key, what the round earned, and where everybody stands.
    Reveal { number: u32, key: String, earned: Points, rest: Rest, scores: Scores },
    /// A question that the game ended before.
    Void { number: u32 },
    /// The end, after so many closed questions. Until then it can be played afterwards, if at all, to the second.
    Podium { closed: usize, scores: Scores, until: Option<Timestamp> },
}

/// Who was asked and earned nothing: nobody is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rest {
    pub(crate) missed: usize,
    pub(crate) silent: usize,
}

/// Where everybody stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Scores {
    /// Nobody where only a crew's score is shown.
    pub(crate) members: Points,
    /// Those who played afterwards.
    pub(crate) ghosts: Points,
    /// Teams (of [`TEAMS`]), in hundredths of a point.
    pub(crate) teams: Vec<(usize, u64)>,
    /// The crew's, in hundredths of a point.
    pub(crate) crew: Option<u64>,
}

impl Sheet {
    /// The round that it belongs to.
    pub(crate) fn number(&self) -> Option<u32> {
        match self.shows {
            Shows::Question { number, .. }
            | Shows::AskedAnew { number }
            | Shows::Reveal { number, .. }
            | Shows::Void { number } => Some(number),
            Shows::Lobby { .. } | Shows::PastLobby { .. } | Shows::Curtain | Shows::Podium { .. } => None,
        }
    }

    /// Whether it shows that the game is over.
    pub(crate) fn is_the_end(&self) -> bool {
        matches!(self.shows, Shows::PastLobby { .. } | Shows::Podium { .. })
    }
}

/// Reads a message; `None` for what belongs to no game. `member` gives a member's number by their id.
pub(crate) fn sheet(
    message: &Message,
    in_thread: bool,
    member: impl Fn(u64) -> Option<usize>,
) -> Option<Sheet> {
    let text = message.to_string();
    let shows = shows(message, &text, &member)?;
    let (mut labels, mut letters) = (Vec::new(), Vec::new());
    for button in message.buttons() {
        letters.extend(button.custom_id.filter(|_| button.label.len() == 1));
        labels.push(button.label);
    }
    Some(Sheet { id: u64::from(message.id()), sent: message.sent(), shows, in_thread, labels, letters })
}

fn shows(message: &Message, text: &str, member: &impl Fn(u64) -> Option<usize>) -> Option<Shows> {
    let title = text.lines().find_map(|line| line.strip_prefix("┃ "))?;
    if title.starts_with("Challenge") {
        return Some(lobby(text, member));
    }
    if title.starts_with("Get ready") {
        return Some(Shows::Curtain);
    }
    if title.starts_with("🏁 That's the game!") || title.starts_with("The game is over") {
        let closed = lines(text).filter(|line| line.contains(['▇', '░']) && !is_crew(line)).count();
        let until = instant_after(text, "(closes <t:");
        return Some(Shows::Podium { closed, scores: scores(text, member), until });
    }
    let (_, after) = title.split_once("Question ")?;
    let number = after.split(' ').next()?.parse().ok()?;
    if let Some((_, key)) = title.split_once("· it's ") {
        let key = key.chars().filter(char::is_ascii_uppercase).collect();
        let (earned, rest) = (points(text, " **+", member), rest(text));
        return Some(Shows::Reveal { number, key, earned, rest, scores: scores(text, member) });
    }
    if title.contains("it doesn't count") {
        return Some(Shows::Void { number });
    }
    let choose = message.select().map_or(1, |menu| usize::try_from(menu.max_values).unwrap_or(1));
    let letters = lines(text).filter(|line| is_option(line)).count();
    if letters == 0 {
        return Some(Shows::AskedAnew { number });
    }
    Some(Shows::Question { number, choose, letters, closes: closes(text)? })
}

/// When an open question says that it closes, to the second.
pub(crate) fn closes(text: &str) -> Option<Timestamp> {
    instant_after(text, "Closes <t:")
}

/// The instant that is written behind these words.
fn instant_after(text: &str, words: &str) -> Option<Timestamp> {
    let (_, after) = text.split_once(words)?;
    Timestamp::from_second(after.split(':').next()?.parse().ok()?).ok()
}

/// The lines of a message, without what an embed is drawn with.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(|line| line.trim_start_matches("┃ "))
}

pub(crate) fn is_option(line: &str) -> bool {
    let mut text = line.chars().skip_while(|letter| *letter == '*');
    matches!((text.next(), text.next()), (Some('A'..='H'), Some('.')))
}

/// `▇▇▇▇░░░░░░ **1,800** of 4,200 points`
fn is_crew(line: &str) -> bool {
    line.contains("` **") && line.contains("** of ")
}

/// `**🔴 Red (2):** @a, @b`, a line for each team, or one for all.
fn lobby(text: &str, member: &impl Fn(u64) -> Option<usize>) -> Shows {
    let (mut seats, mut teams) = (0, Vec::new());
    for line in lines(text) {
        let Some((group, names)) = line.strip_prefix("**").and_then(|line| line.split_once("):** ")) else {
            continue;
        };
        let Some((name, count)) = group.rsplit_once(" (") else { continue };
        seats += count.parse().unwrap_or(0);
        if let Some(team) = TEAMS.iter().position(|team| *team == name) {
            teams.extend(mentioned(names).filter_map(|(id, _)| Some((member(id)?, team))));
        }
    }
    let on = ["invites you all", "challenges <@", "It has begun"].iter().any(|words| text.contains(words));
    if on { Shows::Lobby { seats, teams } } else { Shows::PastLobby { teams } }
}

/// `1 missed it, 2 didn't answer.`, right behind the name of its field where nobody earned anything.
fn rest(text: &str) -> Rest {
    let ends = |line: &&str| line.ends_with(" missed it.") || line.ends_with(" didn't answer.");
    let line = lines(text).find(ends).unwrap_or_default();
    let number = |what: &str| {
        let (before, _) = line.split_once(what)?;
        before.rsplit(' ').next()?.parse().ok()
    };
    Rest { missed: number(" missed it").unwrap_or(0), silent: number(" didn't answer").unwrap_or(0) }
}

fn scores(text: &str, member: &impl Fn(u64) -> Option<usize>) -> Scores {
    let of_team = |(team, name): (usize, &&str)| {
        let (_, after) = text.split_once(&format!("{name} **"))?;
        Some((team, hundredths(after)?))
    };
    let crew = lines(text).find(|line| is_crew(line));
    let of_ghosts = |ghosts: bool| {
        let lines = lines(text).filter(|line| line.ends_with('👻') == ghosts);
        lines.flat_map(|line| points(line, " **", member)).collect()
    };
    Scores {
        members: of_ghosts(false),
        ghosts: of_ghosts(true),
        teams: TEAMS.iter().enumerate().filter_map(of_team).collect(),
        crew: crew.and_then(|line| hundredths(line.split_once("**")?.1)),
    }
}

/// The numbers that stand right behind a mention and `before`.
fn points(text: &str, before: &str, member: &impl Fn(u64) -> Option<usize>) -> Points {
    let read =
        |(id, after): (u64, &str)| Some((member(id)?, digits(after.strip_prefix(before)?)?.parse().ok()?));
    mentioned(text).filter_map(read).collect()
}

/// Everybody who is mentioned, by id, with what stands behind the mention.
fn mentioned(text: &str) -> impl Iterator<Item = (u64, &str)> {
    text.split("<@").skip(1).filter_map(|after| {
        let (id, after) = after.split_once('>')?;
        Some((id.parse().ok()?, after))
    })
}

/// The number that a text begins with: `1,234`.
pub(crate) fn digits(text: &str) -> Option<String> {
    let number = text.split(|letter: char| !letter.is_ascii_digit() && letter != ',').next()?;
    let number = number.replace(',', "");
    (!number.is_empty()).then_some(number)
}

/// `1,234.5**` in hundredths.
fn hundredths(text: &str) -> Option<u64> {
    let (number, _) = text.split_once("**")?;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let whole: u64 = digits(whole)?.parse().ok()?;
    let part: u64 = format!("{part:0<2}").parse().ok()?;
    Some(whole * 100 + part)
}

/// The letters that a member is told to have locked in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Locked {
    /// Just now, the first ones.
    Now(String),
    /// Just now, in the place of others.
    Changed(String),
    /// Before.
    Before(String),
    /// Nothing: time was up.
    TooLate,
}

/// Reads the answer to a choice in a game; `None` where it does not count for another reason.
pub(crate) fn locked(text: &str) -> Option<Locked> {
    let letters = |before: &str| {
        let (_, after) = text.split_once(before)?;
        let (letters, _) = after.split_once("**")?;
        Some(letters.chars().filter(char::is_ascii_uppercase).collect())
    };
    letters("Locked in: **")
        .map(Locked::Now)
        .or_else(|| letters("Changed to **").map(Locked::Changed))
        .or_else(|| letters("You locked in **").map(Locked::Before))
        .or_else(|| text.contains("Time was up when you chose").then_some(Locked::TooLate))
}

/// The extra time that a member is told to have, in percent.
pub(crate) fn extra_time(text: &str) -> Option<u32> {
    let (_, after) = text.split_once("Your extra time in challenges: ")?;
    if after.starts_with("none") { Some(0) } else { after.split_once('%')?.0.parse().ok() }
}

/// The team (of [`TEAMS`]) that a member is told to be on.
pub(crate) fn joined(text: &str) -> Option<usize> {
    let (_, after) = text.split_once("You're in on team ")?;
    TEAMS.iter().position(|team| after.starts_with(team))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let member = |id| (id == 7).then_some(0);
        let shown = "┃ <@7> **+1,060** (960 + 100 for 2 right in a row)\n┃ 1 missed it, 2 didn't answer.\n\
                     ┃ 🥇 1. 🔵 Blue **2,345.67** ▲1\n┃ 🥈 2. 🔴 Red **2,000.5**\n┃ 🥇 1. <@7> **2,705 points**";
        assert_eq!(points(shown, " **+", &member), [(0, 1_060)]);
        assert_eq!(rest(shown), Rest { missed: 1, silent: 2 });
        let shown = scores(shown, &member);
        assert_eq!((shown.members, shown.teams), (vec![(0, 2_705)], vec![(0, 200_050), (1, 234_567)]));
        let nobody = Rest { missed: 3, silent: 0 };
        assert_eq!(rest("┃ Nobody had it this time: 3 missed it."), nobody);
        let crew = scores("┃ The crew: `▇▇▇▇░░░░░░` **1,800** of 4,200 points", &member);
        assert_eq!(crew.crew, Some(180_000));
    }

    #[test]
    fn a_lobby_tells_who_is_on_which_team() {
        let member = |id: u64| usize::try_from(id).ok();
        let shown =
            "┃ Challenge\n┃ <@1> invites you all.\n┃ **🔴 Red (2):** <@0>, <@2>\n┃ **No team yet (1):** <@1>";
        assert_eq!(lobby(shown, &member), Shows::Lobby { seats: 3, teams: vec![(0, 0), (2, 0)] });
    }
}
