//! Whatever a pack may hold, every view of it fits Discord's limits with no sentence cut.

use proptest::prelude::*;

use super::plain::{plain, problems};
use super::sample::{self, any_asked, any_facts, text_of};
use super::{View, answer, daily, practice, setup, streak, today};
use crate::actions::answer::Answered;
use crate::actions::streak::StreakCard;
use crate::actions::today::Today;
use crate::domain::asked::AskedQuestion;
use crate::domain::content::Fact;
use crate::domain::grading::{Selection, Tally};
use crate::domain::ids::{DailyId, MemberId, RoleId};
use crate::domain::streak::Step;
use crate::store::{AnswerGiven, Closing, GROWN_SHOWN, Recorded, StreakGrown, Unsent};

fn fits(view: &View) -> Result<(), TestCaseError> {
    prop_assert_eq!(problems(view), Vec::<String>::new());
    // Only the description of a menu's option may be cut: the option stands in full above it.
    let texts = View { rows: Vec::new(), ..view.clone() };
    prop_assert!(!plain(&texts).contains('…'), "{}", plain(&texts));
    Ok(())
}

/// As many options as are asked for, the wrong ones first.
fn wrong_ones(asked: &AskedQuestion) -> Selection {
    let key = asked.key();
    let wrong = (0..asked.options().len()).filter(|position| !key.contains(*position));
    Selection::from_positions(wrong.take(key.count())).unwrap()
}

fn long_card() -> StreakCard {
    let mut card = sample::card();
    card.member = MemberId(u64::MAX);
    (card.longest, card.answered, card.right) = (u32::MAX, u32::MAX, u32::MAX);
    card.standing.lost = Some(u32::MAX);
    card.zone = Some("America/Argentina/ComodRivadavia".into());
    card.neutral = vec!["2026-12-27".parse().unwrap(); 7];
    card
}

fn long_step() -> Step {
    Step {
        restarted_from: None,
        saved_by_freeze: 2,
        freeze_earned: true,
        milestone: Some(200),
        ..sample::step()
    }
}

fn closing(asked: AskedQuestion) -> Closing {
    let tally = Tally { counts: vec![u32::MAX; asked.options().len()], answers: u32::MAX, right: 1 };
    let member = MemberId(u64::MAX);
    let grown = (0..GROWN_SHOWN).map(|_| StreakGrown { member, streak: u32::MAX, milestone: Some(200) });
    let mut daily = sample::daily(asked);
    (daily.id, daily.neutral) = (DailyId(u64::MAX), true);
    Closing {
        daily,
        tally,
        grown: grown.collect(),
        grown_unnamed: u32::MAX,
        day_off: false,
        attempts: 0,
        version: 0,
    }
}

/// Everything that a member may be told of an answer.
fn answers(asked: &AskedQuestion, facts: &[Fact]) -> Vec<View> {
    let selection = wrong_ones(asked);
    let daily = Box::new(sample::daily(asked.clone()));
    let neutral = long_card().neutral;
    let given = AnswerGiven {
        daily: *daily.clone(),
        selection,
        grade: asked.grade(selection),
        step: long_step(),
        neutral,
        rested: true,
        listed: true,
    };
    [
        Recorded::Counted(Box::new(given)),
        Recorded::Already { daily: daily.clone(), earlier: selection },
        Recorded::Closed { daily: daily.clone(), earlier: Some(selection) },
        Recorded::Closed { daily: daily.clone(), earlier: None },
        Recorded::Unfit(daily),
    ]
    .into_iter()
    .map(|recorded| Answered { recorded, facts: facts.to_vec(), card: long_card() })
    .flat_map(|answered| [answer::answered, answer::reviewed].map(|view| view(&answered, sample::now())))
    .collect()
}

proptest! {
    #[test]
    fn a_daily_fits(asked in any_asked()) {
        let daily = sample::daily(asked.clone());
        let unsent = Unsent {
            daily: daily.clone(),
            mention: Some(RoleId(u64::MAX)),
            planned_at: sample::now(),
            wanted_at: sample::now(),
            attempts: 0,
            first: true,
            over: false,
        };
        fits(&daily::post(&unsent))?;
        fits(&daily::open_again(&daily))?;
        fits(&setup::preview(&asked))?;
        fits(&setup::saved(&sample::guild(), Some(&asked)))?;
    }

    #[test]
    fn a_closing_post_fits_and_shows_every_reason_of_the_key(asked in any_asked()) {
        let view = daily::closed(&closing(asked.clone()));
        fits(&view)?;
        for position in asked.key().positions() {
            prop_assert!(plain(&view).contains(&asked.option(position).unwrap().why));
        }
    }

    #[test]
    fn an_answer_fits_with_every_reason(asked in any_asked(), facts in any_facts()) {
        for view in answers(&asked, &facts) {
            fits(&view)?;
        }
        let selection = wrong_ones(&asked);
        let daily = Box::new(sample::daily(asked));
        fits(&today::today(&Today::Answered { daily, selection, facts }, true))?;
    }

    #[test]
    fn practice_fits(asked in any_asked(), facts in any_facts(), topic in text_of(80)) {
        let mut session = sample::practice(asked);
        let topic = &[topic.as_str(), topic.as_str()][..];
        fits(&practice::question(&session, topic))?;
        let missed = vec![topic[0].to_owned(); 9];
        fits(&practice::finished(&session, topic, &missed))?;
        fits(&practice::nothing(topic, &session.filter))?;
        session.selection = Some(wrong_ones(&session.asked));
        fits(&practice::stale(&session, &facts, topic))?;
        fits(&practice::reviewed(&session, session.number))?;
    }
}

#[test]
fn a_streak_card_fits() {
    for asking in [MemberId(u64::MAX), sample::MEI] {
        assert_eq!(problems(&streak::card(&long_card(), asking)), Vec::<String>::new());
    }
}
