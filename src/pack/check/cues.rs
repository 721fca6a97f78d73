//! Cues: what a wording fits as well is another concept that is there.

use std::collections::HashSet;

use super::super::draft::Draft;
use super::super::problem::Problems;
use super::references::nearest;
use crate::domain::ids::ConceptId;

pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    let concepts: HashSet<&ConceptId> = draft.concepts.iter().map(|concept| &concept.value.id).collect();
    for concept in &draft.concepts {
        for (at, cue) in concept.value.cues.iter().enumerate() {
            let spot = concept.place.element("cues", at);
            for also in &cue.also {
                if *also == concept.value.id {
                    problems.error(spot, "a cue fits its own concept anyway", "take it out of `also`");
                } else if !concepts.contains(also) {
                    let hint = nearest(also.as_str(), concepts.iter().map(|id| id.as_str()));
                    problems.error(spot, format!("there is no concept `{also}`"), hint);
                }
            }
        }
    }
}
