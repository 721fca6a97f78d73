//! A study group's first days, played on a local Discord: no account, no token, under a minute.
//!
//! The bot is the real one, connected through the real gateway and REST client; only Discord and the people
//! are local, and the clock is turned from scene to scene.

mod evening;

use std::error::Error;
use std::fmt::Display;
use std::time::Duration;

use jiff::Timestamp;
use sandbox::{Application, Channel, Discord, Guild, Member, Message, Options, Reply};
use tempfile::TempDir;

use crate::app::{self, Running};
use crate::clock::Clock;
use crate::config::{Secret, Settings};
use crate::local::granted;
use crate::rng::Chance;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Sunday evening in Berlin.
const BEGINS: &str = "2026-03-01T18:00:00Z";

/// Monday, Tuesday and Wednesday, nine in Berlin.
const MONDAY: &str = "2026-03-02T08:00:00Z";
const TUESDAY: &str = "2026-03-03T08:00:00Z";
const WEDNESDAY: &str = "2026-03-04T08:00:00Z";

/// How long the bot may take to do what is due.
const PATIENCE: Duration = Duration::from_secs(20);

/// Chance is fixed: the tour shows the same questions every time.
const SEED: u64 = 7;

/// Plays the tour. With `stay`, the local Discord and the bot go on until they are told to stop.
///
/// # Errors
///
/// Whatever keeps the local Discord or the bot from starting or answering.
pub async fn run(stay: bool, told_to_stop: impl Future<Output = ()>) -> Outcome {
    let mut tour = Tour::begin().await?;
    tour.set_up().await?;
    tour.monday().await?;
    tour.look_ups().await?;
    tour.tuesday().await?;
    tour.evening().await?;
    tour.wednesday().await?;
    if stay {
        say("Everything goes on running", &tour.stay());
        told_to_stop.await;
    }
    tour.end().await;
    Ok(())
}

struct Tour {
    discord: Discord,
    app: Application,
    guild: Guild,
    daily: Channel,
    general: Channel,
    clock: Clock,
    bot: Running,
    /// Holds the throw-away database; gone with the tour.
    _folder: TempDir,
}

impl Tour {
    async fn begin() -> Outcome<Self> {
        let at: Timestamp = BEGINS.parse()?;
        let options = Options { clock: sandbox::Clock::starting_at(at), ..Options::default() };
        let discord = Discord::start(options).await?;
        let app = discord.application("Shipmate");
        let guild = discord.guild("Study Hall").await;
        let (daily, general) = (guild.channel("daily"), guild.channel("general"));
        guild.install(&app, granted()).await;
        let folder = tempfile::tempdir()?;
        let settings = Settings {
            discord_api: discord.api_root(),
            database: folder.path().join("shipmate.db"),
            packs: None,
            metrics: None,
            shards: None,
            dev_guild: None,
            clock: None,
        };
        let clock = Clock::starting_at(at);
        let token = Secret::new(app.token());
        let bot = app::start(&settings, &token, clock.clone(), Chance::seeded(SEED)).await?;
        discord.wait_until_connected(&app).await?;
        discord.wait_for_commands(&app, "explain").await?;
        Ok(Self { discord, app, guild, daily, general, clock, bot, _folder: folder })
    }

    async fn set_up(&self) -> Outcome {
        scene("Sunday evening. The captain sets up the daily question.");
        let captain = self.guild.owner();
        let command = "/setup channel:#daily time:9:00 zone:Europe/Berlin";
        self.tell(&captain, command, &captain.slash(&self.general, command).await?);
        Ok(())
    }

    async fn monday(&mut self) -> Outcome {
        scene("Monday, 9:00 in Berlin. The clock is turned, and the question appears in #daily.");
        self.turn_to(MONDAY).await?;
        let question = self.daily.next_message().await?;
        self.tell_post(&question);
        let (mei, raj) = (self.guild.member("mei"), self.guild.member("raj"));
        self.answer(&mei, &question, "A").await?;
        self.answer(&mei, &question, "B").await?;
        self.answer(&raj, &question, "C").await?;
        Ok(())
    }

    async fn look_ups(&self) -> Outcome {
        scene(
            "Mei looks something up, with a slip of the finger, compares two topics, and asks for her streak.",
        );
        let mei = self.guild.member("mei");
        let compare = "/compare first:Amazon ECS second:Amazon EKS";
        for command in ["/explain topic:fragate", compare, "/streak show"] {
            self.tell(&mei, command, &mei.slash(&self.general, command).await?);
        }
        scene("Raj practices in private.");
        let raj = self.guild.member("raj");
        let command = "/quiz topic:fargate";
        let question = raj.slash(&self.general, command).await?;
        self.tell(&raj, command, &question);
        let told = self.answer(&raj, question.message(), "A").await?;
        self.tell(&raj, "presses Stop", &raj.press(&told, "Stop").await?);
        Ok(())
    }

    async fn tuesday(&mut self) -> Outcome {
        scene("Tuesday, 9:00. Monday's question closes, and Tuesday's appears.");
        let monday = self.daily.last_message().ok_or("Monday's question is gone")?;
        self.turn_to(TUESDAY).await?;
        self.tell_post(&monday.refresh());
        self.tell_post(&self.daily.next_message().await?);
        Ok(())
    }

    async fn wednesday(&mut self) -> Outcome {
        scene("Wednesday, 9:00. Mei missed Tuesday's question, and answers again.");
        self.turn_to(WEDNESDAY).await?;
        let question = self.daily.next_message().await?;
        self.answer(&self.guild.member("mei"), &question, "A").await?;
        Ok(())
    }

    async fn answer(&self, member: &Member, question: &Message, letter: &str) -> Outcome<Reply> {
        let (did, reply) = match question.select() {
            // A question that asks for two: the letter and its neighbour.
            Some(_) => {
                let letters = [letter, if letter == "A" { "B" } else { "A" }];
                (letters.join(" and "), member.select(question, &letters).await?)
            }
            None => (letter.to_owned(), member.press(question, letter).await?),
        };
        self.tell(member, &format!("presses {did}"), &reply);
        Ok(reply)
    }

    async fn turn_to(&mut self, instant: &str) -> Outcome {
        let instant = instant.parse()?;
        self.discord.clock().turn_to(instant);
        self.clock.turn_to(instant);
        let turns = self.clock.turns();
        let mut settled = self.bot.settled();
        tokio::time::timeout(PATIENCE, settled.wait_for(|settled| settled.turns >= turns)).await??;
        Ok(())
    }

    fn tell(&self, member: &Member, did: &str, reply: &Reply) {
        say(&format!("{} {did}", member.name()), &self.by_name(reply));
    }

    fn tell_post(&self, message: &Message) {
        say("#daily", &self.by_name(message));
    }

    /// What a person reads: members and channels by name, instants in words.
    fn by_name(&self, said: &impl Display) -> String {
        let mut text = said.to_string();
        for member in self.guild.members() {
            text = text.replace(&format!("<@{}>", member.id()), &format!("@{}", member.name()));
        }
        for channel in self.guild.channels() {
            text = text.replace(&format!("<#{}>", channel.id()), &format!("#{}", channel.name()));
        }
        in_words(&text, self.clock.now())
    }

    fn stay(&self) -> String {
        format!(
            "The local Discord answers at {}. Another bot can join it with the token {} (it would replace this \
             one). Ctrl-C stops everything.",
            self.discord.api_root(),
            self.app.token()
        )
    }

    async fn end(self) {
        self.bot.stop().await;
        self.discord.stop().await;
    }
}

/// Discord's timestamps as its client would show them, roughly: `<t:…:R>` becomes `in 24 hours`.
fn in_words(text: &str, now: Timestamp) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<t:") {
        words.push_str(before);
        let Some((mark, behind)) = after.split_once('>') else {
            words.push_str("<t:");
            rest = after;
            continue;
        };
        words.push_str(&instant_in_words(mark, now).unwrap_or_else(|| format!("<t:{mark}>")));
        rest = behind;
    }
    words + rest
}

fn instant_in_words(mark: &str, now: Timestamp) -> Option<String> {
    let (seconds, style) = mark.split_once(':').unwrap_or((mark, "f"));
    let instant = Timestamp::from_second(seconds.parse().ok()?).ok()?;
    if style != "R" {
        return Some(instant.strftime("%a %-d %b %Y, %H:%M UTC").to_string());
    }
    let seconds = instant.duration_since(now).as_secs_f64();
    let (count, unit) = match seconds.abs() {
        short if short < 90.0 => (seconds, "seconds"),
        some if some < 90.0 * 60.0 => (seconds / 60.0, "minutes"),
        _ => (seconds / 3_600.0, "hours"),
    };
    let count = count.round();
    Some(if count > 0.0 { format!("in {count} {unit}") } else { format!("{} {unit} ago", -count) })
}

#[expect(clippy::print_stdout, reason = "the tour is what is asked for")]
fn scene(title: &str) {
    println!("\n── {title}\n");
}

#[expect(clippy::print_stdout, reason = "the tour is what is asked for")]
fn say(who: &str, what: &str) {
    println!("» {who}");
    for line in what.lines() {
        println!("    {line}");
    }
    println!();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_told_in_words() {
        let now = "2026-03-02T08:00:00Z".parse().unwrap();
        let told = in_words("Closes <t:1772524800:R>, on <t:1772524800:F>.", now);
        assert_eq!(told, "Closes in 24 hours, on Tue 3 Mar 2026, 08:00 UTC.");
        assert_eq!(in_words("Closes <t:1772438420:R>.", now), "Closes in 20 seconds.");
        assert_eq!(in_words("no <t: mark", now), "no <t: mark");
    }
}
