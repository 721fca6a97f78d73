//! Shares as bars.

use super::question;
use crate::domain::asked::AskedQuestion;
use crate::domain::grading::Tally;

/// Cells of a bar.
const BAR_CELLS: u32 = 10;

/// Every option with its share of the answers, the right ones marked.
pub(super) fn results(asked: &AskedQuestion, tally: &Tally) -> String {
    let key = asked.key();
    let lines: Vec<String> = (0..asked.options().len())
        .map(|position| {
            let mark = if key.contains(position) { "✅ " } else { "" };
            let option = question::option(asked, position);
            if tally.answers == 0 {
                return format!("{mark}{option}");
            }
            format!("{mark}{option}\n{}", bar(chosen(tally, position), tally.share_percent(position)))
        })
        .collect();
    lines.join("\n")
}

fn chosen(tally: &Tally, position: usize) -> u32 {
    tally.counts.get(position).copied().unwrap_or(0)
}

/// `▇▇▇▇░░░░░░ 4 · 40%`
fn bar(chosen: u32, percent: u8) -> String {
    format!("{} {chosen} · {percent}%", cells(chosen, percent))
}

/// `▇▇▇▇░░░░░░`
pub(super) fn cells(chosen: u32, percent: u8) -> String {
    let full = (u32::from(percent) * BAR_CELLS + 50) / 100;
    // A single answer among hundreds is still to be seen.
    let full = if chosen > 0 { full.clamp(1, BAR_CELLS) } else { 0 };
    let cells: String = (0..BAR_CELLS).map(|cell| if cell < full { '▇' } else { '░' }).collect();
    format!("`{cells}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_empty_only_where_nobody_chose() {
        assert_eq!(bar(0, 0), "`░░░░░░░░░░` 0 · 0%");
        assert_eq!(bar(1, 1), "`▇░░░░░░░░░` 1 · 1%");
        assert_eq!(bar(9, 100), "`▇▇▇▇▇▇▇▇▇▇` 9 · 100%");
    }
}
