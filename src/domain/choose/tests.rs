//! What must hold for whichever seed, and a few draws pinned for ever.

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const FIRST: Date = date(2026, 3, 2);

fn question(id: &str, concept: &str, difficulty: Difficulty) -> Question {
    Question {
        id: id.into(),
        section: 76,
        concepts: vec![concept.into()],
        domain: 2,
        difficulty,
        stem: String::new(),
        facts: Vec::new(),
        misconceptions: Vec::new(),
        review: None,
        options: Vec::new(),
    }
}

/// `q0`, `q1`, … with three concepts and all difficulties in turn.
fn questions(count: usize) -> Vec<Question> {
    (0..count)
        .map(|n| question(&format!("q{n}"), ["ecs", "ecr", "eks"][n % 3], Difficulty::ALL[n / 2 % 3]))
        .collect()
}

/// Asks day by day as the scheduler does.
fn ask(pool: &[&Question], days: u32, seed: u64) -> Vec<Asked> {
    let mut asked = Vec::new();
    for (nth, day) in (0..days).zip(FIRST.series(1.day())) {
        let drawn = choose(pool, &asked, &[], nth, &mut rng_from(seed, u64::from(nth))).expect("a question");
        asked.push(Asked { question: drawn.id.clone(), day });
    }
    asked
}

/// How often each of two questions is drawn over a thousand seeds.
fn drawn(pool: &[&Question], record: &[ConceptRecord], nth: u32) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for seed in 0..1000 {
        let question = choose(pool, &[], record, nth, &mut rng_from(seed, 0)).expect("a question");
        *counts.entry(question.id.to_string()).or_default() += 1;
    }
    counts
}

#[test]
fn an_empty_pool_has_no_question() {
    assert_eq!(choose(&[], &[], &[], 0, &mut rng_from(1, 1)), None);
}

#[test]
fn difficulty_rises_within_each_run_of_seven() {
    for run in 0..4 {
        let targets: Vec<Difficulty> = (run * 7..run * 7 + 7).map(target_difficulty).collect();
        assert!(targets.is_sorted());
        assert_eq!((targets[0], targets[6]), (Difficulty::Easy, Difficulty::Hard));
    }
    let shares =
        Difficulty::ALL.map(|difficulty| (0..14).filter(|nth| target_difficulty(*nth) == difficulty).count());
    assert_eq!(shares, [4, 7, 3]);
}

#[test]
fn the_difficulty_that_is_due_is_favoured() {
    let (easy, hard) = (question("easy", "ecs", Difficulty::Easy), question("hard", "ecr", Difficulty::Hard));
    let pool = [&easy, &hard];
    assert!(drawn(&pool, &[], 0)["easy"] > 900);
    assert!(drawn(&pool, &[], 6)["hard"] > 900);
}

#[test]
fn what_the_group_gets_wrong_is_favoured() {
    let (weak, strong) =
        (question("weak", "eks", Difficulty::Easy), question("strong", "ecr", Difficulty::Easy));
    let record = [("eks", 1), ("ecr", 9)].map(|(concept, right)| ConceptRecord {
        concept: concept.into(),
        right,
        answers: 10,
    });
    let counts = drawn(&[&weak, &strong], &record, 0);
    assert!(counts["weak"] > 750, "{counts:?}");
    assert!(counts["strong"] > 50, "strong concepts still come up: {counts:?}");
}

#[test]
fn a_record_that_cannot_be_never_stops_a_draw() {
    let only = question("only", "ecs", Difficulty::Hard);
    let record = [ConceptRecord { concept: "ecs".into(), right: u32::MAX, answers: 1 }];
    assert_eq!(choose(&[&only], &[], &record, 0, &mut rng_from(1, 1)), Some(&only));
}

#[test]
fn a_seed_gives_the_same_draws_for_ever() {
    let mut rng = rng_from(42, 7);
    assert_eq!([rng.next_u64(), rng.next_u64()], [3_628_918_372_371_250_478, 5_984_100_009_370_728_589]);
    assert_eq!(shuffled_order(6, &mut rng_from(42, 7)), [2, 3, 4, 0, 5, 1]);
    let pool = questions(12);
    let pool: Vec<&Question> = pool.iter().collect();
    let asked: Vec<String> = ask(&pool, 7, 42).iter().map(|asked| asked.question.to_string()).collect();
    assert_eq!(asked, ["q1", "q6", "q8", "q3", "q2", "q0", "q4"]);
}

#[test]
fn neighbouring_seeds_and_salts_differ() {
    let mut first: Vec<u64> =
        (0..100).flat_map(|seed| (0..100).map(move |salt| rng_from(seed, salt).next_u64())).collect();
    first.sort_unstable();
    first.dedup();
    assert_eq!(first.len(), 100 * 100);
}

#[test]
fn every_order_of_the_options_is_about_equally_likely() {
    let mut counts: HashMap<Vec<usize>, u32> = HashMap::new();
    for seed in 0..24_000 {
        *counts.entry(shuffled_order(4, &mut rng_from(seed, 1))).or_default() += 1;
    }
    assert_eq!(counts.len(), 24);
    assert!(counts.values().all(|count| (850..1150).contains(count)), "{counts:?}");
}

proptest! {
    #[test]
    fn no_question_comes_again_before_all_were_asked(count in 1_u8..20, seed in any::<u64>()) {
        let pool = questions(count.into());
        let pool: Vec<&Question> = pool.iter().collect();
        let mut ids: Vec<QuestionId> =
            ask(&pool, count.into(), seed).into_iter().map(|asked| asked.question).collect();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), usize::from(count));
    }

    #[test]
    fn a_question_rests_for_about_half_the_pool(count in 2_u8..16, seed in any::<u64>()) {
        let pool = questions(count.into());
        let pool: Vec<&Question> = pool.iter().collect();
        let asked = ask(&pool, 60, seed);
        for (index, question) in asked.iter().enumerate() {
            let rested = asked[..index].iter().rev().position(|earlier| earlier.question == question.question);
            prop_assert!(rested.is_none_or(|days| days >= usize::from(count) / 2));
        }
    }

    #[test]
    fn the_main_concept_changes_from_day_to_day_where_it_can(count in 6_u8..16, seed in any::<u64>(), days in 1_u32..40) {
        let pool = questions(count.into());
        let pool: Vec<&Question> = pool.iter().collect();
        let asked = ask(&pool, days, seed);
        let next = choose(&pool, &asked, &[], days, &mut rng_from(seed, u64::MAX)).expect("a question");
        let last = last_concept(&pool, &asked).expect("something was asked");
        let avoidable = least_recent(&pool, &asked).iter().any(|question| &question.concepts[0] != last);
        prop_assert!(!avoidable || &next.concepts[0] != last);
    }

    #[test]
    fn an_order_shows_every_option_once(options in 0_usize..30, seed in any::<u64>()) {
        let mut order = shuffled_order(options, &mut rng_from(seed, 0));
        order.sort_unstable();
        prop_assert_eq!(order, (0..options).collect::<Vec<_>>());
    }

    #[test]
    fn a_draw_stays_below_its_end(end in any::<u64>(), seed in any::<u64>()) {
        prop_assert_eq!(below(end, &mut rng_from(seed, 0)).is_none(), end == 0);
        prop_assert!(below(end, &mut rng_from(seed, 0)).is_none_or(|drawn| drawn < end));
    }
}
