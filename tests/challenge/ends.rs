//! Games that end early, cleanly and in words.

use sandbox::Permissions;

use super::{PLAIN, Two, answer, begin, next, open, revealed, shown, two};
use crate::voyage::{World, voyage};

#[tokio::test]
async fn a_lobby_that_nobody_joins_ends_kindly() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let lobby = open(t, &general, &mei, PLAIN).await?;
        t.pass(61);
        let ended = lobby.wait_until(|message| message.to_string().contains("Nobody else came")).await?;
        assert!(ended.buttons().is_empty());
        // The channel is free again.
        let lobby = open(t, &general, &mei, PLAIN).await?;
        mei.press(&lobby, "Cancel").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_game_that_is_stopped_shows_its_standings_so_far() {
    voyage(World::default(), async |t| {
        let Two { mei, raj, general, question: first } = two(t, "").await?;
        answer(t, &mei, &first, true).await?;
        answer(t, &raj, &first, false).await?;
        revealed(&first).await?;
        let second = next(t, &general).await?;
        answer(t, &raj, &second, true).await?;
        let told = mei.slash(&general, "/challenge stop").await?;
        assert!(told.text().contains("Stopped."), "{told}");
        let podium = general.next_message().await?;
        let told = shown(t, &podium);
        assert!(told.contains("The game is over after 1 question"), "{told}");
        assert!(told.contains("🏆 @mei wins with **1 point**"), "{told}");
        let void = second.wait_until(|message| message.to_string().contains("it doesn't count")).await?;
        assert!(void.buttons().is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_game_that_nobody_touches_ends_itself() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let general = t.channel("general");
        begin(t, &general, &[&mei, &raj], "").await?;
        t.pass(601);
        let podium = general.next_message().await?;
        assert!(podium.to_string().contains("Nobody touched it for ten minutes"), "{podium}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_permission_that_is_taken_away_ends_the_game_and_the_host_hears_of_it() {
    voyage(World::default(), async |t| {
        let Two { mei, raj, general, question } = two(t, "").await?;
        answer(t, &mei, &question, true).await?;
        answer(t, &raj, &question, true).await?;
        revealed(&question).await?;
        t.guild.deny(&general, &t.guild.everyone(), Permissions::SEND_MESSAGES);
        t.pass(13);
        let told = mei.next_direct_message(&t.app).await?;
        let told = t.told(&told);
        assert!(told.contains("Your challenge on **Study Hall** in #general is over"), "{told}");
        assert!(told.contains("**Send Messages**"), "{told}");
        let refused = mei.slash(&general, "/challenge start").await?;
        assert!(refused.text().contains("I need **Send Messages**"), "{refused}");
        drop(t.discord.audit().take_problems());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_deleted_question_ends_the_game_with_its_standings() {
    voyage(World::default(), async |t| {
        let (mei, raj, zoe) = (t.member("mei"), t.member("raj"), t.member("zoe"));
        let general = t.channel("general");
        let (_, question) = begin(t, &general, &[&mei, &raj, &zoe], "").await?;
        // The count of who has locked in finds it gone.
        t.discord.faults().on("PATCH", "/channels/*/messages/*").delay(std::time::Duration::from_secs(1));
        answer(t, &mei, &question, true).await?;
        question.delete();
        let podium = general.next_message().await?;
        assert!(podium.to_string().contains("One of its messages was deleted"), "{podium}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_deleted_channel_and_a_removed_bot_end_their_games() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let (general, arena) = (t.channel("general"), t.channel("arena"));
        let (_, here) = begin(t, &general, &[&mei, &raj], "").await?;
        let (_, there) = begin(t, &arena, &[&mei, &raj], "").await?;
        let services = t.bot().services().clone();
        let guild = shipmate::domain::ids::GuildId(t.guild.id().into());
        let ids = [&here, &there].map(|message| super::id_of(message).expect("a game"));
        arena.delete();
        let over = async |place: usize| -> crate::voyage::Outcome {
            let game = services.games.find(guild, ids[place]).await?.ok_or("a game")?;
            let mut state = game.watch();
            let wait = state.wait_for(|game| game.is_over());
            tokio::time::timeout(std::time::Duration::from_secs(10), wait).await??;
            Ok(())
        };
        over(1).await?;
        t.guild.remove(&t.app);
        over(0).await?;
        drop(t.discord.audit().take_problems());
        Ok(())
    })
    .await;
}
