//! Games shown, against a stage that fails on demand and a clock that is turned.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::super::Showing;
use super::discord::Fault;
use super::stage::{Act, OnStage, Theater};
use super::{Chance, Clock, FILE, Services, Store, TAUGHT, at};
use crate::actions::challenge::{Acted, Which, answer, attend, ghost, run, start};
use crate::domain::challenge::{
    Asker, Challenge, EndReason, GhostPressed, LobbyState, Phase, Pressed, Rules, Scene, Slot,
};
use crate::domain::ids::{ChallengeId, ChannelId, GuildId, MemberId, snowflake_instant};
use crate::games::Games;

const GUILD: GuildId = GuildId(42);
const CHANNEL: ChannelId = ChannelId(7);
const HOST: MemberId = MemberId(1);
const MEI: MemberId = MemberId(2);
const ZOE: MemberId = MemberId(3);
const EVENING: &str = "2026-03-02T19:00:00Z";
const PATIENCE: Duration = Duration::from_secs(20);

/// An evening on which games are played.
struct Evening {
    folder: TempDir,
    clock: Clock,
    stage: Arc<Theater>,
    services: Services,
    stop: watch::Sender<bool>,
    showing: JoinHandle<()>,
}

impl Evening {
    async fn new() -> Self {
        let clock = Clock::starting_at(at(EVENING));
        let stage = Arc::new(Theater::new(clock.clone()));
        Self::start(TempDir::new().unwrap(), clock, stage).await
    }

    async fn start(folder: TempDir, clock: Clock, stage: Arc<Theater>) -> Self {
        let store = Store::open(&folder.path().join(FILE)).unwrap();
        let (library, pool) = TAUGHT.clone();
        let chance = Chance::seeded(7);
        let games = Games::new(store.clone(), clock.clone(), chance.clone(), Arc::clone(&pool));
        let drills = Arc::default();
        let services = Services { store, clock: clock.clone(), chance, library, pool, drills, games };
        services.games.resume().await.unwrap();
        let (stop, stopping) = watch::channel(false);
        let showing = Showing::new(services.clone(), Arc::clone(&stage));
        let showing = tokio::spawn(async move { showing.run(stopping).await });
        Self { folder, clock, stage, services, stop, showing }
    }

    /// The process is killed and starts anew `seconds` later, over the files as they stand.
    async fn killed_for(self, seconds: i64) -> Self {
        let folder = TempDir::new().unwrap();
        for suffix in ["", "-wal"] {
            let name = format!("{FILE}{suffix}");
            std::fs::copy(self.folder.path().join(&name), folder.path().join(&name)).unwrap();
        }
        self.showing.abort();
        let _ = self.showing.await;
        self.services.games.close();
        self.clock.turn_to(self.clock.now() + SignedDuration::from_secs(seconds));
        Self::start(folder, self.clock, self.stage).await
    }

    fn pass(&self, ms: i64) {
        self.clock.turn_to(self.clock.now() + SignedDuration::from_millis(ms));
    }

    async fn open(&self, rules: Rules) -> Which {
        let started = start::start(&self.services, GUILD, CHANNEL, HOST, rules).await.unwrap();
        let start::Started::Opened(challenge) = started else { panic!("{started:?}") };
        Which { guild: GUILD, challenge: challenge.id() }
    }

    async fn begin(&self, rules: Rules, members: u64) -> Which {
        let which = self.open(rules).await;
        for member in 2..=members {
            done(attend::join(&self.services, which, MemberId(member), None).await.unwrap());
        }
        self.begin_now(which).await;
        which
    }

    async fn begin_now(&self, which: Which) {
        done(run::begin(&self.services, which, host()).await.unwrap());
    }

    /// A game of two whose first question stands.
    async fn asking(&self, rules: Rules, members: u64) -> Which {
        let which = self.begin(rules, members).await;
        self.question(which, 1, 1).await;
        which
    }

    async fn state(&self, which: Which) -> Arc<Challenge> {
        self.services.games.find(GUILD, which.challenge).await.unwrap().unwrap().now()
    }

    /// Waits until the game is as wanted.
    async fn until(&self, which: Which, wanted: impl Fn(&Challenge) -> bool) -> Arc<Challenge> {
        let game = self.services.games.find(GUILD, which.challenge).await.unwrap().unwrap();
        let mut state = game.watch();
        let seen = tokio::time::timeout(PATIENCE, state.wait_for(|state| wanted(state))).await;
        match seen {
            Ok(state) => Arc::clone(&state.unwrap()),
            Err(_) => panic!("waited in vain: {:?}\n{:?}", game.now().phase(), self.slots()),
        }
    }

    /// Waits until the stage is as wanted.
    async fn see(&self, wanted: impl Fn(&Theater) -> bool) {
        for _ in 0..10_000 {
            if wanted(&self.stage) {
                return;
            }
            tokio::time::timeout(Duration::from_millis(2), std::future::pending::<()>()).await.unwrap_err();
        }
        panic!("waited in vain: {:?}", self.slots());
    }

    async fn question(&self, which: Which, number: u8, attempt: u8) {
        self.until(which, |state| state.message(Slot::Question { number, attempt }).is_some()).await;
    }

    async fn press(&self, which: Which, member: MemberId) {
        let state = self.state(which).await;
        let round = state.rounds().last().unwrap();
        let (number, attempt) = (round.number, round.attempt);
        let message = state.message(Slot::Question { number, attempt }).unwrap();
        let at = snowflake_instant(message.0) + SignedDuration::from_secs(2);
        let pressed = Pressed { member, number, attempt, message, at, selection: round.asked.key() };
        done(answer::answer(&self.services, which, pressed).await.unwrap());
    }

    /// Both play a game to its end.
    async fn play_out(&self, which: Which) {
        for number in 1..=3 {
            self.question(
                which,
                number,
                self.state(which).await.rounds().last().map_or(1, |round| round.attempt),
            )
            .await;
            for member in [HOST, MEI] {
                self.press(which, member).await;
            }
            let reveal = |stage: &Theater| stage.shows(question(number)).iter().any(is_reveal);
            self.see(reveal).await;
            self.pass(13_000);
        }
        self.until(which, Challenge::is_over).await;
        self.see(|stage| stage.shows(Slot::Podium).len() == 1).await;
    }

    fn slots(&self) -> Vec<Slot> {
        self.stage.standing().iter().map(|message| message.slot).collect()
    }

    /// Somebody who was not there plays all of it, and has everything right at once.
    async fn haunt(&self, which: Which, member: MemberId) {
        loop {
            let at = self.clock.now();
            let asked = ghost::ask(&self.services, which, member, at).await.unwrap();
            let ghost::Haunted::Question(question) = asked else { panic!("{asked:?}") };
            let (number, selection) = (question.number, question.asked.key());
            let pressed = GhostPressed { member, number, at, selection };
            let round = ghost::answer(&self.services, which, pressed).await.unwrap();
            let ghost::Haunted::Round(round) = round else { panic!("{round:?}") };
            assert_eq!(round.mine.earned.total(), 1_000);
            if round.next.is_none() {
                return;
            }
        }
    }

    /// Waits until the store has noted that all is shown.
    async fn settled(&self, id: ChallengeId) {
        let game = self.services.games.find(GUILD, id).await.unwrap().unwrap();
        self.see(|_| game.is_settled()).await;
        assert!(!self.services.store.unsettled_challenges().await.unwrap().contains(&id));
    }
}

fn done(acted: Acted) {
    assert!(matches!(acted, Acted::Done { .. }), "{acted:?}");
}

fn rules() -> Rules {
    Rules { rounds: 3, seconds: 20, get_ready: Some(0), ..Rules::default() }
}

fn host() -> Asker {
    Asker { member: HOST, manages: false }
}

const fn question(number: u8) -> Slot {
    Slot::Question { number, attempt: 1 }
}

fn is_reveal(scene: &Scene) -> bool {
    matches!(scene, Scene::Reveal(_))
}

fn count_shown(stage: &Theater) -> Option<usize> {
    match stage.shows(question(1)).first()? {
        Scene::Question(question) => Some(question.answered),
        _ => None,
    }
}

#[tokio::test]
async fn a_game_is_shown_from_its_lobby_to_its_podium() {
    let evening = Evening::new().await;
    let which = evening.begin(Rules { get_ready: Some(5), ..rules() }, 2).await;
    let curtain = Slot::Curtain { number: 1 };
    evening.see(|stage| stage.shows(curtain).len() == 1).await;
    evening.pass(5_000);
    evening.question(which, 1, 1).await;
    evening.see(|stage| stage.shows(curtain).is_empty()).await;
    assert_eq!(evening.slots(), [Slot::Lobby, question(1)]);
    evening.press(which, MEI).await;
    evening.pass(25_000);
    evening.see(|stage| stage.shows(question(1)).iter().any(is_reveal)).await;
    done(run::stop(&evening.services, which, host()).await.unwrap());
    evening.settled(which.challenge).await;
    assert_eq!(evening.slots(), [Slot::Lobby, question(1), Slot::Podium]);
    let lobby = evening.stage.shows(Slot::Lobby).remove(0);
    assert!(matches!(lobby, Scene::Lobby(lobby) if lobby.state == LobbyState::Over));
}

#[tokio::test]
async fn nothing_is_shown_before_it_is_stored() {
    let evening = Evening::new().await;
    let which = evening.asking(rules(), 2).await;
    evening.press(which, MEI).await;
    evening.pass(2_000);
    evening.see(|stage| count_shown(stage) == Some(1)).await;
    let evening = evening.killed_for(1).await;
    assert_eq!(evening.state(which).await.open_round().unwrap().answered(), 1);
}

#[tokio::test]
async fn changes_of_a_message_are_coalesced_and_the_latest_wins() {
    let evening = Evening::new().await;
    let which = evening.asking(rules(), 60).await;
    evening.stage.hold_changes(true);
    let before = evening.stage.calls(Act::Change);
    for member in 1..60 {
        evening.press(which, MemberId(member)).await;
        evening.pass(100);
    }
    evening.stage.hold_changes(false);
    evening.pass(1_500);
    evening.see(|stage| count_shown(stage) == Some(59)).await;
    let changes = evening.stage.calls(Act::Change) - before;
    assert!(changes <= 4, "{changes} changes");
}

#[tokio::test]
async fn counting_on_leaves_room_in_discords_limit() {
    let evening = Evening::new().await;
    let which = evening.asking(rules(), 60).await;
    evening.pass(10_000 - 59 * 100);
    let before = evening.stage.calls(Act::Change);
    for member in 1..60 {
        evening.press(which, MemberId(member)).await;
        evening.pass(80);
        tokio::task::yield_now().await;
    }
    let changes = evening.stage.calls(Act::Change) - before;
    assert!(changes <= 5, "{changes} changes within five seconds");
}

#[tokio::test]
async fn a_429_delays_changes_and_nothing_else() {
    let evening = Evening::new().await;
    let which = evening.asking(rules(), 2).await;
    evening.stage.fail(Act::Change, [Fault::After(30)]);
    evening.press(which, MEI).await;
    evening.see(|stage| stage.calls(Act::Change) >= 1).await;
    let began = std::time::Instant::now();
    evening.press(which, HOST).await;
    assert!(began.elapsed() < Duration::from_secs(3), "an acknowledgement does not wait");
    evening.pass(13_000);
    evening.question(which, 2, 1).await;
    assert!(!evening.stage.shows(question(1)).iter().any(is_reveal), "Discord said 30 seconds");
    evening.pass(18_000);
    evening.see(|stage| stage.shows(question(1)).iter().any(is_reveal)).await;
}

#[tokio::test]
async fn a_post_whose_answer_got_lost_is_not_posted_twice() {
    let evening = Evening::new().await;
    evening.stage.fail(Act::Post, [Fault::AnswerLost]);
    let which = evening.open(rules()).await;
    evening.see(|stage| stage.calls(Act::Post) == 1).await;
    evening.pass(5_000);
    evening.until(which, |state| state.message(Slot::Lobby).is_some()).await;
    done(attend::join(&evening.services, which, MEI, None).await.unwrap());
    evening.stage.fail(Act::Post, [Fault::Later, Fault::AnswerLost]);
    evening.begin_now(which).await;
    for _ in 0..3 {
        evening.pass(9_000);
        tokio::time::timeout(Duration::from_millis(50), std::future::pending::<()>()).await.unwrap_err();
    }
    evening.question(which, 1, 1).await;
    assert_eq!(evening.slots(), [Slot::Lobby, question(1)]);
}

#[tokio::test]
async fn what_can_never_be_posted_ends_the_game_and_its_host_is_told_once() {
    let evening = Evening::new().await;
    let which = evening.begin(rules(), 2).await;
    evening.question(which, 1, 1).await;
    evening.stage.fail(Act::Post, [Fault::Impossible; 9]);
    evening.pass(22_000);
    evening.until(which, |state| matches!(state.phase(), Phase::Reveal { .. })).await;
    evening.pass(13_000);
    let state = evening.until(which, Challenge::is_over).await;
    assert_eq!(state.ended().unwrap().1, &EndReason::ChannelGone);
    evening.settled(which.challenge).await;
    assert_eq!(evening.stage.hosts_told(), 1);
}

#[tokio::test]
async fn a_game_whose_question_was_deleted_ends_with_its_standings() {
    let evening = Evening::new().await;
    let which = evening.asking(rules(), 2).await;
    evening.stage.delete(question(1));
    evening.press(which, MEI).await;
    evening.pass(2_000);
    let state = evening.until(which, Challenge::is_over).await;
    assert_eq!(state.ended().unwrap().1, &EndReason::MessageGone);
    evening.see(|stage| stage.shows(Slot::Podium).len() == 1).await;
}

#[tokio::test]
async fn a_lobby_that_was_deleted_ends() {
    let evening = Evening::new().await;
    let which = evening.open(rules()).await;
    evening.until(which, |state| state.message(Slot::Lobby).is_some()).await;
    evening.stage.delete(Slot::Lobby);
    done(attend::join(&evening.services, which, MEI, None).await.unwrap());
    evening.pass(2_000);
    let state = evening.until(which, Challenge::is_over).await;
    assert_eq!(state.ended().unwrap().1, &EndReason::MessageGone);
    evening.settled(which.challenge).await;
}

#[tokio::test]
async fn where_the_bot_was_removed_nothing_is_tried() {
    let evening = Evening::new().await;
    let which = evening.asking(rules(), 2).await;
    let calls = evening.stage.calls(Act::Post) + evening.stage.calls(Act::Change);
    run::removed_from(&evening.services, GUILD).await.unwrap();
    evening.settled(which.challenge).await;
    assert!(evening.stage.calls(Act::Post) + evening.stage.calls(Act::Change) <= calls + 1);
    assert_eq!(evening.stage.hosts_told(), 0);
}

#[tokio::test]
async fn a_game_in_a_thread_of_its_own_waits_for_it_or_goes_on_in_the_channel() {
    for (faults, in_thread) in [(vec![], true), (vec![Fault::Impossible], false)] {
        let evening = Evening::new().await;
        evening.stage.fail(Act::Thread, faults);
        let which = evening.open(Rules { in_thread: true, ..rules() }).await;
        evening.until(which, |state| state.message(Slot::Lobby).is_some()).await;
        done(attend::join(&evening.services, which, MEI, None).await.unwrap());
        evening.begin_now(which).await;
        evening.question(which, 1, 1).await;
        let places: Vec<ChannelId> = evening.stage.standing().iter().map(|message| message.channel).collect();
        assert_eq!((places[0], places[1] != CHANNEL), (CHANNEL, in_thread));
    }
}

#[tokio::test]
async fn killed_in_the_lobby_the_game_goes_on() {
    let evening = Evening::new().await;
    evening.stage.fail(Act::Post, [Fault::AnswerLost]);
    let which = evening.open(rules()).await;
    evening.see(|stage| stage.calls(Act::Post) == 1).await;
    let evening = evening.killed_for(5).await;
    evening.until(which, |state| state.message(Slot::Lobby).is_some()).await;
    done(attend::join(&evening.services, which, MEI, None).await.unwrap());
    evening.begin_now(which).await;
    evening.play_out(which).await;
    assert_eq!(evening.slots(), [Slot::Lobby, question(1), question(2), question(3), Slot::Podium]);
}

#[tokio::test]
async fn killed_in_the_middle_of_a_question_it_is_asked_anew_and_the_old_one_takes_no_answers() {
    for noted in [true, false] {
        let evening = Evening::new().await;
        let which = evening.open(rules()).await;
        evening.until(which, |state| state.message(Slot::Lobby).is_some()).await;
        done(attend::join(&evening.services, which, MEI, None).await.unwrap());
        evening.stage.fail(Act::Post, (!noted).then_some(Fault::AnswerLost));
        evening.begin_now(which).await;
        evening.see(|stage| !stage.shows(question(1)).is_empty()).await;
        if noted {
            evening.question(which, 1, 1).await;
        }
        let evening = evening.killed_for(3).await;
        evening.until(which, |state| state.open_round().is_some_and(|round| round.attempt == 2)).await;
        evening.question(which, 1, 2).await;
        let anew = |stage: &Theater| stage.shows(question(1)) == [Scene::AskedAnew { number: 1 }];
        evening.see(anew).await;
    }
}

#[tokio::test]
async fn killed_between_rounds_the_next_one_comes() {
    let evening = Evening::new().await;
    let which = evening.asking(rules(), 2).await;
    evening.press(which, HOST).await;
    evening.press(which, MEI).await;
    let evening = evening.killed_for(14).await;
    evening.question(which, 2, 1).await;
    evening.see(|stage| stage.shows(question(1)).iter().any(is_reveal)).await;
    assert_eq!(evening.state(which).await.standings().len(), 2);
}

#[tokio::test]
async fn killed_at_the_podium_it_stands_once() {
    let evening = Evening::new().await;
    let which = evening.asking(rules(), 2).await;
    evening.stage.fail(Act::Post, [Fault::AnswerLost]);
    done(run::stop(&evening.services, which, host()).await.unwrap());
    evening.see(|stage| stage.shows(Slot::Podium).len() == 1).await;
    let evening = evening.killed_for(3_600).await;
    evening.settled(which.challenge).await;
    assert_eq!(evening.stage.shows(Slot::Podium).len(), 1);
    let calls = [Act::Post, Act::Change, Act::Find].map(|act| evening.stage.calls(act));
    let evening = evening.killed_for(60).await;
    assert!(evening.services.games.all().is_empty(), "nothing is left to do");
    assert_eq!([Act::Post, Act::Change, Act::Find].map(|act| evening.stage.calls(act)), calls);
}

#[tokio::test]
async fn a_ghost_is_added_to_the_podium() {
    let evening = Evening::new().await;
    let which = evening.asking(rules(), 2).await;
    evening.play_out(which).await;
    evening.settled(which.challenge).await;
    // In another zone, hours later, and after a restart.
    let evening = evening.killed_for(8 * 3_600).await;
    let before = evening.stage.standing().len();
    evening.haunt(which, ZOE).await;
    let has_ghost = |scene: &Scene| match scene {
        Scene::Podium(podium) => {
            podium.standings.iter().any(|standing| standing.ghost && standing.member == ZOE)
        }
        _ => false,
    };
    evening.see(|stage| stage.shows(Slot::Podium).iter().any(has_ghost)).await;
    evening.settled(which.challenge).await;
    assert_eq!(evening.stage.standing().len(), before);
}

#[tokio::test]
async fn a_podium_that_cannot_be_changed_any_more_holds_nothing_up() {
    let evening = Evening::new().await;
    let which = evening.asking(rules(), 2).await;
    evening.play_out(which).await;
    evening.settled(which.challenge).await;
    evening.stage.fail(Act::Change, [Fault::Impossible]);
    let before = evening.stage.calls(Act::Change);
    for ghost in [ZOE, MemberId(4)] {
        evening.haunt(which, ghost).await;
        evening.settled(which.challenge).await;
    }
    assert_eq!(evening.stage.calls(Act::Change), before + 1, "it was given up");
}

#[tokio::test]
async fn what_never_came_to_stand_is_not_posted_days_later_when_somebody_is_erased() {
    const GONE: MemberId = MemberId(700_000_000_000_000_007);
    for awake in [false, true] {
        let evening = Evening::new().await;
        let which = evening.open(rules()).await;
        done(attend::join(&evening.services, which, GONE, None).await.unwrap());
        evening.begin_now(which).await;
        evening.question(which, 1, 1).await;
        evening.stage.fail(Act::Post, [Fault::Impossible; 2]);
        evening.pass(22_000);
        evening.until(which, |state| matches!(state.phase(), Phase::Reveal { .. })).await;
        evening.pass(13_000);
        evening.until(which, Challenge::is_over).await;
        evening.settled(which.challenge).await;
        let evening = evening.killed_for(10 * 24 * 3_600).await;
        if awake {
            evening.state(which).await;
        }
        let (posts, changes) = (evening.stage.calls(Act::Post), evening.stage.calls(Act::Change));
        evening.services.games.erase(GONE).await.unwrap();
        evening.settled(which.challenge).await;
        assert_eq!(evening.stage.calls(Act::Post), posts, "the question and the podium were refused");
        assert!(evening.stage.calls(Act::Change) > changes, "the lobby is shown without the name");
        assert_eq!(evening.stage.hosts_told(), 1);
    }
}

#[tokio::test]
async fn stopping_finishes_what_is_under_way() {
    let evening = Evening::new().await;
    let which = evening.asking(rules(), 2).await;
    evening.stage.hold_changes(true);
    evening.press(which, MEI).await;
    evening.pass(2_000);
    evening.see(|stage| stage.calls(Act::Change) >= 2).await;
    evening.stop.send_replace(true);
    evening.stage.hold_changes(false);
    evening.showing.await.unwrap();
    let messages: Vec<OnStage> = evening.stage.standing();
    assert_eq!(messages.len(), 2);
}
