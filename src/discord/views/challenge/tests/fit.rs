//! Whatever a game may be, each message of it fits Discord's limits.

use proptest::prelude::*;

use super::*;
use crate::discord::views::View;
use crate::discord::views::plain::problems;
use crate::discord::views::sample::{any_asked, text_of};

/// As long as an id can be.
fn member(number: u64) -> MemberId {
    MemberId(u64::MAX - number)
}

fn fits(view: &View) -> Result<(), TestCaseError> {
    prop_assert_eq!(problems(view), Vec::<String>::new());
    let texts = View { rows: Vec::new(), ..view.clone() };
    prop_assert!(!plain(&texts).contains('…'), "{}", plain(&texts));
    Ok(())
}

fn any_mode() -> impl Strategy<Value = Mode> {
    let sides = prop_oneof![Just(Sides::Balanced), Just(Sides::Chosen)];
    prop_oneof![
        Just(Mode::Everyone),
        Just(Mode::Crew),
        Just(Mode::Duel { opponent: member(1) }),
        (2_u8..=4, sides).prop_map(|(count, sides)| Mode::Teams { count, sides }),
    ]
}

fn crowd(players: u64, teams: u8) -> Vec<(MemberId, Option<Team>)> {
    let team =
        |number: u64| (teams > 0).then(|| Team(u8::try_from(number % u64::from(teams.max(1))).unwrap()));
    (0..players).map(|number| (member(number), team(number))).collect()
}

fn standings(players: u64) -> Vec<Standing> {
    let of = |number| Standing {
        present: false,
        ..standing(member(number), usize::try_from(number + 1).unwrap(), 20_000, Some(-249))
    };
    (0..players).map(of).collect()
}

fn teams() -> Vec<TeamStanding> {
    let of = |team| TeamStanding {
        team: Team(team),
        rank: usize::from(team) + 1,
        moved: Some(-3),
        score: Average { hundredths: 2_999_999 },
    };
    (0..4).map(of).collect()
}

fn big_reveal(asked: AskedQuestion, players: u64, with_teams: bool) -> Reveal {
    let key = asked.key();
    let row = |number| RoundRow {
        member: member(number),
        selection: Some(key),
        grade: Some(asked.grade(key)),
        earned: Earned { answer: 1_000, bonus: 500 },
        streak: 20,
    };
    let count = u32::try_from(players).unwrap();
    let tally = Tally { counts: vec![count; asked.options().len()], answers: count, right: count };
    Reveal {
        number: 20,
        of: 20,
        rows: (0..players).map(row).collect(),
        tally,
        standings: standings(players),
        teams: if with_teams { teams() } else { Vec::new() },
        asked: Arc::new(asked),
        ..closed()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_lobby_of_many_fits(mode in any_mode(), players in prop_oneof![Just(250_u64), Just(200), 0_u64..5], topic in text_of(80)) {
        let rules = Rules {
            mode,
            topic: Some("x".into()),
            rounds: 20,
            streak_bonus: true,
            change_of_mind: true,
            in_thread: true,
            ..Rules::default()
        };
        let term = |_: &ConceptId| Some(topic.clone());
        for state in [open(), LobbyState::Begun, LobbyState::Over] {
            let scene_of = lobby(rules.clone(), crowd(players, rules.teams()), state);
            fits(&scene(GAME, &scene_of, &term).unwrap())?;
        }
        prop_assert!(thread_name(&rules, &term).chars().count() <= limits::THREAD_NAME);
    }

    #[test]
    fn a_question_and_its_reveal_fit(asked in any_asked(), players in prop_oneof![Just(250_u64), 0_u64..12], with_teams in any::<bool>()) {
        let question = QuestionScene { attempt: 3, change_of_mind: true, answered: 250, members: 250, ..asking(asked.clone()) };
        fits(&scene(ChallengeId(u64::MAX), &Scene::Question(question), &terms).unwrap())?;
        let reveal = big_reveal(asked.clone(), players, with_teams);
        let view = scene(ChallengeId(u64::MAX), &Scene::Reveal(Box::new(reveal)), &terms).unwrap();
        fits(&view)?;
        for position in asked.key().positions() {
            prop_assert!(plain(&view).contains(&asked.option(position).unwrap().why));
        }
        fits(&scene(GAME, &Scene::Void { number: 20, asked: Arc::new(asked) }, &terms).unwrap())?;
    }

    #[test]
    fn a_podium_of_twenty_questions_fits(players in prop_oneof![Just(250_u64), 0_u64..12], term in text_of(80), with_teams in any::<bool>()) {
        let card = |number| QuestionCard {
            number,
            concept: Some("x".into()),
            right: 249,
            asked: 250,
        };
        let podium = Podium {
            standings: standings(players),
            teams: if with_teams { teams() } else { Vec::new() },
            questions: (1..=20).map(card).collect(),
            ..podium()
        };
        let term = |_: &ConceptId| Some(term.clone());
        fits(&scene(ChallengeId(u64::MAX), &Scene::Podium(Box::new(podium)), &term).unwrap())?;
    }

    #[test]
    fn a_sheet_of_twenty_answers_fits(asked in any_asked(), term in text_of(60)) {
        let asked = Arc::new(asked);
        let (selection, taken) = (asked.key(), jiff::SignedDuration::from_secs(59));
        let round = |number| MyRound {
            number,
            asked: Arc::clone(&asked),
            given: Some(Given { selection, taken, changed: false }),
            grade: Some(asked.grade(selection)),
            earned: Earned { answer: 1_000, bonus: 500 },
            streak: 20,
        };
        let sheet = OwnSheet {
            standing: Some(standing(member(0), 250, 20_000, None)),
            of: 250,
            team: Some(Team(3)),
            teams: teams(),
            crew: None,
            rounds: (1..=20).map(round).collect(),
            open: None,
        };
        let (game, _) = playing(quick(), sample::one());
        let term = |_: &ConceptId| Some(term.clone());
        fits(&mine::sheet(&game, &sheet, &term))?;
        fits(&mine::question(&game, &sheet, 20))?;
    }
}
