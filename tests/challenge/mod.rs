//! Group games, played through.

mod crowd;
mod ends;
mod erased;
mod faults;
mod ghost;
mod killed;
mod modes;
mod own_thread;
mod play;
mod solo;

use std::sync::Arc;

use sandbox::{AsMessage, Channel, Member, Message, Reply};
use shipmate::discord::press::Press;
use shipmate::domain::asked::AskedQuestion;
use shipmate::domain::challenge::Challenge;
use shipmate::domain::grading::letter;
use shipmate::domain::ids::{ChallengeId, GuildId};

use crate::voyage::{Outcome, Voyage};

/// What most of these games are played by: quick, and without points for speed, so that a transcript stays as it is.
const PLAIN: &str = "rounds:3 get_ready:0 points:one point each";

/// A member opens a lobby. A question is open for 20 s, unless the options say otherwise.
pub(crate) async fn open(t: &Voyage, channel: &Channel, host: &Member, options: &str) -> Outcome<Message> {
    let seconds = if options.contains("seconds:") { "" } else { " seconds:20" };
    let told = host.slash(channel, &format!("/challenge start {options}{seconds}")).await?;
    assert!(told.is_ephemeral() && told.text().contains("Your lobby is open"), "{}", t.told(&told));
    Ok(channel.next_message().await?)
}

/// A game of these members, by [`PLAIN`] rules and `options`, whose first question stands. Gives the lobby too.
pub(crate) async fn begin(
    t: &Voyage,
    channel: &Channel,
    members: &[&Member],
    options: &str,
) -> Outcome<(Message, Message)> {
    let (host, others) = members.split_first().ok_or("a game has a host")?;
    let lobby = open(t, channel, host, &format!("{PLAIN} {options}")).await?;
    for member in others {
        member.press(&lobby, "Join").await?;
    }
    host.press(&lobby, "Start now").await?;
    Ok((lobby, channel.next_message().await?))
}

/// A game of two in #general.
struct Two {
    mei: Member,
    raj: Member,
    general: Channel,
    /// Its first question, which stands.
    question: Message,
}

/// Mei, who hosts, and Raj play by [`PLAIN`] rules and `options`.
async fn two(t: &mut Voyage, options: &str) -> Outcome<Two> {
    let (mei, raj, general) = (t.member("mei"), t.member("raj"), t.channel("general"));
    let (_, question) = begin(t, &general, &[&mei, &raj], options).await?;
    Ok(Two { mei, raj, general, question })
}

/// The host stops the game. Gives its podium.
pub(crate) async fn stop(channel: &Channel, host: &Member) -> Outcome<Message> {
    host.slash(channel, "/challenge stop").await?;
    Ok(channel.next_message().await?)
}

/// The game that a message belongs to.
pub(crate) fn id_of(message: &Message) -> Option<ChallengeId> {
    let buttons = message.buttons().into_iter().filter_map(|button| button.custom_id);
    let menus = message.selects().into_iter().map(|menu| menu.custom_id);
    buttons.chain(menus).find_map(|custom_id| match Press::parse(&custom_id) {
        Ok(Press::Game { challenge, .. }) => Some(challenge),
        _ => None,
    })
}

/// How a game stands, as the bot keeps it.
async fn game(t: &Voyage, message: &Message) -> Outcome<Arc<Challenge>> {
    let id = id_of(message).ok_or("the message belongs to no game")?;
    let guild = GuildId(t.guild.id().into());
    let game = t.bot().services().games.find(guild, id).await?;
    Ok(game.ok_or("there is no such game")?.now())
}

/// What is asked in the latest round.
async fn asked(t: &Voyage, message: &Message) -> Outcome<Arc<AskedQuestion>> {
    let game = game(t, message).await?;
    Ok(Arc::clone(&game.rounds().last().ok_or("nothing was asked yet")?.asked))
}

/// The letters of the right options, or of as many wrong ones.
fn letters(asked: &AskedQuestion, right: bool) -> Vec<String> {
    let key = asked.key();
    let fitting = (0..asked.options().len()).filter(|position| key.contains(*position) == right);
    fitting.take(key.count()).map(|position| letter(position).to_string()).collect()
}

/// A member answers the question that stands.
pub(crate) async fn answer(t: &Voyage, member: &Member, question: &Message, right: bool) -> Outcome<Reply> {
    let letters = letters(&*asked(t, question).await?, right);
    choose(member, question, &letters).await
}

async fn choose(member: &Member, question: &impl AsMessage, letters: &[String]) -> Outcome<Reply> {
    let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
    Ok(match letters[..] {
        [letter] => member.press(question, letter).await?,
        _ => member.select(question, &letters).await?,
    })
}

/// Waits until the question shows that one of two has locked in: no change of it is under way then.
async fn counted(question: &Message) -> Outcome {
    question.wait_until(|message| message.to_string().contains("**1 of 2** locked in")).await?;
    Ok(())
}

/// Waits until the question shows its key.
pub(crate) async fn revealed(question: &Message) -> Outcome<Message> {
    Ok(question.wait_until(|message| message.to_string().contains("it's ")).await?)
}

/// The reading time is over: the next message of the game.
async fn next(t: &Voyage, channel: &Channel) -> Outcome<Message> {
    t.pass(13);
    Ok(channel.next_message().await?)
}

/// What a person reads, with instants left out: real time passes in these games.
fn shown(t: &Voyage, said: &impl std::fmt::Display) -> String {
    let mut text = t.told(said);
    while let Some(from) = text.find("<t:") {
        let to = text[from..].find('>').map_or(text.len(), |to| from + to + 1);
        text.replace_range(from..to, "(soon)");
    }
    text
}
