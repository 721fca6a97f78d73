//! What a run counted.

use std::fmt;
use std::time::Duration;

use crate::model::Checked;

/// What a run counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) seed: u64,
    pub(crate) kills: u64,
    /// Of these, in the middle of a call that was aimed at.
    pub(crate) aimed: u64,
    pub(crate) lives: u64,
    pub(crate) calms: u64,
    pub(crate) faults: u64,
    pub(crate) acts: usize,
    pub(crate) dailies: usize,
    pub(crate) closed: usize,
    pub(crate) answers: usize,
    pub(crate) streaks: u64,
    pub(crate) games: Checked,
    pub(crate) days: i64,
    pub(crate) time: Duration,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "seed {}: {} kills ({} of them aimed at a call) in {} lives, {} calms, {} faults, {} acts; {} dailies over {} days ({} closed), \
             {} answers stand, {} streaks checked; {} games to their end ({} in threads), {} results of rounds checked \
             ({} of them locked in, {} in extra time), {} answered after the game, {} standings added up ({} of teams and crews); {:.0} s",
            self.seed,
            self.kills,
            self.aimed,
            self.lives,
            self.calms,
            self.faults,
            self.acts,
            self.dailies,
            self.days,
            self.closed,
            self.answers,
            self.streaks,
            self.games.games,
            self.games.in_threads,
            self.games.earned,
            self.games.locked,
            self.games.in_extra_time,
            self.games.haunted,
            self.games.standings,
            self.games.together,
            self.time.as_secs_f64()
        )
    }
}
