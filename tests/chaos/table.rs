//! What a channel shows of the one game that is played in it.

use jiff::Timestamp;
use sandbox::Message;

/// Points by member: a member's number in the server, and how many.
pub(crate) type Points = Vec<(usize, u32)>;

/// A message of a game as everybody sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sheet {
    pub(crate) id: u64,
    pub(crate) sent: Timestamp,
    pub(crate) shows: Shows,
    /// The labels of its buttons.
    pub(crate) labels: Vec<String>,
}

/// What such a message shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shows {
    /// Who is in, before the game and in it.
    Lobby { seats: usize },
    /// The lobby of a game that never began, or is over.
    PastLobby,
    /// A question that is open.
    Question { number: u32, choose: usize, letters: usize },
    /// A question that was interrupted and is asked again in another message.
    AskedAnew { number: u32 },
    /// The key, what the round earned, and where everybody stands.
    Reveal { number: u32, key: String, earned: Points, standings: Points },
    /// A question that the game ended before.
    Void { number: u32 },
    /// The end, after so many closed questions.
    Podium { closed: usize, standings: Points },
}

impl Sheet {
    /// The round that it belongs to.
    pub(crate) fn number(&self) -> Option<u32> {
        match self.shows {
            Shows::Question { number, .. }
            | Shows::AskedAnew { number }
            | Shows::Reveal { number, .. }
            | Shows::Void { number } => Some(number),
            Shows::Lobby { .. } | Shows::PastLobby | Shows::Podium { .. } => None,
        }
    }
}

/// Reads a message; `None` for what belongs to no game. `member` gives a member's number by their id.
pub(crate) fn sheet(message: &Message, member: impl Fn(u64) -> Option<usize>) -> Option<Sheet> {
    let text = message.to_string();
    let shows = shows(message, &text, &member)?;
    let labels = message.buttons().into_iter().map(|button| button.label).collect();
    Some(Sheet { id: u64::from(message.id()), sent: message.sent(), shows, labels })
}

fn shows(message: &Message, text: &str, member: &impl Fn(u64) -> Option<usize>) -> Option<Shows> {
    let title = text.lines().find_map(|line| line.strip_prefix("┃ "))?;
    if title.starts_with("Challenge") {
        let seats = text.split_once("**In (").and_then(|(_, after)| after.split_once(')')?.0.parse().ok());
        let open = text.contains("invites you all") || text.contains("It has begun");
        return Some(if open { Shows::Lobby { seats: seats.unwrap_or(0) } } else { Shows::PastLobby });
    }
    if title.starts_with("🏁 That's the game!") || title.starts_with("The game is over") {
        let closed = text.lines().filter(|line| line.contains(['▇', '░'])).count();
        return Some(Shows::Podium { closed, standings: points(text, "> **", member) });
    }
    let (_, after) = title.split_once("Question ")?;
    let number = after.split(' ').next()?.parse().ok()?;
    if let Some((_, key)) = title.split_once("· it's ") {
        let key = key.chars().filter(char::is_ascii_uppercase).collect();
        let (earned, standings) = (points(text, "> **+", member), points(text, "> **", member));
        return Some(Shows::Reveal { number, key, earned, standings });
    }
    if title.contains("it doesn't count") {
        return Some(Shows::Void { number });
    }
    let choose = message.select().map_or(1, |menu| usize::try_from(menu.max_values).unwrap_or(1));
    let letters = text.lines().filter(|line| is_option(line)).count();
    Some(if letters == 0 { Shows::AskedAnew { number } } else { Shows::Question { number, choose, letters } })
}

fn is_option(line: &str) -> bool {
    let mut text = line.trim_start_matches("┃ ").chars().skip_while(|letter| *letter == '*');
    matches!((text.next(), text.next()), (Some('A'..='H'), Some('.')))
}

/// The numbers that stand right behind a mention and `before`.
fn points(text: &str, before: &str, member: &impl Fn(u64) -> Option<usize>) -> Points {
    let read = |after: &str| {
        let (id, _) = after.split_once('>')?;
        let number = after.strip_prefix(id)?.strip_prefix(before)?;
        let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
        Some((member(id.parse().ok()?)?, digits.parse().ok()?))
    };
    text.split("<@").skip(1).filter_map(read).collect()
}

/// The letters that a member is told to have locked in: whether just now, or before.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Locked {
    Now(String),
    Before(String),
}

/// Reads the answer to a choice in a game; `None` where nothing of this member's counts.
pub(crate) fn locked(text: &str) -> Option<Locked> {
    let letters = |before: &str| {
        let (_, after) = text.split_once(before)?;
        let (letters, _) = after.split_once("**")?;
        Some(letters.chars().filter(char::is_ascii_uppercase).collect())
    };
    letters("Locked in: **").map(Locked::Now).or_else(|| letters("You locked in **").map(Locked::Before))
}
