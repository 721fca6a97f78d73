//! Calls that Discord refuses: too many of them, and it bans the whole address.
//!
//! [Discord's documentation](https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans)

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use tracing::error;

use super::place::Place;
use super::{Heard, Urgency, Wait};

/// Discord bans at 10,000 in this time.
const WINDOW: Duration = Duration::from_secs(600);

/// Refusals in [`WINDOW`] after which calls that can wait do.
pub(super) const CAN_WAIT: usize = 2_000;

/// Refusals in [`WINDOW`] after which people's calls wait as well: half of what Discord stands.
pub(super) const PEOPLE: usize = 5_000;

/// The token was refused: nothing that can wait is tried again before this.
const TOKEN_REFUSED: Duration = Duration::from_secs(30);

/// The refusals of the last ten minutes.
#[derive(Debug, Default)]
pub(super) struct Invalid {
    at: VecDeque<Instant>,
    token_refused_until: Option<Instant>,
}

impl Invalid {
    /// Whether a call may go now.
    pub(super) fn ask(&mut self, urgency: Urgency, now: Instant) -> Result<(), Wait> {
        while self.at.front().is_some_and(|at| *at + WINDOW <= now) {
            self.at.pop_front();
        }
        let most = match urgency {
            Urgency::CanWait => CAN_WAIT,
            Urgency::Person => PEOPLE,
        };
        let token = self.token_refused_until.filter(|until| urgency == Urgency::CanWait && *until > now);
        let too_many = self.at.len().checked_sub(most).map(|over| self.at[over] + WINDOW);
        match too_many.max(token) {
            Some(until) => Err(Wait::Until(until)),
            None => Ok(()),
        }
    }

    /// Counts an answer, if it is a refusal. A 404 counts as well: Discord bans for asking again for what is gone. The
    /// first answer to an interaction is never made again: one that came too late does not.
    pub(super) fn heard(&mut self, heard: &Heard, place: &Place, now: Instant) {
        if heard.status == 401 && !place.of_interaction {
            self.token_refused_until = Some(now + TOKEN_REFUSED);
        }
        let counts = match heard.status {
            401 | 403 => true,
            404 => !place.once,
            429 => !heard.shared,
            _ => false,
        };
        if counts {
            self.at.push_back(now);
            if [CAN_WAIT, PEOPLE].contains(&self.at.len()) {
                error!(refused = self.at.len(), "Discord refuses many calls: some have to wait now");
            }
        }
    }
}
