//! What is known about a member: shown, and erased.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, named_params, params};
use serde_json::{Map, Value, json};
use tracing::warn;

use super::columns::{instant_of, ms, signed};
use super::dailies::SHOWN_ANEW;
use super::{Store, StoreError};
use crate::domain::ids::{ChallengeId, GuildId, MemberId};

/// Every table with rows about members, and what is done with a member's rows when they are erased. A test
/// holds this list against the schema: a new table with a member in it is not forgotten here.
pub(super) const PERSONAL: [Personal; 14] = [
    Personal {
        table: "answers",
        member: "member_id",
        shown: "SELECT d.guild_id, d.day, v.id AS question, v.body AS body_, d.option_order AS order_,
                       a.selection AS selection_, a.is_right, a.answered_at, a.streak, a.milestone, a.celebrate
                FROM answers a JOIN dailies d USING (daily_id) JOIN content_versions v USING (version)
                WHERE a.member_id = ?1 ORDER BY a.answered_at",
        erase: Erase::Delete,
    },
    Personal::rows("corrected_answers", "member_id"),
    Personal::rows("streaks", "member_id"),
    Personal::rows("pauses", "member_id"),
    Personal::rows("practice_answers", "member_id"),
    Personal::rows("practices", "member_id"),
    Personal::rows("practice_seen", "member_id"),
    Personal::rows("unlisted", "member_id"),
    Personal::rows("reports", "member_id"),
    Personal::rows("allowances", "member_id"),
    Personal::rows("challenge_results", "member_id"),
    Personal {
        table: "challenge_events",
        member: "member_id",
        shown: "SELECT challenge_id, at AS happened_at, body FROM challenge_events WHERE member_id = ?1",
        erase: Erase::Rename,
    },
    // How far a correction has come: without a member it begins that daily again.
    Personal {
        table: "corrections",
        member: "member_id",
        shown: "SELECT question_id FROM corrections WHERE member_id = ?1",
        erase: Erase::Blank,
    },
    Personal {
        table: "guilds",
        member: "manager_id",
        shown: "SELECT guild_id, channel_id, zone, set_up_at FROM guilds WHERE manager_id = ?1",
        erase: Erase::Blank,
    },
];

/// What came of an erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The games in which the member stood: their events name somebody else now.
    pub games: BTreeSet<ChallengeId>,
    /// Whether nothing is left in the files: while somebody reads the write-ahead log, that holds it until
    /// [`Store::empty_log`] gets through.
    pub nothing_left: bool,
}

/// A table with rows about members.
#[derive(Clone, Copy, Debug)]
pub(super) struct Personal {
    pub(super) table: &'static str,
    /// The column with the member's id.
    pub(super) member: &'static str,
    /// What an export shows of it: a query by the member's signed id. Empty: every column of every row.
    shown: &'static str,
    erase: Erase,
}

/// What becomes of a member's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Erase {
    /// They are deleted.
    Delete,
    /// They stay, with nobody's id in them: the guild's settings outlive who made them.
    Blank,
    /// They stay, with a name that nobody has in the member's place: the others' game goes on from them.
    Rename,
}

impl Personal {
    const fn rows(table: &'static str, member: &'static str) -> Self {
        Self { table, member, shown: "", erase: Erase::Delete }
    }

    /// What an export shows of the member, by their signed id.
    pub(super) fn shown_sql(&self) -> String {
        match self.shown {
            "" => format!("SELECT * FROM {} WHERE {} = ?1", self.table, self.member),
            shown => shown.to_owned(),
        }
    }

    fn export(&self, db: &Connection, member: MemberId) -> Result<Vec<Value>, StoreError> {
        let mut statement = db.prepare(&self.shown_sql())?;
        let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
        let mut rows = statement.query([signed(member.0)])?;
        let mut shown = Vec::new();
        while let Some(row) = rows.next()? {
            let mut fields = Map::new();
            for (column, name) in names.iter().enumerate() {
                fields.insert(name.clone(), plain(name, row.get_ref(column)?)?);
            }
            shown.push(Value::Object(fields));
        }
        Ok(shown)
    }

    /// Gives the games in which the member stood.
    fn erase(
        &self,
        db: &Connection,
        member: MemberId,
        nobody: MemberId,
    ) -> Result<BTreeSet<ChallengeId>, StoreError> {
        match self.erase {
            Erase::Delete | Erase::Blank => {
                db.execute(&self.erase_sql(), [signed(member.0)])?;
                Ok(BTreeSet::new())
            }
            Erase::Rename => rename(db, &self.erase_sql(), member, nobody),
        }
    }

    /// What takes the member, by their signed id, out of the rows.
    pub(super) fn erase_sql(&self) -> String {
        let Self { table, member: column, .. } = self;
        match self.erase {
            Erase::Delete => format!("DELETE FROM {table} WHERE {column} = ?1"),
            Erase::Blank => format!("UPDATE {table} SET {column} = 0 WHERE {column} = ?1"),
            Erase::Rename => RENAME.to_owned(),
        }
    }
}

/// A value as a person reads it: ids as text (JSON's numbers lose their last digits), instants as dates.
fn plain(column: &str, value: ValueRef<'_>) -> Result<Value, StoreError> {
    Ok(match value {
        ValueRef::Integer(id) if column.ends_with("_id") => json!(id.cast_unsigned().to_string()),
        ValueRef::Integer(ms) if column.ends_with("_at") => json!(instant_of(ms)?.to_string()),
        ValueRef::Integer(flag) if column.starts_with("is_") || column == "celebrate" => json!(flag != 0),
        ValueRef::Integer(number) => json!(number),
        ValueRef::Real(number) => json!(number),
        ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
        ValueRef::Blob(_) | ValueRef::Null => Value::Null,
    })
}

impl Store {
    /// Everything that is kept about a member, in every guild: by table, each row with its columns.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn export(&self, member: MemberId) -> Result<Value, StoreError> {
        self.read(move |db| {
            let mut tables = Map::new();
            for personal in PERSONAL {
                let mut rows = personal.export(db, member)?;
                rows.iter_mut().for_each(chosen_in_words);
                tables.insert(personal.table.to_owned(), Value::Array(rows));
            }
            Ok(Value::Object(tables))
        })
        .await
    }

    /// Erases everything about a member, in every guild. Answers to dailies that are closed stay as counts;
    /// one to a daily that is open is taken back. What was shown of the member is to be shown anew; `seed` decides the
    /// number that stands in their place in others' games.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses; then nothing is erased.
    pub async fn erase(&self, member: MemberId, now: Timestamp, seed: u64) -> Result<Erased, StoreError> {
        let remnants = Arc::clone(&self.0.remnants);
        let games = self
            .write(move |db| {
                remnants.note();
                count_answers(db, member)?;
                show_anew(db, member, None, now)?;
                let nobody = MemberId::nobody(seed);
                let mut games = BTreeSet::new();
                for personal in PERSONAL {
                    games.extend(personal.erase(db, member, nobody)?);
                }
                Ok(games)
            })
            .await?;
        let nothing_left = self.empty_log(now).await.unwrap_or_else(|error| {
            warn!(%error, "the write-ahead log could not be emptied yet");
            false
        });
        Ok(Erased { games, nothing_left })
    }

    /// Takes a member out of a guild's leaderboards and results, or back in. Results that name who is taken out are to
    /// be shown anew.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn set_listed(
        &self,
        guild: GuildId,
        member: MemberId,
        listed: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |db| {
            let sql = if listed {
                "DELETE FROM unlisted WHERE guild_id = ?1 AND member_id = ?2"
            } else {
                "INSERT INTO unlisted (guild_id, member_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING"
            };
            let changed = db.execute(sql, params![signed(guild.0), signed(member.0)])?;
            if changed > 0 && !listed { show_anew(db, member, Some(guild), now) } else { Ok(()) }
        })
        .await
    }

    /// Whether a member may be shown to others in a guild.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn is_listed(&self, guild: GuildId, member: MemberId) -> Result<bool, StoreError> {
        self.read(move |db| is_listed(db, guild, member)).await
    }
}

/// Whether the member of a row, `member_id`, may be shown to others in the guild `?1`. Every list that is
/// shown to others asks it.
pub(super) const IS_LISTED: &str = "member_id NOT IN (SELECT member_id FROM unlisted WHERE guild_id = ?1)";

pub(super) fn is_listed(db: &Connection, guild: GuildId, member: MemberId) -> Result<bool, StoreError> {
    let unlisted: Option<i64> = db
        .prepare_cached("SELECT 1 FROM unlisted WHERE guild_id = ?1 AND member_id = ?2")?
        .query_row([signed(guild.0), signed(member.0)], |row| row.get(0))
        .optional()?;
    Ok(unlisted.is_none())
}

/// Games are told by their events: wherever the member's id (`?2`) stands, a number stands that no account
/// has (`?3`). It stands in what was their doing, and in the opening of a duel that they were invited to.
const RENAME: &str = "UPDATE challenge_events
    SET body = replace(body, ?2, ?3), member_id = CASE member_id WHEN ?1 THEN NULL ELSE member_id END
    WHERE member_id = ?1 OR (seq = 1 AND json_extract(body, '$.rules.mode.opponent') = ?1)
    RETURNING challenge_id";

/// A game that is over is to be shown anew, without the name. One whose opening is gone is being forgotten:
/// nothing of it can be shown.
pub(super) const SHOW_GAME_ANEW: &str =
    "UPDATE challenges SET state = 'closing' WHERE challenge_id = ?1 AND state = 'over'
         AND EXISTS (SELECT 1 FROM challenge_events WHERE challenge_id = ?1 AND seq = 1)";

/// Gives every game that has other events now.
fn rename(
    db: &Connection,
    sql: &str,
    member: MemberId,
    nobody: MemberId,
) -> Result<BTreeSet<ChallengeId>, StoreError> {
    let mut rename = db.prepare(sql)?;
    let games = rename
        .query_map(params![signed(member.0), member.to_string(), nobody.to_string()], |row| row.get(0))?
        .collect::<rusqlite::Result<BTreeSet<i64>>>()?;
    let mut show_anew = db.prepare(SHOW_GAME_ANEW)?;
    for game in &games {
        show_anew.execute([game])?;
    }
    Ok(games.into_iter().map(|game| ChallengeId(game.cast_unsigned())).collect())
}

/// Closed dailies keep the member's choices as counts.
pub(super) const COUNT_ANSWERS: &str = "INSERT INTO erased_answers (daily_id, selection, n)
    SELECT daily_id, selection, 1 FROM answers JOIN dailies USING (daily_id)
    WHERE member_id = ?1 AND state IN ('closing', 'closed')
    ON CONFLICT DO UPDATE SET n = n + 1";

fn count_answers(db: &Connection, member: MemberId) -> Result<(), StoreError> {
    db.execute(COUNT_ANSWERS, [signed(member.0)])?;
    Ok(())
}

/// For how long after its closing a result that may name the member is shown anew.
const SHOWN_ANEW_FOR: SignedDuration = SignedDuration::from_hours(31 * 24);

/// The results of the last month, in one guild or (`None`) in every one, are shown anew without the member.
fn show_anew(
    db: &Connection,
    member: MemberId,
    guild: Option<GuildId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    db.execute(
        &show_anew_sql(),
        named_params! {
            ":member": signed(member.0),
            ":guild": guild.map(|guild| signed(guild.0)),
            ":at": ms(now),
            ":since": ms(now.saturating_sub(SHOWN_ANEW_FOR).unwrap_or(Timestamp::MIN)),
        },
    )?;
    Ok(())
}

pub(super) fn show_anew_sql() -> String {
    format!(
        "UPDATE dailies SET {SHOWN_ANEW} WHERE daily_id IN (
             SELECT daily_id FROM answers JOIN dailies USING (daily_id)
             WHERE member_id = :member AND state IN ('closing', 'closed') AND closes_at >= :since
                 AND (:guild IS NULL OR guild_id = :guild))"
    )
}

/// Puts the words of the options that were chosen in the place of their bits.
fn chosen_in_words(row: &mut Value) {
    let Some(fields) = row.as_object_mut() else { return };
    let taken = (fields.remove("body_"), fields.remove("order_"), fields.remove("selection_"));
    let (Some(Value::String(body)), Some(Value::String(order)), Some(Value::Number(bits))) = taken else {
        return;
    };
    let options: Value = serde_json::from_str(&body).unwrap_or_default();
    let order: Vec<usize> = serde_json::from_str(&order).unwrap_or_default();
    let bits = bits.as_u64().unwrap_or_default();
    let chosen: Vec<&Value> = order
        .iter()
        .enumerate()
        .filter(|(position, _)| bits >> position & 1 == 1)
        .map(|(_, option)| &options["options"][*option]["text"])
        .collect();
    fields.insert("chosen".to_owned(), json!(chosen));
}
