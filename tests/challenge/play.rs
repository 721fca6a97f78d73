//! Answers, joining late, leaving, hosting: one rule each.

use super::{
    PLAIN, Two, answer, asked, begin, choose, game, id_of, letters, next, open, revealed, shown, stop, two,
};
use crate::voyage::{World, voyage};

#[tokio::test]
async fn an_answer_can_be_changed_once_where_the_host_chose_so() {
    voyage(World::default(), async |t| {
        let Two { mei, raj, general, question } = two(t, "second_thoughts:True").await?;
        let told = answer(t, &mei, &question, false).await?;
        assert!(told.text().contains("You can change it once"), "{told}");
        let told = answer(t, &mei, &question, true).await?;
        assert!(told.text().contains("Changed to"), "{told}");
        let told = answer(t, &mei, &question, false).await?;
        assert!(told.text().contains("that stands"), "{told}");
        answer(t, &raj, &question, false).await?;
        // Raj may still change his mind: it closes when time is up.
        t.pass(22);
        let told = shown(t, &revealed(&question).await?);
        assert!(told.contains("@mei **+1**") && told.contains("1 missed it"), "{told}");
        stop(&general, &mei).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn without_that_the_first_answer_stands_and_time_closes_what_is_unanswered() {
    voyage(World::default(), async |t| {
        let Two { mei, raj, general, question } = two(t, "").await?;
        answer(t, &mei, &question, true).await?;
        let told = answer(t, &mei, &question, false).await?;
        assert!(told.text().contains("that stands"), "{told}");
        let buttons = question.refresh();
        let letter = letters(&*asked(t, &question).await?, true);
        t.pass(21);
        let late = match buttons.select() {
            Some(_) => choose(&raj, &buttons, &letter).await,
            None => t.forge(&raj, &buttons, &letter[0]).await,
        }?;
        assert!(late.text().contains("Time was up") || late.text().contains("over"), "{late}");
        t.pass(2);
        let told = shown(t, &revealed(&question).await?);
        assert!(told.contains("1 didn't answer"), "{told}");
        stop(&general, &mei).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_left_and_saw_the_key_cannot_come_back_and_use_it() {
    voyage(World::default(), async |t| {
        let Two { mei, raj, general, question } = two(t, "").await?;
        let (buttons, key) = (question.refresh(), letters(&*asked(t, &question).await?, true));
        let sheet = raj.press(&question, "Where do I stand?").await?;
        raj.press(&sheet, "Leave the game").await?;
        answer(t, &mei, &question, true).await?;
        revealed(&question).await?;
        let invited = raj.slash(&general, "/challenge start").await?;
        let told = raj.press(&invited, "Join").await?;
        assert!(told.text().contains("from the next question on"), "{told}");
        let refused = match buttons.select() {
            Some(_) => choose(&raj, &buttons, &key).await,
            None => t.forge(&raj, &buttons, &key[0]).await,
        }?;
        assert!(refused.text().contains("That question is over"), "there was time left: {refused}");
        let told = shown(t, &stop(&general, &mei).await?);
        assert!(told.contains("@mei **1 point**") && told.contains("@raj **0 points**"), "{told}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_outsider_is_invited_and_plays_from_the_next_question_on() {
    voyage(World::default(), async |t| {
        let (mei, raj, zoe) = (t.member("mei"), t.member("raj"), t.member("zoe"));
        let general = t.channel("general");
        let (_, question) = begin(t, &general, &[&mei, &raj], "").await?;
        let invited = answer(t, &zoe, &question, true).await?;
        assert!(
            invited.is_ephemeral() && invited.text().contains("You're not in this game yet"),
            "{invited}"
        );
        let told = zoe.press(&invited, "Join").await?;
        assert!(told.text().contains("from the next question on"), "{told}");
        let told = answer(t, &zoe, &question, true).await?;
        assert!(told.text().contains("You're in from the next one on"), "{told}");
        answer(t, &mei, &question, true).await?;
        answer(t, &raj, &question, true).await?;
        assert!(!shown(t, &revealed(&question).await?).contains("@zoe"));
        let second = next(t, &general).await?;
        assert!(second.to_string().contains("of 3** locked in"), "{second}");
        // The host leaves: hosting passes on, and the question waits for those who are left.
        let sheet = mei.press(&second, "Where do I stand?").await?;
        let told = mei.press(&sheet, "Leave the game").await?;
        assert!(told.text().contains("your points stay"), "{told}");
        answer(t, &raj, &second, true).await?;
        answer(t, &zoe, &second, true).await?;
        let told = shown(t, &revealed(&second).await?);
        assert!(told.contains("(left)") && told.contains("@zoe **1 point** (new)"), "{told}");
        let refused = t.forge(&zoe, &second.refresh(), "Next question now").await?;
        assert!(t.told(&refused).contains("Only @raj, who hosts"), "{}", t.told(&refused));
        stop(&general, &raj).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn only_the_host_or_a_manager_begins_and_cancels() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let general = t.channel("general");
        let lobby = open(t, &general, &mei, PLAIN).await?;
        let alone = mei.press(&lobby, "Start now").await?;
        assert!(alone.text().contains("It takes at least two"), "{alone}");
        for label in ["Start now", "Cancel"] {
            let refused = raj.press(&lobby, label).await?;
            assert!(t.told(&refused).contains("Only @mei, who hosts"), "{}", t.told(&refused));
        }
        let refused = raj.slash(&general, "/challenge stop").await?;
        assert!(t.told(&refused).contains("Only @mei"), "{}", t.told(&refused));
        let second = raj.slash(&general, "/challenge start").await?;
        assert!(
            t.told(&second).contains("A challenge by @mei is on in this channel already"),
            "{}",
            t.told(&second)
        );
        let told = raj.press(&second, "Join").await?;
        assert!(told.text().contains("You're in"), "{told}");
        let told = t.captain().press(&lobby.refresh(), "Cancel").await?;
        assert!(told.text().contains("Canceled."), "{told}");
        let gone = lobby.wait_until(|message| message.to_string().contains("canceled")).await?;
        assert!(gone.buttons().is_empty());
        let none = mei.slash(&general, "/challenge stop").await?;
        assert!(none.text().contains("No challenge is on"), "{none}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_right_parts_earn_a_point_each() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let general = t.channel("general");
        // The small pack has one question that asks for two: it comes within its nine.
        let options = "rounds:9 get_ready:0 points:one point each";
        let lobby = open(t, &general, &mei, options).await?;
        raj.press(&lobby, "Join").await?;
        mei.press(&lobby, "Start now").await?;
        let mut question = general.next_message().await?;
        while question.select().is_none() {
            for member in [&mei, &raj] {
                answer(t, member, &question, true).await?;
            }
            revealed(&question).await?;
            question = next(t, &general).await?;
        }
        let asked = asked(t, &question).await?;
        let half = [letters(&asked, true).remove(0), letters(&asked, false).remove(0)];
        answer(t, &mei, &question, true).await?;
        choose(&raj, &question, &half).await?;
        let told = shown(t, &revealed(&question).await?);
        assert!(told.contains("@mei **+2**"), "{told}");
        assert!(told.contains("@raj **+1** (one of two right)"), "{told}");
        stop(&general, &mei).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn extra_time_is_nobody_elses_to_know() {
    voyage(World::default(), async |t| {
        let (mei, raj, zoe) = (t.member("mei"), t.member("raj"), t.member("zoe"));
        let general = t.channel("general");
        let setting = raj.slash(&general, "/challenge settings").await?;
        assert!(setting.is_ephemeral() && setting.text().contains("none"), "{setting}");
        let set = raj.press(&setting, "+50%").await?;
        assert!(set.is_ephemeral() && set.text().contains("50%"), "{set}");
        let before = t.discord.traffic().rest().len();
        let (_, question) = begin(t, &general, &[&mei, &raj, &zoe], "").await?;
        let open_for = game(t, &question).await?.open_for();
        assert_eq!(open_for.as_secs(), 30, "the whole table has it");
        for member in [&mei, &zoe, &raj] {
            answer(t, member, &question, true).await?;
        }
        revealed(&question).await?;
        for exchange in &t.discord.traffic().rest()[before..] {
            let body = exchange.request.to_string().to_lowercase();
            for word in ["extra", "allowance", "50%", "percent"] {
                assert!(!body.contains(word), "{}: {body}", exchange.path);
            }
        }
        stop(&general, &mei).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_press_of_another_server_or_of_no_game_is_refused_in_words() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let general = t.channel("general");
        let lobby = open(t, &general, &mei, PLAIN).await?;
        let id = id_of(&lobby).ok_or("a game")?;
        for press in [
            "join",
            "leave",
            "begin",
            "cancel",
            "option:1:1:0",
            "choices:1:1",
            "on",
            "mine",
            "ghost",
            "team:0",
        ] {
            let told = raj.forge_press(&lobby, &format!("1:game:999:{press}")).await?;
            assert!(told.is_ephemeral() && told.text().len() > 20, "{press}: {told}");
            if press != "join" {
                let told = raj.forge_press(&lobby, &format!("1:game:{id}:{press}")).await?;
                assert!(told.is_ephemeral() && told.text().len() > 10, "{press}: {told}");
            }
        }
        let other = t.discord.guild("Other Hall").await;
        other.install(&t.app, crate::voyage::GRANTED).await;
        let stranger = other.member("stranger");
        let help = stranger.slash(&other.channel("general"), "/help").await?;
        let refused = stranger.forge_press(&help, &format!("1:game:{id}:join")).await?;
        assert!(refused.text().contains("I don't know this game"), "{refused}");
        mei.press(&lobby.refresh(), "Cancel").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn practice_never_shows_what_a_game_of_the_server_asks() {
    voyage(World::default(), async |t| {
        let (mei, raj, zoe) = (t.member("mei"), t.member("raj"), t.member("zoe"));
        let general = t.channel("general");
        // Nine sessions have all nine questions of the small pack on the table.
        let mut tables = Vec::new();
        for _ in 0..9 {
            tables.push(zoe.slash(&general, "/quiz").await?);
        }
        let (_, question) = begin(t, &general, &[&mei, &raj], "").await?;
        let secret = t.stem(&question);
        let first = |table: &sandbox::Reply| {
            if table.message().select().is_some() { vec!["A", "B"] } else { vec!["A"] }
        };
        let choose = async |table: &sandbox::Reply| match first(table)[..] {
            [letter] => zoe.press(table, letter).await,
            ref letters => zoe.select(table, letters).await,
        };
        let same = tables.iter().find(|table| t.stem(table.message()) == secret).ok_or("nobody has it")?;
        let told = choose(same).await?;
        assert_ne!(t.stem(told.message()), secret, "{told}");
        for option in asked(t, &question).await?.options() {
            assert!(!told.text().contains(&option.why), "{told}");
        }
        let mut table = zoe.slash(&general, "/quiz").await?;
        for _ in 0..12 {
            assert_ne!(t.stem(table.message()), secret);
            let told = choose(&table).await?;
            table = zoe.press(&told, "Next question").await?;
        }
        stop(&general, &mei).await?;
        Ok(())
    })
    .await;
}
