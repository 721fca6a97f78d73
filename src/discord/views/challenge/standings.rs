//! Who stands where.

use super::points::{average, average_points, points};
use super::teams;
use crate::discord::views::bars;
use crate::discord::views::named::named;
use crate::discord::views::places::place;
use crate::domain::challenge::{Average, Crew, Standing, TeamStanding};
use crate::domain::grading::percent;

/// A line for each of the first `shown`, and how many more there are. `later`: it is not the first round, so who
/// was not ranked before is new.
pub(super) fn lines(
    standings: &[Standing],
    shown: usize,
    later: bool,
    has_medal: impl Fn(&Standing) -> bool,
) -> Vec<String> {
    let shown = standings.iter().take(shown);
    let mut lines: Vec<String> = shown.map(|standing| line(standing, later, has_medal(standing))).collect();
    if standings.len() > lines.len() {
        lines.push(format!("and {} more", standings.len() - lines.len()));
    }
    lines
}

fn line(standing: &Standing, later: bool, has_medal: bool) -> String {
    let moved = match standing.moved {
        _ if standing.ghost => " 👻".to_owned(),
        moved => movement(moved, later),
    };
    let left = if standing.present || standing.ghost { "" } else { " (left)" };
    let (place, name) = (place_with(has_medal, standing.rank), named(standing.member));
    let team = standing.team.and_then(teams::mark).map_or_else(String::new, |mark| format!("{mark} "));
    format!("{place} {team}{name} **{}**{moved}{left}", points(standing.points))
}

/// A line for each team.
pub(super) fn of_teams(standings: &[TeamStanding], later: bool) -> Vec<String> {
    let line = |standing: &TeamStanding| {
        let moved = movement(standing.moved, later);
        // There is no medal without points.
        let place = place_with(standing.score > Average::default(), standing.rank);
        let name = teams::name(standing.team);
        format!("{place} {name} **{}**{moved}", average(standing.score))
    };
    standings.iter().map(line).collect()
}

fn place_with(medal: bool, rank: usize) -> String {
    if medal { place(rank) } else { format!("{rank}.") }
}

/// How far a crew has come.
pub(super) fn of_crew(crew: Crew) -> String {
    let hundredths = |of: Average| u32::try_from(of.hundredths).unwrap_or(u32::MAX);
    let reached = percent(hundredths(crew.score), hundredths(crew.target));
    let (score, target) = (average(crew.score), average_points(crew.target));
    format!("{} **{score}** of {target}", bars::cells(u32::from(reached), reached))
}

fn movement(moved: Option<i32>, later: bool) -> String {
    match moved {
        Some(up) if up > 0 => format!(" ▲{up}"),
        Some(down) if down < 0 => format!(" ▼{}", down.unsigned_abs()),
        Some(_) => String::new(),
        None if later => " (new)".to_owned(),
        None => String::new(),
    }
}
