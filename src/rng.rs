//! The one place that draws by chance.

use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// A source of seeds. Whatever is drawn from a seed can be replayed from it. Clones share one stream.
#[derive(Clone, Debug)]
pub struct Chance(Arc<Mutex<StdRng>>);

impl Chance {
    /// Seeded by the operating system.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system's randomness")]
    pub fn from_system() -> Self {
        Self::seeded(rand::random())
    }

    /// The same seeds in the same order, every time.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// The next seed.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next_u64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seeded_source_can_be_replayed() {
        let draw = || {
            let chance = Chance::seeded(7);
            [chance.seed(), chance.seed(), chance.seed()]
        };
        assert_eq!(draw(), draw());
        assert_ne!(Chance::seeded(7).seed(), Chance::seeded(8).seed());
    }
}
