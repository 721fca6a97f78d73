//! Many servers at once: Discord's limits are kept ahead of time, and people are answered meanwhile.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use sandbox::{Application, Channel, Discord, Guild, Message, Options, Permissions};
use shipmate::app::{self, Running};
use shipmate::clock::Clock;
use shipmate::config::{Secret, Settings};
use shipmate::domain::calendar::{Schedule, Weekdays, Zone};
use shipmate::domain::guild;
use shipmate::domain::ids::{ChannelId, GuildId, MemberId};
use shipmate::rng::Chance;
use tempfile::TempDir;

use crate::voyage::{GRANTED, Outcome, until_asked};

/// Two hours before all dailies are due: setting up thousands takes a while.
const BEFORE: &str = "2026-03-02T07:00:00Z";
const DUE: &str = "2026-03-02T09:00:00Z";

/// How long a bot in thousands of servers may take to get onto the gateway, on a busy machine.
const CONNECTS: Duration = Duration::from_secs(120);

/// Requests that Discord takes in a second, from an application over all routes.
const GLOBAL_LIMIT: f64 = 50.0;

/// A server, and where its daily comes.
struct Hall {
    guild: Guild,
    daily: Channel,
}

/// Servers that are all set up for the same minute, and the bot.
struct Fleet {
    discord: Discord,
    app: Application,
    halls: Vec<Hall>,
    clock: Clock,
    bot: Running,
    _folder: TempDir,
}

impl Fleet {
    async fn of(size: usize) -> Outcome<Self> {
        let start: Timestamp = BEFORE.parse()?;
        let clock = sandbox::Clock::starting_at(start);
        let kept = size * 20 + 1_000;
        let discord =
            Discord::start(Options { clock, traffic_kept: kept, patience: CONNECTS, ..Options::default() })
                .await?;
        let app = discord.application("Shipmate");
        let mut halls = Vec::with_capacity(size);
        for number in 0..size {
            let guild = discord.guild(&format!("Hall {number}")).await;
            let daily = guild.channel("daily");
            guild.install(&app, GRANTED).await;
            halls.push(Hall { guild, daily });
        }
        let folder = tempfile::tempdir()?;
        let settings = Settings {
            packs: Some("tests/pack".into()),
            ..Settings::local(discord.api_root(), folder.path().join("shipmate.db"))
        };
        let clock = Clock::starting_at(start);
        let token = Secret::new(app.token());
        let bot = app::start(&settings, &token, clock.clone(), Chance::seeded(1)).await?;
        discord.wait_until_connected(&app).await?;
        discord.wait_for_commands(&app, "explain").await?;
        for Hall { guild, daily } in &halls {
            let schedule =
                Schedule { zone: Zone::named("UTC")?, time: "09:00".parse()?, weekdays: Weekdays::ALL };
            let channel = ChannelId(daily.id().into());
            let settings = guild::Settings { channel, schedule, mention: None, discussion: false };
            let id = GuildId(guild.id().into());
            bot.services().store.set_up(id, settings, MemberId(1), clock.now()).await?;
        }
        Ok(Self { discord, app, halls, clock, bot, _folder: folder })
    }

    /// It is nine.
    fn turn(&self) -> Outcome {
        let due: Timestamp = DUE.parse()?;
        self.discord.clock().turn_to(due);
        self.clock.turn_to(due);
        Ok(())
    }

    fn dailies(&self) -> Vec<Message> {
        self.halls.iter().flat_map(|hall| hall.daily.messages()).collect()
    }

    /// Waits until every server has its daily; people ask things while it lasts. Gives how many were answered, and the
    /// longest that one waited for the acknowledgement.
    async fn ask_until_all_are_posted(&self) -> Outcome<(usize, Duration)> {
        let (mut asked, mut slowest) = (0, Duration::ZERO);
        let patience = Duration::from_secs(30 + self.halls.len() as u64 / 20);
        let began = Instant::now();
        while self.halls.iter().any(|hall| hall.daily.last_message().is_none()) {
            if began.elapsed() > patience {
                return Err(format!("{} dailies after {patience:?}", self.dailies().len()).into());
            }
            for _ in 0..10 {
                let guild = &self.halls[asked % self.halls.len()].guild;
                let member = guild.member(&format!("member {asked}"));
                let told = member.slash(&guild.channel("general"), "/explain topic:fargate").await?;
                slowest = slowest.max(told.acknowledged_after());
                asked += 1;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        Ok((asked, slowest))
    }

    /// How many calls Discord refused with a status.
    fn refused_with(&self, status: u16) -> usize {
        self.discord.traffic().rest().iter().filter(|call| call.status == status).count()
    }
}

/// Posts `size` dailies of the same minute; gives how many went out in a second.
async fn all_at_once(size: usize) -> Outcome<f64> {
    let fleet = Fleet::of(size).await?;
    fleet.turn()?;
    let (asked, slowest) = fleet.ask_until_all_are_posted().await?;
    let mut sent: Vec<Timestamp> = fleet.dailies().iter().map(Message::sent).collect();
    sent.sort_unstable();
    assert_eq!(sent.len(), size, "one daily each");
    assert_eq!(fleet.refused_with(429), 0, "never too fast");
    assert_eq!(fleet.discord.audit().take_problems(), [], "everybody is answered in time");
    let span = sent[size - 1].duration_since(sent[0]).as_secs_f64();
    let rate = (size - 1) as f64 / span;
    eprintln!(
        "{size} dailies in {span:.1} s: {rate:.1}/s, {:.1} % of the limit; {asked} commands meanwhile, the slowest \
         acknowledged after {slowest:?}",
        rate / GLOBAL_LIMIT * 100.0
    );
    fleet.bot.stop().await;
    fleet.discord.stop().await;
    Ok(rate)
}

#[tokio::test(flavor = "multi_thread")]
async fn dailies_of_one_minute_go_out_as_fast_as_discord_takes_them_and_no_faster() -> Outcome {
    let rate = all_at_once(300).await?;
    // On a machine that has other things to do; the long test is for the number.
    assert!(rate > GLOBAL_LIMIT * 0.5, "{rate:.1}/s");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes"]
async fn ten_thousand_dailies_of_one_minute_use_nearly_all_of_the_limit() -> Outcome {
    let rate = all_at_once(10_000).await?;
    assert!(rate >= GLOBAL_LIMIT * 0.95, "{rate:.1}/s");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_refuse_are_paused_after_a_call_or_two_and_asked_no_more() -> Outcome {
    let size = 40;
    let fleet = Fleet::of(size).await?;
    for Hall { guild, daily } in &fleet.halls {
        guild.deny(daily, &fleet.app, Permissions::SEND_MESSAGES);
    }
    fleet.turn()?;
    let store = &fleet.bot.services().store;
    for Hall { guild, .. } in &fleet.halls {
        let id = GuildId(guild.id().into());
        let paused = async || Ok(store.guild(id).await?.is_some_and(|guild| guild.paused.is_some()));
        until_asked("every server that refuses is paused", paused).await?;
    }
    let refused = fleet.refused_with(403);
    assert!((size..=size * 2).contains(&refused), "{refused} refusals for {size} servers");
    fleet.discord.clock().advance(jiff::SignedDuration::from_hours(1));
    fleet.clock.turn_to(fleet.discord.clock().now());
    let mut settled = fleet.bot.settled();
    let (turns, rounds) = (fleet.clock.turns(), settled.borrow().rounds);
    settled.wait_for(|settled| settled.turns >= turns && settled.rounds > rounds).await?;
    let calls = fleet.discord.traffic().on("POST", "/channels/{channel}/messages");
    let to_channels = calls.iter().filter(|call| call.status == 403).count();
    assert!(to_channels <= refused, "an hour later nobody was asked again");
    fleet.bot.stop().await;
    fleet.discord.stop().await;
    Ok(())
}
