//! Time: the clock turned, and waits that end with what they waited for.

use std::time::{Duration, Instant};

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use sandbox::Member;
use shipmate::actions::correction;
use shipmate::domain::ids::{GuildId, MemberId};

use super::{Outcome, Voyage};

/// How long to wait for the bot to have done what is due, in real time.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long something that happens by itself may take, in real time: that the bot notices that the gateway is lost or
/// back, for instance.
pub(crate) const NOTICES: Duration = Duration::from_secs(30);

/// Waits until something holds.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) -> Outcome {
    until_asked(what, async || Ok(holds())).await
}

/// Waits until something holds that the bot or its database has to be asked.
pub(crate) async fn until_asked(what: &str, mut holds: impl AsyncFnMut() -> Outcome<bool>) -> Outcome {
    let began = Instant::now();
    while !holds().await? {
        if began.elapsed() > NOTICES {
            return Err(format!("waited in vain until {what}").into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

/// A local time such as `2026-03-02 09:00`.
pub(crate) fn instant(local: &str, zone: &str) -> Outcome<Timestamp> {
    let local: DateTime = local.replace(' ', "T").parse()?;
    Ok(local.in_tz(zone)?.timestamp())
}

impl Voyage {
    /// Turns the clock to a local time in the world's zone, and waits until what is due is done.
    pub(crate) async fn advance_to(&mut self, local: &str) -> Outcome {
        self.advance_to_instant(instant(local, self.zone)?).await
    }

    /// Turns the clock to a local time, and does not wait.
    pub(crate) fn turn_to(&self, local: &str) -> Outcome {
        let at = instant(local, self.zone)?;
        self.discord.clock().turn_to(at);
        self.clock.turn_to(at);
        Ok(())
    }

    /// Turns the clock to an instant, and waits until what is due is done.
    pub(crate) async fn advance_to_instant(&mut self, at: Timestamp) -> Outcome {
        self.discord.clock().turn_to(at);
        self.clock.turn_to(at);
        self.settle().await
    }

    /// Turns the clock on by some seconds, and does not wait.
    pub(crate) fn pass(&self, seconds: i64) {
        let at = self.discord.clock().now() + SignedDuration::from_secs(seconds);
        self.discord.clock().turn_to(at);
        self.clock.turn_to(at);
    }

    /// Waits until the bot has looked at everything that is due now.
    pub(crate) async fn settle(&self) -> Outcome {
        let Some(bot) = &self.bot else { return Ok(()) };
        let turns = self.clock.turns();
        let mut settled = bot.settled();
        let before = settled.borrow().rounds;
        bot.wake();
        // Two rounds: the first one to end may have begun before the wake.
        let done = settled.wait_for(|settled| settled.turns >= turns && settled.rounds >= before + 2);
        let nudged = async {
            loop {
                tokio::task::yield_now().await;
                bot.wake();
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::select! {
            done = tokio::time::timeout(PATIENCE, done) => { done??; }
            () = nudged => {}
        }
        Ok(())
    }

    /// Waits until nothing is due any more, and marks what was said by then as read: it is not what the test is about.
    pub(crate) async fn settle_unheard(&self) -> Outcome {
        self.settle().await?;
        self.read_all();
        Ok(())
    }

    /// Waits until the bot has noted that it was removed from the server, or is back.
    pub(crate) async fn noted_as_member(&self, member: bool) -> Outcome {
        let (services, guild) = (self.bot().services(), GuildId(self.guild.id().into()));
        let what = if member { "the server is noted as the bot's" } else { "the server is noted as left" };
        until_asked(what, async || Ok(services.store.guild(guild).await?.is_some() == member)).await?;
        self.settle().await
    }

    /// Waits until the bot has noted that a member was told of what a corrected key changed.
    pub(crate) async fn noted_as_told(&self, member: &Member) -> Outcome {
        let (services, guild) = (self.bot().services(), GuildId(self.guild.id().into()));
        let member = MemberId(member.id().into());
        until_asked("the member is noted as told", async || {
            Ok(correction::to_tell(services, guild, member).await?.is_empty())
        })
        .await
    }
}
