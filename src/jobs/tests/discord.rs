//! The other side: it keeps what reached it, and fails on demand.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::Notify;

use super::super::{Outward, OutwardError};
use super::Clock;
use crate::domain::daily::Daily;
use crate::domain::guild::{Guild, PauseReason};
use crate::domain::ids::{ChannelId, DailyId, GuildId, MessageId, earliest_snowflake};
use crate::store::{Closing, Unsent};

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fault {
    /// Not until a person changes something.
    Impossible,
    /// Not now.
    Later,
    /// Not before so many seconds have passed.
    After(u64),
    /// It was done, and the answer got lost.
    AnswerLost,
}

/// What was done, in order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Done {
    Posted(DailyId),
    Closed(DailyId),
    Discussed(DailyId),
    Told(GuildId),
}

/// The kinds of call that fail on demand.
#[derive(Clone, Copy, Debug)]
pub(super) enum Call {
    Post,
    Close,
    Discuss,
    Tell,
    Look,
}

#[derive(Debug)]
pub(super) struct Discord {
    clock: Clock,
    state: Mutex<State>,
    hangs: AtomicBool,
    released: Notify,
}

#[derive(Debug, Default)]
struct State {
    done: Vec<Done>,
    messages: Vec<(DailyId, MessageId)>,
    faults: [VecDeque<Fault>; 5],
    calls: [usize; 5],
    looked: usize,
    unreadable: bool,
}

impl Discord {
    pub(super) fn new(clock: Clock) -> Self {
        Self { clock, state: Mutex::default(), hangs: AtomicBool::new(false), released: Notify::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// The next calls of a kind fail so, one after the other.
    pub(super) fn fail(&self, call: Call, faults: impl IntoIterator<Item = Fault>) {
        self.state().faults[call as usize].extend(faults);
    }

    /// The next post gets no answer until it is let go.
    pub(super) fn hang_next_post(&self) {
        self.hangs.store(true, Ordering::SeqCst);
    }

    pub(super) fn let_go(&self) {
        self.released.notify_one();
    }

    /// Everything works again.
    pub(super) fn heal(&self) {
        self.state().faults = Default::default();
    }

    /// The channel's history cannot be read.
    pub(super) fn hide_history(&self) {
        self.state().unreadable = true;
    }

    pub(super) fn done(&self) -> Vec<Done> {
        self.state().done.clone()
    }

    pub(super) fn posts(&self) -> usize {
        self.done().iter().filter(|done| matches!(done, Done::Posted(_))).count()
    }

    pub(super) fn messages(&self) -> Vec<(DailyId, MessageId)> {
        self.state().messages.clone()
    }

    /// How often a kind of call was made, failed ones included.
    pub(super) fn calls(&self, call: Call) -> usize {
        self.state().calls[call as usize]
    }

    pub(super) fn looked(&self) -> usize {
        self.state().looked
    }

    /// Does it, unless the call is to fail.
    fn act(&self, call: Call, done: Done) -> Result<(), OutwardError> {
        let mut state = self.state();
        state.calls[call as usize] += 1;
        let fault = state.faults[call as usize].pop_front();
        if matches!(fault, None | Some(Fault::AnswerLost)) {
            if let Done::Posted(daily) = done {
                let count = u64::try_from(state.messages.len()).unwrap();
                let message = MessageId(earliest_snowflake(self.clock.now()) + count);
                state.messages.push((daily, message));
            }
            state.done.push(done);
        }
        let later = |after| Err(OutwardError::Later { after, said: "a fault".into() });
        match fault {
            None => Ok(()),
            Some(Fault::Impossible) => Err(OutwardError::Impossible(PauseReason::ChannelGone)),
            Some(Fault::Later | Fault::AnswerLost) => later(None),
            Some(Fault::After(seconds)) => later(Some(Duration::from_secs(seconds))),
        }
    }

    fn message(&self, daily: DailyId) -> Option<MessageId> {
        self.messages().iter().rfind(|(of, _)| *of == daily).map(|(_, message)| *message)
    }
}

impl Outward for Discord {
    async fn post(&self, unsent: &Unsent) -> Result<MessageId, OutwardError> {
        if self.hangs.swap(false, Ordering::SeqCst) {
            self.released.notified().await;
        }
        self.act(Call::Post, Done::Posted(unsent.daily.id))?;
        Ok(self.message(unsent.daily.id).expect("it was posted just now"))
    }

    async fn look_for(&self, unsent: &Unsent) -> Result<Option<MessageId>, OutwardError> {
        self.state().looked += 1;
        if self.state().faults[Call::Look as usize].pop_front().is_some() {
            return Err(OutwardError::Later { after: None, said: "a fault".into() });
        }
        if self.state().unreadable {
            let permissions = vec!["Read Message History".to_owned()];
            return Err(OutwardError::Impossible(PauseReason::MissingPermissions { permissions }));
        }
        Ok(self.message(unsent.daily.id))
    }

    async fn close(&self, closing: &Closing) -> Result<(), OutwardError> {
        self.act(Call::Close, Done::Closed(closing.daily.id))
    }

    async fn open_discussion(&self, daily: &Daily) -> Result<ChannelId, OutwardError> {
        self.act(Call::Discuss, Done::Discussed(daily.id))?;
        Ok(ChannelId(daily.id.0))
    }

    async fn tell_manager(&self, guild: &Guild) -> Result<(), OutwardError> {
        self.act(Call::Tell, Done::Told(guild.id))
    }
}
