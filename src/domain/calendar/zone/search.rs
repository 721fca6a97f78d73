//! The search for the zone that a manager means, among all names of the database.

use std::sync::LazyLock;

use super::database;
use super::everyday::WITHOUT_SUMMER;

/// Similarity (0 to 1, Jaro–Winkler) below which a name is no longer a plausible slip of another.
const PLAUSIBLE_SLIP: f64 = 0.88;

/// What two ways to work out the same likeness may differ, and more.
const ROUNDING: f64 = 1e-9;

/// The longest common beginning for which Jaro–Winkler favours a name.
const LONGEST_PREFIX: usize = 4;

/// What each letter of a common beginning adds, as a share of what is missing to 1.
const PREFIX_WEIGHT: f64 = 0.1;

/// Every IANA name that is offered, aliases included.
static NAMES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let database = database();
    let offered = database.available().filter(|name| !is_misleading(name.as_str()));
    offered.map(|name| Name::of(plain(name.as_str()), name.as_str().to_owned())).collect()
});

/// `Etc/GMT+2` is two hours behind UTC, and an abbreviation may have no summer time. Whoever means one types it in full.
fn is_misleading(name: &str) -> bool {
    let is_offset = name.starts_with("Etc/") || (name.starts_with("GMT") && name != "GMT");
    is_offset || WITHOUT_SUMMER.contains(&name)
}

/// A name of the database, ready to be compared.
struct Name {
    iana: String,
    whole: Comparable,
    /// The part that people look for: `new york` of `america/new york`.
    city: Comparable,
}

impl Name {
    /// `plain` as people type it, `iana` as the database has it.
    fn of(plain: String, iana: String) -> Self {
        let city = plain.rsplit('/').next().unwrap_or(&plain).to_owned();
        Self { iana, city: Comparable::new(city), whole: Comparable::new(plain) }
    }

    /// Aliases stay findable, but come after the names in use today.
    fn is_alias(&self) -> bool {
        !database().get(&self.iana).is_ok_and(|zone| zone.is_primary())
    }

    /// The likeness of whole names or of their cities, whichever is greater: "Germany/Berlin" means Berlin. `None` where
    /// it is no plausible slip.
    fn likeness(&self, other: &Self) -> Option<f64> {
        let (whole, city) = (self.whole.likeness(&other.whole), self.city.likeness(&other.city));
        whole.into_iter().chain(city).max_by(f64::total_cmp)
    }
}

/// A text with what tells at once that another one cannot be like it.
struct Comparable {
    text: String,
    length: usize,
    /// How many of each letter there are; letters that share a place can only make texts seem more alike.
    letters: [u8; 32],
}

impl Comparable {
    fn new(text: String) -> Self {
        let mut letters = [0_u8; 32];
        for letter in text.chars() {
            let count = &mut letters[letter as usize % 32];
            *count = count.saturating_add(1);
        }
        Self { length: text.chars().count(), letters, text }
    }

    /// The likeness of two texts, where it is plausible that one is a slip of the other.
    fn likeness(&self, other: &Self) -> Option<f64> {
        if self.most(other) < PLAUSIBLE_SLIP - ROUNDING {
            return None;
        }
        Some(strsim::jaro_winkler(&self.text, &other.text)).filter(|likeness| *likeness >= PLAUSIBLE_SLIP)
    }

    /// What their likeness is at most: as if all letters that both have stood in the same order. To compare two texts
    /// letter by letter takes a hundred times as long, and most names are nothing like what was typed.
    fn most(&self, other: &Self) -> f64 {
        let letters = self.letters.iter().zip(&other.letters);
        let common: u32 = letters.map(|(one, other)| u32::from(*one.min(other))).sum();
        let share = |length: usize| f64::from(common) / length.max(1) as f64;
        let jaro = (share(self.length) + share(other.length) + 1.0) / 3.0;
        let both = self.text.chars().zip(other.text.chars());
        let prefix = both.take(LONGEST_PREFIX).take_while(|(one, other)| one == other).count();
        jaro + PREFIX_WEIGHT * prefix as f64 * (1.0 - jaro)
    }
}

/// How well a name that contains the query fits it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    WholeCity,
    CityStarts,
    WordStarts,
    NameStarts,
    Inside,
}

impl Fit {
    fn of(query: &str, name: &Name) -> Option<Self> {
        let (whole, city) = (name.whole.text.as_str(), name.city.text.as_str());
        if city == query {
            Some(Self::WholeCity)
        } else if city.starts_with(query) {
            Some(Self::CityStarts)
        } else if city.split([' ', '-']).any(|word| word.starts_with(query)) {
            Some(Self::WordStarts)
        } else if whole.starts_with(query) {
            Some(Self::NameStarts)
        } else {
            whole.contains(query).then_some(Self::Inside)
        }
    }
}

/// The names that contain what was typed, the best fit first.
pub(super) fn containing(query: &str) -> Vec<&'static str> {
    let mut found: Vec<(Fit, bool, &str)> = NAMES
        .iter()
        .filter_map(|name| Some((Fit::of(query, name)?, name.is_alias(), name.iana.as_str())))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, _, name)| name).collect()
}

/// The names of which what was typed may be a slip, the likest first.
pub(super) fn similar(query: &str) -> Vec<&'static str> {
    let query = Name::of(query.to_owned(), String::new());
    let mut found: Vec<(f64, bool, &str)> = NAMES
        .iter()
        .filter_map(|name| Some((name.likeness(&query)?, name.is_alias(), name.iana.as_str())))
        .collect();
    found.sort_unstable_by(|left, right| {
        right.0.total_cmp(&left.0).then_with(|| (left.1, left.2).cmp(&(right.1, right.2)))
    });
    found.into_iter().map(|(_, _, name)| name).collect()
}

/// A name as people type it: lower case, spaces for underscores.
pub(super) fn plain(name: &str) -> String {
    name.to_lowercase().replace('_', " ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Without any short cut.
    fn compared_letter_by_letter(query: &str) -> Vec<(f64, &'static str)> {
        let city = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
        let of = |name: &'static Name| {
            let name_plain = plain(&name.iana);
            let cities = strsim::jaro_winkler(&city(query), &city(&name_plain));
            (strsim::jaro_winkler(query, &name_plain).max(cities), name.iana.as_str())
        };
        NAMES.iter().map(of).filter(|(likeness, _)| *likeness >= PLAUSIBLE_SLIP).collect()
    }

    fn same(query: &str) -> Result<(), TestCaseError> {
        let (mut quick, mut slow) = (similar(query), compared_letter_by_letter(query));
        let likest = slow.iter().map(|(likeness, _)| *likeness).fold(0.0, f64::max);
        let first = quick
            .first()
            .map(|first| slow.iter().any(|(likeness, name)| name == first && *likeness == likest));
        prop_assert!(first.unwrap_or(slow.is_empty()), "{query:?}: {quick:?}");
        slow.sort_unstable_by_key(|(_, name)| *name);
        quick.sort_unstable();
        prop_assert_eq!(quick, slow.into_iter().map(|(_, name)| name).collect::<Vec<_>>(), "{:?}", query);
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_short_cut_hides_no_similar_name(
            place in 0_usize..500,
            slips in prop::collection::vec((0_usize..30, "[a-zé /]"), 0..4),
        ) {
            let mut typed: Vec<char> = NAMES[place].whole.text.chars().collect();
            for (at, letter) in slips {
                let at = at % typed.len();
                typed.splice(at..=at, letter.chars());
            }
            same(&typed.into_iter().collect::<String>())?;
        }

        #[test]
        fn nor_does_it_for_whatever_is_typed(typed in "[a-z éü/_-]{1,20}|.{1,20}") {
            same(&plain(&typed))?;
        }
    }
}
