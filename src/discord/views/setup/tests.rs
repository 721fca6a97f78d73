use insta::assert_snapshot;

use super::*;
use crate::discord::views::plain::{plain, problems};
use crate::discord::views::sample::{self, now};
use crate::domain::calendar::{BadTime, BadWeekdays};
use crate::domain::ids::RoleId;

#[test]
fn the_state_shows_every_setting_and_the_next_question() {
    let mut guild = sample::guild();
    guild.settings.mention = Some(RoleId(5));
    let latest = Some(sample::daily(sample::one()));
    assert_snapshot!(plain(&state(&SetupState { guild: Some(guild), latest }, now())), @"
    # The daily question
    ## Channel
    <#7>
    ## When
    09:00, Mon–Fri, America/New York time
    ## Who is mentioned
    <@&5>
    ## Discussion
    A thread under each question
    ## Next question
    <t:1772524800:F> (<t:1772524800:R>)
    ## Latest question
    [Mon 2 Mar](https://discord.com/channels/1/7/8), closes <t:1772524800:R>
    -- Change any of it with /setup.
    (Preview) (Pause)
    ");
}

#[test]
fn a_paused_state_says_why_and_how_to_go_on() {
    let mut guild = sample::guild();
    guild.next = None;
    guild.settings.discussion = false;
    guild.paused = Some((now(), PauseReason::ByManager));
    assert_snapshot!(plain(&state(&SetupState { guild: Some(guild), latest: None }, now())), @"
    # The daily question is paused
    Paused <t:1772442000:R>. A manager paused the daily questions.

    Press **Resume** in `/setup` when you're ready.

    Nothing is lost: days without a question break no streak, and all answers and settings are kept.
    ## Channel
    <#7>
    ## When
    09:00, Mon–Fri, America/New York time
    ## Who is mentioned
    Nobody
    ## Discussion
    No threads
    -- Change any of it with /setup.
    (Preview) (Resume)
    ");
}

#[test]
fn what_stands_against_resuming_is_told_and_a_channel_that_is_gone_offers_no_resume() {
    let mut guild = sample::guild();
    guild.paused = Some((now(), PauseReason::ByManager));
    let permissions = vec!["Send Messages".to_owned()];
    let told = plain(&still_paused(&guild, &PauseReason::MissingPermissions { permissions }));
    assert!(told.starts_with("# The daily question stays paused\nIn <#7> I'm missing"), "{told}");
    assert!(told.ends_with("(Preview) (Resume)"), "{told}");
    let told = plain(&still_paused(&guild, &PauseReason::ChannelGone));
    assert!(told.contains("`/setup channel:`") && told.ends_with("(Preview)"), "{told}");
    guild.paused = Some((now(), PauseReason::ChannelGone));
    let told = plain(&state(&SetupState { guild: Some(guild), latest: None }, now()));
    assert!(told.ends_with("(Preview)"), "{told}");
}

#[test]
fn before_the_first_set_up_an_example_is_shown() {
    assert_eq!(state(&SetupState { guild: None, latest: None }, now()), not_set_up(true));
    assert_snapshot!(plain(&not_set_up(true)), @"There is no daily question here yet. One command starts it: `/setup channel:#daily time:9:00 zone:Europe/Berlin`.");
    assert_snapshot!(plain(&not_set_up(false)), @"There is no daily question here yet. Whoever manages this server can start it with `/setup`. Until then, `/quiz` and `/explain` are all yours.");
}

#[test]
fn the_first_set_up_shows_what_a_daily_will_look_like() {
    let view = saved(&sample::guild(), Some(&sample::one()));
    assert_eq!(problems(&view), Vec::<String>::new());
    assert_snapshot!(plain(&view), @"
    # You're all set
    The first question comes <t:1772524800:R>. Below is what it will look like.
    ## Channel
    <#7>
    ## When
    09:00, Mon–Fri, America/New York time
    ## Who is mentioned
    Nobody
    ## Discussion
    A thread under each question
    ## Next question
    <t:1772524800:F> (<t:1772524800:R>)
    # Question of the day · a preview
    Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

    **A.** More replicas
    **B.** A volume from a `PersistentVolumeClaim`
    **C.** A ConfigMap
    **D.** An init container

    Choose **ONE**. Your first answer counts. While it's open, only you see how you did.
    -- Section 78 · medium
    (A, off) (B, off) (C, off) (D, off)
    ");
}

#[test]
fn a_later_set_up_shows_what_stands() {
    assert!(plain(&saved(&sample::guild(), None)).starts_with("# Saved\n## Channel\n<#7>"));
}

#[test]
fn a_preview_cannot_be_pressed() {
    assert!(plain(&preview(&sample::one())).ends_with("(A, off) (B, off) (C, off) (D, off)"));
    assert!(plain(&preview(&sample::two())).contains("Choose TWO (2 to 2, off)"));
    assert_snapshot!(plain(&nothing_to_preview()), @"There is no question to preview: my study content has none.");
}

#[test]
fn every_refusal_says_what_to_type() {
    let said = |refusal| plain(&refused(&refusal));
    assert_snapshot!(said(SetupRefused::Missing(vec!["channel", "time", "zone"])), @"The first time I also need `channel:`, `time:`, and `zone:`, for example `/setup channel:#daily time:9:00 zone:Europe/Berlin`. Nothing has been changed.");
    let unknown = |nearest: &[&str]| {
        let nearest = nearest.iter().map(|&zone| zone.to_owned()).collect();
        SetupRefused::Zone(UnknownZone { asked: "Berlim".into(), nearest })
    };
    assert_snapshot!(said(unknown(&["Europe/Berlin", "Asia/Brunei", "Europe/Dublin"])), @"I don't know a time zone called “Berlim”. Did you mean `Europe/Berlin`, `Asia/Brunei`, or `Europe/Dublin`? Nothing has been changed.");
    assert_snapshot!(said(unknown(&["Europe/Berlin"])), @"I don't know a time zone called “Berlim”. Did you mean `Europe/Berlin`? Nothing has been changed.");
    assert_snapshot!(said(unknown(&[])), @"I don't know a time zone called “Berlim”. Type the nearest big city after `zone:` and pick from the list. Nothing has been changed.");
    assert_snapshot!(said(SetupRefused::Time(BadTime { asked: "25 o'clock".into() })), @"I couldn't read “25 o'clock” as a time of day. Write it like `9:00`, `21:30`, or `9 pm`. Nothing has been changed.");
    assert_snapshot!(said(SetupRefused::Weekdays(BadWeekdays { asked: "`soon`".into() })), @r#"I couldn't read “\`soon\`” as days of the week. Write `daily`, `mon-fri`, or `mon, wed, fri`. Nothing has been changed."#);
}

#[test]
fn a_missing_permission_is_named_with_the_place_to_give_it() {
    assert_snapshot!(plain(&missing_permissions(ChannelId(7), &["Send Messages"])), @"
    # I need a little more access
    In <#7> I'm missing the permission **Send Messages**.

    To give me the permission, open the channel's settings (**Edit Channel → Permissions**), add **Shipmate** under **Roles/Members**, and switch it on.

    Then run the same `/setup` again. Nothing has been changed yet.
    ");
    assert_snapshot!(plain(&channel_gone(ChannelId(7))), @"I can't find <#7> on this server anymore. Choose another one with `/setup channel:`. Nothing has been changed.");
    assert_snapshot!(plain(&not_allowed()), @"This takes the **Manage Server** permission. Whoever runs this server can do it for you.");
}
