//! What happened, in order: the only thing that the model judges by, besides what Discord shows.
//!
//! Whatever comes to be tested adds an [`Act`] here, what is told of it in `reading.rs`,
//! and a file of rules in `model/`.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;
use sandbox::Clock;

use crate::game::Game;
use crate::settings::Settings;

/// Who acts: a member by number, or whoever manages the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    Member(usize),
    Manager,
}

/// What a person does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Act {
    /// Chooses letters on a daily's message, by its id.
    Answer { message: u64, letters: String },
    /// Presses the button of a letter that only an old client still shows.
    Late { message: u64, letters: String, button: String },
    /// Asks what the own answer to a daily was.
    Review { message: u64 },
    /// Looks at the own streak.
    Show,
    /// Announces a break, both days included.
    Pause { from: Date, to: Date },
    /// Comes back early.
    Resume,
    /// Saves settings.
    SetUp(Settings),
    /// Looks at the settings.
    Look,
    /// Opens a group's game in a channel of its own, by the number of that channel.
    Open { table: usize, game: Game },
    /// Presses what a game's message offers besides answers.
    Press { table: usize, message: u64, label: String },
    /// Asks for the next question of a game that is over: at its end, by that message, or where the last one was answered.
    Haunt { table: usize, podium: Option<u64> },
    /// Chooses letters for a question of a game that is over.
    Guess { table: usize, number: u32, letters: String },
    /// Chooses the own extra time in games, in percent.
    ExtraTime { percent: u32 },
    /// Chooses letters in a game: on what is shown, or with a button that only an old client still shows.
    Lock { table: usize, message: u64, letters: String, button: Option<String> },
}

impl Act {
    /// The table of a game that is over, where it is about one.
    pub(crate) fn haunts(&self) -> Option<usize> {
        match self {
            Self::Haunt { table, .. } | Self::Guess { table, .. } => Some(*table),
            _ => None,
        }
    }
}

/// How an act ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum End {
    /// The bot said so.
    Told(String),
    /// No answer came, or it never was complete: the act may or may not have been carried out.
    Silence,
    /// The client did not let it through: nothing was sent.
    NotSent,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Event {
    /// A process was started.
    Started,
    /// It is on the gateway.
    Connected,
    /// It is gone: killed by us, or by its own will.
    Gone { killed: bool },
    /// The clock was turned from there to where the entry stands.
    Turned { from: Timestamp },
    /// Something goes wrong from now on.
    Fault(String),
    /// All faults are over.
    Healed,
    /// Everything due had been done, and every answer was known.
    Calm,
    /// A person does something; `number` is the act's.
    Asked { number: u32, guild: usize, who: Who, act: Act },
    /// When a game's question says that it closes, to the second, before the eyes of whoever chooses now.
    Countdown { number: u32, closes: Timestamp },
    /// Discord's own id of an act, which carries its time; known where the bot answered.
    Received { number: u32, id: u64 },
    /// How it ended.
    Ended { number: u32, end: End },
}

/// An event and when it was.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// By the sandbox's clock.
    pub(crate) at: Timestamp,
    /// Real time since the history began.
    pub(crate) after: Duration,
    pub(crate) event: Event,
}

#[derive(Default)]
struct Noted {
    entries: Vec<Entry>,
    acts: u32,
}

/// The history so far. Clones are the same one.
#[derive(Clone)]
pub(crate) struct History {
    clock: Clock,
    began: Instant,
    noted: Arc<Mutex<Noted>>,
}

impl History {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, began: Instant::now(), noted: Arc::default() }
    }

    pub(crate) fn note(&self, event: Event) {
        let mut noted = self.noted();
        let entry = self.entry(event);
        noted.entries.push(entry);
    }

    /// Notes an act and numbers it.
    pub(crate) fn ask(&self, guild: usize, who: Who, act: Act) -> u32 {
        let mut noted = self.noted();
        let number = noted.acts;
        noted.acts += 1;
        let entry = self.entry(Event::Asked { number, guild, who, act });
        noted.entries.push(entry);
        number
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.noted().entries.clone()
    }

    fn entry(&self, event: Event) -> Entry {
        Entry { at: self.clock.now(), after: self.began.elapsed(), event }
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>9.3} s  {}  ", self.after.as_secs_f64(), self.at.strftime("%a %d %b %H:%M:%S%.3f"))?;
        match &self.event {
            Event::Started => f.write_str("the bot starts"),
            Event::Connected => f.write_str("the bot is on the gateway"),
            Event::Gone { killed: true } => f.write_str("the bot is killed"),
            Event::Gone { killed: false } => f.write_str("the bot ends by itself"),
            Event::Turned { from } => {
                write!(f, "the clock was turned from {}", from.strftime("%a %d %b %H:%M:%S"))
            }
            Event::Fault(what) => write!(f, "fault: {what}"),
            Event::Healed => f.write_str("no more faults"),
            Event::Calm => f.write_str("all is done and known"),
            Event::Asked { number, who, act, .. } => write!(f, "[{number}] {who:?}: {act:?}"),
            Event::Countdown { number, closes } => {
                write!(f, "[{number}] sees that it closes {}", closes.strftime("%H:%M:%S"))
            }
            Event::Received { number, id } => write!(f, "[{number}] is interaction {id}"),
            Event::Ended { number, end: End::Told(text) } => {
                write!(
                    f,
                    "[{number}] told: {}",
                    text.replace('\n', "\n                                             ")
                )
            }
            Event::Ended { number, end } => write!(f, "[{number}] {end:?}"),
        }
    }
}
