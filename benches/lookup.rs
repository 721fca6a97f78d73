//! Looking a concept up and suggesting concepts, in a pack as it is and in one a hundred times as large; suggesting time
//! zones.
//!
//! Autocomplete is asked at every key press: it has to stay well under 5 ms.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use shipmate::domain::calendar::Zone;
use shipmate::domain::content::Concept;
use shipmate::domain::lookup::Lookup;

const SIZES: [usize; 2] = [100, 10_000];

/// As many choices as Discord shows.
const CHOICES: usize = 25;

const QUALITIES: [&str; 10] = [
    "Managed",
    "Elastic",
    "Private",
    "Regional",
    "Container",
    "Shared",
    "Scheduled",
    "Kubernetes",
    "Network",
    "Pod",
];
const THINGS: [&str; 10] = [
    "registry",
    "cluster",
    "service",
    "volume",
    "identity",
    "policy",
    "gateway",
    "autoscaler",
    "endpoint",
    "runtime",
];

/// Concepts with a term, two aliases and a misspelling each, no two alike.
fn concepts(count: usize) -> Vec<Concept> {
    let concept = |place: usize| {
        let (quality, thing) = (QUALITIES[place % 10], THINGS[place / 10 % 10]);
        let edition = place / 100;
        Concept {
            id: format!("concept-{place}").as_str().into(),
            section: 70 + u16::try_from(place % 6).expect("below six"),
            term: format!("{quality} {thing} {edition}"),
            aliases: vec![
                format!("{}{}{edition}", &quality[..1], &thing[..2]),
                format!("{thing} of {quality} {edition}"),
            ],
            misspellings: vec![format!("{}{} {edition}", &quality[1..], &thing[1..])],
            summary: String::new(),
            facts: Vec::new(),
            cues: Vec::new(),
            confused_with: Vec::new(),
        }
    };
    (0..count).map(concept).collect()
}

fn lookup(bench: &mut Criterion) {
    for size in SIZES {
        let concepts = concepts(size);
        let lookup = Lookup::new(&concepts);

        let mut find = bench.benchmark_group("find");
        for (how, text) in [
            ("exact", "kubernetes gateway 0"),
            ("prefix", "kubernetes gat"),
            ("typo", "kuberentes gatway 0"),
            ("unlike", "a question which names no concept whatsoever"),
        ] {
            find.bench_with_input(BenchmarkId::new(how, size), text, |bench, text| {
                bench.iter(|| lookup.find(black_box(text)));
            });
        }
        find.finish();

        let mut suggest = bench.benchmark_group("suggest");
        for (how, text) in [
            ("nothing", ""),
            ("letter", "k"),
            ("prefix", "kubernetes ga"),
            ("inside", "atewa"),
            ("typo", "kubrenets g"),
            ("unlike", "question"),
        ] {
            suggest.bench_with_input(BenchmarkId::new(how, size), text, |bench, text| {
                bench.iter(|| lookup.suggest(black_box(text), CHOICES));
            });
        }
        suggest.bench_function(BenchmarkId::new("6000 characters", size), |bench| {
            let text = "kubernetes ".repeat(6_000 / 11);
            bench.iter(|| lookup.suggest(black_box(&text), CHOICES));
        });
        suggest.finish();

        bench.bench_function(&format!("index/{size}"), |bench| bench.iter(|| Lookup::new(&concepts)));
    }
}

fn zones(bench: &mut Criterion) {
    let mut suggest = bench.benchmark_group("zone");
    let long = "a question which names no zone whatsoever ".repeat(3);
    for (how, text) in
        [("prefix", "ber"), ("typo", "Europe/Berlim"), ("unlike", "qwrtzpsdf"), ("long", &long)]
    {
        suggest.bench_with_input(how, text, |bench, text| {
            bench.iter(|| Zone::suggest(black_box(text), CHOICES));
        });
    }
}

criterion_group!(benches, lookup, zones);
criterion_main!(benches);
