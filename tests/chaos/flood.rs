//! Floods: nobody is lost in them, nobody is counted twice, and those beside them are served as ever.

use std::fmt;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use sandbox::{ActError, Application, Channel, Clock, Discord, Guild, Member, Message, Options, Reply};
use tokio::task::JoinSet;

use crate::history::History;
use crate::reading::{Answered, answered, post};
use crate::ship::Ship;
use crate::{Outcome, report};

/// Presses under way at once: what the machine of a test stands within Discord's three seconds.
const AT_ONCE: usize = 40;

/// How much more memory a flood may leave the bot with, in MiB. What it keeps for each press or server is far less; a
/// queue that grew with the flood would be more.
const MORE_MEMORY: u64 = 64;

/// Nine in the morning in Berlin, and a little before.
const BEFORE: &str = "2026-03-02T07:59:50Z";
const DUE: &str = "2026-03-02T08:00:00Z";

/// A study group whose daily is open, in a world with the real bot in a process of its own.
struct Harbour {
    discord: Discord,
    app: Application,
    guild: Guild,
    channel: Channel,
    ship: Ship,
}

impl Harbour {
    async fn with_an_open_daily() -> Outcome<(Self, Message)> {
        let clock = Clock::starting_at(BEFORE.parse()?);
        let options = Options { clock: clock.clone(), traffic_kept: 1_000, ..Options::default() };
        let discord = Discord::start(options).await?;
        let app = discord.application("Shipmate");
        let guild = discord.guild("Study Hall").await;
        let channel = guild.channel("daily");
        guild.install(&app, crate::run::granted()).await;
        let mut ship = Ship::new(&discord, &app, &History::new(clock))?;
        ship.start()?;
        ship.connected(Duration::from_secs(10)).await?;
        discord.wait_for_commands(&app, "setup").await?;
        let command = "/setup channel:#daily time:9:00 zone:Europe/Berlin discussion:False";
        guild.owner().slash(&guild.channel("general"), command).await?;
        ship.turn(DUE.parse::<jiff::Timestamp>()?.duration_since(discord.clock().now())).await?;
        let daily = channel.next_message().await?;
        Ok((Self { discord, app, guild, channel, ship }, daily))
    }

    /// How many answers the daily shows once it is over.
    async fn turnout(&mut self, daily: &Message) -> Outcome<u32> {
        self.ship.turn(SignedDuration::from_hours(24)).await?;
        let over = daily.wait_until(|daily| post(daily, "daily").is_some_and(|post| post.closed)).await?;
        Ok(post(&over, "daily").and_then(|post| post.turnout).ok_or("it shows how many answered")?)
    }

    async fn end(mut self) -> Outcome {
        let problems = self.discord.audit().take_problems();
        let logged = self.ship.logged()?;
        self.ship.kill().await?;
        self.discord.stop().await;
        assert_eq!(problems, [], "everybody is answered in time");
        assert!(!logged.contains("panicked at"), "{logged}");
        Ok(())
    }
}

/// How long people waited for the acknowledgement.
#[derive(Default)]
struct Waits(Vec<Duration>);

impl Waits {
    fn add(&mut self, reply: &Reply) {
        self.0.push(reply.acknowledged_after());
    }
}

impl fmt::Display for Waits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = |percent: usize| {
            let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
            sorted.get(place).copied().unwrap_or_default().as_millis()
        };
        write!(f, "{} waits, median {} ms, 99 % {} ms, longest {} ms", sorted.len(), at(50), at(99), at(100))
    }
}

async fn choose(member: Member, daily: Message, letters: &'static [&'static str]) -> Result<Reply, ActError> {
    match (daily.select(), letters) {
        (None, [letter, ..]) => member.press(&daily, letter).await,
        _ => member.select(&daily, letters).await,
    }
}

/// Somebody else of another server, who only wants to look something up, again and again until `flood` is over.
async fn neighbour(harbour: &Harbour, flood: impl Future<Output = Outcome>) -> Outcome<Waits> {
    let beside = harbour.discord.guild("Next Door").await;
    beside.install(&harbour.app, crate::run::granted()).await;
    let (mei, general) = (beside.member("mei"), beside.channel("general"));
    let mut waits = Waits::default();
    tokio::pin!(flood);
    loop {
        let asked = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            mei.slash(&general, "/explain topic:fargate").await
        };
        tokio::pin!(asked);
        tokio::select! {
            over = &mut flood => {
                over?;
                return Ok(waits);
            }
            told = &mut asked => waits.add(&told?),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_member_who_presses_a_thousand_times_has_answered_once() -> Outcome {
    let (mut harbour, daily) = Harbour::with_an_open_daily().await?;
    let before = harbour.ship.peak_memory();
    let raj = harbour.guild.member("raj");
    let (mut counted, mut already) = (0, 0);
    let flood = async {
        let (mut presses, mut begun) = (JoinSet::new(), 0);
        while begun < 1_000 || !presses.is_empty() {
            while begun < 1_000 && presses.len() < AT_ONCE {
                let letters = if begun % 2 == 0 { &["A", "B"] } else { &["B", "C"] };
                presses.spawn(choose(raj.clone(), daily.clone(), letters));
                begun += 1;
            }
            let Some(told) = presses.join_next().await else { break };
            match answered(&told??.text()) {
                Some(Answered::Counted { .. }) => counted += 1,
                Some(Answered::Already(_)) => already += 1,
                other => return Err(format!("a press was answered with {other:?}").into()),
            }
        }
        Ok(())
    };
    let waits = neighbour(&harbour, flood).await?;
    assert_eq!((counted, already), (1, 999));
    let after = harbour.ship.peak_memory();
    report(format!(
        "a thousand presses of one member; next door {waits}; memory {before:?} to {after:?} MiB"
    ));
    assert!(after <= before.map(|before| before + MORE_MEMORY), "{before:?} to {after:?} MiB");
    assert_eq!(harbour.turnout(&daily).await?, 1);
    harbour.end().await
}

/// So many members answer, as fast as the machine lets them.
async fn everybody_answers(members: usize) -> Outcome {
    let (mut harbour, daily) = Harbour::with_an_open_daily().await?;
    let before = harbour.ship.peak_memory();
    let (began, mut own) = (Instant::now(), Waits::default());
    let flood = async {
        let (mut presses, mut begun) = (JoinSet::new(), 0);
        while begun < members || !presses.is_empty() {
            while begun < members && presses.len() < AT_ONCE {
                let member = harbour.guild.member(&format!("member {begun}"));
                presses.spawn(choose(member, daily.clone(), &["A", "B"]));
                begun += 1;
            }
            let Some(told) = presses.join_next().await else { break };
            let told = told??;
            own.add(&told);
            if !matches!(answered(&told.text()), Some(Answered::Counted { .. })) {
                return Err(format!("an answer does not count: {told}").into());
            }
        }
        Ok(())
    };
    let waits = neighbour(&harbour, flood).await?;
    let (took, after) = (began.elapsed(), harbour.ship.peak_memory());
    report(format!(
        "{members} members in {took:?}: {own}; next door {waits}; memory {before:?} to {after:?} MiB"
    ));
    assert!(after <= before.map(|before| before + MORE_MEMORY), "{before:?} to {after:?} MiB");
    assert_eq!(harbour.turnout(&daily).await?, u32::try_from(members)?);
    harbour.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_that_answers_at_once_is_counted_to_the_last() -> Outcome {
    everybody_answers(500).await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute"]
async fn five_thousand_who_answer_at_once_are_counted_to_the_last() -> Outcome {
    everybody_answers(5_000).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_servers_that_join_at_once_are_served() -> Outcome {
    let (harbour, daily) = Harbour::with_an_open_daily().await?;
    let before = harbour.ship.peak_memory();
    let mut waits = Waits::default();
    let flood = async {
        let mut halls = Vec::new();
        for number in 0..100 {
            let guild = harbour.discord.guild(&format!("Hall {number}")).await;
            guild.install(&harbour.app, crate::run::granted()).await;
            halls.push(guild);
        }
        for hall in &halls {
            let command = "/setup channel:#general time:9:00 zone:Europe/Berlin discussion:False";
            let told = hall.owner().slash(&hall.channel("general"), command).await?;
            assert!(told.text().contains("You're all set"), "{told}");
            waits.add(&told);
        }
        Ok(())
    };
    let beside = neighbour(&harbour, flood).await?;
    let mei = harbour.guild.member("mei");
    let told = choose(mei, daily, &["A", "B"]).await?;
    assert!(matches!(answered(&told.text()), Some(Answered::Counted { .. })), "{told}");
    let after = harbour.ship.peak_memory();
    report(format!("a hundred servers: {waits}; next door {beside}; memory {before:?} to {after:?} MiB"));
    assert!(after <= before.map(|before| before + MORE_MEMORY), "{before:?} to {after:?} MiB");
    assert_eq!(harbour.channel.messages().len(), 1);
    harbour.end().await
}
