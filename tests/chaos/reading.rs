//! What the words of the bot mean: the model knows of the bot only what people see.

use jiff::Timestamp;
use sandbox::Message;

/// A daily's message as everybody sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Post {
    pub(crate) id: u64,
    pub(crate) channel: String,
    pub(crate) sent: Timestamp,
    /// The local day that its title names, such as `Mon 2 Mar`.
    pub(crate) title: String,
    /// When it says that it closes, or closed, to the second.
    pub(crate) closes: Timestamp,
    /// Whether it shows the key.
    pub(crate) closed: bool,
    /// When it was last changed.
    pub(crate) edited: Option<Timestamp>,
    /// How many answers the closed message shows.
    pub(crate) turnout: Option<u32>,
    /// The letters of the key, once shown.
    pub(crate) key: String,
    /// How many letters are chosen: several in a menu, or one by a button.
    pub(crate) choose: usize,
    /// The ids of its letters' buttons; none once it is closed, or for a menu.
    pub(crate) buttons: Vec<String>,
    /// How many letters there are.
    pub(crate) letters: usize,
}

/// Reads a message; `None` for what is no daily.
pub(crate) fn post(message: &Message, channel: &str) -> Option<Post> {
    let text = message.to_string();
    let title = text.lines().find_map(|line| line.strip_prefix("┃ Question of the day · "))?;
    let closed = text.contains("Closed <t:");
    let (_, after) = text.split_once(if closed { "Closed <t:" } else { "Closes <t:" })?;
    let seconds = after.split(':').next()?.parse().ok()?;
    let choose = message.select().map_or(1, |menu| usize::try_from(menu.max_values).unwrap_or(1));
    let key = text.lines().filter_map(|line| line.strip_prefix("┃ ✅ **")?.chars().next()).collect();
    let letters = text.lines().filter(|line| is_option(line)).count();
    Some(Post {
        id: u64::from(message.id()),
        channel: channel.to_owned(),
        sent: message.sent(),
        title: title.to_owned(),
        closes: Timestamp::from_second(seconds).ok()?,
        closed,
        edited: message.edited(),
        turnout: closed.then(|| turnout(after)).flatten(),
        key,
        choose,
        buttons: if closed {
            Vec::new()
        } else {
            message.buttons().into_iter().filter_map(|it| it.custom_id).collect()
        },
        letters,
    })
}

fn is_option(line: &str) -> bool {
    let mut text = line.trim_start_matches("┃ ").trim_start_matches("✅ ").chars().skip_while(|c| *c == '*');
    matches!((text.next(), text.next()), (Some('A'..='H'), Some('.')))
}

fn turnout(after: &str) -> Option<u32> {
    if after.contains("Nobody got to this one") {
        return Some(0);
    }
    after
        .lines()
        .next()?
        .split_whitespace()
        .zip(after.split_whitespace().skip(1))
        .find_map(|(number, word)| word.starts_with("member").then(|| number.parse().ok())?)
}

/// What a member is told of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answered {
    /// It counts; was it right?
    Counted { right: bool },
    /// These letters stand from before.
    Already(String),
    /// The question was closed; these letters were given in time, if any.
    Closed(Option<String>),
    /// Nothing was recorded: busy.
    NotNow,
}

/// What a person is told of a streak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Streak {
    pub(crate) current: u32,
    pub(crate) freezes: u32,
    /// Longest, answered, right: on the card only.
    pub(crate) card: Option<(u32, u32, u32)>,
}

/// Reads the answer to a choice; `None` where it says anything else.
pub(crate) fn answered(text: &str) -> Option<Answered> {
    if text.contains("It's busy here right now") {
        return Some(Answered::NotNow);
    }
    if text.contains("┃ This one closed on ") {
        if text.contains("You hadn't answered it.") {
            return Some(Answered::Closed(None));
        }
        return Some(Answered::Closed(Some(letters_after(text, "You had answered **")?)));
    }
    if text.contains("The first answer counts.") {
        return Some(Answered::Already(letters_after(text, "You answered **")?));
    }
    let verdict = text.lines().next()?;
    let counts = verdict.contains("It's ") || verdict.contains("it's ");
    counts.then(|| Answered::Counted { right: verdict.contains("Right! It's ") })
}

/// Reads `A and D**…` as `AD`.
fn letters_after(text: &str, before: &str) -> Option<String> {
    let (_, after) = text.split_once(before)?;
    let (letters, _) = after.split_once("**")?;
    Some(letters.chars().filter(char::is_ascii_uppercase).collect())
}

/// Reads what is said of a streak; `None` where nothing is.
pub(crate) fn streak(text: &str) -> Option<Streak> {
    let freezes = if text.contains("No freeze left") {
        0
    } else if text.contains("One freeze left") {
        1
    } else if text.contains("Two freezes left") {
        2
    } else {
        return None;
    };
    if text.contains("No answer yet.") {
        return Some(Streak { current: 0, freezes, card: Some((0, 0, 0)) });
    }
    let (current, longest) = if text.contains("No streak right now.") {
        (0, number_after(text, "Longest: "))
    } else {
        (number_after(text, "🔥 **")?, number_after(text, "in a row, longest "))
    };
    let Some(longest) = longest else { return Some(Streak { current, freezes, card: None }) };
    let line = text.lines().find(|line| line.contains(" answered, "))?;
    let numbers: Vec<u32> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [answered, right] = numbers[..] else { return None };
    Some(Streak { current, freezes, card: Some((longest, answered, right)) })
}

fn number_after(text: &str, before: &str) -> Option<u32> {
    let (_, after) = text.split_once(before)?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// What became of a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    Announced,
    /// The days are taken by a break already.
    Overlaps,
    /// Another rule forbids it.
    Refused,
    /// The running one ended yesterday.
    Over,
    /// One that had not lasted a day is gone.
    Off,
    /// There was none.
    None,
}

/// Reads the answer to `/streak pause` and `/streak resume`.
pub(crate) fn pause(text: &str) -> Option<Break> {
    let says = [
        ("Enjoy your break of ", Break::Announced),
        ("You already have a break then", Break::Overlaps),
        ("A break can't begin on ", Break::Refused),
        ("days left: choose a shorter break", Break::Refused),
        ("Those are all used", Break::Refused),
        ("You can pause ", Break::Refused),
        ("Your break is over", Break::Over),
        ("You have no break running or planned", Break::None),
        (" is off. Its days are yours", Break::Off),
    ];
    says.into_iter().find(|(words, _)| text.contains(words)).map(|(_, meaning)| meaning)
}

/// Whether `/setup` says that the settings were saved; `None` for anything else.
pub(crate) fn saved(text: &str) -> Option<bool> {
    if text.contains("┃ Saved") || text.contains("You're all set") {
        return Some(true);
    }
    text.contains("It's busy here right now").then_some(false)
}
