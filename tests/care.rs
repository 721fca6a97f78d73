//! What an operator does: copies while the bot runs, a copy put back, a look whether all is well.

use std::process::Output;

use sandbox::Permissions;

use crate::voyage::{Voyage, World, voyage};

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A table with what differs from run to run blotted out.
fn table(t: &Voyage, output: &Output) -> String {
    let mut text = said(output).replace(&t.folder().display().to_string(), "…");
    text = text.replace(&u64::from(t.guild.id()).to_string(), "1");
    let size = text.split_whitespace().zip(text.split_whitespace().skip(1)).find(|(_, unit)| *unit == "KiB");
    if let Some((size, _)) = size {
        text = text.replace(&format!("{size} KiB"), "n KiB");
    }
    let version = format!("schema version {}", shipmate::store::SCHEMA_VERSION);
    text = text.replace(&version, "schema version n");
    let application = text.split("application ").nth(1).and_then(|rest| rest.split_whitespace().next());
    if let Some(application) = application.map(str::to_owned) {
        text = text.replace(&application, "2");
    }
    text
}

#[tokio::test]
async fn a_copy_made_at_work_brings_the_study_group_back() {
    voyage(World::default(), async |t| {
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        t.member("mei").press(&daily, "A").await?;
        let copy = t.folder().join("copy.db").display().to_string();
        let made = t.operate(&["backup", &copy]).await?;
        assert!(made.status.success() && said(&made).contains("answers"), "{}", said(&made));
        let again = t.operate(&["backup", &copy]).await?;
        assert!(!again.status.success() && said(&again).contains("--force"), "{}", said(&again));

        let at_work = t.operate(&["restore", &copy]).await?;
        assert!(!at_work.status.success(), "{}", said(&at_work));
        assert!(
            said(&at_work).contains("in use by another Shipmate: stop that one first"),
            "{}",
            said(&at_work)
        );

        t.member("raj").press(&daily, "A").await?;
        t.stop_bot().await;
        let restored = t.operate(&["restore", &copy]).await?;
        assert!(restored.status.success(), "{}", said(&restored));
        assert!(said(&restored).contains("What stood there is kept as"), "{}", said(&restored));
        t.start_bot().await?;
        assert_eq!(t.answers(&daily).await?, 1, "as it stood when the copy was made");
        let raj = t.member("raj").press(&daily, "A").await?;
        assert!(raj.text().contains("Your streak"), "what came after the copy is asked again: {raj}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_a_restored_database_does_not_know_answers_for_nothing_else() {
    voyage(World::default(), async |t| {
        let (mei, channel) = (t.member("mei"), t.channel("daily"));
        let copy = t.folder().join("copy.db").display().to_string();
        assert!(t.operate(&["backup", &copy]).await?.status.success());
        t.advance_to("2026-03-02 09:00").await?;
        let lost = channel.next_message().await?;
        let practice = mei.slash(&t.channel("general"), "/quiz").await?;
        t.stop_bot().await;
        assert!(t.operate(&["restore", &copy]).await?.status.success());
        t.turn_to("2026-03-02 12:00")?;
        t.start_bot().await?;
        // The database knows of no question today, so it asks one.
        let asked = channel.next_message().await?;
        let (told, old) = (mei.press(&lost, "A").await?, mei.press(&practice, "A").await?);
        assert!(told.text().contains("I don't know this question"), "{told}");
        assert!(old.text().contains("I don't know it anymore"), "{old}");
        assert_eq!(t.answers(&asked).await?, 0, "it is no answer to the other question");
        t.answer_right(&mei, &asked).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_bots_do_not_share_a_database() {
    voyage(World::default(), async |t| {
        let second = t.operate(&["run"]).await?;
        assert!(!second.status.success());
        assert!(said(&second).contains("is in use by another Shipmate"), "{}", said(&second));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_doctor_finds_a_healthy_bot_well() {
    voyage(World::default(), async |t| {
        let looked = t.operate(&["doctor"]).await?;
        assert!(looked.status.success(), "{}", said(&looked));
        insta::assert_snapshot!(table(t, &looked), @"
        ok       study content               chapter-07 (9 questions)
        ok       database                    …/shipmate.db is whole; schema version n, n KiB
        ok       token                       good, for application 2
        ok       clock                       agrees with Discord's
        ok       server 1  may post in the daily's channel

        All is well.
        ");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_doctor_names_what_is_missing_and_what_to_do() {
    voyage(World::default(), async |t| {
        let daily = t.channel("daily");
        t.guild.deny(&daily, &t.app, Permissions::EMBED_LINKS | Permissions::SEND_MESSAGES);
        let looked = t.operate(&["doctor"]).await?;
        assert!(!looked.status.success());
        let told = table(t, &looked);
        assert!(told.contains("lacks Send Messages, Embed Links in the daily's channel"), "{told}");
        let json = t.operate(&["doctor", "--json"]).await?;
        let checkup: serde_json::Value = serde_json::from_slice(&json.stdout)?;
        let states: Vec<&str> = checkup["findings"]
            .as_array()
            .ok_or("a list")?
            .iter()
            .filter_map(|finding| finding["state"].as_str())
            .collect();
        assert_eq!(states, ["well", "well", "well", "well", "problem"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_doctor_names_a_daily_that_the_log_says_was_put_off() {
    voyage(World::default(), async |t| {
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let id = t.daily(&daily).await?.id;
        let spoiled = rusqlite::Connection::open(t.database())?
            .execute("UPDATE dailies SET day = '29 November' WHERE state = 'open'", [])?;
        assert_eq!(spoiled, 1);
        let looked = t.operate(&["doctor"]).await?;
        let told = table(t, &looked);
        assert!(!looked.status.success(), "{told}");
        assert!(told.contains("a daily's row") && told.contains(&format!("{id}: ")), "{told}");
        assert!(told.contains("29 November") && told.ends_with("One problem.\n"), "{told}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_doctor_finds_the_database_of_another_process() {
    voyage(World::default(), async |t| {
        let home = (u64::from(t.guild.id()) >> 22) % 3;
        for shard in 0..3 {
            let looked = t.operate(&["doctor", "--shards", &format!("{shard}..{shard}/3")]).await?;
            assert_eq!(looked.status.success(), shard == home, "{}", said(&looked));
            let named = said(&looked).contains("has 1 server(s) that live on other shards");
            assert_eq!(named, shard != home, "{}", said(&looked));
        }
        Ok(())
    })
    .await;
}
