//! Facts with the pages that say so.

use super::panel::Panel;
use crate::domain::content::{Fact, Source};

/// The most facts that an explanation lists: a member wants the reason, not the chapter.
const SHOWN: usize = 4;

/// The panel with the first facts behind an explanation as its last field, as many as fit.
pub(super) fn below(panel: &Panel, facts: &[Fact]) -> Panel {
    let lines: Vec<String> = facts
        .iter()
        .take(SHOWN)
        .map(|fact| format!("• {} ({})", fact.text.trim(), link(&fact.source)))
        .collect();
    Panel::with_most(lines.len(), |count| panel.clone().list("The facts", &lines[..count]))
}

/// A line with a link to each of the pages.
pub(super) fn links(sources: &[&Source]) -> Vec<String> {
    sources.iter().map(|source| format!("• {}", link(source))).collect()
}

/// A markdown link to the page.
pub(super) fn link(source: &Source) -> String {
    let title = source.title.trim().replace('[', "(").replace(']', ")");
    let url = source.url.trim().replace('(', "%28").replace(')', "%29").replace(' ', "%20");
    format!("[{title}]({url})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_do_not_break_a_link() {
        let source = Source { title: "Tasks [old]".into(), url: "https://example.com/a_(b)".into() };
        assert_eq!(link(&source), "[Tasks (old)](https://example.com/a_%28b%29)");
    }
}
