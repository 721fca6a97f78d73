//! What an autocomplete menu shows for a concept.

use unicode_segmentation::UnicodeSegmentation;

use super::index::{Kind, Name};
use super::{Known, Lookup, Suggestion};

const ELLIPSIS: &str = "…";

/// The menu's line for a concept that was found by `name`: `AWS Fargate`, or `Persistent volume (PV)` if an
/// alias matched that the term does not show already.
pub(super) fn suggestion<Id: Clone>(concept: &Known<Id>, name: Option<&Name>) -> Suggestion<Id> {
    let alias = name.filter(|name| name.kind == Kind::Alias).map(|name| &*name.text);
    let label = alias
        .filter(|alias| !concept.term.to_lowercase().contains(&alias.to_lowercase()))
        .map(|alias| format!("{} ({alias})", concept.term))
        .filter(|label| label.chars().count() <= Lookup::MAX_LABEL_CHARS)
        .unwrap_or_else(|| fitted(&concept.term));
    Suggestion { id: concept.id.clone(), label }
}

/// The text, cut between graphemes if it is too long.
fn fitted(term: &str) -> String {
    if term.chars().count() <= Lookup::MAX_LABEL_CHARS {
        return term.to_owned();
    }
    let mut left = Lookup::MAX_LABEL_CHARS - ELLIPSIS.chars().count();
    let kept = term.graphemes(true).take_while(|grapheme| {
        let length = grapheme.chars().count();
        let fits = length <= left;
        left = left.saturating_sub(length);
        fits
    });
    kept.chain(std::iter::once(ELLIPSIS)).collect()
}
