//! What the tests of views show: a small world with good defaults, and content as large as a pack may hold.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use proptest::prelude::*;

use crate::actions::streak::StreakCard;
use crate::domain::asked::AskedQuestion;
use crate::domain::calendar::{Due, Schedule, Weekdays, Zone};
use crate::domain::content::{
    AnswerOption, Concept, Confidence, Cue, Difficulty, Fact, Question, Source, Standing as FactStanding,
};
use crate::domain::daily::{Daily, DailyState, Discussion};
use crate::domain::grading::Selection;
use crate::domain::guild::{Guild, Settings};
use crate::domain::ids::{ChannelId, DailyId, GuildId, MemberId, MessageId, PracticeId, QuestionVersion};
use crate::domain::streak::{Standing, Step, Streak};
use crate::store::{LatestDaily, Practice, PracticeFilter};

pub(super) const MEI: MemberId = MemberId(101);
pub(super) const RAJ: MemberId = MemberId(102);

/// Monday, 2 March 2026, 10:00 in Berlin: an hour after the question.
pub(super) fn now() -> Timestamp {
    at("2026-03-02T09:00:00Z")
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn chosen(positions: &[usize]) -> Selection {
    Selection::from_positions(positions.iter().copied()).unwrap()
}

fn option(text: &str, key: bool, why: &str) -> AnswerOption {
    AnswerOption { text: text.into(), key, why: why.into(), facts: Vec::new() }
}

/// A question with these options, shown in their order.
fn asked(stem: &str, options: Vec<AnswerOption>) -> AskedQuestion {
    let order = (0..options.len()).collect();
    let question = Question {
        id: "q78-uploads".into(),
        section: 78,
        concepts: vec!["persistent-volume".into()],
        domain: 2,
        difficulty: Difficulty::Medium,
        stem: stem.into(),
        facts: Vec::new(),
        misconceptions: Vec::new(),
        review: None,
        options,
    };
    AskedQuestion::new(question, order).unwrap()
}

/// A question with one key: B.
pub(super) fn one() -> AskedQuestion {
    asked(
        "Uploads vanish whenever Kubernetes replaces a pod. What should keep them?",
        vec![
            option("More replicas", false, "Each replica still writes to its own container."),
            option("A volume from a `PersistentVolumeClaim`", true, "Its data outlives the pod."),
            option("A ConfigMap", false, "It holds settings, not files of customers."),
            option("An init container", false, "It makes an empty directory again."),
        ],
    )
}

/// A question with two keys: A and D.
pub(super) fn two() -> AskedQuestion {
    asked(
        "A team wants no hosts to patch. What fits? (Select TWO.)",
        vec![
            option("Fargate for Amazon ECS", true, "AWS runs the hosts."),
            option("Container instances", false, "They are yours to patch."),
            option("Self-managed nodes", false, "They are yours to patch, too."),
            option("Fargate for Amazon EKS", true, "AWS runs the hosts here as well."),
            option("ECS Anywhere", false, "It runs on your own servers."),
        ],
    )
}

pub(super) fn daily(asked: AskedQuestion) -> Daily {
    Daily {
        id: DailyId(42),
        guild: GuildId(1),
        day: Date::constant(2026, 3, 2),
        asked,
        channel: ChannelId(7),
        message: Some(MessageId(8)),
        thread: None,
        state: DailyState::Open,
        discussion: Discussion::Unwanted,
        opened_at: Some(at("2026-03-02T08:00:00Z")),
        closes_at: at("2026-03-03T08:00:00Z"),
        neutral: false,
        corrected: false,
    }
}

pub(super) fn fact(id: &str, text: &str) -> Fact {
    Fact {
        id: id.into(),
        text: text.into(),
        standing: FactStanding::Chapter,
        confidence: Confidence::Read,
        verified: Date::constant(2026, 2, 1),
        source: Source { title: "Persistent Volumes".into(), url: "https://kubernetes.io/pv".into() },
        changed: None,
        volatile: false,
    }
}

/// Mei's card, a streak of five days, after answering today.
pub(super) fn card() -> StreakCard {
    StreakCard {
        member: MEI,
        standing: Standing { current: 5, freezes: 1, saved_by_freeze: 0, lost: None },
        longest: 12,
        answered: 20,
        right: 14,
        zone: Some("Europe/Berlin".into()),
        open: Some(LatestDaily { closes_at: at("2026-03-03T08:00:00Z"), answered: true }),
        next: Some(next()),
        neutral: Vec::new(),
        pause: None,
        paused_today: false,
        pause_days_left: 14,
        next_milestone: Some(7),
    }
}

pub(super) fn next() -> Due {
    Due { day: Date::constant(2026, 3, 3), at: at("2026-03-03T08:00:00Z") }
}

/// An answer that made it five days.
pub(super) fn step() -> Step {
    Step {
        streak: Streak { current: 5, longest: 12, freezes: 1, last_day: Some(Date::constant(2026, 3, 2)) },
        grew: true,
        saved_by_freeze: 0,
        restarted_from: None,
        freeze_earned: false,
        milestone: None,
    }
}

pub(super) fn guild() -> Guild {
    Guild {
        id: GuildId(1),
        settings: Settings {
            channel: ChannelId(7),
            schedule: Schedule {
                zone: Zone::named("America/New_York").unwrap(),
                time: Time::constant(9, 0, 0, 0),
                weekdays: Weekdays::WORKDAYS,
            },
            mention: None,
            discussion: true,
        },
        manager: RAJ,
        next: Some(next()),
        paused: None,
    }
}

pub(super) fn practice(asked: AskedQuestion) -> Practice {
    Practice {
        id: PracticeId(9),
        guild: GuildId(1),
        member: MEI,
        filter: PracticeFilter::default(),
        number: 4,
        asked,
        version: Some(QuestionVersion(3)),
        selection: None,
        answered: 3,
        right: 2,
        ended_at: None,
    }
}

pub(super) fn concept(id: &str, term: &str) -> Concept {
    Concept {
        id: id.into(),
        section: 78,
        term: term.into(),
        aliases: Vec::new(),
        misspellings: Vec::new(),
        summary: "Storage that outlives the pod which uses it.".into(),
        facts: Vec::new(),
        cues: Vec::new(),
        confused_with: Vec::new(),
    }
}

pub(super) fn cue(wording: &str) -> Cue {
    Cue { wording: wording.into(), fact: "F78-26".into(), chapter: false, also: Vec::new() }
}

/// A text of up to `limit` code points, often of exactly as many.
pub(super) fn text_of(limit: usize) -> impl Strategy<Value = String> {
    prop_oneof![2 => Just(limit), 1 => 1..=limit].prop_map(|length| "é".repeat(length))
}

/// A question within the limits of a pack: stem, options and reasons often as long as they may be.
pub(super) fn any_asked() -> impl Strategy<Value = AskedQuestion> {
    let option = || (text_of(180), text_of(350));
    let options = prop_oneof![
        (prop::collection::vec(option(), 4), Just(1_usize)),
        (prop::collection::vec(option(), 5..=6), 2_usize..=3),
    ];
    (text_of(700), options).prop_flat_map(|(stem, (options, keys))| {
        let places: Vec<usize> = (0..options.len()).collect();
        (
            Just(stem),
            Just(options),
            prop::sample::subsequence(places.clone(), keys),
            Just(places).prop_shuffle(),
        )
            .prop_map(|(stem, options, keys, order)| {
                let options = options.into_iter().enumerate();
                let options =
                    options.map(|(place, (text, why))| option_at(&keys, place, &text, &why)).collect();
                AskedQuestion::new(asked(&stem, options).question, order).unwrap()
            })
    })
}

fn option_at(keys: &[usize], place: usize, text: &str, why: &str) -> AnswerOption {
    option(text, keys.contains(&place), why)
}

/// Facts within the limits of a pack.
pub(super) fn any_facts() -> impl Strategy<Value = Vec<Fact>> {
    let source = (text_of(100), "[a-z]{1,120}");
    let fact =
        (text_of(300), source, prop::option::of(text_of(300))).prop_map(|(text, (title, path), changed)| {
            let source = Source { title, url: format!("https://docs.aws.amazon.com/{path}") };
            Fact { source, changed, ..fact("F78-26", &text) }
        });
    prop::collection::vec(fact, 0..12)
}
