//! Which game a host opens, in the model's own words.

use jiff::SignedDuration;

/// How long a question is open, in milliseconds.
pub(crate) const OPEN_MS: i64 = 10_000;

/// How long a lobby waits at the least until the game begins by itself.
pub(crate) const WAIT: SignedDuration = SignedDuration::from_secs(15);

/// The extra time that a member can have, in percent.
pub(crate) const EXTRA: [u32; 4] = [0, 25, 50, 100];

/// Who plays against whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Everyone,
    /// Two teams, chosen or dealt out.
    Teams {
        chosen: bool,
    },
    Crew,
    /// The host against this member.
    Duel {
        opponent: usize,
    },
}

/// What a host chose: three rounds of ten seconds each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Game {
    pub(crate) mode: Mode,
    /// Whether an early answer is worth more; else each right part is worth a point.
    pub(crate) speed: bool,
    /// Whether right answers in a row earn more.
    pub(crate) bonus: bool,
    /// Whether an answer may be changed, once.
    pub(crate) second_thoughts: bool,
    /// Whether it is played in a thread of its own.
    pub(crate) in_thread: bool,
}

impl Game {
    /// A game by chance; `opponent` is whom the host challenges if it is a duel.
    pub(crate) fn drawn(draw: u64, opponent: usize) -> Self {
        let (speed, bonus, second_thoughts) = (draw & 1 == 0, draw & 6 == 0, draw & 24 == 0);
        let (in_thread, mode) = ((draw / 32).is_multiple_of(4), draw / 128 % 6);
        let mode = match mode {
            0 | 1 => Mode::Everyone,
            2 => Mode::Teams { chosen: false },
            3 => Mode::Teams { chosen: true },
            4 => Mode::Crew,
            _ => {
                return Self {
                    mode: Mode::Duel { opponent },
                    speed: true,
                    bonus: false,
                    second_thoughts: false,
                    in_thread: false,
                };
            }
        };
        // A crew's score leaves bonuses out, and its reveals show nothing to add them up by.
        Self { mode, speed, bonus: bonus && speed && mode != Mode::Crew, second_thoughts, in_thread }
    }

    /// The command that opens it; `name` is what a member is called.
    pub(crate) fn command(&self, name: impl Fn(usize) -> String) -> String {
        let mode = match self.mode {
            Mode::Duel { opponent } => {
                return format!("/challenge duel member:@{} rounds:3 seconds:10", name(opponent));
            }
            Mode::Everyone => "mode:everyone for themselves",
            Mode::Teams { chosen: false } => "mode:teams",
            Mode::Teams { chosen: true } => "mode:teams sides:everyone chooses",
            Mode::Crew => "mode:crew: all together towards a target",
        };
        let points = if self.speed { "the sooner, the more" } else { "one point each" };
        let yes = |option: bool| if option { "True" } else { "False" };
        format!(
            "/challenge start rounds:3 seconds:10 get_ready:0 review:5 wait:15 {mode} points:{points} \
             bonus:{} second_thoughts:{} thread:{}",
            yes(self.bonus),
            yes(self.second_thoughts),
            yes(self.in_thread)
        )
    }
}
