//! Custom ids, there and back.

use proptest::prelude::*;

use super::*;
use crate::discord::limits::{self, length};

fn any_press() -> impl Strategy<Value = Press> {
    let daily = any::<u64>().prop_map(DailyId);
    let practice = any::<u64>().prop_map(PracticeId);
    let concept = "[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?".prop_map(ConceptId);
    prop_oneof![
        (daily.clone(), 0..MAX_POSITIONS).prop_map(|(daily, position)| Press::Daily { daily, position }),
        daily.clone().prop_map(|daily| Press::DailyChoices { daily }),
        daily.clone().prop_map(|daily| Press::DailyReview { daily }),
        daily.prop_map(|daily| Press::Celebrate { daily }),
        concept.clone().prop_map(|concept| Press::Explain { concept }),
        concept.prop_map(|concept| Press::QuizTopic { concept }),
        pair().prop_map(Press::Compare),
        pair().prop_map(Press::QuizPair),
        (practice.clone(), any::<u32>(), 0..MAX_POSITIONS).prop_map(|(practice, number, position)| {
            Press::PracticeOption { practice, number, position }
        }),
        (practice.clone(), any::<u32>())
            .prop_map(|(practice, number)| Press::PracticeChoices { practice, number }),
        (practice.clone(), any::<u32>())
            .prop_map(|(practice, number)| Press::PracticeNext { practice, number }),
        (practice.clone(), any::<u32>())
            .prop_map(|(practice, number)| Press::PracticeReview { practice, number }),
        practice.clone().prop_map(|practice| Press::PracticeStop { practice }),
        practice.prop_map(|practice| Press::PracticeAgain { practice }),
        form::any_form_press().prop_map(Press::Open),
        manager::any_manager_press().prop_map(Press::Manage),
        Just(Press::Export),
        Just(Press::List),
        Just(Press::Unlist),
        (any::<u64>(), game::any_game_press())
            .prop_map(|(challenge, press)| Press::Game { challenge: ChallengeId(challenge), press }),
        prop::sample::select(&Allowance::ALL[..]).prop_map(|allowance| Press::ExtraTime { allowance }),
    ]
}

fn pair() -> impl Strategy<Value = Pair> {
    let side = || "[a-z0-9-]{1,42}".prop_map(SideId);
    (side(), side()).prop_map(|(first, second)| Pair::of(&first, &second).unwrap())
}

#[test]
fn a_press_is_written_plainly() {
    assert_eq!(Press::Daily { daily: DailyId(42), position: 0 }.custom_id(), "1:daily:42:0");
    let next = Press::PracticeNext { practice: PracticeId(7), number: 3 };
    assert_eq!(next.custom_id(), "1:practice-next:7:3");
    let press = GamePress::Option { number: 3, attempt: 1, position: 2 };
    assert_eq!(Press::Game { challenge: ChallengeId(5), press }.custom_id(), "1:game:5:option:3:1:2");
}

#[test]
fn an_old_or_garbled_id_is_no_press() {
    for id in [
        "",
        ":",
        "1",
        "1:",
        "daily:42:0",
        "0:daily:42:0",
        "2:daily:42:0",
        "1:daily:42",
        "1:daily:42:0:1",
        "1:daily:042:0",
        "1:daily:+42:0",
        "1:daily:-1:0",
        "1:daily:42:8",
        "1:daily:99999999999999999999:0",
        "1:explain:",
        "1:explain:Fargate",
        "1:explain:a b",
        "1:game:5",
        "1:game:5:option:1:1:8",
        "1:game:5:option:256:1:0",
        "1:game:5:team:4",
        "1:game:5:join:1",
        "1:extra-time:30",
        "1:dailies:stop",
        "1:dailies:pause ",
    ] {
        assert_eq!(Press::parse(id), Err(UnknownPress(id.to_owned())));
    }
    assert!(Press::parse(&format!("1:explain:{}", "a".repeat(CONCEPT_ID + 1))).is_err());
    assert!(Press::parse(&format!("1:compare:a:{}", "a".repeat(SIDE_ID + 1))).is_err());
}

proptest! {
    #[test]
    fn every_press_is_read_back_and_fits(press in any_press()) {
        let id = press.custom_id();
        prop_assert!(length(&id) <= limits::CUSTOM_ID);
        prop_assert_eq!(Press::parse(&id), Ok(press));
    }

    #[test]
    fn reading_never_panics(id in any::<String>()) {
        let _ = Press::parse(&id);
    }

    #[test]
    fn what_is_read_is_written_the_same(id in "1:(daily|practice|explain|quiz|report|reports|game:[0-9]{1,2})(:[0-9a-z+-]{0,3}){0,3}") {
        if let Ok(press) = Press::parse(&id) {
            prop_assert_eq!(press.custom_id(), id);
        }
    }
}
