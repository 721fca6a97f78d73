//! The study content is updated while the bot is in production.

use insta::assert_snapshot;
use sandbox::Message;
use shipmate::actions::streak;
use shipmate::domain::grading::letter;
use shipmate::domain::ids::{GuildId, MemberId};

use crate::voyage::{Outcome, Voyage, World, voyage};

/// The questions of section 78, one of which is about patched nodes.
const QUESTIONS: &str = "questions/78.toml";

const NODES: &str = "q78-patch-nodes";
const GROUP: &str = "A managed node group";
const VOLUME: &str = "A persistent volume per node";

/// Makes the volume the key of the question about nodes, instead of the node group.
fn other_key(text: &str) -> String {
    moved_key(text, GROUP, VOLUME)
}

/// And back again.
fn original_key(text: &str) -> String {
    moved_key(text, VOLUME, GROUP)
}

fn moved_key(text: &str, from: &str, to: &str) -> String {
    let (before, question) = text.split_at(text.find(NODES).unwrap());
    let question = question.replacen(&format!("\"{from}\", key = true,"), &format!("\"{from}\","), 1);
    before.to_owned() + &question.replacen(&format!("\"{to}\","), &format!("\"{to}\", key = true,"), 1)
}

/// The file without the question about nodes.
fn without_nodes(text: &str) -> String {
    let from = text.find(&format!("[[question]]\nid = \"{NODES}\"")).unwrap();
    let to = from + 1 + text[from + 1..].find("[[question]]").unwrap();
    text[..from].to_owned() + &text[to..]
}

/// Goes on day by day until the question about nodes is the daily.
async fn until_nodes_are_asked(t: &mut Voyage) -> Outcome<Message> {
    for day in 2..12 {
        t.advance_to(&format!("2026-03-{day:02} 09:00")).await?;
        let daily = t.channel("daily").next_message().await?;
        if t.stem(&daily) == NODES {
            return Ok(daily);
        }
    }
    Err("the question about nodes was not asked".into())
}

/// The day after, at nine: the daily has closed.
async fn next_day(t: &mut Voyage, daily: &Message) -> Outcome<Message> {
    let day = t.daily(daily).await?.day.tomorrow()?;
    t.advance_to(&format!("{day} 09:00")).await?;
    Ok(t.channel("daily").next_message().await?)
}

/// The letter under which a daily shows an option.
async fn letter_of(t: &Voyage, daily: &Message, text: &str) -> Outcome<String> {
    let asked = t.daily(daily).await?.asked;
    let position = asked.options().position(|option| option.text == text).ok_or("there is no such option")?;
    Ok(letter(position).to_string())
}

/// Days answered, of these right, days in a row.
async fn record(t: &Voyage, name: &str) -> Outcome<(u32, u32, u32)> {
    let member = MemberId(t.guild.member(name).id().into());
    let card = streak::card(t.bot().services(), GuildId(t.guild.id().into()), member).await?;
    Ok((card.answered, card.right, card.standing.current))
}

#[tokio::test]
async fn a_corrected_key_gives_to_some_takes_from_nobody_and_is_told_once() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let general = t.channel("general");
        let daily = until_nodes_are_asked(t).await?;
        let (group, volume) = (letter_of(t, &daily, GROUP).await?, letter_of(t, &daily, VOLUME).await?);
        assert!(mei.press(&daily, &group).await?.text().contains("Right!"));
        assert!(raj.press(&daily, &volume).await?.text().contains("Not quite"));
        next_day(t, &daily).await?;
        assert_eq!((record(t, "mei").await?, record(t, "raj").await?), ((1, 1, 1), (1, 0, 1)));

        t.restart_with(QUESTIONS, other_key).await?;
        assert_eq!(record(t, "mei").await?, (1, 1, 1), "nothing falls");
        assert_eq!(record(t, "raj").await?, (1, 1, 1), "raj gains");

        let day = t.daily(&daily).await?.day.strftime("%a %-d %b").to_string();
        let told = raj.slash(&general, "/help").await?.text();
        assert_snapshot!(told.lines().next().unwrap_or_default().replace(&day, "<day>"), @"(only raj) 📣 I've corrected a question you answered on <day>: “An insurer wants to choose when patched nodes are rolled out, and nothing more. Which opt…” The right answer is **A persistent volume per node**. Your answer now counts as **right**. Your streak is unchanged.");
        t.noted_as_told(&raj).await?;
        assert!(!raj.slash(&general, "/help").await?.text().contains("We corrected"), "told once");
        let told = mei.slash(&general, "/streak show").await?.text();
        assert_snapshot!(told.lines().next().unwrap_or_default().replace(&day, "<day>"), @"(only mei) 📣 I've corrected a question you answered on <day>: “An insurer wants to choose when patched nodes are rolled out, and nothing more. Which opt…” The right answer is **A persistent volume per node**. By that your answer is **wrong**, but it keeps its credit: your streak and your standing are unchanged.");

        t.settle().await?;
        let closed = daily.refresh();
        assert!(closed.to_string().contains(&format!("✅ **{volume}.**")), "{closed}");
        assert!(closed.to_string().contains("has been corrected since"), "{closed}");
        let review = raj.press(&closed, "My answer & why").await?;
        assert!(review.text().contains(&format!("✅ {volume} · you chose it")), "{review}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_open_daily_is_judged_by_the_corrected_key_from_the_restart_on() {
    voyage(World::default(), async |t| {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let daily = until_nodes_are_asked(t).await?;
        let (group, volume) = (letter_of(t, &daily, GROUP).await?, letter_of(t, &daily, VOLUME).await?);
        mei.press(&daily, &group).await?;
        t.restart_with(QUESTIONS, other_key).await?;
        let told = raj.press(&daily, &volume).await?;
        assert!(told.text().contains("Right!") && !told.text().contains("We corrected"), "{told}");
        let again = mei.press(&daily, &group).await?;
        assert!(again.text().contains("it keeps its credit"), "{again}");
        assert!(again.text().contains("Not quite"), "{again}");
        assert_eq!((record(t, "mei").await?, record(t, "raj").await?), ((1, 1, 1), (1, 1, 1)));
        next_day(t, &daily).await?;
        let closed = daily.refresh();
        assert!(closed.to_string().contains("2 members answered, 1 of them right."), "{closed}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn practice_is_judged_anew_too() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let question = mei.slash(&general, "/quiz topic:managed node group").await?;
        let option = format!("** {VOLUME}");
        let line = question.text().lines().find(|line| line.contains(&option)).map(str::to_owned);
        let volume =
            line.and_then(|line| line.chars().nth("┃ **".chars().count())).ok_or("no such option")?;
        let told = mei.press(&question, &volume.to_string()).await?;
        assert!(told.text().contains("0 of 1 right"), "{told}");
        t.restart_with(QUESTIONS, other_key).await?;
        let done = mei.press(&told, "Stop").await?;
        assert!(done.text().contains("a question you practiced"), "{done}");
        assert!(done.text().contains("now counts as **right**"), "{done}");
        assert!(done.text().contains("Practice done: 1 of 1 right"), "{done}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_practice_question_whose_key_changed_or_that_is_gone_is_taken_off_the_table() {
    for edit in [other_key, without_nodes] {
        voyage(World::default(), async |t| {
            let mei = t.member("mei");
            let general = t.channel("general");
            // Nine sessions have all nine questions of the small pack on the table.
            let mut tables = Vec::new();
            for _ in 0..9 {
                tables.push(mei.slash(&general, "/quiz").await?);
            }
            let nodes = tables.iter().find(|table| t.stem(table.message()) == NODES).cloned();
            let nodes = nodes.ok_or("nobody practices it")?;
            t.restart_with(QUESTIONS, edit).await?;
            let told = mei.press(&nodes, "A").await?;
            assert!(told.text().contains("your answer wasn't counted. This one is waiting:"), "{told}");
            assert!(told.text().contains("question 2"), "{told}");
            Ok(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_retired_question_stays_in_the_record_and_is_never_asked_again() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let daily = until_nodes_are_asked(t).await?;
        t.answer_right(&mei, &daily).await?;
        let day = t.daily(&daily).await?.day;
        t.restart_with(QUESTIONS, without_nodes).await?;
        let mut question = mei.slash(&general, "/quiz").await?;
        for _ in 0..10 {
            assert!(!question.text().contains("patched nodes"), "{question}");
            let told = match question.message().select() {
                Some(_) => mei.select(&question, &["A", "B"]).await?,
                None => mei.press(&question, "A").await?,
            };
            question = mei.press(&told, "Next question").await?;
        }
        for later in 1..10 {
            let day = day.checked_add(jiff::Span::new().days(later))?;
            t.advance_to(&format!("{day} 09:00")).await?;
            let other = t.channel("daily").next_message().await?;
            assert!(!other.to_string().contains("patched nodes"), "{other}");
        }
        let review = mei.press(&daily.refresh(), "My answer & why").await?;
        assert!(
            review.text().contains("patched nodes") && review.text().contains("you chose it"),
            "{review}"
        );
        let none = mei.slash(&general, "/quiz topic:managed node group").await?;
        assert!(none.text().contains("There is no question on Managed node group"), "{none}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_new_wording_and_a_correction_taken_back_are_no_news() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let daily = until_nodes_are_asked(t).await?;
        t.answer_right(&mei, &daily).await?;
        t.restart_with(QUESTIONS, |text| text.replace("An insurer wants", "An insurance company wants"))
            .await?;
        assert!(!mei.slash(&general, "/help").await?.text().contains("We corrected"));
        t.restart_with(QUESTIONS, other_key).await?;
        t.restart_with(QUESTIONS, original_key).await?;
        assert!(!mei.slash(&general, "/help").await?.text().contains("We corrected"));
        assert_eq!(record(t, "mei").await?, (1, 1, 1));
        Ok(())
    })
    .await;
}
