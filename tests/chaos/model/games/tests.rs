//! Small games with one fault in them, and the same without it.

use std::time::Duration;

use super::*;
use crate::history::{End, Entry, Event};

mod anew;
mod ghosts;

/// The first question's message: an id of the first millisecond of 2015, where Discord's ids begin.
const QUESTION: u64 = 7;

const PLAIN: Game =
    Game { mode: Mode::Everyone, speed: false, bonus: false, second_thoughts: false, in_thread: false };

/// What two members did in a game.
#[derive(Clone)]
struct Evening {
    entries: Vec<Entry>,
    acts: u32,
}

impl Evening {
    fn of(game: Game) -> Self {
        Self::begin().opens(game)
    }

    fn begin() -> Self {
        Self { entries: Vec::new(), acts: 0 }
    }

    /// Member 0 hosts a game.
    fn opens(self, game: Game) -> Self {
        self.does(0, Act::Open { table: 0, game }, "Your lobby is open.", 0)
    }

    /// A member chooses extra time and is told this.
    fn stretches(self, member: usize, percent: u32, told: &str) -> Self {
        self.does(member, Act::ExtraTime { percent }, told, 0)
    }

    fn presses(self, member: usize, label: &str, told: &str) -> Self {
        let act = Act::Press { table: 0, message: 1, label: label.into() };
        self.does(member, act, told, 0)
    }

    /// Member 0 chooses letters for the first question, so many milliseconds after it, and is told this.
    fn chose(self, letters: &str, after: u64, told: &str) -> Self {
        self.chose_in(QUESTION, letters, after, told)
    }

    fn chose_in(self, message: u64, letters: &str, after: u64, told: &str) -> Self {
        let act = Act::Lock { table: 0, message, letters: letters.into(), button: None };
        self.does(0, act, told, message + (after << 22))
    }

    /// The same with a button that only an old client still shows: everybody else sees the key.
    fn chose_late(self, letters: &str, after: u64, told: &str) -> Self {
        let button = Some("letter".into());
        let act = Act::Lock { table: 0, message: QUESTION, letters: letters.into(), button };
        self.does(0, act, told, QUESTION + (after << 22))
    }

    /// Member 0 chooses while the question's countdown says that it closes so many seconds after it.
    fn chose_seeing(self, closes: i64, letters: &str, after: u64, told: &str) -> Self {
        let number = self.acts;
        let mut evening = self.chose(letters, after, told);
        let event = Event::Countdown { number, closes: Timestamp::constant(1_420_070_400 + closes, 0) };
        let at = moment(number);
        evening.entries.push(Entry { at, after: Duration::ZERO, event });
        evening
    }

    fn does(mut self, member: usize, act: Act, told: &str, id: u64) -> Self {
        let number = self.acts;
        self.acts += 1;
        let end = if told.is_empty() { End::Silence } else { End::Told(told.into()) };
        let asked = Event::Asked { number, guild: 0, who: Who::Member(member), act };
        let received = (!told.is_empty()).then_some(Event::Received { number, id });
        for event in [Some(asked), received, Some(Event::Ended { number, end })].into_iter().flatten() {
            let at = moment(number);
            self.entries.push(Entry { at, after: Duration::ZERO, event });
        }
        self
    }

    /// The verdict where these messages stand, all in one channel.
    fn shows(&self, shown: Vec<Shows>) -> Verdict {
        self.shows_in(shown.into_iter().map(|shows| (false, shows)).collect())
    }

    /// The same, each in a thread or not.
    fn shows_in(&self, shown: Vec<(bool, Shows)>) -> Verdict {
        let now = Timestamp::constant(1_420_070_500, 0);
        let (labels, letters) = (Vec::new(), Vec::new());
        let sheet = |(id, (in_thread, shows))| Sheet {
            id,
            sent: now,
            shows,
            in_thread,
            labels: labels.clone(),
            letters: letters.clone(),
        };
        let sheets: Vec<Sheet> = (QUESTION..).zip(shown).map(sheet).collect();
        let mut verdict = Verdict::default();
        let evidence = Evidence::new(&self.entries, &[], &[], now);
        judge(&evidence, (0, 0), &sheets, 2, &mut verdict);
        verdict
    }

    /// What is found where the first question was shown to earn this.
    fn earned(&self, key: &str, points: &[(usize, u32)]) -> Vec<String> {
        found(self.shows(vec![reveal(key, points, points)]))
    }
}

/// When an act is done: half a second after the one before, the first one when the first question appears.
fn moment(number: u32) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_millis(1_420_070_400_000 + 500 * i64::from(number))
}

fn found(verdict: Verdict) -> Vec<String> {
    verdict.breaches.into_iter().chain(verdict.pending).map(|breach| breach.what).collect()
}

#[track_caller]
fn is_only(found: &[String], what: &str) {
    assert!(matches!(found, [only] if only.contains(what)), "{what}: {found:#?}");
}

fn scores(members: &[(usize, u32)]) -> Scores {
    Scores { members: members.to_vec(), ..Scores::default() }
}

fn nth(number: u32, key: &str, earned: &[(usize, u32)], scores: Scores) -> Shows {
    let rest = Rest { missed: 2 - earned.len(), silent: 0 };
    Shows::Reveal { number, key: key.into(), earned: earned.to_vec(), rest, scores }
}

fn reveal(key: &str, earned: &[(usize, u32)], standings: &[(usize, u32)]) -> Shows {
    nth(1, key, earned, scores(standings))
}

fn end(standings: &[(usize, u32)]) -> Shows {
    Shows::Podium { closed: 1, scores: scores(standings), until: None }
}

const TOLD: &str = "Locked in: **B**.";

#[test]
fn a_right_answer_that_was_locked_in_earns_its_point_once() {
    let evening = Evening::of(PLAIN).chose("B", 100, TOLD);
    let good = evening.shows(vec![reveal("B", &[(0, 1)], &[(0, 1), (1, 0)]), end(&[(0, 1), (1, 0)])]);
    assert_eq!((good.checked.games, good.checked.locked, good.checked.standings), (1, 1, 2));
    assert_eq!(found(good), [""; 0]);
    is_only(&evening.earned("B", &[]), "earned 0");
    is_only(&evening.earned("A", &[(0, 1)]), "earned 1");
    is_only(&found(evening.shows(vec![reveal("B", &[(0, 1)], &[(0, 2)])])), "2 points for 0, who earned 1");
    let lost_at_the_end = vec![reveal("B", &[(0, 1)], &[(0, 1)]), end(&[(0, 0)])];
    is_only(&found(evening.shows(lost_at_the_end)), "the end after 1: 0 points for 0");
}

#[test]
fn whether_an_unanswered_choice_counts_is_open_and_nobody_elses_does() {
    let silent = Evening::of(PLAIN).chose("B", 100, "");
    assert_eq!(silent.earned("B", &[(0, 1)]), [""; 0]);
    assert_eq!(silent.earned("B", &[]), [""; 0]);
    is_only(&silent.earned("B", &[(1, 1)]), "earned 1");
    is_only(&Evening::of(PLAIN).chose("B", 100, "Time was up").earned("B", &[(0, 1)]), "earned 1");
}

#[test]
fn an_answer_counts_until_time_is_up_and_not_once_the_key_is_shown() {
    let at = |after, told| Evening::of(PLAIN).chose("B", after, told);
    assert_eq!(at(10_000, TOLD).earned("B", &[(0, 1)]), [""; 0]);
    is_only(&at(10_001, TOLD).earned("B", &[(0, 1)]), "locked in when time was up, after 10001 ms");
    let late = "Time was up when you chose, so it doesn't count.";
    assert_eq!(at(10_001, late).earned("B", &[]), [""; 0]);
    is_only(&at(10_000, late).earned("B", &[]), "told to be too late, after 10000 ms");
    let after_the_key = |told| Evening::of(PLAIN).chose_late("B", 5_000, told);
    assert_eq!(after_the_key("That question is over.").earned("B", &[]), [""; 0]);
    is_only(&after_the_key(TOLD).earned("B", &[(0, 1)]), "locked in where the key was to be seen");
    is_only(&after_the_key("").earned("B", &[(0, 1)]), "earned 1");
}

#[test]
fn an_answer_counts_as_long_as_a_countdown_that_was_moved_runs() {
    let seen = |closes, after, told| Evening::of(PLAIN).chose_seeing(closes, "B", after, told);
    assert_eq!(seen(27, 26_000, TOLD).earned("B", &[(0, 1)]), [""; 0]);
    is_only(&seen(27, 28_001, TOLD).earned("B", &[(0, 1)]), "locked in when time was up, after 28001 ms");
    is_only(&seen(10, 11_001, TOLD).earned("B", &[(0, 1)]), "locked in when time was up, after 11001 ms");
    let late = "Time was up when you chose, so it doesn't count.";
    is_only(&seen(27, 26_000, late).earned("B", &[]), "told to be too late while the countdown ran");
    assert_eq!(seen(0, 26_000, late).earned("B", &[]), [""; 0]);
    // The bot may have learnt of its question when it locked this in, and moved the countdown only then.
    let waited = (0..8).fold(Evening::of(PLAIN), |evening, _| evening.presses(1, "Where do I stand?", ""));
    let first = waited.chose_seeing(10, "B", 14_500, TOLD);
    assert_eq!(first.earned("B", &[(0, 1)]), [""; 0]);
    let after_that = first.chose_seeing(10, "B", 14_501, "You locked in **B**, and that stands.");
    assert_eq!(after_that.earned("B", &[(0, 1)]), [""; 0]);
}

#[test]
fn an_answer_that_was_locked_in_is_among_those_who_answered() {
    let evening = Evening::of(PLAIN).chose("B", 100, TOLD);
    let forgotten = Shows::Reveal {
        number: 1,
        key: "A".into(),
        earned: Vec::new(),
        rest: Rest { missed: 0, silent: 2 },
        scores: Scores::default(),
    };
    is_only(&found(evening.shows(vec![forgotten])), "shows 0 answers of 2 asked, and 1 stand");
}

#[test]
fn a_round_and_an_end_are_shown_once() {
    let evening = Evening::of(PLAIN);
    let twice = vec![reveal("A", &[], &[]), reveal("A", &[], &[])];
    is_only(&found(evening.shows(twice)), "counted twice");
    is_only(&found(evening.shows(vec![end(&[]), end(&[])])), "2 messages show its end");
}

const HALF: &str = "Your extra time in challenges: 50%";

#[test]
fn extra_time_is_the_whole_tables_and_points_fall_by_the_members_own_clock() {
    let fast = Game { speed: true, ..PLAIN };
    let host = |after| Evening::begin().stretches(0, 50, HALF).opens(fast).chose("B", after, TOLD);
    assert_eq!(host(10_000).earned("B", &[(0, 667)]), [""; 0]);
    is_only(&host(10_000).earned("B", &[(0, 500)]), "B is worth 667..=667");
    assert_eq!(host(15_000).earned("B", &[(0, 500)]), [""; 0]);
    is_only(&host(15_001).earned("B", &[(0, 500)]), "locked in when time was up");
    let other =
        Evening::begin().stretches(1, 50, HALF).opens(fast).presses(1, "Join", "You're in. It starts soon.");
    let other = other.presses(0, "Start now", "Here we go!");
    let mut late = other.clone().chose("B", 14_000, TOLD);
    assert_eq!(late.earned("B", &[(0, 500)]), [""; 0]);
    is_only(&late.earned("B", &[(0, 533)]), "B is worth 500..=500");
    late = other.chose("B", 14_000, "Time was up when you chose, so it doesn't count.");
    is_only(&late.earned("B", &[]), "told to be too late");
}

#[test]
fn extra_time_that_is_chosen_counts_from_the_next_game_on() {
    let told = |told| Evening::begin().stretches(0, 50, told).opens(PLAIN);
    is_only(&found_in(&told("Your extra time in challenges: 25%")), "50% were chosen, and 25% are told");
    let late = "Time was up when you chose, so it doesn't count.";
    // Nobody knows whether it was kept.
    assert_eq!(told("").chose("B", 14_000, TOLD).earned("B", &[(0, 1)]), [""; 0]);
    assert_eq!(told("").chose("B", 14_000, late).earned("B", &[]), [""; 0]);
    is_only(&told(HALF).chose("B", 14_000, late).earned("B", &[]), "told to be too late");
    let after = Evening::of(PLAIN).stretches(0, 50, HALF).chose("B", 14_000, TOLD);
    is_only(&after.earned("B", &[(0, 1)]), "locked in when time was up");
}

#[test]
fn who_is_not_invited_brings_no_extra_time_into_a_duel() {
    let game = Game { mode: Mode::Duel { opponent: 2 }, ..PLAIN };
    let evening = Evening::begin().stretches(1, 50, HALF).opens(game).presses(1, "Accept", "");
    let late = "Time was up when you chose, so it doesn't count.";
    assert_eq!(evening.chose("B", 12_000, late).earned("B", &[]), [""; 0]);
}

/// What is found in what members did, whatever they play.
fn found_in(evening: &Evening) -> Vec<String> {
    let evidence = Evidence::new(&evening.entries, &[], &[], Timestamp::constant(1_420_070_500, 0));
    let found = objections(acts::of(&evidence, 0, Who::Member(0)));
    found.into_iter().map(|breach| breach.what).collect()
}

#[test]
fn a_game_is_played_in_one_place() {
    let lobby = || Shows::Lobby { seats: 2, teams: Vec::new() };
    let played = |game, threads: [bool; 3]| {
        let shown = [lobby(), reveal("A", &[], &[]), end(&[])];
        found(Evening::of(game).shows_in(threads.into_iter().zip(shown).collect()))
    };
    let apart = Game { in_thread: true, ..PLAIN };
    assert_eq!(played(PLAIN, [false, false, false]), [""; 0]);
    assert_eq!(played(apart, [false, true, true]), [""; 0]);
    is_only(&played(apart, [false, true, false]), "it is played in two places");
    is_only(&played(apart, [false, false, false]), "it has no thread");
    is_only(&played(PLAIN, [false, true, true]), "nobody asked for a thread");
    is_only(&played(apart, [true, true, true]), "the lobby stands in a thread");
    let without = |fault: &str| {
        let mut evening = Evening::of(apart);
        let event = Event::Fault(fault.into());
        evening.entries.insert(0, Entry { at: Timestamp::UNIX_EPOCH, after: Duration::ZERO, event });
        found(evening.shows_in([lobby(), reveal("A", &[], &[])].map(|shows| (false, shows)).to_vec()))
    };
    assert_eq!(without("POST /channels/*/messages/*/threads fails with 503, 4 times"), [""; 0]);
    is_only(&without("POST /channels/*/messages fails with 503, 4 times"), "it has no thread");
}

#[test]
fn an_answer_stands_unless_second_thoughts_are_allowed() {
    let twice = |game, told| Evening::of(game).chose("B", 100, TOLD).chose("A", 200, told);
    let again = "Locked in: **A**.";
    is_only(&twice(PLAIN, again).earned("B", &[(0, 1)]), "a second answer is locked in (A)");
    assert_eq!(twice(PLAIN, "You locked in **B**, and that stands.").earned("B", &[(0, 1)]), [""; 0]);
    let swapped = twice(PLAIN, "You locked in **A**, and that stands.").earned("B", &[(0, 1)]);
    assert!(swapped[0].contains("B stood, and now A do"), "{swapped:#?}");
    let kind = Game { second_thoughts: true, ..PLAIN };
    let changed = "Changed to **A**. That one stands.";
    assert_eq!(twice(kind, changed).earned("A", &[(0, 1)]), [""; 0]);
    is_only(&twice(kind, changed).earned("B", &[(0, 1)]), "earned 1");
    assert!(twice(PLAIN, changed).earned("A", &[(0, 1)])[0].contains("that stood for good"));
    let thrice = twice(kind, changed).chose("C", 300, "Changed to **C**. That one stands.");
    assert!(thrice.earned("A", &[(0, 1)])[0].contains("that stood for good"));
    // Whether an unanswered change counts is open.
    assert_eq!(twice(kind, "").earned("B", &[(0, 1)]), [""; 0]);
    assert_eq!(twice(kind, "").earned("A", &[(0, 1)]), [""; 0]);
    is_only(&twice(kind, "").earned("C", &[(0, 1)]), "earned 1");
}

#[test]
fn the_sooner_the_more_to_the_point() {
    let fast = Game { speed: true, ..PLAIN };
    let evening = Evening::of(fast).chose("B", 2_345, TOLD);
    assert_eq!(evening.earned("B", &[(0, 883)]), [""; 0]);
    is_only(&evening.earned("B", &[(0, 884)]), "B is worth 883..=883");
    is_only(&evening.earned("B", &[(0, 1_000)]), "B is worth 883..=883");
    let silent = Evening::of(fast).chose("B", 0, "");
    assert_eq!(silent.earned("B", &[(0, 975)]), [""; 0]);
    is_only(&silent.earned("B", &[(0, 600)]), "or nothing stands");
}

#[test]
fn right_answers_in_a_row_earn_a_bonus() {
    let game = Game { speed: true, bonus: true, ..PLAIN };
    let evening = Evening::of(game).chose("B", 0, TOLD).chose_in(QUESTION + 1, "C", 0, "Locked in: **C**.");
    let next = |points| {
        let (first, second) = ([(0, 1_000)], [(0, points)]);
        let sum = scores(&[(0, 1_000 + points)]);
        found(evening.shows(vec![nth(1, "B", &first, scores(&first)), nth(2, "C", &second, sum)]))
    };
    assert_eq!(next(1_100), [""; 0]);
    is_only(&next(1_000), "C is worth 1100..=1100");
    is_only(&next(1_200), "C is worth 1100..=1100");
}

#[test]
fn teams_and_crews_earn_what_their_members_do() {
    let lobby = Shows::Lobby { seats: 2, teams: vec![(0, 0), (1, 1)] };
    let teams = |red, blue| Scores { teams: vec![(0, red), (1, blue)], ..scores(&[(0, 1)]) };
    let played = |game| Evening::of(game).chose("B", 100, TOLD);
    let in_teams = played(Game { mode: Mode::Teams { chosen: false }, ..PLAIN });
    let shown = |teams| {
        // The question's message has the next id.
        let mut shown = vec![nth(1, "B", &[(0, 1)], teams)];
        shown.push(lobby.clone());
        found(in_teams.shows(shown))
    };
    assert_eq!(shown(teams(100, 0)), [""; 0]);
    is_only(&shown(teams(0, 0)), "0 hundredths for team 0");
    is_only(&shown(teams(100, 100)), "100 hundredths for team 1");
    let crew = |score, members: &[(usize, u32)]| {
        let scores = Scores { crew: Some(score), ..scores(members) };
        let game = Game { mode: Mode::Crew, ..PLAIN };
        found(played(game).shows(vec![nth(1, "B", &[(0, 1)], scores)]))
    };
    assert_eq!(crew(50, &[]), [""; 0]);
    is_only(&crew(100, &[]), "100 hundredths for the crew, which earned 50");
    is_only(&crew(50, &[(0, 1)]), "0 is named, of a crew");
}
