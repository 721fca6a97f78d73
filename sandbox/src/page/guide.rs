//! What to try first: a card of steps that tick themselves off.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use super::Page;
use crate::core::Core;
use crate::snowflake::Snowflake;
use crate::state::{InteractionKind, State};

/// What to try first: a card of steps that tick themselves off.
#[derive(Clone, Debug, Default)]
pub struct Guide {
    /// What stands above the steps.
    pub title: String,
    /// The steps, in the order in which they are shown; they may be done in any.
    pub steps: Vec<Step>,
}

/// One thing to try.
#[derive(Clone, Debug)]
pub struct Step {
    /// What to do, with Discord's markdown.
    pub text: String,
    /// A button that makes the beginning.
    pub offer: Option<Offer>,
    /// What ticks the step off; once done it stays done.
    pub done_when: Condition,
}

/// A button of a step, which makes the beginning.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// Opens a channel, by its name.
    Open(String),
    /// Types a command, such as `/explain topic:fargate`, without sending it.
    Type(String),
    /// Turns the clock a day on.
    NextDay,
    /// Opens the page as another member, by name, in a tab of its own.
    ActAs(String),
}

/// What the sandbox can see of a step.
#[derive(Clone, Debug)]
pub enum Condition {
    /// A command, with its subcommands (`streak show`), was answered.
    Command(String),
    /// Buttons or menus were used by so many members, and answered.
    Pressed {
        /// Which, by their `custom_id`.
        which: fn(&str) -> bool,
        /// How many different members.
        by: usize,
        /// The earliest day that counts, by the clock: 0 is the page's first.
        from_day: i32,
    },
    /// The clock shows a day that is so many later than the page's first.
    Days(i32),
    /// The page was opened as so many different members.
    Members(usize),
    /// All of these.
    All(Vec<Condition>),
}

/// How far the guide has come.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    /// When the page was first opened, by the sandbox's clock.
    began: Option<Timestamp>,
    members: BTreeSet<Snowflake>,
    done: BTreeSet<usize>,
}

impl Progress {
    /// Notes that the page was opened as a member.
    pub(super) fn visit(core: &Core, member: Snowflake) {
        let mut progress = core.progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.began.get_or_insert_with(|| core.options.clock.now());
        progress.members.insert(member);
    }

    /// The guide as the page shows it, after a look at what has been done since.
    pub(super) fn look(core: &Core) -> Value {
        let page = &core.options.page;
        let mut progress = core.progress.lock().unwrap_or_else(PoisonError::into_inner);
        core.read(|state| {
            for (index, step) in page.guide.steps.iter().enumerate() {
                if !progress.done.contains(&index) && progress.meets(&step.done_when, state, page) {
                    progress.done.insert(index);
                }
            }
        });
        let steps = page.guide.steps.iter().enumerate().map(|(index, step)| {
            json!({ "text": step.text, "offer": step.offer, "done": progress.done.contains(&index) })
        });
        json!({ "title": page.guide.title, "steps": steps.collect::<Vec<_>>() })
    }

    fn meets(&self, condition: &Condition, state: &State, page: &Page) -> bool {
        let answered = || state.interactions.values().filter(|known| known.answer.is_some());
        match condition {
            Condition::Command(path) => answered().any(|known| {
                known.kind == InteractionKind::Command && known.command.as_deref() == Some(path.as_str())
            }),
            Condition::Pressed { which, by, from_day } => {
                let such = answered().filter(|known| {
                    known.kind == InteractionKind::Component
                        && known.custom_id.as_deref().is_some_and(which)
                        && self.days_until(known.issued, page) >= Some(*from_day)
                });
                such.map(|known| known.user).collect::<BTreeSet<_>>().len() >= *by
            }
            Condition::Days(days) => self.days_until(state.now(), page) >= Some(*days),
            Condition::Members(count) => self.members.len() >= *count,
            Condition::All(all) => all.iter().all(|condition| self.meets(condition, state, page)),
        }
    }

    /// Days from the page's first to an instant's. `None`: the page was not opened yet.
    fn days_until(&self, instant: Timestamp, page: &Page) -> Option<i32> {
        let day = |instant: Timestamp| instant.to_zoned_datetime(page.zone.clone()).date();
        self.began.map(|began| (day(instant) - day(began)).get_days())
    }
}
