//! The first minute: what a newcomer is shown to try.

use jiff::civil::Time;
use sandbox::{Condition, Guide, Offer, Page, Step};

use super::server;
use crate::discord::press::{GamePress, Press};

/// What the page shows besides Discord.
pub(super) fn page() -> Page {
    Page {
        zone: server::zone(),
        morning: Time::constant(server::HOUR, 0, 0, 0),
        opens: Some("daily".into()),
        guide: guide(),
    }
}

fn guide() -> Guide {
    let steps = vec![
        step(
            "Answer today's question in **#daily**. Only you see how you did.",
            Some(Offer::Open("daily".into())),
            Condition::Pressed { which: answers_a_daily, by: 1, from_day: 0 },
        ),
        step(
            "Look something up with `/explain`. A slip of the finger does no harm.",
            Some(Offer::Type("/explain topic:fragate".into())),
            Condition::Command("explain".into()),
        ),
        step(
            "Turn the clock to **tomorrow**: today's question closes and shows its answer, and the next one appears.",
            Some(Offer::NextDay),
            Condition::Days(1),
        ),
        step(
            "Answer that one too, then look at your streak.",
            Some(Offer::Type("/streak show".into())),
            Condition::All(vec![
                Condition::Pressed { which: answers_a_daily, by: 1, from_day: 1 },
                Condition::Command("streak show".into()),
            ]),
        ),
        step(
            "Be two people: answer as somebody else in a second tab.",
            Some(Offer::ActAs("raj".into())),
            Condition::All(vec![
                Condition::Members(2),
                Condition::Pressed { which: answers_a_daily, by: 2, from_day: 0 },
            ]),
        ),
        step(
            "Play together: start a challenge in **#general** with `/challenge start`, and join it in the second tab.",
            Some(Offer::Open("general".into())),
            Condition::Pressed { which: answers_in_a_game, by: 2, from_day: 0 },
        ),
    ];
    Guide { title: "Your first minute".into(), steps }
}

fn answers_a_daily(custom_id: &str) -> bool {
    matches!(Press::parse(custom_id), Ok(Press::Daily { .. } | Press::DailyChoices { .. }))
}

fn answers_in_a_game(custom_id: &str) -> bool {
    let answers = |press| matches!(press, GamePress::Option { .. } | GamePress::Choices { .. });
    matches!(Press::parse(custom_id), Ok(Press::Game { press, .. }) if answers(press))
}

fn step(text: &str, offer: Option<Offer>, done_when: Condition) -> Step {
    Step { text: text.into(), offer, done_when }
}
