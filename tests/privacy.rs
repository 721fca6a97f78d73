//! What is kept about a member: seen, handed out, hidden, erased.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use sandbox::Member;
use shipmate::domain::ids::MemberId;

use crate::challenge::{answer, begin, revealed, stop};
use crate::voyage::{Outcome, Voyage, World, voyage};

/// Every table with rows about members, and the words of the card that stand for it.
const SAID: [(&str, &str); 14] = [
    ("allowances", "the extra time in challenges that you asked for"),
    ("answers", "your answers to daily questions and when you gave them"),
    ("challenge_events", "what you answered in challenges, for 30 days"),
    ("challenge_results", "your results there for the leaderboard"),
    ("corrected_answers", "your answers to daily questions"),
    // A corrected key is applied to one member's answer after the other: whose was the last.
    ("corrections", "your answers to daily questions"),
    ("guilds", "that you set up the daily question"),
    ("pauses", "breaks you announced"),
    ("practice_answers", "your private practice"),
    ("practice_seen", "so that you don't get the same question again and again"),
    ("practices", "your private practice"),
    ("reports", "what you reported about questions"),
    ("streaks", "your streak, your freezes"),
    ("unlisted", "what you chose here"),
];

fn named(member: &Member) -> String {
    format!("<@{}>", member.id())
}

#[tokio::test]
async fn a_member_sees_what_is_kept_and_takes_it_along() {
    voyage(World::default(), async |t| {
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let (mei, general) = (t.member("mei"), t.channel("general"));
        mei.press(&daily, "A").await?;
        let card = mei.slash(&general, "/privacy").await?;
        assert!(card.is_ephemeral());
        insta::assert_snapshot!(t.told(&card), @"
        (only mei) ┃ What I keep about you
        ┃ Under your Discord id: • your answers to daily questions and when you gave them: for your streak and the results
        ┃ • your streak, your freezes, and breaks you announced
        ┃ • your private practice: so that you don't get the same question again and again
        ┃ • what you answered in challenges, for 30 days; your results there for the leaderboard
        ┃ • the extra time in challenges that you asked for, if you did
        ┃ • what you reported about questions, and what you chose here
        ┃ • that you set up the daily question, if it was you
        ┃ Never: Your name, your messages, or anything from other channels. I cannot even read those.
        ┃ What others see: Others on this server can see your streak, your freezes, whether you're on a break, and your place on the leaderboard.
        ┃ How long: It stays while I am on your servers. 30 days after a server removes me, what I kept for it is erased by itself.
        [Export] [Hide me from others] [Erase everything…]
        ");
        let kept = t.bot().services().store.export(MemberId(mei.id().into())).await?;
        let tables: Vec<&String> = kept.as_object().ok_or("tables")?.keys().collect();
        assert_eq!(tables, SAID.map(|(table, _)| table), "the card has to say what each table keeps");
        for (table, words) in SAID {
            assert!(t.told(&card).contains(words), "{table}: {words}");
        }
        let export = mei.press(&card, "Export").await?;
        assert!(export.is_ephemeral());
        let file = export.message().attachments().first().cloned().ok_or("a file comes with it")?;
        assert_eq!(file["filename"], "shipmate-export.json");
        assert!(file["size"].as_u64().is_some_and(|size| size > 200), "{file}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_member_who_is_erased_leaves_numbers_and_nothing_else() {
    voyage(World::default(), async |t| {
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let (mei, raj, general) = (t.member("mei"), t.member("raj"), t.channel("general"));
        mei.press(&daily, "A").await?;
        raj.press(&daily, "B").await?;
        t.advance_to("2026-03-03 09:00").await?;
        t.channel("daily").next_message().await?;
        let before = t.channel("daily").messages()[0].to_string();
        assert!(before.contains(&named(&mei)), "{before}");

        let card = mei.slash(&general, "/privacy").await?;
        let form = mei.press(&card, "Erase everything…").await?;
        let kept = mei.submit(&form, &[("Type ERASE to erase everything", "yes")]).await?;
        assert!(kept.text().contains("Nothing was erased"), "{kept}");
        let form = mei.press(&card, "Erase everything…").await?;
        let erased = mei.submit(&form, &[("Type ERASE to erase everything", "erase")]).await?;
        assert!(erased.text().contains("Done. Everything about you is erased"), "{erased}");
        t.settle().await?;

        let after = t.channel("daily").messages()[0].to_string();
        assert!(!after.contains(&named(&mei)) && after.contains(&named(&raj)), "{after}");
        assert!(after.contains('2'), "both answers are counted: {after}");
        let streak = mei.slash(&general, "/streak show").await?;
        assert!(!streak.text().contains("1 day"), "{streak}");
        leaves_the_files(t, &mei).await
    })
    .await;
}

#[tokio::test]
async fn a_hidden_member_without_a_row_hears_how_to_be_seen_again() {
    voyage(World::default(), async |t| {
        t.advance_to("2026-03-02 09:00").await?;
        t.channel("daily").next_message().await?;
        let (mei, general) = (t.member("mei"), t.channel("general"));
        let card = mei.slash(&general, "/privacy").await?;
        mei.press(&card, "Hide me from others").await?;
        let board = mei.slash(&general, "/leaderboard").await?;
        insta::assert_snapshot!(t.told(&board), @"
        (only mei) ┃ Leaderboard · this week
        ┃ Nobody is on this week's board yet. You're hidden from others: only you will see your row. `/privacy` changes that.
        ");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_program_that_reads_the_database_holds_up_no_erasure_and_nobody_else() {
    voyage(World::default(), async |t| {
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let (mei, raj, general) = (t.member("mei"), t.member("raj"), t.channel("general"));
        mei.press(&daily, "A").await?;
        let reader = rusqlite::Connection::open(t.database())?;
        reader.execute_batch("BEGIN; SELECT count(*) FROM answers")?;
        let card = mei.slash(&general, "/privacy").await?;
        // The shortest of a few: a machine that is busy holds up one or the other by itself.
        let mut shortest = Duration::MAX;
        for _ in 0..3 {
            t.pass(1);
            let form = mei.press(&card, "Erase everything…").await?;
            let began = Instant::now();
            mei.submit(&form, &[("Type ERASE to erase everything", "erase")]).await?;
            raj.slash(&general, "/quiz").await?;
            shortest = shortest.min(began.elapsed());
        }
        assert!(shortest < Duration::from_secs(3), "they waited for {shortest:?}");
        assert!(stands_in(t.folder(), u64::from(mei.id()))?, "the test would see what is left");
        drop(reader);
        leaves_the_files(t, &mei).await
    })
    .await;
}

/// Waits until nothing of a member is left in the files: while somebody reads, the log is left as it is, and emptied
/// in a later round.
async fn leaves_the_files(t: &Voyage, member: &Member) -> Outcome {
    for _ in 0..10 {
        if !stands_in(t.folder(), u64::from(member.id()))? {
            return Ok(());
        }
        t.pass(1);
        t.settle().await?;
    }
    Err("an id is left in the files".into())
}

/// Whether an id stands in a file of the folder.
fn stands_in(folder: &Path, id: u64) -> Outcome<bool> {
    for file in fs::read_dir(folder)? {
        if fs::read(file?.path())?.windows(8).any(|window| window == id.to_be_bytes()) {
            return Ok(true);
        }
    }
    Ok(false)
}

#[tokio::test]
async fn who_hides_is_taken_out_of_the_results_that_stand() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        let daily = channel.next_message().await?;
        mei.press(&daily, "A").await?;
        raj.press(&daily, "A").await?;
        t.advance_to("2026-03-03 09:00").await?;
        channel.next_message().await?;
        assert!(daily.refresh().to_string().contains(&named(&mei)), "{}", daily.refresh());
        let card = mei.slash(&general, "/privacy").await?;
        mei.press(&card, "Hide me from others").await?;
        let anew = daily.wait_until(|message| !message.to_string().contains(&named(&mei))).await?.to_string();
        assert!(anew.contains(&named(&raj)) && anew.contains("2 members answered"), "{anew}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_hidden_member_is_seen_by_nobody_but_themselves() {
    voyage(World::default(), async |t| {
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let (mei, raj, general) = (t.member("mei"), t.member("raj"), t.channel("general"));
        mei.press(&daily, "A").await?;
        raj.press(&daily, "A").await?;
        let (_, question) = begin(t, &general, &[&mei, &raj], "").await?;
        answer(t, &mei, &question, true).await?;
        answer(t, &raj, &question, true).await?;
        revealed(&question).await?;
        stop(&general, &mei).await?;
        let card = mei.slash(&general, "/privacy").await?;
        let hidden = mei.press(&card, "Hide me from others").await?;
        assert!(hidden.text().contains("Nobody on this server sees your streak"), "{hidden}");
        for board in ["/leaderboard", "/leaderboard period:all time"] {
            let board = raj.slash(&general, board).await?;
            assert!(board.text().contains("Challenges") && board.text().contains(&named(&raj)), "{board}");
            assert!(!board.text().contains(&named(&mei)), "{board}");
        }
        let own = mei.slash(&general, "/leaderboard").await?;
        insta::assert_snapshot!(t.told(&own), @"
        (only mei) ┃ Leaderboard · this week
        ┃ 🥇 1. @mei 1 day, 1 right answer ← you, hidden from others
        ┃ 🥈 2. @raj 1 day, 0 right answers
        ┃ Challenges: 🥇 1. @mei 1 of 1 right in 1 game, 1 won ← you, hidden from others
        ┃ 🥇 1. @raj 1 of 1 right in 1 game, 1 won
        ┃ Days answered count first, then right answers: others' once the question has closed. In challenges: right answers, then games won.
        ");
        let refused = raj.slash(&general, "/streak show member:@mei").await?;
        assert!(refused.text().contains("They keep their streak to themselves"), "{refused}");
        let own = mei.slash(&general, "/streak show").await?;
        assert!(own.text().contains("1 day"), "{own}");
        let shown = mei.press(&hidden, "Show me to others again").await?;
        assert!(shown.text().contains("Others on this server can see your streak"), "{shown}");
        Ok(())
    })
    .await;
}
