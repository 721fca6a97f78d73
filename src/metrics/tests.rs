use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::*;

#[test]
fn two_bots_in_one_process_are_told_apart() {
    let (ours, theirs) = (Meters::default(), Meters::default());
    ours.dailies.planned(3);
    let planned = |meters: &Meters| {
        let rendered = Metrics::of(meters, 0).render();
        let line = rendered.lines().find(|line| line.starts_with("shipmate_dailies_total{step=\"planned\"}"));
        line.map(str::to_owned).unwrap()
    };
    assert_eq!(planned(&ours), "shipmate_dailies_total{step=\"planned\"} 3");
    assert_eq!(planned(&theirs), "shipmate_dailies_total{step=\"planned\"} 0");
}

#[test]
fn a_daily_is_late_after_a_minute() {
    let meters = Meters::default();
    meters.dailies.posted(LATE);
    meters.dailies.posted(LATE + Duration::from_millis(1));
    let rendered = Metrics::of(&meters, 0).render();
    assert!(rendered.contains("shipmate_dailies_total{step=\"posted\"} 2"), "{rendered}");
    assert!(rendered.contains("shipmate_dailies_total{step=\"late\"} 1"), "{rendered}");
}

#[test]
fn the_first_failure_grows_from_a_zero_that_was_seen() {
    let meters = Meters::default();
    let count = |outcome: &str, count: u32| {
        let rendered = Metrics::of(&meters, 0).render();
        let line = format!("shipmate_interaction_outcomes_total{{outcome=\"{outcome}\"}} {count}\n");
        assert!(rendered.contains(&line), "{line}{rendered}");
    };
    for outcome in ["answered", "deferred", "busy", "failed", "lost"] {
        count(outcome, 0);
    }
    meters.interactions.handled(Kind::Slash, "quiz", Outcome::Failed, None);
    meters.interactions.handled(Kind::Press, "daily answer", Outcome::Failed, None);
    count("failed", 2);
}

#[test]
fn the_build_is_named() {
    let rendered = Metrics::of(&Meters::default(), 1_500).render();
    let version = env!("CARGO_PKG_VERSION");
    assert!(
        rendered.contains(&format!("shipmate_build_info{{version=\"{version}\",commit=\"")),
        "{rendered}"
    );
    assert!(rendered.contains("process_start_time_seconds 1.5"), "{rendered}");
    assert!(rendered.ends_with("# EOF\n"), "{rendered}");
}

/// One metric family of a scrape.
#[derive(Debug, Default)]
struct Family {
    help: String,
    kind: String,
    unit: Option<String>,
    labels: BTreeSet<String>,
}

/// The families of a scrape, by name.
fn families(scrape: &str) -> BTreeMap<String, Family> {
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    for line in scrape.lines().filter(|line| *line != "# EOF") {
        if let Some(about) = line.strip_prefix("# ") {
            let mut words = about.splitn(3, ' ');
            let (what, name) = (words.next().unwrap(), words.next().unwrap().to_owned());
            let text = words.next().unwrap().to_owned();
            let family = families.entry(name).or_default();
            match what {
                "HELP" => family.help = text,
                "TYPE" => family.kind = text,
                "UNIT" => family.unit = Some(text),
                other => panic!("# {other}"),
            }
            continue;
        }
        let (sample, _) = line.rsplit_once(' ').unwrap();
        let (name, labels) = sample.split_once('{').unwrap_or((sample, ""));
        let suffixes = ["_total", "_bucket", "_count", "_sum", "_info", ""];
        let family = suffixes.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap();
        let family = families.get_mut(family).unwrap_or_else(|| panic!("{line} has no TYPE"));
        let pairs = labels.trim_end_matches('}').split("\",").filter(|pair| !pair.is_empty());
        let labels = pairs.map(|pair| pair.split_once("=\"").unwrap().0).filter(|label| *label != "le");
        family.labels.extend(labels.map(str::to_owned));
    }
    families
}

/// Meters that have measured everything once.
fn measured() -> Meters {
    let meters = Meters::default();
    let span = Duration::from_millis(20);
    meters.interactions.handled(Kind::Press, "daily answer", Outcome::Answered, Some(span));
    meters.dailies.posted(span);
    meters.dailies.behind(span);
    meters.writer.committed(1, span, true);
    meters.writer.size(4_096, 0);
    meters.gateway.stands(0, true, Some(span));
    meters.gateway.joined(0, Joined::Anew);
    meters.rest.called("GET", "/users/@me", Some(200), span);
    meters.rest.limited("GET", "/users/@me", Limit::Route, span);
    meters
}

/// Where what is measured is written down for operators.
const PAGE: &str = include_str!("../../docs/metrics.md");

#[test]
fn everything_that_is_measured_is_well_named_and_on_its_page() {
    let mut rows = Vec::new();
    for (name, family) in families(&Metrics::of(&measured(), 0).render()) {
        assert!(name.starts_with("shipmate_") || name.starts_with("process_"), "{name}");
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{name}");
        assert!(family.help.len() > 15 && family.help.ends_with('.'), "{name} is not explained");
        if let Some(unit) = &family.unit {
            assert!(name.ends_with(unit), "{name} is measured in {unit}");
        }
        let suffix = match &*family.kind {
            "counter" => "_total",
            "info" => "_info",
            "gauge" | "histogram" => "",
            other => panic!("{name} is a {other}"),
        };
        let labels: Vec<String> = family.labels.iter().map(|label| format!("`{label}`")).collect();
        let (kind, labels, help) = (&family.kind, labels.join(", "), family.help.trim_end_matches('.'));
        rows.push(format!("| `{name}{suffix}` | {kind} | {labels} | {help} |"));
    }
    let is_metric = |line: &&str| line.starts_with("| `shipmate_") || line.starts_with("| `process_");
    let written: Vec<&str> = PAGE.lines().filter(is_metric).collect();
    assert_eq!(rows, written, "docs/metrics.md should have\n{}", rows.join("\n"));
}
