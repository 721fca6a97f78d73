use crate::actions::Services;
use crate::actions::explain::{self, Explained};
use crate::discord::views::explain::Wanted;
use crate::discord::views::{self, View};
use crate::domain::ids::ConceptId;

/// The concept that a member typed as a topic, if any; or what to say where it means none for sure.
pub(super) fn typed(
    services: &Services,
    topic: Option<&str>,
    wanted: Wanted,
) -> Result<Option<ConceptId>, Box<View>> {
    let Some(topic) = topic else { return Ok(None) };
    match explain::explain(services, topic) {
        Explained::Card(card) => Ok(Some(card.concept.id.clone())),
        Explained::Nearest(nearest) => Err(Box::new(views::explain::nearest(topic, &nearest, wanted))),
    }
}
