//! The study server: who is in it, where they talk, and how the daily question is set up.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use sandbox::{Application, Clock, Discord, Guild, Permissions};

use super::Outcome;
use crate::discord::NEEDED_PERMISSIONS;

/// The server's zone.
pub(super) const ZONE: &str = "Europe/Berlin";

/// Hour of the daily question there.
pub(super) const HOUR: i8 = 9;

/// When the server was made: always then, so that ids are the same at every start and a kept database still knows
/// everyone.
const FOUNDED: &str = "2026-01-02T08:00:00Z";

/// The study group, besides the owner.
const MEMBERS: [&str; 3] = ["mei", "raj", "ada"];

/// The color of the role that learners have.
const LEARNERS_COLOR: u32 = 0x2a_9d_8f;

/// A clock that stands at the founding of the server.
pub(super) fn founding() -> Clock {
    let clock = Clock::starting_at(Timestamp::UNIX_EPOCH);
    clock.stop();
    clock.turn_to(FOUNDED.parse().expect("the constant is an instant"));
    clock
}

/// Fills an empty local Discord with a study server, the bot already invited.
pub(super) async fn seed(discord: &Discord) -> (Application, Guild) {
    let app = discord.application("Shipmate");
    let guild = discord.guild("Study Hall").await;
    let (general, daily, cabin) = (guild.channel("general"), guild.channel("daily"), guild.channel("cabin"));
    general.set_topic("Anything about the exam, and everything else");
    daily.set_topic("One question a day, at nine");
    cabin.set_topic("For those who manage the server");
    guild.deny(&cabin, &guild.everyone(), Permissions::VIEW_CHANNEL);
    let learners = guild.role("Learners");
    learners.set_color(LEARNERS_COLOR);
    learners.set_mentionable(true);
    for name in MEMBERS {
        guild.member(name).add_role(&learners);
    }
    guild.install(&app, granted()).await;
    (app, guild)
}

/// What the bot may do in the server: what its invitation asks for.
pub(crate) fn granted() -> Permissions {
    Permissions::from_bits_truncate(NEEDED_PERMISSIONS)
}

/// The owner sets up the daily question, and welcomes everyone.
pub(super) async fn set_up(guild: &Guild) -> Outcome {
    let (owner, general) = (guild.owner(), guild.channel("general"));
    let daily = guild.channel("daily").id();
    let reply = owner.slash(&general, &format!("/setup channel:#daily time:{HOUR}:00 zone:{ZONE}")).await?;
    if !reply.text().contains(&format!("<#{daily}>")) {
        return Err(format!("the daily question could not be set up: {reply}").into());
    }
    let welcome =
        format!("Welcome aboard! The question of the day is in <#{daily}>; `/help` tells the rest.");
    owner.say(&general, &welcome).await?;
    Ok(())
}

/// When the server's time begins: shortly before nine on the day of `today` there, but never before the bot was last
/// here.
pub(super) fn begins(today: Timestamp, last_here: Option<Timestamp>) -> Timestamp {
    let shortly_before = nine(day(today)).and_then(|nine| nine.checked_sub(2.minutes()).ok());
    let begins = shortly_before.unwrap_or(today);
    last_here.map_or(begins, |last_here| last_here.max(begins))
}

/// The first nine o'clock after `now` there.
pub(super) fn next_nine(now: Timestamp) -> Timestamp {
    let today = day(now);
    let days = [Some(today), today.tomorrow().ok()].into_iter().flatten();
    days.filter_map(nine).find(|nine| *nine > now).unwrap_or(now)
}

fn day(instant: Timestamp) -> Date {
    instant.to_zoned_datetime(zone()).date()
}

fn nine(day: Date) -> Option<Timestamp> {
    day.at(HOUR, 0, 0, 0).to_zoned_datetime(zone()).ok().map(|nine| nine.timestamp())
}

/// The server's zone, with its rules.
pub(super) fn zone() -> TimeZone {
    TimeZone::get(ZONE).expect("the zones that are built in have Berlin")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_new_server_begins_shortly_before_nine_today() {
        let begins = begins(at("2026-03-02T17:30:00Z"), None);
        assert_eq!(begins, at("2026-03-02T07:58:00Z"));
        assert_eq!(next_nine(begins), at("2026-03-02T08:00:00Z"));
    }

    #[test]
    fn a_kept_one_goes_on_where_it_was() {
        let last_here = at("2026-03-07T10:00:00Z");
        let begins = begins(at("2026-03-02T17:30:00Z"), Some(last_here));
        assert_eq!(begins, last_here);
        assert_eq!(next_nine(begins), at("2026-03-08T08:00:00Z"));
    }
}
