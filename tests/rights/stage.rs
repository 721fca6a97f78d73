//! A server on which there is something of everything, and another one.

use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite::types::Value as Cell;
use sandbox::{Application, Channel, Guild, Member, Message, Reply, Snowflake};
use serde_json::{Value, json};
use shipmate::domain::ids::{ChallengeId, DailyId, PracticeId, QuestionVersion};

use super::{REFUSALS, Right, Who};
use crate::challenge::{answer, begin, id_of, open, revealed};
use crate::voyage::{Outcome, Voyage, until};

/// Three dailies in a row that Mei answered, her practice and her report, and games in each of their states.
pub(super) struct Stage {
    app: Application,
    guild: Guild,
    database: std::path::PathBuf,
    elsewhere: Guild,
    /// A public message of the bot's on the other server.
    card_elsewhere: Message,
    /// The open daily.
    pub(super) daily: DailyId,
    daily_message: Message,
    /// A closed daily.
    pub(super) closed: DailyId,
    /// Mei's practice: its first question is answered.
    pub(super) practice: PracticeId,
    /// The wording that Mei reported.
    pub(super) reported: QuestionVersion,
    pub(super) lobby: Game,
    pub(super) playing: Game,
    pub(super) finished: Game,
}

/// A game, and the message that its buttons are on.
pub(super) struct Game {
    pub(super) id: ChallengeId,
    message: Message,
}

impl Game {
    fn of(message: Message) -> Outcome<Self> {
        Ok(Self { id: id_of(&message).ok_or("the message belongs to a game")?, message })
    }
}

impl Stage {
    pub(super) async fn build(t: &mut Voyage) -> Outcome<Self> {
        let (mei, raj) = (t.member("mei"), t.member("raj"));
        let dailies = t.channel("daily");
        let mut asked = Vec::new();
        for day in 2..=4 {
            t.advance_to(&format!("2026-03-0{day} 09:00")).await?;
            let daily = dailies.next_message().await?;
            t.answer_right(&mei, &daily).await?;
            asked.push((t.daily(&daily).await?.id, daily));
        }
        let closed = asked[0].0;
        let (daily, daily_message) = asked.swap_remove(2);

        let general = t.guild.channel("general");
        let question = mei.slash(&general, "/quiz topic:fargate").await?;
        let told = mei.press(&question, "A").await?;
        let form = mei.press(&told, "Report this question").await?;
        mei.submit(&form, &[("What is wrong?", "A is right as well.")]).await?;

        let place = t.guild.channel("a lobby");
        let lobby = Game::of(open(t, &place, &mei, "wait:300 sides:everyone chooses").await?)?;
        let place = t.guild.channel("a finished game");
        let (over, round) = begin(t, &place, &[&mei, &raj], "").await?;
        answer(t, &mei, &round, true).await?;
        answer(t, &raj, &round, true).await?;
        revealed(&round).await?;
        mei.slash(&place, "/challenge stop").await?;
        let finished = Game::of(place.next_message().await?)?;
        // What is still to be shown of the games would look like the work of whoever tries something next.
        over.wait_until(|message| message.to_string().contains("This game is over")).await?;
        let place = t.guild.channel("a game");
        let (begun, round) = begin(t, &place, &[&mei, &raj], "seconds:60").await?;
        begun.wait_until(|message| message.to_string().contains("It has begun")).await?;
        let playing = Game::of(round)?;

        let elsewhere = t.discord.guild("Other Hall").await;
        elsewhere.install(&t.app, crate::voyage::GRANTED).await;
        let (stranger, hall) = (elsewhere.member("stranger"), elsewhere.channel("general"));
        let card_elsewhere = stranger.slash(&hall, "/explain topic:fargate").await?.message().clone();
        let kept = Connection::open(t.database())?;
        let id = |sql: &str| kept.query_row(sql, [], |row| row.get::<_, i64>(0)).map(i64::cast_unsigned);
        let stage = Self {
            app: t.app.clone(),
            guild: t.guild.clone(),
            database: t.database().to_owned(),
            elsewhere,
            card_elsewhere,
            daily,
            daily_message,
            closed,
            practice: PracticeId(id("SELECT practice_id FROM practices")?),
            reported: QuestionVersion(id("SELECT version FROM reports")?),
            lobby,
            playing,
            finished,
        };
        // Its post is noted a moment after it stands.
        let row = format!("challenge_events [Integer({})", stage.playing.id);
        let noted = |kept: BTreeSet<String>| {
            kept.iter().any(|it| it.starts_with(&row) && it.contains("shown") && it.contains("question"))
        };
        until("the running game's question is noted", || stage.kept().is_ok_and(noted)).await?;
        Ok(stage)
    }

    pub(super) fn member(&self, who: Who) -> Member {
        match who {
            Who::Mei => self.guild.member("mei"),
            Who::Raj => self.guild.member("raj"),
            Who::Captain => self.guild.owner(),
            Who::Stranger => self.elsewhere.member("stranger"),
            Who::Admiral => self.elsewhere.owner(),
        }
    }

    /// Where somebody's client lets them be: on their own server.
    fn place(&self, who: Who, game: Option<&Game>) -> Message {
        match game {
            _ if who.is_elsewhere() => self.card_elsewhere.clone(),
            Some(game) => game.message.clone(),
            None => self.daily_message.clone(),
        }
    }

    /// Presses a button, or chooses the first option of a menu.
    pub(super) async fn press(
        &self,
        who: Who,
        custom_id: &str,
        menu: bool,
        game: Option<&Game>,
    ) -> Outcome<Reply> {
        let on = self.place(who, game);
        let mut data = json!({ "component_type": 2, "custom_id": custom_id, "id": 2 });
        if menu {
            data["component_type"] = json!(3);
            data["values"] = json!(["0"]);
        }
        let sent = json!({ "type": 3, "message_id": on.id(), "data": data });
        Ok(self.member(who).forge(&self.app, &on.channel(), sent).await?)
    }

    /// Sends a form with this text in its field.
    pub(super) async fn send(&self, who: Who, custom_id: &str, text: &str) -> Outcome<Reply> {
        let on = self.place(who, None);
        let field = json!({ "type": 4, "id": 2, "custom_id": "text", "value": text });
        let data =
            json!({ "custom_id": custom_id, "components": [{ "type": 1, "id": 1, "components": [field] }] });
        let sent = json!({ "type": 5, "message_id": on.id(), "data": data });
        Ok(self.member(who).forge(&self.app, &on.channel(), sent).await?)
    }

    /// Gives a command, where the running game is.
    pub(super) async fn command(&self, who: Who, path: &str, options: &Value) -> Outcome<Reply> {
        let mut parts = path.split(' ');
        let name = parts.next().unwrap_or_default();
        let options = match parts.next() {
            Some(sub) => json!([{ "name": sub, "type": 1, "options": options }]),
            None => options.clone(),
        };
        let data = json!({ "id": "1", "name": name, "type": 1, "options": options });
        let channel = self.place(who, Some(&self.playing)).channel();
        Ok(self.member(who).forge(&self.app, &channel, json!({ "data": data })).await?)
    }

    /// Whoever may not is refused in words, and nothing has changed.
    pub(super) fn is_refused(
        &self,
        words: &str,
        told: &Reply,
        before: &BTreeSet<String>,
        what: &str,
    ) -> Outcome {
        assert!(told.modal().is_none() && told.is_ephemeral(), "{what}: {told}");
        assert!(told.text().contains(words), "{what} is not refused by {words:?}: {told}");
        let after = self.kept()?;
        let changed: Vec<_> = before.symmetric_difference(&after).collect();
        assert!(changed.is_empty(), "{what} changed {changed:#?}");
        Ok(())
    }

    /// Whoever may is told something else than a refusal, and touches nothing of others' where it is not for that.
    pub(super) fn is_done(
        &self,
        (right, who): (Right, Who),
        told: &Reply,
        before: &BTreeSet<String>,
        what: &str,
    ) -> Outcome {
        let said = told.modal().map_or_else(|| told.text(), |form| form.title().to_owned());
        assert!(said.len() > 3, "{what}: {told}");
        for refusal in REFUSALS {
            assert!(!said.contains(refusal), "{what} is refused: {told}");
        }
        if right.is_own(who) {
            let own = u64::from(self.member(who).id()).to_string();
            let after = self.kept()?;
            let lost: Vec<_> = before.difference(&after).filter(|row| !row.contains(&own)).collect();
            assert!(lost.is_empty(), "{what} changed others' {lost:#?}");
            let others = [Who::Mei, Who::Raj].into_iter().filter(|other| *other != who);
            let others: Vec<_> = others.map(|other| u64::from(self.member(other).id()).to_string()).collect();
            // A message that named the sender may be shown anew without them, beside others.
            let mut added = after.difference(before).filter(|row| !row.starts_with("message "));
            let added = added.find(|row| others.iter().any(|other| row.contains(other)));
            assert_eq!(added, None, "{what} adds to others'");
        }
        Ok(())
    }

    /// Every row that the bot keeps, but for the pulse of its presence, and every message on the server.
    pub(super) fn kept(&self) -> Outcome<BTreeSet<String>> {
        let database = Connection::open(&self.database)?;
        let mut tables = database.prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('presence', 'sqlite_sequence') \
             AND name NOT LIKE 'sqlite_stat%'",
        )?;
        let tables = tables.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        let mut kept = BTreeSet::new();
        for table in tables {
            let mut rows = database.prepare(&format!("SELECT * FROM \"{table}\""))?;
            let columns = rows.column_count();
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let cells =
                    (0..columns).map(|column| row.get::<_, Cell>(column)).collect::<Result<Vec<_>, _>>()?;
                // Whether its messages are to be shown again is nobody's own.
                let row = format!("{table} {cells:?}").replace("Text(\"closing\")", "Text(\"over\")");
                kept.insert(row);
            }
        }
        for message in self.guild.channels().iter().flat_map(Channel::messages) {
            if !message.is_ephemeral() {
                kept.insert(format!("message {} {message}", message.id()));
            }
        }
        Ok(kept)
    }

    pub(super) fn id_of(&self, who: Who) -> Snowflake {
        self.member(who).id()
    }
}
