//! The tour's last scene: a short challenge.

use jiff::SignedDuration;
use sandbox::Message;

use super::{Outcome, Tour, say, scene};

/// The reading time of a challenge, and a little.
const READING: SignedDuration = SignedDuration::from_secs(13);

/// Rounds of the shortest challenge.
const ROUNDS: usize = 3;

impl Tour {
    /// Mei and Raj play three questions in #general.
    pub(super) async fn evening(&self) -> Outcome {
        scene("Tuesday evening. Mei opens a challenge, Raj joins.");
        let (mei, raj) = (self.local.guild.member("mei"), self.local.guild.member("raj"));
        let command = "/challenge start rounds:3 get_ready:0";
        self.tell(&mei, command, &mei.slash(&self.general, command).await?);
        let lobby = self.general.next_message().await?;
        self.tell(&raj, "presses Join", &raj.press(&lobby, "Join").await?);
        let both_in = lobby.wait_until(|lobby| lobby.to_string().contains("In (2)")).await?;
        say("#general", &self.by_name(&both_in));
        mei.press(&lobby, "Start now").await?;
        for round in 1..=ROUNDS {
            let question = self.general.next_message().await?;
            if round == 1 {
                say("#general", &self.by_name(&question));
            }
            self.answer(&mei, &question, "A").await?;
            self.answer(&raj, &question, "C").await?;
            let closed = question.wait_until(is_closed).await?;
            say("#general, when both have answered", &self.by_name(&closed));
            let clock = self.local.discord.clock();
            clock.turn_to(clock.now() + READING);
        }
        let podium = self.general.next_message().await?;
        say("#general", &self.by_name(&podium));
        self.tell(&raj, "presses My results", &raj.press(&podium, "My results").await?);
        Ok(())
    }
}

fn is_closed(question: &Message) -> bool {
    question.to_string().contains("it's ")
}
