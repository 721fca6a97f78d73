//! When the store or Discord is slow or says no for a while, a member still gets an answer, and in time.

use std::time::Duration;

use sandbox::Reply;

use crate::voyage::{Outcome, Voyage, World, until, voyage};

/// Longer than the bot waits before it defers.
const SLOW: Duration = Duration::from_millis(2_200);

/// Does something while another process holds the database for [`SLOW`].
async fn slowly<E>(t: &Voyage, act: impl Future<Output = Result<Reply, E>>) -> Outcome<Reply>
where
    Box<dyn std::error::Error>: From<E>,
{
    let database = rusqlite::Connection::open(t.database())?;
    database.execute_batch("BEGIN IMMEDIATE")?;
    let held = async {
        tokio::time::sleep(SLOW).await;
        database.execute_batch("COMMIT")
    };
    let (reply, released) = tokio::join!(act, held);
    released?;
    Ok(reply?)
}

fn in_time(reply: &Reply) {
    assert!(reply.acknowledged_after() < Duration::from_secs(3), "{:?}", reply.acknowledged_after());
}

#[tokio::test]
async fn a_slow_store_defers_an_answer_and_completes_it() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        t.advance_to("2026-03-02 09:00").await?;
        let daily = t.channel("daily").next_message().await?;
        let told = slowly(t, async { t.answer_right(&mei, &daily).await }).await?;
        in_time(&told);
        assert!(told.was_deferred() && told.is_ephemeral(), "{told}");
        assert!(told.text().contains("Your streak"), "{told}");
        assert_eq!(t.answers(&daily).await?, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_slow_store_defers_a_private_message_that_changes_in_place() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let question = slowly(t, mei.slash(&general, "/quiz topic:fargate")).await?;
        in_time(&question);
        assert!(question.was_deferred() && question.is_ephemeral(), "{question}");
        let told = slowly(t, mei.press(&question, "A")).await?;
        in_time(&told);
        assert!(told.was_deferred(), "{told}");
        assert!(told.text().contains("of 1 right"), "{told}");
        let again = mei.press(&told, "Next question").await?;
        assert!(again.text().contains("question 2"), "{again}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_slow_discord_holds_up_no_answer() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        let callbacks = || t.discord.faults().on("POST", "/interactions/**");
        callbacks().delay(Duration::from_millis(800));
        in_time(&mei.slash(&general, "/explain topic:fargate").await?);
        callbacks().times(2).fail(503);
        in_time(&mei.slash(&general, "/explain topic:fargate").await?);
        callbacks().rate_limit(Duration::from_millis(600));
        in_time(&mei.slash(&general, "/help").await?);
        callbacks().never_answer(sandbox::Effect::None);
        in_time(&mei.slash(&general, "/help").await?);
        callbacks().fail_after_effect(502);
        in_time(&mei.slash(&general, "/help").await?);
        // The try that seemed lost had got through: the second one is what the audit finds.
        let mut twice = Vec::new();
        until("the audit finds the second try", || {
            twice = t.discord.audit().take_problems();
            !twice.is_empty()
        })
        .await?;
        assert!(matches!(&twice[..], [one] if one.kind == sandbox::ProblemKind::DoubleAcknowledgement));
        t.read_all();
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_deferred_answer_outlasts_a_rate_limit() {
    voyage(World::default(), async |t| {
        let mei = t.member("mei");
        let general = t.channel("general");
        t.discord.faults().on("PATCH", "/webhooks/**").rate_limit(Duration::from_millis(1_700));
        t.discord.faults().on("PATCH", "/webhooks/**").fail(503);
        let question = slowly(t, mei.slash(&general, "/quiz topic:fargate")).await?;
        assert!(question.text().contains("question 1"), "{question}");
        let tries = t.discord.traffic().rest();
        let tries: Vec<_> = tries.iter().filter(|call| call.method == "PATCH").collect();
        assert_eq!(tries.iter().map(|call| call.status).collect::<Vec<_>>(), [429, 503, 200]);
        let waited = tries[1].at.duration_since(tries[0].at);
        assert!(waited.as_millis() >= 1_700, "it waited {waited}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_rate_limit_on_the_daily_is_kept() {
    voyage(World::default(), async |t| {
        let channel = t.channel("daily");
        t.discord.faults().on("POST", "/channels/*/messages").rate_limit(Duration::from_millis(1_500));
        t.advance_to("2026-03-02 09:00").await?;
        assert!(channel.unread().is_empty(), "not yet");
        for _ in 0..5 {
            t.settle().await?;
        }
        channel.next_message().await?;
        let posts = t.discord.traffic().on("POST", "/channels/{channel}/messages");
        assert_eq!(posts.iter().map(|call| call.status).collect::<Vec<_>>(), [429, 200]);
        let waited = posts[1].at.duration_since(posts[0].at);
        assert!(waited.as_millis() >= 1_500, "it waited {waited}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_rate_limit_on_the_thread_is_kept_while_members_answer() {
    voyage(World::default().set_up("time:9:00"), async |t| {
        let channel = t.channel("daily");
        let wait = Duration::from_secs(3);
        t.discord.faults().on("POST", "/channels/*/messages/*/threads").rate_limit(wait);
        t.advance_to("2026-03-02 09:00").await?;
        let daily = channel.next_message().await?;
        for name in ["mei", "raj", "ana"] {
            t.answer_right(&t.member(name), &daily).await?;
            t.settle().await?;
        }
        let thread = daily.wait_until(|daily| daily.thread().is_some()).await?.thread().ok_or("no thread")?;
        let asked = t.discord.traffic().on("POST", "/channels/{channel}/messages/{message}/threads");
        let [refused, done] = asked.as_slice() else { return Err(format!("{} calls", asked.len()).into()) };
        assert!(done.at.duration_since(refused.at) >= wait.try_into()?, "not before Discord says so");
        thread.next_message().await?;
        Ok(())
    })
    .await;
}
