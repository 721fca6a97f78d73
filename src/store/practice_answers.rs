//! Practice answers one by one.

use jiff::Timestamp;
use rusqlite::{Connection, named_params};

use super::StoreError;
use super::columns::{ms, signed, to_json};
use super::practice::Practice;
use crate::domain::grading::Selection;

/// Notes an answer by itself, so that a corrected key can judge it anew. A drill has no key of a pack.
pub(super) fn log(
    db: &Connection,
    session: &Practice,
    selection: Selection,
    right: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(version) = session.version else { return Ok(()) };
    db.prepare_cached(
        "INSERT INTO practice_answers (practice_id, number, guild_id, member_id, version, option_order, selection,
                                       is_right, verdict, told, answered_at)
         VALUES (:practice, :number, :guild, :member, :version, :order, :selection, :right, :right, :right, :now)",
    )?
    .execute(named_params! {
        ":practice": signed(session.id.0),
        ":number": session.number,
        ":guild": signed(session.guild.0),
        ":member": signed(session.member.0),
        ":version": signed(version.0),
        ":order": to_json(&session.asked.order()),
        ":selection": selection.bits(),
        ":right": right,
        ":now": ms(now),
    })?;
    Ok(())
}
