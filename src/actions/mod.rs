//! What a member or manager can do, one use case per file. Knows no Discord type.

pub mod admin;
pub mod answer;
pub mod challenge;
pub mod compare;
pub mod correction;
pub mod explain;
pub mod leaderboard;
pub mod practice;
pub mod privacy;
pub mod report;
pub mod setup;
pub mod streak;
pub mod today;

use std::sync::Arc;

use crate::clock::Clock;
use crate::domain::content::{Concept, Fact, Question};
use crate::domain::drill::Drills;
use crate::domain::ids::{ConceptId, FactId};
use crate::games::Games;
use crate::pack::Library;
use crate::rng::Chance;
use crate::store::{PracticePool, Store, StoreError};

/// What every action needs. Clones share everything.
#[derive(Clone, Debug)]
pub struct Services {
    /// The bot's memory.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Where seeds come from.
    pub chance: Chance,
    /// What can be taught.
    pub library: Arc<Library>,
    /// Every question that can be asked.
    pub pool: Arc<[Question]>,
    /// Every cue drill.
    pub drills: Arc<Drills>,
    /// The group games that are on.
    pub games: Games,
}

impl Services {
    /// Puts the services together.
    #[must_use]
    pub fn new(store: Store, clock: Clock, chance: Chance, library: Library) -> Self {
        let pool: Arc<[Question]> = library.questions().cloned().collect();
        let concepts: Vec<Concept> = library.concepts().cloned().collect();
        let drills = Arc::new(Drills::new(&concepts));
        let games = Games::new(store.clone(), clock.clone(), chance.clone(), Arc::clone(&pool));
        Self { store, clock, chance, library: Arc::new(library), pool, drills, games }
    }

    /// What a concept is called. `None`: the packs do not know it.
    #[must_use]
    pub fn term(&self, concept: &ConceptId) -> Option<String> {
        Some(self.library.concept(concept)?.term.clone())
    }

    /// What practice draws from.
    fn practice_pool(&self) -> PracticePool {
        let (questions, drills) = (Arc::clone(&self.pool), Arc::clone(&self.drills));
        PracticePool { questions, drills, asking: self.games.asking() }
    }

    /// The facts of these ids, in order: from the library, else as they were once kept.
    ///
    /// # Errors
    ///
    /// Whatever the store refuses.
    async fn facts(&self, ids: Vec<FactId>) -> Result<Vec<Fact>, StoreError> {
        let mut facts: Vec<Fact> = Vec::new();
        for id in ids {
            if facts.iter().any(|fact| fact.id == id) {
                continue;
            }
            let fact = match self.library.fact(&id) {
                Some(fact) => Some(fact.clone()),
                None => self.store.kept_fact(id).await?,
            };
            facts.extend(fact);
        }
        Ok(facts)
    }
}
