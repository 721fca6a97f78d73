//! What everybody sees.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::discord::views::sample::any_asked;

#[test]
fn a_lobby_says_who_is_in_and_what_is_played() {
    let rules = Rules { topic: Some("fargate".into()), streak_bonus: true, ..Rules::default() };
    assert_snapshot!(show(&lobby(rules, vec![(MEI, None), (RAJ, None)], open())), @"
    # Challenge · The fargate
    <@101> invites you all. It starts <t:1772478060:R>.

    **Everyone for themselves.**
    7 questions on **The fargate**, 40 seconds each.
    A right answer earns up to 1,000 points: the sooner, the more. Right answers in a row earn a bonus.

    **In (2):** <@101>, <@102>
    (Join) (Leave) (Start now) (Cancel)
    ");
}

#[test]
fn teams_are_chosen_in_the_lobby() {
    let mode = Mode::Teams { count: 3, sides: Sides::Chosen };
    let rules = Rules { mode, scoring: Scoring::Plain, change_of_mind: true, ..Rules::default() };
    let players = vec![(MEI, Some(Team(0))), (RAJ, Some(Team(2))), (ZOE, None)];
    assert_snapshot!(show(&lobby(rules, players, open())), @"
    # Challenge
    <@101> invites you all. It starts <t:1772478060:R>.

    **Three teams**: choose yours.
    7 questions, 40 seconds each.
    One point for each right option, however long it takes: a question for TWO is worth two.
    With each question a team earns its members' average; no answer counts as 0.
    You can change an answer once, until time is up.

    **🔴 Red (1):** <@101>

    **🟢 Green (1):** <@102>

    **No team yet (1):** <@103>
    (Join 🔴 Red) (Join 🔵 Blue) (Join 🟢 Green)
    (Leave) (Start now) (Cancel)
    ");
}

#[test]
fn a_crew_and_a_duel_are_invited_in_their_own_words() {
    let crew = Rules { mode: Mode::Crew, in_thread: true, ..Rules::default() };
    assert_snapshot!(show(&lobby(crew, vec![(MEI, None)], open())), @"
    # Challenge
    <@101> invites you all. It starts <t:1772478060:R>.

    **One crew**: reach the target together. The better you do, the harder it gets.
    7 questions, 40 seconds each.
    A right answer earns up to 1,000 points: the sooner, the more.
    With each question the crew earns its members' average. The target: **4,200 points**.
    It's played in a thread of its own.

    **In (1):** <@101>
    (Join) (Leave) (Start now) (Cancel)
    ");
    let duel = Rules { mode: Mode::Duel { opponent: RAJ }, ..Rules::default() };
    assert_snapshot!(show(&lobby(duel, vec![(MEI, None)], open())), @"
    # Challenge
    <@101> challenges <@102>. It starts as soon as they accept; the invitation ends <t:1772478060:R>.

    **A duel**, one against one.
    7 questions, 40 seconds each.
    A right answer earns up to 1,000 points: the sooner, the more.
    (Accept) (Decline) (Cancel)
    ");
}

#[test]
fn a_lobby_that_is_past_says_what_became_of_it() {
    let of = |state| show(&lobby(Rules::default(), vec![(MEI, None), (RAJ, None)], state));
    assert_snapshot!(of(LobbyState::Begun), @"
    # Challenge
    **Everyone for themselves.**
    7 questions, 40 seconds each.
    A right answer earns up to 1,000 points: the sooner, the more.

    It has begun. Whoever joins now plays from the next question on.

    **In (2):** <@101>, <@102>
    (Join) (Leave)
    ");
    assert_snapshot!(of(LobbyState::Over), @"
    # Challenge
    This game is over.

    **In (2):** <@101>, <@102>
    ");
    let thread = Some(ChannelId(9));
    let scene =
        LobbyScene { host: MEI, rules: quick(), players: Vec::new(), state: LobbyState::Over, thread };
    assert_snapshot!(show(&Scene::Lobby(scene)), @"
    # Challenge
    This game is over. Results in <#9>.
    ");
    assert_snapshot!(of(LobbyState::Ended(EndReason::NobodyCame)), @"
    # Challenge
    Nobody else came this time. `/challenge start` tries again whenever you like.
    ");
    let duel = Rules { mode: Mode::Duel { opponent: RAJ }, ..Rules::default() };
    assert_snapshot!(show(&lobby(duel, vec![(MEI, None)], LobbyState::Ended(EndReason::NobodyCame))), @"
    # Challenge
    <@102> didn't answer in time. `/challenge duel` invites again.
    ");
}

#[test]
fn every_end_has_its_words() {
    let permissions = vec!["View Channel".to_owned(), "Send Messages".to_owned()];
    for reason in [
        EndReason::Canceled,
        EndReason::Declined,
        EndReason::Stopped,
        EndReason::Deserted,
        EndReason::CalledOff,
        EndReason::Untouched,
        EndReason::Away,
        EndReason::OutOfQuestions,
        EndReason::Stalled,
        EndReason::MessageGone,
        EndReason::ChannelGone,
        EndReason::MissingPermissions { permissions: Vec::new() },
        EndReason::Refused { said: "50035".into() },
        EndReason::Removed,
    ] {
        assert!(ended::why(&reason).is_some_and(|why| why.len() > 15), "{reason:?}");
    }
    let missing = ended::why(&EndReason::MissingPermissions { permissions }).unwrap_or_default();
    assert_snapshot!(missing, @"It ended early: I need **View Channel** and **Send Messages** there to go on.");
    assert_eq!(ended::why(&EndReason::Finished), None);
}

#[test]
fn the_scenario_comes_before_its_options() {
    let curtain = |number, teams| {
        let until = at("2026-03-02T19:05:00Z");
        Scene::Curtain(CurtainScene { number, of: 7, asked: Arc::new(sample::one()), until, teams })
    };
    assert_snapshot!(show(&curtain(3, Vec::new())), @"
    # Get ready · question 3 of 7
    Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

    The options appear <t:1772478300:R>.
    ");
    let teams = vec![(Team(0), vec![RAJ]), (Team(1), vec![MEI, ZOE])];
    assert_snapshot!(show(&curtain(1, teams)), @"
    # Get ready · question 1 of 7
    Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

    The options appear <t:1772478300:R>.

    **🔴 Red (1):** <@102>

    **🔵 Blue (2):** <@101>, <@103>
    ");
}

#[test]
fn a_question_counts_who_has_locked_in() {
    assert_snapshot!(show(&Scene::Question(asking(sample::one()))), @"
    # Question 3 of 7
    Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

    **A.** More replicas
    **B.** A volume from a `PersistentVolumeClaim`
    **C.** A ConfigMap
    **D.** An init container

    Choose **ONE**.

    Closes <t:1772478320:R>. **3 of 5** locked in.
    -- Section 78 · medium
    (A) (B) (C) (D)
    (Where do I stand?)
    ");
}

#[test]
fn two_are_chosen_in_a_menu_and_an_interruption_is_explained() {
    let scene = QuestionScene { attempt: 2, change_of_mind: true, ..asking(sample::two()) };
    assert_snapshot!(show(&Scene::Question(scene)), @"
    # Question 3 of 7
    A team wants no hosts to patch. What fits? (Select TWO.)

    **A.** Fargate for Amazon ECS
    **B.** Container instances
    **C.** Self-managed nodes
    **D.** Fargate for Amazon EKS
    **E.** ECS Anywhere

    Choose **TWO**. You can change your answer once. I was away for a moment: here it is again, and answers given before still count.

    Closes <t:1772478320:R>. **3 of 5** locked in.
    -- Section 78 · medium
    {Choose TWO (2 to 2) | A: Fargate for Amazon ECS | B: Container instances | C: Self-managed nodes | D: Fargate for Amazon EKS | E: ECS Anywhere}
    (Where do I stand?)
    ");
    assert_snapshot!(show(&Scene::AskedAnew { number: 3 }), @"
    # Question 3
    I was away for a moment. This question is asked again further down; answers given here still count.
    ");
}

#[test]
fn a_reveal_teaches_and_names_who_was_right() {
    assert_snapshot!(show(&Scene::Reveal(Box::new(closed()))), @"
    # Question 3 of 7 · it's B
    Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

    **A.** More replicas
    `▇▇▇░░░░░░░` 1 · 33%
    ✅ **B.** A volume from a `PersistentVolumeClaim`
    `▇▇▇▇▇▇▇░░░` 2 · 67%
    **C.** A ConfigMap
    `░░░░░░░░░░` 0 · 0%
    **D.** An init container
    `░░░░░░░░░░` 0 · 0%

    Next question <t:1772478332:R>.
    ## Why B
    Its data outlives the pod.
    ## 2 of 4 had it
    <@101> **+1,060** (960 + 100 for 2 right in a row)
    <@102> **+705**
    1 missed it, 1 didn't answer.
    ## Standings
    🥇 1. <@102> **2,705 points**
    🥈 2. <@101> **1,960 points** ▲1
    🥈 2. <@103> **1,960 points** ▼1 (left)
    4. <@104> **0 points** (new)
    -- Section 78 · medium
    (Where do I stand?) (Next question now)
    ");
}

#[test]
fn a_reveal_that_is_past_has_no_buttons() {
    let text = show(&Scene::Reveal(Box::new(Reveal { next_at: None, ..closed() })));
    assert!(!text.contains("Next question") && !text.contains("(Where"), "{text}");
}

#[test]
fn teams_and_crews_see_how_they_do_together() {
    let team = |team, rank, hundredths, moved| TeamStanding {
        team: Team(team),
        rank,
        moved,
        score: Average { hundredths },
    };
    let teams = vec![team(1, 1, 234_567, Some(1)), team(0, 2, 200_050, Some(-1))];
    let mut standings = closed().standings;
    (standings[0].team, standings[1].team) = (Some(Team(1)), Some(Team(0)));
    let text = show(&Scene::Reveal(Box::new(Reveal { teams, standings, ..closed() })));
    let from = text.find("## Teams").expect("teams are shown");
    assert_snapshot!(&text[from..], @"
    ## Teams
    🥇 1. 🔵 Blue **2,345.67** ▲1
    🥈 2. 🔴 Red **2,000.5** ▼1
    ## Standings
    🥇 1. 🔵 <@102> **2,705 points**
    🥈 2. 🔴 <@101> **1,960 points** ▲1
    🥈 2. <@103> **1,960 points** ▼1 (left)
    4. <@104> **0 points** (new)
    -- Section 78 · medium
    (Where do I stand?) (Next question now)
    ");
    let crew = Crew { score: Average { hundredths: 180_000 }, target: Average { hundredths: 420_000 } };
    let text = show(&Scene::Reveal(Box::new(Reveal { crew: Some(crew), ..closed() })));
    let from = text.find("## The crew").expect("the crew is shown");
    assert_snapshot!(&text[from..], @"
    ## The crew
    `▇▇▇▇░░░░░░` **1,800** of 4,200 points
    -- Section 78 · medium
    (Where do I stand?) (Next question now)
    ");
}

#[test]
fn the_podium_is_a_card_of_the_game() {
    assert_snapshot!(show(&Scene::Podium(Box::new(podium()))), @"
    # 🏁 That's the game!
    🏆 <@102> wins with **2,705 points**.

    The hardest this time: **The fargate**.

    Missed it? Play it against them until <t:1772565000:F>: your result joins the standings as a 👻.
    ## Standings
    🥇 1. <@102> **2,705 points**
    🥈 2. <@101> **1,960 points**
    🥈 2. <@103> **2,100 points** 👻
    ## Who had it right
    1. `▇▇▇▇▇▇▇▇▇▇` 3 of 3 · The pod
    2. `▇▇▇▇▇▇▇░░░` 2 of 3 · The volume
    3. `░░░░░░░░░░` 0 of 3 · The fargate
    (My results) (Play it against them)
    (Explain this) (Practice this)
    ");
}

#[test]
fn the_podium_of_a_tie_a_team_and_a_crew() {
    let mut tied = podium();
    (tied.standings[1].rank, tied.standings[1].points) = (1, 2_705);
    let says = |podium: Podium| {
        let text = show(&Scene::Podium(Box::new(podium)));
        text.lines().nth(1).unwrap_or_default().to_owned()
    };
    assert_snapshot!(says(tied), @"🏆 <@102> and <@101> share first place with **2,705 points**.");
    let team = TeamStanding { team: Team(1), rank: 1, moved: None, score: Average { hundredths: 123_450 } };
    assert_snapshot!(says(Podium { teams: vec![team], ..podium() }), @"🏆 **🔵 Blue** wins with **1,234.5 points**.");
    let crew = |hundredths| Crew { score: Average { hundredths }, target: Average { hundredths: 180_000 } };
    assert_snapshot!(says(Podium { crew: Some(crew(180_000)), ..podium() }), @"🏆 **You reached the target!** Well done, crew.");
    assert_snapshot!(says(Podium { crew: Some(crew(90_000)), ..podium() }), @"The target was out of reach this time. You'll get it next time!");
    let crew = show(&Scene::Podium(Box::new(Podium { crew: Some(crew(90_000)), ..podium() })));
    assert!(
        crew.contains("## The crew") && !crew.contains("## Standings"),
        "nobody of a crew is ranked: {crew}"
    );
}

#[test]
fn a_game_stopped_early_says_so_and_keeps_what_was() {
    let stopped = Podium { reason: EndReason::Stopped, hardest: None, ..podium() };
    let text = show(&Scene::Podium(Box::new(stopped)));
    assert!(text.starts_with("# The game is over after 3 questions\nIt was stopped early."), "{text}");
    assert!(!text.contains("Explain this"), "there is nothing hardest to explain");
    let nothing = Podium {
        reason: EndReason::Stopped,
        questions: Vec::new(),
        standings: Vec::new(),
        hardest: None,
        ..podium()
    };
    assert_snapshot!(show(&Scene::Podium(Box::new(nothing))), @"
    # The game is over
    It was stopped early.

    No question was closed, so there is nothing to count.
    ");
}

#[test]
fn there_is_no_medal_for_who_left_a_duel_nor_in_one_that_was_called_off() {
    let duel = |reason| {
        let left = Standing { present: false, ..standing(MEI, 2, 1_000, None) };
        let standings = vec![standing(RAJ, 1, 0, None), left];
        let mode = Mode::Duel { opponent: RAJ };
        show(&Scene::Podium(Box::new(Podium { reason, mode, standings, hardest: None, ..podium() })))
    };
    let left = duel(EndReason::Deserted);
    assert!(left.contains("🏆 <@102> wins, because the other one left."), "{left}");
    assert!(left.contains("🥇 1. <@102> **0 points**"), "{left}");
    assert!(left.contains("\n2. <@101> **1,000 points** (left)") && !left.contains("🥈"), "{left}");
    let called_off = duel(EndReason::CalledOff);
    let said = "# The game is over after 3 questions\nA manager stopped it, so nobody wins.\n\nMissed it?";
    assert!(called_off.starts_with(said), "{called_off}");
    assert!(!called_off.contains("🥇") && !called_off.contains("🏆"), "{called_off}");
}

#[test]
fn an_interrupted_question_shows_its_key_and_that_it_does_not_count() {
    assert_snapshot!(show(&Scene::Void { number: 3, asked: Arc::new(sample::one()) }), @"
    # Question 3 · it doesn't count
    Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

    The game ended before this question closed, so nobody wins or loses points with it.
    ## ✅ The answer: B
    > A volume from a `PersistentVolumeClaim`
    Its data outlives the pod.
    -- Section 78 · medium
    ");
}

proptest! {
    #[test]
    fn which_option_is_right_changes_nothing_before_the_reveal(asked in any_asked(), turn in 1_usize..6) {
        let mut other = asked.question.clone();
        let keys: Vec<bool> = other.options.iter().map(|option| option.key).collect();
        for (place, option) in other.options.iter_mut().enumerate() {
            option.key = keys[(place + turn) % keys.len()];
        }
        let other = AskedQuestion::new(other, asked.order().to_vec()).unwrap();
        let curtain = |asked: &AskedQuestion| CurtainScene {
            number: 1,
            of: 3,
            asked: Arc::new(asked.clone()),
            until: sample::now(),
            teams: Vec::new(),
        };
        let shown = |view: Scene| scene(GAME, &view, &terms);
        prop_assert_eq!(shown(Scene::Curtain(curtain(&asked))), shown(Scene::Curtain(curtain(&other))));
        prop_assert_eq!(shown(Scene::Question(asking(asked))), shown(Scene::Question(asking(other))));
    }
}
