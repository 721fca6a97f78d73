//! Games as earlier versions kept them, one of each mode: they are still the games that were played.

use jiff::Timestamp;
use serde_json::Value;

use super::super::*;
use super::table::{HOST, MEI, RAJ, ZOE};
use crate::domain::ids::{ChallengeId, MemberId};

struct Kept {
    /// Its events with their instants, one in each line.
    log: &'static str,
    version: u16,
    reason: EndReason,
    /// Member, rank, points, best first.
    board: Vec<(MemberId, usize, u32)>,
    won: Vec<MemberId>,
    /// Whether today's rules would make another game of it.
    differs: bool,
}

fn everyone() -> [Kept; 2] {
    [
        // A question went on after a restart, and Mei answered one whose key was shown.
        Kept {
            log: include_str!("kept/v1-everyone.jsonl"),
            version: 1,
            reason: EndReason::Untouched,
            board: vec![(MEI, 1, 1_825), (HOST, 2, 1_713)],
            won: vec![MEI],
            differs: true,
        },
        // A question was asked anew, and the host had all points at once.
        Kept {
            log: include_str!("kept/v2-everyone.jsonl"),
            version: 2,
            reason: EndReason::Untouched,
            board: vec![(HOST, 1, 1_000), (MEI, 2, 750)],
            won: vec![HOST],
            differs: true,
        },
    ]
}

/// Dealt in the order of ids: the host and Mei against Raj and Zoe.
fn teams() -> [Kept; 2] {
    let logs = [(1, include_str!("kept/v1-teams.jsonl")), (2, include_str!("kept/v2-teams.jsonl"))];
    logs.map(|(version, log)| Kept {
        log,
        version,
        reason: EndReason::Stopped,
        board: vec![(MEI, 1, 950), (HOST, 2, 0), (ZOE, 2, 0), (RAJ, 2, 0)],
        won: vec![HOST, MEI],
        differs: true,
    })
}

fn crew() -> [Kept; 2] {
    let logs = [(1, include_str!("kept/v1-crew.jsonl")), (2, include_str!("kept/v2-crew.jsonl"))];
    logs.map(|(version, log)| Kept {
        log,
        version,
        reason: EndReason::Stopped,
        board: vec![(MEI, 1, 950), (HOST, 2, 0)],
        won: vec![],
        differs: false,
    })
}

/// The one who was ahead has stopped it.
fn duel() -> [Kept; 2] {
    let logs = [(1, include_str!("kept/v1-duel.jsonl")), (2, include_str!("kept/v2-duel.jsonl"))];
    logs.map(|(version, log)| Kept {
        log,
        version,
        reason: EndReason::Stopped,
        board: vec![(HOST, 1, 950), (MEI, 2, 0)],
        won: vec![HOST],
        differs: true,
    })
}

/// The one who challenged left: at first the lobby went on waiting.
fn lobby_of_a_duel() -> [Kept; 2] {
    let left = |version, log, reason| {
        let (board, won) = (vec![], vec![]);
        Kept { log, version, reason, board, won, differs: version == 1 }
    };
    [
        left(1, include_str!("kept/v1-duel-lobby.jsonl"), EndReason::NobodyCame),
        left(2, include_str!("kept/v2-duel-lobby.jsonl"), EndReason::Canceled),
    ]
}

fn events(log: &str) -> Vec<(Timestamp, Written)> {
    let event = |line: &str| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        let (at, event) = (line["at"].take(), line["event"].take());
        (serde_json::from_value(at).unwrap(), serde_json::from_value(event).unwrap())
    };
    log.lines().map(event).collect()
}

#[test]
fn a_game_that_was_kept_is_still_the_one_that_was_played() {
    let all = [everyone(), teams(), crew(), duel(), lobby_of_a_duel()].into_iter().flatten();
    for Kept { log, version, reason, board, won, differs } in all {
        let id = ChallengeId(1);
        let mut events = events(log);
        assert!(events.iter().all(|(_, written)| written.v == version));
        let game = Challenge::fold(id, events.clone()).unwrap();
        let standings = game.standings();
        assert_eq!(game.ended().map(|(_, reason)| reason), Some(&reason));
        let shown: Vec<_> = standings.iter().map(|of| (of.member, of.rank, of.points)).collect();
        assert_eq!(shown, board, "{reason:?} in version {version}");
        let winners = game.winners();
        let mut winners: Vec<_> =
            standings.iter().filter(|of| winners.include(of)).map(|of| of.member).collect();
        winners.sort_unstable();
        assert_eq!(winners, won, "{reason:?} in version {version}");
        for (_, written) in &mut events {
            written.v = EVENT_VERSION;
        }
        assert_eq!(Challenge::fold(id, events) != Ok(game), differs, "{reason:?} in version {version}");
    }
}
