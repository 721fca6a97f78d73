//! Places of a ranking.

/// The medals of the first three ranks.
const MEDALS: [&str; 3] = ["🥇", "🥈", "🥉"];

/// `🥇 1.`, `4.`
pub(super) fn place(rank: usize) -> String {
    match rank.checked_sub(1).and_then(|above| MEDALS.get(above)) {
        Some(medal) => format!("{medal} {rank}."),
        None => format!("{rank}."),
    }
}
