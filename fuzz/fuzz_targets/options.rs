//! Any text where members and managers type: what comes of it is a message that Discord takes, in which what was typed
//! is words and nothing else.
//!
//! | where | what runs here |
//! | --- | --- |
//! | `topic` of `/explain`, `/quiz`, `/challenge start` and `/challenge duel` | the look-up, its suggestions, the card or the nearest concepts |
//! | `first` and `second` of `/compare` | the comparison, the suggestions for each, what is shown |
//! | `time`, `zone` and `weekdays` of `/setup` | the parsers, the suggested zones, what is refused |
//! | `from` and `to` of `/streak pause` | the parser, the rules of a break, what is shown |
//! | the form of "Report this question" | the parser, what a manager reads |
#![no_main]

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use libfuzzer_sys::fuzz_target;
use shipmate::actions::explain::{self, Explained};
use shipmate::actions::setup::SetupRefused;
use shipmate::actions::streak::Paused;
use shipmate::actions::{Services, compare};
use shipmate::clock::Clock;
use shipmate::discord::limits::{AUTOCOMPLETE_CHOICES, CHOICE_NAME, length};
use shipmate::discord::views;
use shipmate::discord::views::explain::Wanted;
use shipmate::domain::calendar::{Weekdays, Zone, parse_day, parse_time};
use shipmate::domain::ids::{MemberId, QuestionVersion};
use shipmate::domain::lookup::Suggestion;
use shipmate::domain::pause;
use shipmate::domain::report::ReportText;
use shipmate::pack::Library;
use shipmate::rng::Chance;
use shipmate::store::{Report, ReportPage, ReportedQuestion, Store};
use shipmate_fuzz::{is_shown_as_typed, is_taken, is_words, unescaped};
use tempfile::TempDir;

const TODAY: Date = date(2026, 3, 2);

/// The built-in content, and an empty database that nothing here reads.
static BOT: LazyLock<(Services, TempDir)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("shipmate.db")).expect("a database");
    let library = Library::built_in().expect("the built-in content");
    (Services::new(store, Clock::starting_at(Timestamp::UNIX_EPOCH), Chance::seeded(1), library), folder)
});

fn topic(services: &Services, typed: &str) {
    fit_a_menu(&explain::suggest(services, typed, AUTOCOMPLETE_CHOICES));
    match explain::explain(services, typed) {
        Explained::Card(card) => is_taken(&views::explain::card(&card)),
        Explained::Nearest(concepts) => {
            for wanted in [Wanted::Card, Wanted::Practice, Wanted::Game] {
                is_words(&views::explain::nearest(typed, &concepts, wanted));
            }
        }
    }
}

fn two_to_compare(services: &Services, first: &str, second: &str) {
    fit_a_menu(&services.library.comparables().suggest(first, AUTOCOMPLETE_CHOICES));
    fit_a_menu(&compare::suggest(services, first, second, AUTOCOMPLETE_CHOICES));
    let compared = compare::compare(services, first, second);
    let view = views::compare::compared(&compared);
    if matches!(compared, compare::Compared::Two(_)) { is_taken(&view) } else { is_words(&view) }
}

fn fit_a_menu<Id>(suggestions: &[Suggestion<Id>]) {
    assert!(suggestions.len() <= AUTOCOMPLETE_CHOICES);
    assert!(suggestions.iter().all(|suggestion| (1..=CHOICE_NAME).contains(&length(&suggestion.label))));
}

fn setting_up(typed: &str) {
    assert!(Zone::suggest(typed, AUTOCOMPLETE_CHOICES).len() <= AUTOCOMPLETE_CHOICES);
    let refused = [
        parse_time(typed).err().map(SetupRefused::Time),
        match Zone::named(typed) {
            Ok(zone) => {
                assert_eq!(Zone::named(zone.name()).as_ref().map(Zone::name).ok(), Some(zone.name()));
                None
            }
            Err(unknown) => Some(SetupRefused::Zone(unknown)),
        },
        match Weekdays::parse(typed) {
            Ok(weekdays) => {
                assert_eq!(Weekdays::from_bits(weekdays.bits()), Some(weekdays));
                None
            }
            Err(bad) => Some(SetupRefused::Weekdays(bad)),
        },
    ];
    for refused in refused.iter().flatten() {
        is_words(&views::setup::refused(refused));
    }
}

fn a_break(from: &str, to: &str) {
    let paused = match (parse_day(from, TODAY), parse_day(to, TODAY)) {
        (Some(from), Some(to)) => {
            let announced = |pause| Paused::Announced { pause, days_left: pause::days_left(&[pause], TODAY) };
            pause::announce(&[], from, to, TODAY).map_or_else(Paused::Refused, announced)
        }
        (None, _) => Paused::BadDay { typed: from.to_owned(), today: TODAY },
        (_, None) => Paused::BadDay { typed: to.to_owned(), today: TODAY },
    };
    is_words(&views::streak::paused(&paused));
}

fn a_report(services: &Services, typed: &str) {
    let text = match ReportText::parse(typed) {
        Ok(text) => text,
        Err(bad) => return is_words(&views::report::reported(Err(bad))),
    };
    assert_eq!(format!("{text:?}"), "ReportText(…)", "no log may hold it");
    let question = services.pool.first().expect("the content has questions").clone();
    let members = 3;
    let latest = (1..=members).map(|member| Report {
        member: MemberId(member.into()),
        text: text.clone(),
        at: Timestamp::UNIX_EPOCH,
        named: vec![('B', typed.to_owned())],
    });
    let latest: Vec<Report> = latest.collect();
    for open in [false, true] {
        let version = QuestionVersion(1);
        let question =
            ReportedQuestion { version, question: question.clone(), open, members, latest: latest.clone() };
        let view = views::report::page(&ReportPage { question: Some(question), page: 0, pages: 1 });
        is_taken(&view);
        let said: String = said(&view);
        // A mention of the member and a time for each; while the question is open, a spoiler's two marks around the words
        // and around what a letter in them stood for.
        let count = |mark: &str| said.matches(mark).count();
        assert_eq!((count("<"), count("@")), (2 * latest.len(), latest.len()), "{said}");
        assert_eq!(count("||"), if open { 4 * latest.len() } else { 0 }, "{said}");
        assert!(["](", "://", "`", "*", "_", "~"].iter().all(|mark| count(mark) == 0), "{said}");
    }
}

/// What members say, without what a backslash makes harmless, and without the mark that parts an `@`.
fn said(view: &views::View) -> String {
    let embeds = serde_json::to_value(&view.embeds).expect("builders are plain JSON");
    let fields = embeds[0]["fields"].as_array().expect("fields");
    let values = fields.iter().map(|field| unescaped(field["value"].as_str().expect("a text")));
    values.collect::<String>().replace("@\u{200b}", "")
}

fuzz_target!(|typed: &str| {
    let (services, _) = &*BOT;
    // Two options are two lines.
    let (first, second) = typed.split_once('\n').unwrap_or((typed, typed));
    is_shown_as_typed(typed);
    topic(services, typed);
    two_to_compare(services, first, second);
    setting_up(typed);
    a_break(first, second);
    a_report(services, typed);
});
