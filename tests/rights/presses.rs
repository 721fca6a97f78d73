//! Buttons and menus.

use shipmate::discord::press::{FormPress, GamePress, ManagerPress, Pair, Press};
use shipmate::domain::challenge::{Allowance, Team};

use super::stage::{Game, Stage};
use super::{Right, Who, rights};
use crate::voyage::{World, voyage};

fn pair() -> Pair {
    Pair::of(&"fargate".into(), &"ec2-launch-type".into()).expect("short ids")
}

rights! {
    presses(stage: &Stage) -> Press {
        Press::Daily { .. } => Press::Daily { daily: stage.daily, position: 0 }, Here;
        Press::DailyChoices { .. } => Press::DailyChoices { daily: stage.daily }, Here;
        Press::DailyReview { .. } => Press::DailyReview { daily: stage.closed }, Here;
        Press::Celebrate { .. } => Press::Celebrate { daily: stage.daily }, Milestone;
        Press::Explain { .. } => Press::Explain { concept: "fargate".into() }, Everybody;
        Press::QuizTopic { .. } => Press::QuizTopic { concept: "fargate".into() }, Everybody;
        Press::Compare(_) => Press::Compare(pair()), Everybody;
        Press::QuizPair(_) => Press::QuizPair(pair()), Everybody;
        Press::Open(FormPress::ReportPractice { .. }) =>
            Press::Open(FormPress::ReportPractice { practice: stage.practice, number: 1 }), Answered;
        Press::PracticeReview { .. } =>
            Press::PracticeReview { practice: stage.practice, number: 1 }, Practice;
        Press::PracticeNext { .. } => Press::PracticeNext { practice: stage.practice, number: 1 }, Practice;
        Press::PracticeOption { .. } =>
            Press::PracticeOption { practice: stage.practice, number: 2, position: 0 }, Practice;
        Press::PracticeChoices { .. } =>
            Press::PracticeChoices { practice: stage.practice, number: 2 }, Practice;
        Press::PracticeStop { .. } => Press::PracticeStop { practice: stage.practice }, Practice;
        Press::PracticeAgain { .. } => Press::PracticeAgain { practice: stage.practice }, Practice;
        Press::Open(FormPress::ReportDaily { .. }) =>
            Press::Open(FormPress::ReportDaily { daily: stage.daily }), Answered;
        Press::Open(FormPress::ReportGame { .. }) =>
            Press::Open(FormPress::ReportGame { challenge: stage.finished.id, number: 1 }), Reporters;
        Press::Manage(ManagerPress::Reports { .. }) =>
            Press::Manage(ManagerPress::Reports { page: 0 }), Managers;
        Press::Manage(ManagerPress::ReportedQuestion { .. }) =>
            Press::Manage(ManagerPress::ReportedQuestion { version: stage.reported }), Managers;
        Press::Manage(ManagerPress::DismissReports { .. }) =>
            Press::Manage(ManagerPress::DismissReports { version: stage.reported, page: 0 }), Managers;
        Press::Export => Press::Export, Oneself;
        Press::Open(FormPress::Erase) => Press::Open(FormPress::Erase), Oneself;
        Press::List => Press::List, Oneself;
        Press::Unlist => Press::Unlist, Oneself;
        // Each press in a game has a row of its own below.
        Press::Game { .. } => Press::Game { challenge: stage.lobby.id, press: GamePress::Join }, GameHere;
        Press::ExtraTime { .. } => Press::ExtraTime { allowance: Allowance::Half }, Oneself;
        Press::Manage(ManagerPress::PauseDailies) => Press::Manage(ManagerPress::PauseDailies), Managers;
        Press::Manage(ManagerPress::ResumeDailies) => Press::Manage(ManagerPress::ResumeDailies), Managers;
        Press::Manage(ManagerPress::PreviewDaily) => Press::Manage(ManagerPress::PreviewDaily), Managers;
    }
}

rights! {
    game_presses(_stage: &Stage) -> GamePress {
        GamePress::Begin => GamePress::Begin, Hosts;
        GamePress::Join => GamePress::Join, GameHere;
        GamePress::JoinTeam { .. } => GamePress::JoinTeam { team: Team(1) }, GameHere;
        GamePress::Cancel => GamePress::Cancel, Hosts;
        GamePress::Leave => GamePress::Leave, InLobby;
        GamePress::Mine => GamePress::Mine, Players;
        GamePress::Option { .. } => GamePress::Option { number: 1, attempt: 1, position: 0 }, Players;
        GamePress::Choices { .. } => GamePress::Choices { number: 1, attempt: 1 }, Players;
        GamePress::GoOn => GamePress::GoOn, Hosts;
        GamePress::Rounds => GamePress::Rounds, Everybody;
        GamePress::Round { .. } => GamePress::Round { number: 1 }, Asked;
        GamePress::Ghost => GamePress::Ghost, Absent;
        GamePress::GhostOption { .. } => GamePress::GhostOption { number: 1, position: 0 }, Ghosts;
        GamePress::GhostChoices { .. } => GamePress::GhostChoices { number: 1 }, Ghosts;
    }
}

/// The game in whose state a press has a meaning.
const fn game_for<'a>(stage: &'a Stage, press: &GamePress) -> &'a Game {
    match press {
        GamePress::Join
        | GamePress::JoinTeam { .. }
        | GamePress::Leave
        | GamePress::Begin
        | GamePress::Cancel => &stage.lobby,
        GamePress::Option { .. } | GamePress::Choices { .. } | GamePress::GoOn | GamePress::Mine => {
            &stage.playing
        }
        GamePress::Rounds
        | GamePress::Round { .. }
        | GamePress::Ghost
        | GamePress::GhostOption { .. }
        | GamePress::GhostChoices { .. } => &stage.finished,
    }
}

const fn is_menu(press: &Press) -> bool {
    matches!(
        press,
        Press::DailyChoices { .. }
            | Press::PracticeChoices { .. }
            | Press::Game { press: GamePress::Choices { .. } | GamePress::GhostChoices { .. }, .. }
    )
}

#[tokio::test]
async fn every_press_is_refused_to_whom_it_is_not_for() {
    voyage(World::default(), async |t| {
        let stage = Stage::build(t).await?;
        let mut rows: Vec<(Press, Right, Option<&Game>)> =
            presses(&stage).into_iter().map(|(press, right)| (press, right, None)).collect();
        for (press, right) in game_presses(&stage) {
            let game = game_for(&stage, &press);
            rows.push((Press::Game { challenge: game.id, press }, right, Some(game)));
        }
        for row in &mut rows {
            row.2 = match row.0 {
                Press::Game { .. } => row.2.or(Some(&stage.lobby)),
                Press::Open(FormPress::ReportGame { .. }) => Some(&stage.finished),
                _ => None,
            };
        }
        // First all that is refused, while everything is still as it was; then what is not.
        for (press, right, game) in &rows {
            let id = press.custom_id();
            for who in Who::ALL {
                let Some(words) = right.refuses(who) else { continue };
                let before = stage.kept()?;
                let told = stage.press(who, &id, is_menu(press), *game).await?;
                stage.is_refused(words, &told, &before, &format!("{who:?} pressing {id}"))?;
            }
        }
        for (press, right, game) in &rows {
            let id = press.custom_id();
            for who in Who::ALL.into_iter().filter(|who| right.refuses(*who).is_none()) {
                let before = stage.kept()?;
                let told = stage.press(who, &id, is_menu(press), *game).await?;
                let hides_herself = matches!((press, who), (Press::Unlist, Who::Mei));
                let right = if hides_herself { Right::Everybody } else { *right };
                stage.is_done((right, who), &told, &before, &format!("{who:?} pressing {id}"))?;
                if hides_herself {
                    // The results that named her are shown anew.
                    t.settle().await?;
                }
            }
        }
        t.settle_unheard().await
    })
    .await;
}
