//! The bot is removed from a server, and invited back.

use crate::voyage::{GRANTED, World, until, voyage};

#[tokio::test]
async fn what_was_set_up_goes_on_when_the_bot_is_back() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let channel = t.channel("daily");
        t.advance_to("2026-03-02 09:00").await?;
        t.answer_right(&mei, &channel.next_message().await?).await?;
        t.advance_to("2026-03-03 09:00").await?;
        let second = channel.next_message().await?;
        t.guild.remove(&t.app);
        t.noted_as_member(false).await?;
        for day in ["2026-03-04 09:00", "2026-03-05 09:00"] {
            t.advance_to(day).await?;
        }
        assert!(channel.unread().is_empty(), "nothing is posted where the bot is not");
        assert!(t.captain().direct_messages(&t.app).is_empty(), "nobody is told what they did themselves");
        t.advance_to("2026-03-05 12:00").await?;
        t.guild.install(&t.app, GRANTED).await;
        let late = channel.next_message().await?;
        assert_eq!(t.daily(&late).await?.day.to_string(), "2026-03-05");
        assert!(t.daily(&second).await?.neutral, "nobody could answer for most of the day");
        t.answer_right(&mei, &late).await?;
        assert_eq!(t.streak(&mei).await?, 2, "the days without the bot broke nothing and took no freeze");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_question_that_stood_open_meanwhile_still_takes_answers() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let channel = t.channel("daily");
        t.advance_to("2026-03-02 09:00").await?;
        t.answer_right(&raj, &channel.next_message().await?).await?;
        t.advance_to("2026-03-03 09:00").await?;
        let daily = channel.next_message().await?;
        t.guild.remove(&t.app);
        t.noted_as_member(false).await?;
        t.advance_to("2026-03-03 15:00").await?;
        t.guild.install(&t.app, GRANTED).await;
        t.noted_as_member(true).await?;
        t.answer_right(&mei, &daily).await?;
        assert!(channel.unread().is_empty(), "the same day is asked once");
        t.advance_to("2026-03-04 09:00").await?;
        channel.next_message().await?;
        assert_eq!(t.streak(&mei).await?, 1);
        assert_eq!(t.streak(&raj).await?, 1);
        assert!(t.daily(&daily).await?.neutral, "for six hours nobody could answer");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn servers_that_removed_the_bot_while_it_was_down_are_forgotten_like_any_other() {
    voyage(World::default(), async |t| {
        // Nobody has set anything up there.
        let other = t.discord.guild("Other Hall").await;
        other.install(&t.app, GRANTED).await;
        let practice = other.member("zoe").slash(&other.channel("general"), "/quiz").await?;
        assert!(practice.is_ephemeral(), "{practice}");
        t.stop_bot().await;
        t.guild.remove(&t.app);
        other.remove(&t.app);
        t.start_bot().await?;
        let database = rusqlite::Connection::open(t.database())?;
        let count = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap_or(-1);
        until("both are noted as gone", || {
            count("SELECT count(*) FROM guilds WHERE left_at IS NOT NULL") == 1
                && count("SELECT count(*) FROM departures") == 1
        })
        .await?;
        assert_eq!(
            count("SELECT count(*) FROM guilds WHERE next_due IS NOT NULL"),
            0,
            "nothing is due there"
        );
        t.advance_to("2026-04-01 12:00").await?;
        until("both are forgotten", || {
            count("SELECT (SELECT count(*) FROM guilds) + (SELECT count(*) FROM practices)") == 0
        })
        .await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_new_server_is_greeted_once_where_it_hears_of_news() {
    voyage(World::default(), async |t| {
        t.advance_to("2026-03-01 13:00").await?;
        let hall = t.discord.guild("Other Hall").await;
        let general = hall.channel("general");
        hall.set_system_channel(&general);
        hall.install(&t.app, GRANTED).await;
        let hello = general.next_message().await?;
        insta::assert_snapshot!(t.told(&hello), @"Hi, I'm Shipmate: a question a day for everybody here who prepares for the AWS Solutions Architect exam. One command starts it: `/setup channel:#daily time:9:00 zone:Europe/Berlin`. `/help` shows the rest.");

        // Taken back by a server that threw it out, within one process and after a restart.
        for (restart, at) in [(false, "2026-03-01 14:00"), (true, "2026-03-01 15:00")] {
            hall.remove(&t.app);
            let (database, id) = (t.database().to_path_buf(), u64::from(hall.id()).cast_signed());
            until("it is noted that the bot was removed", || {
                let left = "SELECT 1 FROM departures WHERE guild_id = ?1";
                let database = rusqlite::Connection::open(&database);
                database.is_ok_and(|it| it.query_row(left, [id], |_| Ok(())).is_ok())
            })
            .await?;
            if restart {
                t.restart_bot().await?;
            }
            t.advance_to(at).await?;
            hall.install(&t.app, GRANTED).await;
        }
        // A connection that begins anew hears of every server again.
        t.restart_bot().await?;
        // What would have been said twice would stand there before this.
        t.advance_to("2026-03-01 16:00").await?;
        let last = t.discord.guild("Last Hall").await;
        last.set_system_channel(&last.channel("general"));
        last.install(&t.app, GRANTED).await;
        last.channel("general").next_message().await?;
        assert!(general.unread().is_empty(), "never twice");
        Ok(())
    })
    .await;
}
