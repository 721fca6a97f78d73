//! A study group's first days, played on a local Discord: no account, no token, under a minute.
//!
//! The bot is the real one, connected through the real gateway and REST client; only Discord and the people
//! are local, and the clock is turned from scene to scene.

mod evening;

use std::error::Error;
use std::fmt::Display;

use jiff::Timestamp;
use sandbox::{Channel, Member, Message, Reply};

use crate::local::{Local, Options};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Sunday evening in Berlin.
const BEGINS: &str = "2026-03-01T18:00:00Z";

/// Monday, Tuesday and Wednesday, nine in Berlin.
const MONDAY: &str = "2026-03-02T08:00:00Z";
const TUESDAY: &str = "2026-03-03T08:00:00Z";
const WEDNESDAY: &str = "2026-03-04T08:00:00Z";

/// Chance is fixed: the tour shows the same questions every time.
const SEED: u64 = 7;

/// Plays the tour. With `stay`, the local Discord and the bot go on until they are told to stop.
///
/// # Errors
///
/// Whatever keeps the local Discord or the bot from starting or answering.
pub async fn run(stay: bool, told_to_stop: impl Future<Output = ()>) -> Outcome {
    let tour = Tour::begin().await?;
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
    tour.local.stop().await;
    Ok(())
}

struct Tour {
    local: Local,
    daily: Channel,
    general: Channel,
}

impl Tour {
    async fn begin() -> Outcome<Self> {
        let begins: Timestamp = BEGINS.parse()?;
        let options = Options { port: Some(0), begins: Some(begins), seed: Some(SEED), ..Options::default() };
        let local = Local::before_set_up(options).await?;
        local.turn_to(begins).await?;
        let (daily, general) = (local.guild.channel("daily"), local.guild.channel("general"));
        Ok(Self { local, daily, general })
    }

    async fn set_up(&self) -> Outcome {
        scene("Sunday evening. The captain sets up the daily question.");
        let captain = self.local.guild.owner();
        let command = "/setup channel:#daily time:9:00 zone:Europe/Berlin";
        self.tell(&captain, command, &captain.slash(&self.general, command).await?);
        Ok(())
    }

    async fn monday(&self) -> Outcome {
        scene("Monday, 9:00 in Berlin. The clock is turned, and the question appears in #daily.");
        self.local.turn_to(MONDAY.parse()?).await?;
        let question = self.daily.next_message().await?;
        self.tell_post(&question);
        let (mei, raj) = (self.local.guild.member("mei"), self.local.guild.member("raj"));
        self.answer(&mei, &question, "A").await?;
        self.answer(&mei, &question, "B").await?;
        self.answer(&raj, &question, "C").await?;
        Ok(())
    }

    async fn look_ups(&self) -> Outcome {
        scene(
            "Mei looks something up, with a slip of the finger, compares two topics, and asks for her streak.",
        );
        let mei = self.local.guild.member("mei");
        let compare = "/compare first:Amazon ECS second:Amazon EKS";
        for command in ["/explain topic:fragate", compare, "/streak show"] {
            self.tell(&mei, command, &mei.slash(&self.general, command).await?);
        }
        scene("Raj practices in private.");
        let raj = self.local.guild.member("raj");
        let command = "/quiz topic:fargate";
        let question = raj.slash(&self.general, command).await?;
        self.tell(&raj, command, &question);
        let told = self.answer(&raj, question.message(), "A").await?;
        self.tell(&raj, "presses Stop", &raj.press(&told, "Stop").await?);
        Ok(())
    }

    async fn tuesday(&self) -> Outcome {
        scene("Tuesday, 9:00. Monday's question closes, and Tuesday's appears.");
        let monday = self.daily.last_message().ok_or("Monday's question is gone")?;
        self.local.turn_to(TUESDAY.parse()?).await?;
        self.tell_post(&monday.refresh());
        self.tell_post(&self.daily.next_message().await?);
        Ok(())
    }

    async fn wednesday(&self) -> Outcome {
        scene("Wednesday, 9:00. Mei missed Tuesday's question, and answers again.");
        self.local.turn_to(WEDNESDAY.parse()?).await?;
        let question = self.daily.next_message().await?;
        self.answer(&self.local.guild.member("mei"), &question, "A").await?;
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

    fn tell(&self, member: &Member, did: &str, reply: &Reply) {
        say(&format!("{} {did}", member.name()), &self.by_name(reply));
    }

    fn tell_post(&self, message: &Message) {
        say("#daily", &self.by_name(message));
    }

    /// What a person reads: members and channels by name, instants in words.
    fn by_name(&self, said: &impl Display) -> String {
        let mut text = said.to_string();
        for member in self.local.guild.members() {
            text = text.replace(&format!("<@{}>", member.id()), &format!("@{}", member.name()));
        }
        for channel in self.local.guild.channels() {
            text = text.replace(&format!("<#{}>", channel.id()), &format!("#{}", channel.name()));
        }
        in_words(&text, self.local.discord.clock().now())
    }

    fn stay(&self) -> String {
        format!(
            "The local Discord answers at {}. Another bot can join it with the token {} (it would replace this \
             one). Ctrl-C stops everything.",
            self.local.discord.api_root(),
            self.local.app.token()
        )
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
