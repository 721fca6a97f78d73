//! Every text of a pack that somebody reads, with its place.

use super::super::draft::Draft;
use super::super::place::Spot;

/// What people read, in the order of the files: no ids, and no names that only stand for what members type.
pub(super) fn of(draft: &Draft) -> Vec<(Spot<'_>, &str)> {
    let mut prose = Vec::new();
    let (chapter, place) = (&draft.chapter.value, &draft.chapter.place);
    prose.push((place.key("title"), chapter.title.as_str()));
    for (at, section) in chapter.sections.iter().enumerate() {
        prose.push((place.element("section", at), section.title.as_str()));
    }
    for fact in &draft.facts {
        prose.push((fact.place.key("text"), fact.value.text.as_str()));
        prose.extend(fact.value.changed.as_deref().map(|changed| (fact.place.key("changed"), changed)));
    }
    for concept in &draft.concepts {
        let (value, place) = (&concept.value, &concept.place);
        prose.push((place.key("term"), value.term.as_str()));
        prose.push((place.key("summary"), value.summary.as_str()));
        for (at, cue) in value.cues.iter().enumerate() {
            prose.push((place.element("cues", at), cue.wording.as_str()));
        }
        for (at, confusion) in value.confused_with.iter().enumerate() {
            prose.push((place.element("confused_with", at), confusion.difference.as_str()));
        }
    }
    for comparison in &draft.comparisons {
        let (value, place) = (&comparison.value, &comparison.place);
        for (at, names) in value.names.iter().flatten().enumerate() {
            prose.extend(names.iter().map(|name| (place.element("names", at), name.as_str())));
        }
        prose.push((place.key("summary"), value.summary.as_str()));
        prose.push((place.key("choose_first"), value.choose_first.as_str()));
        prose.push((place.key("choose_second"), value.choose_second.as_str()));
        for (at, row) in value.rows.iter().enumerate() {
            let texts = [&row.dimension, &row.first, &row.second];
            prose.extend(texts.map(|text| (place.element("rows", at), text.as_str())));
        }
    }
    for question in &draft.questions {
        let (value, place) = (&question.value, &question.place);
        prose.push((place.key("stem"), value.stem.as_str()));
        for (at, option) in value.options.iter().enumerate() {
            prose.push((place.element("options", at), option.text.as_str()));
            prose.push((place.element("options", at), option.why.as_str()));
        }
    }
    prose
}
