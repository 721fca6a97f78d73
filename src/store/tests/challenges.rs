//! What is kept of games, beside their events.

use jiff::{SignedDuration, Timestamp};

use super::fixture::{CHANNEL, GUILD, MEI, RAJ, World, at};
use crate::domain::challenge::{
    Allowance, Event, Newcomer, Opening, Rules, Standing, Team, Winners, Written,
};
use crate::domain::ids::{ChallengeId, ChannelId, GuildId, MemberId};
use crate::domain::standings::{ChallengeScore, Period};
use crate::store::{Happened, Kept, LOOKED_BACK_AT, Played, Results};

const EVENING: &str = "2026-03-02T19:00Z";

fn newcomer(member: MemberId) -> Newcomer {
    Newcomer { member, allowance: Allowance::None, accuracy: 500 }
}

async fn open(world: &World, guild: GuildId, channel: ChannelId) -> Result<ChallengeId, ChallengeId> {
    // The highest seed: nothing of it may be lost on the way.
    let opening = Opening { guild, channel, host: newcomer(MEI), rules: Rules::default(), seed: u64::MAX };
    world.open_challenge(opening, at(EVENING)).await.unwrap()
}

fn left() -> Happened {
    (at(EVENING), Written::from(Event::Left { member: MEI }))
}

fn standing(member: MemberId, points: u32, rank: usize, ghost: bool) -> Standing {
    Standing { member, rank, moved: None, points, right: 2, asked: 3, team: None, present: true, ghost }
}

async fn end(
    world: &World,
    challenge: ChallengeId,
    guild: GuildId,
    after: u32,
    standings: Vec<Standing>,
    day: i64,
) {
    let ended_at = at(EVENING) + SignedDuration::from_hours(24 * day);
    let winners = Winners::Members(vec![MEI, RAJ]);
    let results = Some(Results { guild, ended_at, standings, winners });
    let events = vec![(ended_at, Written::from(Event::Due))];
    world.keep_challenge_events(Kept { challenge, after, events, results }).await.unwrap();
}

#[tokio::test]
async fn a_channel_has_one_live_game_until_that_is_over() {
    let world = World::new();
    let first = open(&world, GUILD, CHANNEL).await.unwrap();
    assert_eq!(open(&world, GUILD, CHANNEL).await, Err(first));
    let elsewhere = open(&world, GUILD, ChannelId(u64::MAX)).await.unwrap();
    assert_eq!(world.unsettled_challenges().await.unwrap(), [first, elsewhere]);
    end(&world, first, GUILD, 1, Vec::new(), 0).await;
    let second = open(&world, GUILD, CHANNEL).await.unwrap();
    assert_eq!(
        world.unsettled_challenges().await.unwrap(),
        [first, elsewhere, second],
        "the end is to be shown"
    );
    world.settle_challenge(first).await.unwrap();
    world.settle_challenge(second).await.unwrap();
    assert_eq!(
        world.unsettled_challenges().await.unwrap(),
        [elsewhere, second],
        "a live game is not settled"
    );
}

#[tokio::test]
async fn events_are_kept_in_order_all_or_none() {
    let world = World::new();
    let game = open(&world, GUILD, CHANNEL).await.unwrap();
    let kept = |after| Kept { challenge: game, after, events: vec![left(), left()], results: None };
    world.keep_challenge_events(kept(1)).await.unwrap();
    world.keep_challenge_events(kept(2)).await.unwrap_err();
    let events = world.challenge_events(game).await.unwrap();
    assert_eq!(events.len(), 3, "somebody else had kept an event: nothing of the second lot stands");
    assert_eq!(events[1..], [left(), left()]);
    assert!(matches!(&events[0].1.event, Event::Opened(opening) if opening.seed == u64::MAX));
    assert_eq!(world.count("SELECT count(*) FROM challenge_events WHERE member_id = 100"), 3);
    assert!(world.challenge_events(ChallengeId(99)).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_result_stands_once_and_a_ghosts_comes_later() {
    let world = World::new();
    let game = open(&world, GUILD, CHANNEL).await.unwrap();
    let (mei, raj) = (standing(MEI, 2_000, 1, false), standing(RAJ, 3_000, 1, true));
    end(&world, game, GUILD, 1, vec![mei], 0).await;
    let later = Standing { points: 1, ..mei };
    end(&world, game, GUILD, 2, vec![raj, later], 1).await;
    assert_eq!(world.count("SELECT points FROM challenge_results WHERE member_id = 100"), 2_000);
    assert_eq!(world.count("SELECT ghost FROM challenge_results WHERE member_id = 200"), 1);
}

#[tokio::test]
async fn the_column_of_games_adds_up_the_periods_games_and_touches_no_streak() {
    let world = World::new();
    for day in [0, 1, 7] {
        let game = open(&world, GUILD, CHANNEL).await.unwrap();
        let standings = vec![standing(MEI, 2_000, 1, false), standing(RAJ, 3_000, 1, true)];
        end(&world, game, GUILD, 1, standings, day).await;
    }
    let elsewhere = open(&world, GuildId(43), ChannelId(8)).await.unwrap();
    end(&world, elsewhere, GuildId(43), 1, vec![standing(MEI, 9, 1, false)], 0).await;
    let scores = async |period, today: &str| {
        let mut scores =
            world.ranking((GUILD, RAJ), period, today.parse().unwrap()).await.unwrap().challenges;
        scores.sort_by_key(|score| score.member);
        scores
    };
    let score = |member, games: u64, won| ChallengeScore {
        member,
        games,
        won,
        right: 2 * games,
        asked: 3 * games,
        points: games * 2_000,
    };
    // Raj, a ghost, could have looked at the keys.
    assert_eq!(scores(Period::ThisWeek, "2026-03-08").await, [score(MEI, 2, 2)]);
    assert_eq!(scores(Period::ThisWeek, "2026-03-09").await, [score(MEI, 1, 1)]);
    assert_eq!(scores(Period::LastWeek, "2026-03-09").await, [score(MEI, 2, 2)]);
    assert_eq!(scores(Period::AllTime, "2026-03-09").await, [score(MEI, 3, 3)]);
    assert_eq!(world.count("SELECT count(*) FROM streaks"), 0);
    assert_eq!(
        world.ranking((GUILD, RAJ), Period::AllTime, "2026-03-09".parse().unwrap()).await.unwrap().scores,
        []
    );
}

#[tokio::test]
async fn a_game_is_won_by_who_won_it_and_not_by_the_members_own_rank() {
    let world = World::new();
    let of = |team, standing| Standing { team: Some(Team(team)), ..standing };
    let standings = vec![
        of(0, standing(MEI, 3_000, 1, false)),
        of(1, standing(RAJ, 2_000, 2, false)),
        of(1, standing(MemberId(300), 4_000, 1, true)),
    ];
    let game = open(&world, GUILD, CHANNEL).await.unwrap();
    let winners = Winners::Teams(vec![Team(1)]);
    let results = Results { guild: GUILD, ended_at: at(EVENING), standings, winners };
    let events = vec![(at(EVENING), Written::from(Event::Due))];
    let kept = Kept { challenge: game, after: 1, events, results: Some(results) };
    world.keep_challenge_events(kept).await.unwrap();
    let ranking = world.ranking((GUILD, MEI), Period::ThisWeek, "2026-03-08".parse().unwrap()).await;
    let mut won: Vec<_> = ranking.unwrap().challenges.iter().map(|score| (score.member, score.won)).collect();
    won.sort_unstable();
    assert_eq!(won, [(MEI, 0), (RAJ, 1)]);
}

#[tokio::test]
async fn accuracy_comes_from_dailies_and_games() {
    let world = World::new();
    let accuracy = async |member| world.newcomer(GUILD, member).await.unwrap().accuracy;
    assert_eq!(accuracy(MEI).await, 500, "nothing is known yet");
    let daily = world.with_open_daily(at("2026-03-02T08:00Z")).await;
    world.answer(&daily, MEI, true, at("2026-03-02T09:00Z")).await;
    assert_eq!(accuracy(MEI).await, 666);
    let game = open(&world, GUILD, CHANNEL).await.unwrap();
    end(&world, game, GUILD, 1, vec![standing(MEI, 2_000, 1, false), standing(RAJ, 2_000, 1, true)], 0).await;
    assert_eq!(accuracy(MEI).await, 666, "three of four, smoothed: four of six");
    assert_eq!(accuracy(RAJ).await, 500, "a ghost could have looked at the keys");
}

#[tokio::test]
async fn extra_time_is_kept_until_it_is_taken_back() {
    let world = World::new();
    for allowance in [Allowance::Double, Allowance::Quarter, Allowance::None] {
        world.set_allowance(MEI, allowance).await.unwrap();
        assert_eq!(world.allowance(MEI).await.unwrap(), allowance);
        assert_eq!(world.newcomer(GUILD, MEI).await.unwrap().allowance, allowance);
    }
    assert_eq!(world.count("SELECT count(*) FROM allowances"), 0);
}

/// Forgets what is due at `now`, step by step. Returns how many steps it took.
async fn forget(world: &World, now: Timestamp) -> usize {
    let mut steps = 0;
    while world.forget_some(now).await.unwrap() {
        steps += 1;
        assert!(steps < 10, "it comes to an end");
    }
    steps
}

#[tokio::test]
async fn events_go_a_month_after_the_end_and_results_stay() {
    let world = World::new();
    let (old, new) = (open(&world, GUILD, CHANNEL).await.unwrap(), open(&world, GUILD, ChannelId(8)).await);
    let new = new.unwrap();
    let many = Kept { challenge: old, after: 1, events: vec![left(); 900], results: None };
    world.keep_challenge_events(many).await.unwrap();
    end(&world, old, GUILD, 901, vec![standing(MEI, 2_000, 2, false), standing(RAJ, 3_000, 1, true)], 0)
        .await;
    end(&world, new, GUILD, 1, vec![standing(MEI, 1_000, 1, false)], 1).await;
    let over = at(EVENING) + LOOKED_BACK_AT;
    assert_eq!(forget(&world, over).await, 0, "its end is to be shown yet");
    for game in [old, new] {
        world.settle_challenge(game).await.unwrap();
    }
    assert_eq!(world.next_wake().await.unwrap(), Some(over));
    assert_eq!(forget(&world, over - SignedDuration::from_secs(1)).await, 0);
    assert_eq!(world.challenge_events(old).await.unwrap().len(), 902);

    let events = format!("SELECT count(*) FROM challenge_events WHERE challenge_id = {old}");
    assert!(world.forget_some(over).await.unwrap());
    assert!(world.count(&events) > 0);
    assert_eq!(world.challenge_events(old).await.unwrap(), [], "half of a game is none");
    assert_eq!(forget(&world, over).await, 1);
    assert_eq!(world.count(&events), 0);
    assert_eq!(world.challenge_events(new).await.unwrap().len(), 2);
    assert_eq!(world.next_wake().await.unwrap(), Some(over + SignedDuration::from_hours(24)));

    // Whoever was the first has been erased.
    let mei = Played { points: 2_000, right: 2, asked: 3, rank: 2, of: 2, ghost: false };
    let raj = Played { points: 3_000, rank: 1, of: 1, ghost: true, ..mei };
    assert_eq!(world.played(GUILD, old, MEI).await.unwrap(), Some(mei));
    assert_eq!(world.played(GUILD, old, RAJ).await.unwrap(), Some(raj));
    assert_eq!(world.played(GuildId(43), old, MEI).await.unwrap(), None);
    assert_eq!(world.played(GUILD, new, RAJ).await.unwrap(), None);
}

#[tokio::test]
async fn a_game_that_is_on_is_not_forgotten_however_old() {
    let world = World::new();
    let game = open(&world, GUILD, CHANNEL).await.unwrap();
    assert_eq!(forget(&world, at("2027-03-02T19:00Z")).await, 0);
    assert_eq!(world.challenge_events(game).await.unwrap().len(), 1);
    assert_eq!(world.next_wake().await.unwrap(), None);
}
