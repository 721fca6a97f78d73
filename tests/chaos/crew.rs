//! The people: what they do goes into the history, and so does what they are told.

use jiff::Timestamp;
use sandbox::{ActError, Channel, Discord, Guild, Member, Message, Reply};

use tokio::sync::watch;

use crate::ghost::Screens;
use crate::history::{Act, End, History, Who};
use crate::reading::{Post, post};
use crate::table::{Sheet, sheet};

/// Where dailies are posted: a manager moves them from one to the other.
pub(crate) const CHANNELS: [&str; 2] = ["daily", "study"];

/// Where commands are typed.
const GENERAL: &str = "general";

/// A server with its people.
#[derive(Clone)]
pub(crate) struct Crew {
    guild: Guild,
    number: usize,
    general: Channel,
    channels: Vec<(&'static str, Channel)>,
    members: Vec<Member>,
    screens: Screens,
    history: History,
}

impl Crew {
    /// A server of `members` people.
    pub(crate) async fn gather(discord: &Discord, number: usize, members: usize, history: &History) -> Self {
        let guild = discord.guild(&format!("Study Hall {number}")).await;
        let channels = CHANNELS.map(|name| (name, guild.channel(name))).to_vec();
        let members = (0..members).map(|member| guild.member(&name(number, member))).collect();
        let (general, screens, history) = (guild.channel(GENERAL), Screens::default(), history.clone());
        Self { general, number, channels, members, screens, guild, history }
    }

    pub(crate) const fn guild(&self) -> &Guild {
        &self.guild
    }

    /// The dailies that everybody sees, oldest first.
    pub(crate) fn posts(&self) -> Vec<Post> {
        let posted = |(name, channel): &(&str, Channel)| {
            channel.messages().iter().filter_map(|message| post(message, name)).collect::<Vec<_>>()
        };
        let mut posts: Vec<Post> = self.channels.iter().flat_map(posted).collect();
        posts.sort_by_key(|post| post.sent);
        posts
    }

    /// What the channel of a game shows, and a thread below it, oldest first.
    pub(crate) fn sheets(&self, table: usize) -> Vec<Sheet> {
        let Some(channel) = self.guild.find_channel(&table_name(table)) else { return Vec::new() };
        let member = |id: u64| self.members.iter().position(|member| u64::from(member.id()) == id);
        let shown = |message: &Message, in_thread| sheet(message, in_thread, member);
        let mut sheets = Vec::new();
        for message in channel.messages() {
            sheets.extend(shown(&message, false));
            let below = message.thread().map(|thread| thread.messages()).unwrap_or_default();
            sheets.extend(below.iter().filter_map(|message| shown(message, true)));
        }
        sheets.sort_by_key(|sheet| sheet.id);
        sheets
    }

    /// What the members' clients show in private.
    pub(crate) const fn screens(&self) -> &Screens {
        &self.screens
    }

    /// Somebody does something; returns when it is told, or when it is clear that it will not be.
    ///
    /// Once the process that was asked is gone (`losses`), nobody answers any more.
    pub(crate) async fn act(&self, who: Who, act: Act, mut losses: watch::Receiver<u64>) {
        losses.borrow_and_update();
        let number = self.history.ask(self.number, who, act.clone());
        if let Some(closes) = self.countdown(&act) {
            self.history.note(crate::history::Event::Countdown { number, closes });
        }
        let mut shown = None;
        let end = tokio::select! {
            told = self.perform(who, &act) => match told {
                Ok(reply) => {
                    shown = reply.try_message().cloned();
                    let id = u64::from(reply.interaction());
                    self.history.note(crate::history::Event::Received { number, id });
                    End::Told(self.with_names(&reply.text()))
                }
                Err(ActError::Refused(_)) => End::NotSent,
                Err(_) => End::Silence,
            },
            _ = losses.changed() => End::Silence,
        };
        self.history.note(crate::history::Event::Ended { number, end });
        if let (Who::Member(member), Some(table)) = (who, act.haunts()) {
            self.screens.end(table, member, shown.as_ref());
        }
    }

    async fn perform(&self, who: Who, act: &Act) -> Result<Reply, ActError> {
        let person = match who {
            Who::Member(member) => self.members[member].clone(),
            Who::Manager => self.guild.owner(),
        };
        match act {
            Act::Answer { message, letters } => choose(&person, &self.message(*message)?, letters).await,
            Act::Review { message } => person.press(&self.message(*message)?, "My answer & why").await,
            Act::Late { message, button, .. } => person.forge_press(&self.message(*message)?, button).await,
            Act::Show => person.slash(&self.general, "/streak show").await,
            Act::Pause { from, to } => {
                person.slash(&self.general, &format!("/streak pause from:{from} to:{to}")).await
            }
            Act::Resume => person.slash(&self.general, "/streak resume").await,
            Act::SetUp(settings) => person.slash(&self.general, &settings.command()).await,
            Act::Look => person.slash(&self.general, "/setup").await,
            Act::Open { table, game } => {
                let command = game.command(|member| name(self.number, member));
                person.slash(&self.guild.channel(&table_name(*table)), &command).await
            }
            Act::Press { table, message, label } => {
                person.press(&self.message_at(*table, *message)?, label).await
            }
            Act::Haunt { table, podium: Some(podium) } => {
                person.press(&self.message_at(*table, *podium)?, "Play it against them").await
            }
            Act::Haunt { table, podium: None } => {
                person.press(&self.in_private(who, *table)?, "Next question").await
            }
            Act::Guess { table, letters, .. } => {
                choose(&person, &self.in_private(who, *table)?, letters).await
            }
            Act::ExtraTime { percent } => {
                let settings = person.slash(&self.general, "/challenge settings").await?;
                let label = if *percent == 0 { "No extra time".into() } else { format!("+{percent}%") };
                person.press(&settings, &label).await
            }
            Act::Lock { table, message, letters, button: None } => {
                choose(&person, &self.message_at(*table, *message)?, letters).await
            }
            Act::Lock { table, message, button: Some(button), .. } => {
                person.forge_press(&self.message_at(*table, *message)?, button).await
            }
        }
    }

    /// When the question that somebody answers says that it closes.
    fn countdown(&self, act: &Act) -> Option<Timestamp> {
        let Act::Lock { table, message, .. } = act else { return None };
        crate::table::closes(&self.message_at(*table, *message).ok()?.to_string())
    }

    /// Channels by name, as a client shows them.
    fn with_names(&self, text: &str) -> String {
        self.channels.iter().fold(text.to_owned(), |text, (name, channel)| {
            text.replace(&format!("<#{}>", channel.id()), &format!("#{name}"))
        })
    }

    fn message(&self, id: u64) -> Result<Message, ActError> {
        let found = self.channels.iter().find_map(|(_, channel)| channel.message(id.into()));
        found.ok_or_else(|| sandbox::Refused::Other("there is no such message".into()).into())
    }

    fn in_private(&self, who: Who, table: usize) -> Result<Message, ActError> {
        let shown = match who {
            Who::Member(member) => self.screens.message(table, member),
            Who::Manager => None,
        };
        shown.ok_or_else(|| sandbox::Refused::Other("nothing is shown in private".into()).into())
    }

    fn message_at(&self, table: usize, id: u64) -> Result<Message, ActError> {
        let channel = self.guild.channel(&table_name(table));
        let threads = || channel.messages().into_iter().filter_map(|message| message.thread());
        let in_thread = || threads().find_map(|thread| thread.message(id.into()));
        let found = channel.message(id.into()).or_else(in_thread);
        found.ok_or_else(|| sandbox::Refused::Other("there is no such message".into()).into())
    }
}

/// What a member is called, all over Discord.
fn name(guild: usize, member: usize) -> String {
    format!("m{guild}-{member}")
}

/// The channel in which a game is played.
fn table_name(table: usize) -> String {
    format!("game-{table}")
}

async fn choose(person: &Member, message: &Message, letters: &str) -> Result<Reply, ActError> {
    let letters: Vec<String> = letters.chars().map(String::from).collect();
    match letters.as_slice() {
        [letter] => person.press(message, letter).await,
        several => {
            let several: Vec<&str> = several.iter().map(String::as_str).collect();
            person.select(message, &several).await
        }
    }
}
