//! Setting up the daily.

use insta::assert_snapshot;
use sandbox::Permissions;

use crate::voyage::{World, voyage};

#[tokio::test]
async fn the_first_set_up_says_when_it_begins_and_shows_a_preview() {
    voyage(World::default().not_set_up(), async |t| {
        let general = t.channel("general");
        let captain = t.captain();
        let nothing = captain.slash(&general, "/setup").await?;
        assert!(nothing.text().contains("There is no daily question here yet"), "{nothing}");
        let incomplete = captain.slash(&general, "/setup channel:#daily").await?;
        assert!(
            incomplete.text().contains("`time:`") && incomplete.text().contains("`zone:`"),
            "{incomplete}"
        );
        let saved = captain
            .slash(&general, "/setup channel:#daily time:9am zone:Europe/Berlin weekdays:mon-fri")
            .await?;
        assert!(saved.is_ephemeral());
        assert!(saved.text().contains("You're all set") && saved.text().contains("a preview"), "{saved}");
        assert!(saved.message().buttons().iter().all(|button| button.disabled));
        let state = captain.slash(&general, "/setup").await?;
        assert_snapshot!(t.told(&state), @"
        (only captain) ┃ The daily question
        ┃ Channel: #daily
        ┃ When: 09:00, Mon–Fri, Europe/Berlin time
        ┃ Who is mentioned: Nobody
        ┃ Discussion: A thread under each question
        ┃ Next question: <t:1772438400:F> (<t:1772438400:R>)
        ┃ Change any of it with /setup.
        [Preview] [Pause]
        ");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn zones_are_suggested_and_an_unknown_one_gets_the_nearest() {
    voyage(World::default().not_set_up(), async |t| {
        let general = t.channel("general");
        let captain = t.captain();
        let zones = captain.autocomplete(&general, "/setup zone:berl").await?;
        assert_eq!(zones.first().map(|zone| zone.name.as_str()), Some("Europe/Berlin"));
        let refused = captain.slash(&general, "/setup channel:#daily time:9:00 zone:Europe/Berlni").await?;
        assert!(refused.text().contains("Did you mean `Europe/Berlin`"), "{refused}");
        let refused = captain.slash(&general, "/setup channel:#daily time:25:00 zone:Europe/Berlin").await?;
        assert!(refused.text().contains("I couldn't read “25\\:00” as a time of day"), "{refused}");
        let refused = captain
            .slash(&general, "/setup channel:#daily time:9:00 zone:Europe/Berlin weekdays:never")
            .await?;
        assert!(refused.text().contains("as days of the week"), "{refused}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_missing_permission_is_named() {
    voyage(World::default().not_set_up(), async |t| {
        let (general, daily) = (t.channel("general"), t.channel("daily"));
        t.guild.deny(&daily, &t.app, Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS);
        let refused =
            t.captain().slash(&general, "/setup channel:#daily time:9:00 zone:Europe/Berlin").await?;
        assert_snapshot!(t.told(&refused), @"
        (only captain) ┃ I need a little more access
        ┃ In #daily I'm missing the permissions **Send Messages** and **Embed Links**.
        ┃
        ┃ To give me the permissions, open the channel's settings (**Edit Channel → Permissions**), add **Shipmate** under **Roles/Members**, and switch them on.
        ┃
        ┃ Then run the same `/setup` again. Nothing has been changed yet.
        ");
        t.guild.allow(&daily, &t.app, Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS);
        t.guild.deny(&daily, &t.app, Permissions::VIEW_CHANNEL);
        let unseen =
            t.captain().slash(&general, "/setup channel:#daily time:9:00 zone:Europe/Berlin").await?;
        assert!(unseen.text().contains("**View Channel**"), "{unseen}");
        t.guild.allow(&daily, &t.app, Permissions::VIEW_CHANNEL);
        let saved =
            t.captain().slash(&general, "/setup channel:#daily time:9:00 zone:Europe/Berlin").await?;
        assert!(saved.text().contains("You're all set"), "{saved}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn to_mention_a_role_its_own_setting_is_enough() {
    voyage(World::default(), async |t| {
        let general = t.channel("general");
        let (captain, students) = (t.captain(), t.role("Students"));
        let refused = captain.slash(&general, "/setup mention:@Students").await?;
        assert_snapshot!(t.told(&refused), @"
        (only captain) ┃ I need a little more access
        ┃ In #daily I'm missing the permission **Mention @everyone, @here, and All Roles**.
        ┃
        ┃ Best switch on **Allow anyone to @mention this role** in the role's settings (**Server Settings → Roles**): then I can do without the permission. To give it to me instead, open the channel's settings (**Edit Channel → Permissions**), add **Shipmate** under **Roles/Members**, and switch it on.
        ┃
        ┃ Then run the same `/setup` again. Nothing has been changed yet.
        ");
        students.set_mentionable(true);
        let saved = captain.slash(&general, "/setup mention:@Students").await?;
        assert!(saved.text().contains("Saved"), "{saved}");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        assert_eq!(daily.mentioned_roles(), [students.id()]);

        let refused = captain.slash(&general, &format!("/setup mention:{}", t.guild.id())).await?;
        assert!(refused.text().contains("I never mention everyone."), "{refused}");
        let kept = captain.slash(&general, "/setup").await?;
        assert!(!kept.text().contains("Who is mentioned: Nobody"), "the role is still there: {kept}");
        let nobody = captain.slash(&general, "/setup mention-nobody:True").await?;
        assert!(nobody.text().contains("Who is mentioned: Nobody"), "{nobody}");
        t.advance_to("2026-03-03 09:00").await?;
        assert!(t.channel("daily").next_message().await?.mentioned_roles().is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_member_may_not_set_up_even_by_a_forged_command() {
    voyage(World::default().not_set_up(), async |t| {
        let general = t.channel("general");
        let mei = t.member("mei");
        assert!(mei.slash(&general, "/setup").await.is_err(), "Discord does not offer it");
        let data = serde_json::json!({
            "id": "1", "name": "setup", "type": 1,
            "options": [{ "name": "time", "type": 3, "value": "9:00" }],
        });
        let refused = mei.forge(&t.app, &general, serde_json::json!({ "data": data })).await?;
        assert!(refused.text().contains("Manage Server"), "{refused}");
        t.advance_to("2026-03-02 09:00").await?;
        assert!(t.channel("daily").unread().is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_new_hour_asks_nothing_twice_and_loses_no_day() {
    voyage(World::default(), async |t| {
        let (mei, channel, general) = (t.member("mei"), t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        let monday = channel.next_message().await?;
        t.answer_right(&mei, &monday).await?;
        // Earlier than now, but Monday was asked: nothing happens before Tuesday.
        t.captain().slash(&general, "/setup time:8:00").await?;
        t.advance_to("2026-03-02 23:00").await?;
        assert!(channel.unread().is_empty());
        // Monday's question keeps the closing time that it promised; Tuesday's waits for it.
        t.advance_to("2026-03-03 08:30").await?;
        assert!(channel.unread().is_empty());
        t.advance_to("2026-03-03 09:00").await?;
        let tuesday = channel.next_message().await?;
        t.answer_right(&mei, &tuesday).await?;
        t.advance_to("2026-03-04 08:00").await?;
        channel.next_message().await?;
        assert_eq!(t.streak(&mei).await?, 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_second_change_keeps_the_question_that_the_first_one_promised_for_today() {
    voyage(World::default().set_up("time:18:00 discussion:False"), async |t| {
        let (channel, general, captain) = (t.channel("daily"), t.channel("general"), t.captain());
        t.advance_to("2026-03-02 18:00").await?;
        channel.next_message().await?;
        t.advance_to("2026-03-03 14:00").await?;
        captain.slash(&general, "/setup time:9:00").await?;
        let promised = captain.slash(&general, "/setup").await?.text();
        // 18:00, when Monday's question closes.
        assert!(promised.contains("Next question: <t:1772557200:F>"), "{promised}");
        captain.slash(&general, "/setup channel:#daily").await?;
        let kept = captain.slash(&general, "/setup").await?.text();
        assert!(kept.contains("Next question: <t:1772557200:F>"), "{kept}");
        t.advance_to("2026-03-03 18:00").await?;
        let tuesday = channel.next_message().await?;
        assert_eq!(t.daily(&tuesday).await?.day.to_string(), "2026-03-03");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_new_zone_asks_no_day_twice_and_harms_no_streak() {
    voyage(World::default().zone("Pacific/Auckland"), async |t| {
        let (mei, channel, general) = (t.member("mei"), t.channel("daily"), t.channel("general"));
        t.advance_to("2026-03-02 09:00").await?;
        let monday = channel.next_message().await?;
        t.answer_right(&mei, &monday).await?;
        // In Los Angeles it is still Sunday: the Monday there was asked already.
        t.captain().slash(&general, "/setup zone:America/Los_Angeles").await?;
        t.advance_to_instant("2026-03-02T17:00:00Z".parse()?).await?;
        assert!(channel.unread().is_empty(), "Monday in Los Angeles was asked in Auckland");
        t.advance_to_instant("2026-03-03T17:00:00Z".parse()?).await?;
        let tuesday = channel.next_message().await?;
        assert_eq!(t.daily(&tuesday).await?.day.to_string(), "2026-03-03");
        t.answer_right(&mei, &tuesday).await?;
        assert_eq!(t.streak(&mei).await?, 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_manager_pauses_and_resumes() {
    voyage(World::default(), async |t| {
        let (channel, general) = (t.channel("daily"), t.channel("general"));
        let captain = t.captain();
        let state = captain.slash(&general, "/setup").await?;
        let paused = captain.press(&state, "Pause").await?;
        assert!(paused.text().contains("The daily question is paused"), "{paused}");
        t.advance_to("2026-03-02 12:00").await?;
        assert!(channel.unread().is_empty());
        let state = captain.slash(&general, "/setup").await?;
        let refused = t.forge(&t.member("mei"), state.message(), "Resume").await?;
        assert!(refused.text().contains("Manage Server"), "{refused}");
        captain.press(&state, "Resume").await?;
        t.settle().await?;
        channel.next_message().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn help_names_every_command() {
    voyage(World::default(), async |t| {
        let general = t.channel("general");
        let help = t.member("mei").slash(&general, "/help").await?.text();
        let managers = t.captain().slash(&general, "/help").await?.text();
        for name in t.app.command_names().into_iter().filter(|name| name != "help") {
            let named = format!("/{name}");
            assert!(managers.contains(&named), "{named} is not in /help");
            let for_managers = ["setup", "admin"].contains(&name.as_str());
            assert_eq!(help.contains(&named), !for_managers, "{named} in a member's /help");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_development_server_alone_has_the_commands() {
    voyage(World::default().development(), async |t| {
        let general = t.channel("general");
        t.member("mei").slash(&general, "/help").await?;
        let other = t.discord.guild("Other Hall").await;
        other.install(&t.app, crate::voyage::GRANTED).await;
        let elsewhere = other.channel("general");
        assert!(other.member("stranger").slash(&elsewhere, "/help").await.is_err(), "it is not offered");
        Ok(())
    })
    .await;
}
