//! What a host asks for with the options of `/challenge start`.

use crate::domain::challenge::{Mode, Rules, Scoring, Sides, TEAMS};

/// Who plays against whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, poise::ChoiceParameter)]
pub(super) enum Play {
    #[name = "everyone for themselves"]
    Everyone,
    #[name = "teams"]
    Teams,
    #[name = "crew: all together towards a target"]
    Crew,
}

/// How teams come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, poise::ChoiceParameter)]
pub(super) enum Deal {
    #[name = "as even as can be"]
    Even,
    #[name = "everyone chooses"]
    Chosen,
}

/// What a right answer is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, poise::ChoiceParameter)]
pub(super) enum Worth {
    #[name = "the sooner, the more"]
    Speed,
    #[name = "one point each"]
    Plain,
}

/// The options, as far as they were given.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wish {
    pub(super) rounds: Option<u8>,
    pub(super) seconds: Option<u8>,
    pub(super) mode: Option<Play>,
    pub(super) teams: Option<u8>,
    pub(super) sides: Option<Deal>,
    pub(super) points: Option<Worth>,
    pub(super) bonus: Option<bool>,
    pub(super) second_thoughts: Option<bool>,
    pub(super) get_ready: Option<u8>,
    pub(super) review: Option<u8>,
    pub(super) wait: Option<u16>,
    pub(super) thread: Option<bool>,
}

impl Wish {
    /// The rules that are meant: what was left out is as usual.
    pub(super) fn rules(self) -> Rules {
        let usual = Rules::default();
        Rules {
            mode: self.mode(),
            topic: None,
            rounds: self.rounds.unwrap_or(usual.rounds),
            seconds: self.seconds.unwrap_or(usual.seconds),
            wait: self.wait.unwrap_or(usual.wait),
            get_ready: self.get_ready.or(usual.get_ready),
            review: self.review.unwrap_or(usual.review),
            scoring: match self.points {
                Some(Worth::Speed) => Scoring::Speed,
                Some(Worth::Plain) => Scoring::Plain,
                None => usual.scoring,
            },
            streak_bonus: self.bonus.unwrap_or(usual.streak_bonus),
            change_of_mind: self.second_thoughts.unwrap_or(usual.change_of_mind),
            in_thread: self.thread.unwrap_or(usual.in_thread),
        }
    }

    /// Whoever says how many teams, or how they come about, means teams.
    fn mode(self) -> Mode {
        let in_teams = self.teams.is_some() || self.sides.is_some();
        match self.mode {
            Some(Play::Everyone) => Mode::Everyone,
            Some(Play::Crew) => Mode::Crew,
            None if !in_teams => Mode::Everyone,
            Some(Play::Teams) | None => Mode::Teams {
                count: self.teams.unwrap_or(*TEAMS.start()),
                sides: if self.sides == Some(Deal::Chosen) { Sides::Chosen } else { Sides::Balanced },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_as_usual() {
        assert_eq!(Wish::default().rules(), Rules::default());
        let mode = Mode::Teams { count: 2, sides: Sides::Balanced };
        let teams = Wish { mode: Some(Play::Teams), ..Wish::default() };
        assert_eq!(teams.rules(), Rules { mode, ..Rules::default() });
    }

    #[test]
    fn how_many_teams_or_how_they_come_about_means_teams() {
        let three = Wish { teams: Some(3), ..Wish::default() };
        assert_eq!(three.rules().mode, Mode::Teams { count: 3, sides: Sides::Balanced });
        let chosen = Wish { sides: Some(Deal::Chosen), ..Wish::default() };
        assert_eq!(chosen.rules().mode, Mode::Teams { count: 2, sides: Sides::Chosen });
        let crew = Wish { mode: Some(Play::Crew), teams: Some(3), ..Wish::default() };
        assert_eq!(crew.rules().mode, Mode::Crew, "what is said outright counts");
    }

    #[test]
    fn every_option_has_its_rule() {
        let wish = Wish {
            rounds: Some(3),
            seconds: Some(10),
            mode: Some(Play::Everyone),
            points: Some(Worth::Plain),
            bonus: Some(true),
            second_thoughts: Some(true),
            get_ready: Some(0),
            review: Some(6),
            wait: Some(15),
            thread: Some(true),
            ..Wish::default()
        };
        let rules = Rules {
            mode: Mode::Everyone,
            topic: None,
            rounds: 3,
            seconds: 10,
            wait: 15,
            get_ready: Some(0),
            review: 6,
            scoring: Scoring::Plain,
            streak_bonus: true,
            change_of_mind: true,
            in_thread: true,
        };
        assert_eq!(wish.rules(), rules);
    }
}
