//! Several processes serve one bot, each some of the gateway's shards, each with its own database.

use std::process::Command;

use insta::assert_snapshot;
use sandbox::{Channel, Guild, Member};
use shipmate::app::StartError;
use shipmate::domain::ids::GuildId;

use crate::gateway::seen;
use crate::voyage::{GRANTED, Outcome, Voyage, World, until, voyage};

/// A server beside the study group's that lives on the other one of two shards.
async fn neighbour(t: &Voyage) -> Guild {
    let shard = |guild: &Guild| (u64::from(guild.id()) >> 22) % 2;
    let mut tries = 0;
    loop {
        let guild = t.discord.guild(&format!("Neighbours {tries}")).await;
        if shard(&guild) != shard(&t.guild) {
            guild.install(&t.app, GRANTED).await;
            return guild;
        }
        tries += 1;
    }
}

/// The shard of a server, of two, as a range.
fn home(guild: &Guild) -> String {
    let shard = (u64::from(guild.id()) >> 22) % 2;
    format!("{shard}..{shard}/2")
}

async fn set_up(captain: &Member, channel: &Channel) -> Outcome {
    let command = "/setup channel:#daily zone:Europe/Berlin time:9:00 discussion:False";
    let reply = captain.slash(channel, command).await?;
    assert!(reply.text().contains("9:00"), "{reply}");
    Ok(())
}

/// The shards of a process begin one after the other, with five seconds between.
#[tokio::test]
async fn a_bot_is_ready_once_all_of_its_shards_are() {
    voyage(World::default().not_set_up(), async |t| {
        t.stop_bot().await;
        t.discord.traffic().clear();
        let both = t.start_shards("both.db", "0..1/2").await?;
        assert_eq!(seen(t, "READY"), 2, "it is called connected with both, and with no less");
        both.stop().await;

        t.discord.traffic().clear();
        t.app.recommend_shards(2);
        t.start_bot().await?;
        let mut early = false;
        until("the second shard is on the gateway", || {
            early |= t.bot().is_connected() && seen(t, "READY") < 2;
            seen(t, "READY") == 2
        })
        .await?;
        assert!(!early, "it is not connected with one of the two that Discord recommends");
        until("the bot knows it", || t.bot().is_connected()).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_shards_serve_their_own_servers() {
    voyage(World::default().not_set_up(), async |t| {
        t.stop_bot().await;
        let neighbours = neighbour(t).await;
        t.discord.traffic().clear();
        let first = t.start_shards("first.db", "0..0/2").await?;
        let second = t.start_shards("second.db", "1..1/2").await?;
        let registered = t.discord.traffic().on("PUT", "/applications/{application}/commands");
        assert_eq!(registered.len(), 1, "the process of shard 0 registers the commands");
        let places =
            [(t.guild.clone(), t.channel("daily")), (neighbours.clone(), neighbours.channel("daily"))];
        for (guild, channel) in &places {
            set_up(&guild.owner(), channel).await?;
        }
        for (bot, range) in [(&first, "0..0/2"), (&second, "1..1/2")] {
            let store = &bot.services().store;
            assert_eq!(store.elsewhere(range.parse()?).await?, None, "each keeps its own servers");
            let mut own = 0;
            for (guild, _) in &places {
                own += usize::from(store.guild(GuildId(guild.id().into())).await?.is_some());
            }
            assert_eq!(own, 1);
        }
        t.advance_to("2026-03-02 09:00").await?;
        for (guild, channel) in &places {
            let daily = channel.next_message().await?;
            let reply = guild.member("mei").press(&daily, "A").await?;
            assert!(reply.is_ephemeral(), "{reply}");
            assert_eq!(channel.messages().len(), 1, "one question each");
        }
        first.stop().await;
        second.stop().await;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_part_of_the_bot_promises_its_own_servers_and_no_others() {
    voyage(World::default().not_set_up(), async |t| {
        t.stop_bot().await;
        let part = t.start_shards("part.db", &home(&t.guild)).await?;
        let (mei, general) = (t.member("mei"), t.channel("general"));
        let card = mei.slash(&general, "/privacy").await?;
        assert!(card.text().contains("for the rest, please ask on your other servers as well"), "{card}");
        let export = mei.press(&card, "Export").await?;
        assert_snapshot!(t.told(&export), @"
        (only mei) Here is everything that this part of me keeps about you, on this server and some others. Only you see it. For the rest, please ask on your other servers as well.
        📎 shipmate-export.json
        ");
        let form = mei.press(&card, "Erase everything…").await?;
        let erased = mei.submit(&form, &[("Type ERASE to erase everything", "erase")]).await?;
        assert_snapshot!(t.told(&erased), @"(only mei) Done. Everything about you is erased, on this server and the others that this part of me knows; the groups' results keep their numbers, without you in them. Posts that Discord keeps lose your name where I can still change them, for the last month. Backups from before, where there are any, have you in them until they are deleted. If you answer again, you start afresh. I work in several parts: please ask on your other servers as well.");
        part.stop().await;

        let whole = t.start_shards("whole.db", "0..1/2").await?;
        let card = mei.slash(&general, "/privacy").await?;
        assert!(!card.text().contains("your other servers"), "this process knows all of them: {card}");
        whole.stop().await;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_database_is_split_when_the_bot_outgrows_one_process() {
    voyage(World::default(), async |t| {
        let neighbours = neighbour(t).await;
        let (ours, theirs) = (t.channel("daily"), neighbours.channel("daily"));
        set_up(&neighbours.owner(), &theirs).await?;
        t.advance_to("2026-03-02 09:00").await?;
        let (daily, other) = (ours.next_message().await?, theirs.next_message().await?);
        t.answer_right(&t.member("mei"), &daily).await?;
        t.stop_bot().await;

        let refused = t.start_shards("shipmate.db", &home(&t.guild)).await.err().ok_or("it started")?;
        assert!(matches!(refused.downcast_ref(), Some(StartError::OtherShards { .. })), "{refused}");
        for (guild, to) in [(&t.guild, "ours.db"), (&neighbours, "theirs.db")] {
            let to = t.database().with_file_name(to);
            let mut split = Command::new(env!("CARGO_BIN_EXE_shipmate"));
            split
                .args(["split", "--shards", &home(guild), "--database"])
                .arg(t.database())
                .arg(&to)
                .env_clear();
            let output = tokio::task::spawn_blocking(move || split.output()).await??;
            let said = String::from_utf8(output.stdout)?;
            assert!(
                said.ends_with(&format!("1 server(s) of the shards {}; 1 left out\n", home(guild))),
                "{said}"
            );
        }

        let our_bot = t.start_shards("ours.db", &home(&t.guild)).await?;
        let their_bot = t.start_shards("theirs.db", &home(&neighbours)).await?;
        let raj = neighbours.member("raj").press(&other, "A").await?;
        assert!(raj.text().contains("streak"), "a question from before still takes answers: {raj}");
        t.advance_to("2026-03-03 09:00").await?;
        let next = ours.next_message().await?;
        theirs.next_message().await?;
        let mei = t.member("mei").press(&next, "A").await?;
        assert!(mei.text().contains("2 days"), "the streak goes on: {mei}");
        until("yesterday's questions show their keys", || {
            [&daily, &other]
                .iter()
                .all(|message| message.refresh().buttons().iter().all(|button| button.label != "A"))
        })
        .await?;
        our_bot.stop().await;
        their_bot.stop().await;
        Ok(())
    })
    .await;
}
