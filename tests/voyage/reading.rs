//! What a journey reads: messages, as people see them, and what the bot keeps.

use std::fmt::Display;

use sandbox::{Channel, Member, Message};
use shipmate::actions::streak;
use shipmate::discord::press::Press;
use shipmate::domain::asked::AskedQuestion;
use shipmate::domain::daily::Daily;
use shipmate::domain::grading::letter;
use shipmate::domain::ids::{DailyId, GuildId, MemberId};

use super::{Outcome, Voyage};

impl Voyage {
    /// The daily that a message shows.
    pub(crate) async fn daily(&self, message: &Message) -> Outcome<Daily> {
        let buttons = message.buttons().into_iter().filter_map(|button| button.custom_id);
        let menus = message.selects().into_iter().map(|menu| menu.custom_id);
        let id = buttons
            .chain(menus)
            .find_map(|custom_id| match Press::parse(&custom_id) {
                Ok(
                    Press::Daily { daily, .. } | Press::DailyChoices { daily } | Press::DailyReview { daily },
                ) => Some(daily),
                _ => None,
            })
            .ok_or("the message shows no daily")?;
        self.daily_by_id(id).await
    }

    /// A daily as the bot keeps it.
    pub(crate) async fn daily_by_id(&self, id: DailyId) -> Outcome<Daily> {
        Ok(self.bot().services().store.daily(id).await?.ok_or("there is no such daily")?)
    }

    /// The letters of the right options, for a journey that has to know them.
    pub(crate) async fn right(&self, message: &Message) -> Outcome<Vec<String>> {
        let asked = self.daily(message).await?.asked;
        Ok(asked.key().positions().map(|position| letter(position).to_string()).collect())
    }

    /// The letter of a wrong option.
    pub(crate) async fn wrong(&self, message: &Message) -> Outcome<String> {
        Ok(wrong_letter(&self.daily(message).await?.asked))
    }

    /// How many answers a daily has.
    pub(crate) async fn answers(&self, message: &Message) -> Outcome<usize> {
        let daily = self.daily(message).await?.id;
        let connection = rusqlite::Connection::open(self.database())?;
        let count: i64 = connection.query_row(
            "SELECT count(*) FROM answers WHERE daily_id = ?1",
            [daily.0.cast_signed()],
            |row| row.get(0),
        )?;
        Ok(usize::try_from(count)?)
    }

    /// A member's streak in days, as the bot would tell it now.
    pub(crate) async fn streak(&self, member: &Member) -> Outcome<u32> {
        let services = self.bot().services();
        let guild = GuildId(self.guild.id().into());
        let card = streak::card(services, guild, MemberId(member.id().into())).await?;
        Ok(card.standing.current)
    }

    /// What a person reads, with members by name instead of by number.
    pub(crate) fn told(&self, said: &impl Display) -> String {
        let mut text = said.to_string();
        for member in self.guild.members() {
            text = text.replace(&format!("<@{}>", member.id()), &format!("@{}", member.name()));
        }
        for channel in self.guild.channels() {
            text = text.replace(&format!("<#{}>", channel.id()), &format!("#{}", channel.name()));
        }
        text
    }

    /// Of what a person reads after an answer, what is said of the streak.
    pub(crate) fn told_streak(&self, said: &impl Display) -> String {
        let told = self.told(said);
        let from = told.find("Your streak").unwrap_or_default();
        told[from..].to_owned()
    }

    /// The scenario that a message asks about, whatever stands around it.
    pub(crate) fn stem(&self, message: &Message) -> String {
        let text = message.as_json().to_string();
        let library = &self.bot().services().library;
        let question = library.questions().find(|question| text.contains(question.stem.trim()));
        question.map(|question| question.id.to_string()).unwrap_or_default()
    }

    /// Marks everything said so far as read.
    pub(crate) fn read_all(&self) {
        for message in self.watched.iter().flat_map(Channel::messages) {
            message.mark_read();
        }
    }

    /// The commands that the bot has registered, as Discord was told them.
    pub(crate) fn registered(&self) -> Outcome<Vec<serde_json::Value>> {
        let told = self.discord.traffic().rest();
        let call = told.iter().rfind(|call| call.method == "PUT" && call.path.ends_with("/commands"));
        let commands = &call.ok_or("the bot registers its commands")?.response;
        Ok(commands.as_array().ok_or("a list of commands")?.clone())
    }
}

/// The letter of the first wrong option.
fn wrong_letter(asked: &AskedQuestion) -> String {
    let position = asked.options().position(|option| !option.key).expect("a question has a wrong option");
    letter(position).to_string()
}
