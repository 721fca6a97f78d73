//! The real process, killed with SIGKILL in the middle of a game: it goes on within ten seconds.

use std::time::{Duration, Instant};

use sandbox::{Channel, Effect, Member, Message};

use super::revealed;
use crate::restart::Ship;
use crate::voyage::Outcome;

/// What the promise names.
const SOON: Duration = Duration::from_secs(10);

/// A game of Mei and Raj in a process of its own.
struct Game {
    ship: Ship,
    channel: Channel,
    mei: Member,
    raj: Member,
    lobby: Message,
}

impl Game {
    async fn open() -> Outcome<Self> {
        let mut ship = Ship::anchored().await?;
        ship.launch().await?;
        let channel = ship.guild.channel("general");
        let (mei, raj) = (ship.guild.member("mei"), ship.guild.member("raj"));
        let command =
            "/challenge start rounds:3 seconds:10 get_ready:0 review:5 wait:300 points:one point each";
        mei.slash(&channel, command).await?;
        let lobby = channel.next_message().await?;
        raj.press(&lobby, "Join").await?;
        Ok(Self { ship, channel, mei, raj, lobby })
    }

    async fn question(&self) -> Outcome<Message> {
        Ok(self.channel.next_message().await?)
    }

    /// Both choose whatever comes first.
    async fn answer(&self, member: &Member, question: &Message) -> Outcome {
        let told = match question.refresh().select() {
            Some(_) => member.select(question, &["A", "B"]).await?,
            None => member.press(question, "A").await?,
        };
        assert!(told.text().contains("Locked in"), "{told}");
        Ok(())
    }

    /// SIGKILL, and a new process at once.
    async fn restart(&mut self) -> Outcome<Instant> {
        self.ship.kill().await?;
        let since = Instant::now();
        self.ship.launch().await?;
        Ok(since)
    }

    async fn end(mut self) -> Outcome {
        self.ship.kill().await?;
        self.ship.discord.stop().await;
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_lobby() -> Outcome {
    let mut game = Game::open().await?;
    let since = game.restart().await?;
    game.mei.press(&game.lobby.refresh(), "Start now").await?;
    let question = game.question().await?;
    assert!(since.elapsed() < SOON);
    assert!(question.to_string().contains("of 2** locked in"), "both are still in: {question}");
    game.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_of_a_question() -> Outcome {
    let mut game = Game::open().await?;
    game.mei.press(&game.lobby, "Start now").await?;
    let question = game.question().await?;
    game.answer(&game.mei, &question).await?;
    let since = game.restart().await?;
    // Mei's answer stands, and Raj is asked anew.
    let standing = game.question().await?;
    let told = standing.to_string();
    assert!(told.contains("here it is again") && told.contains("**1 of 2** locked in"), "{told}");
    assert!(since.elapsed() < SOON, "{:?}", since.elapsed());
    game.answer(&game.raj, &standing).await?;
    revealed(&standing).await?;
    game.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_two_rounds() -> Outcome {
    let mut game = Game::open().await?;
    game.mei.press(&game.lobby, "Start now").await?;
    let question = game.question().await?;
    game.answer(&game.mei, &question).await?;
    game.answer(&game.raj, &question).await?;
    revealed(&question).await?;
    let since = game.restart().await?;
    let second = game.question().await?;
    assert!(second.to_string().contains("Question 2 of 3"), "{second}");
    assert!(since.elapsed() < SOON, "{:?}", since.elapsed());
    game.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_the_podium() -> Outcome {
    let mut game = Game::open().await?;
    game.mei.press(&game.lobby, "Start now").await?;
    for round in 1..=3 {
        let question = game.question().await?;
        game.answer(&game.mei, &question).await?;
        game.answer(&game.raj, &question).await?;
        revealed(&question).await?;
        if round < 3 {
            game.mei.press(&question.refresh(), "Next question now").await?;
        }
    }
    // The podium was posted, and the process is killed before it hears so.
    let hold = game.ship.discord.faults().on("POST", "/channels/*/messages").hold(Effect::Happens);
    hold.held().await?;
    game.ship.kill().await?;
    hold.release();
    let since = Instant::now();
    game.ship.launch().await?;
    let podium = game.question().await?;
    let general = game.ship.guild.channel("general");
    let results = game.mei.press(&podium, "My results").await?;
    assert!(results.text().contains(" of 3 right"), "{results}");
    assert!(since.elapsed() < SOON, "{:?}", since.elapsed());
    let podiums =
        |messages: &[Message]| messages.iter().filter(|m| m.to_string().contains("That's the game")).count();
    assert_eq!(podiums(&general.messages()), 1, "exactly one");
    game.end().await
}
