//! The limits kept on paper: instants are the tests' own.

use proptest::prelude::*;

use super::bucket::Headers;
use super::budget::PER_SECOND;
use super::*;

const MS: Duration = Duration::from_millis(1);

fn place(channel: u64) -> Place {
    let channel_id = serenity::all::ChannelId::new(channel);
    Place::of(LightMethod::Post, Route::ChannelMessages { channel_id })
}

fn told(remaining: u32, reset_after: Duration) -> Heard {
    let headers = Headers { bucket: "messages".into(), limit: 5, remaining, reset_after };
    Heard { status: 200, headers: Some(headers), ..Heard::default() }
}

fn limited(wait: Duration, global: bool) -> Heard {
    Heard { status: 429, retry_after: Some(wait), global, ..Heard::default() }
}

/// A call that goes, and is answered at once.
fn call(ledger: &mut Ledger, place: &Place, heard: &Heard, now: Instant) -> Result<(), Wait> {
    ledger.ask(place, Urgency::Person, now)?;
    ledger.heard(place, heard, now, now);
    Ok(())
}

#[test]
fn a_new_bucket_lets_one_call_ask_and_then_as_many_as_are_left() {
    let (mut ledger, now) = (Ledger::new(), Instant::now());
    ledger.ask(&place(1), Urgency::Person, now).unwrap();
    assert_eq!(ledger.ask(&place(1), Urgency::Person, now), Err(Wait::ForAnother));
    assert_eq!(
        ledger.ask(&place(2), Urgency::Person, now),
        Ok(()),
        "another channel has a bucket of its own"
    );
    ledger.heard(&place(1), &told(4, 5_000 * MS), now, now);
    for _ in 0..4 {
        ledger.ask(&place(1), Urgency::Person, now).unwrap();
    }
    assert_eq!(ledger.ask(&place(1), Urgency::Person, now), Err(Wait::ForAnother));
    for remaining in [0, 3, 1, 2] {
        ledger.heard(&place(1), &told(remaining, 5_000 * MS), now, now);
    }
    assert_eq!(ledger.ask(&place(1), Urgency::Person, now), Err(Wait::Until(now + 5_000 * MS)));
    assert_eq!(ledger.ask(&place(1), Urgency::Person, now + 5_000 * MS), Ok(()));
}

#[test]
fn routes_that_share_a_bucket_share_its_calls() {
    let (mut ledger, now) = (Ledger::new(), Instant::now());
    let other = |channel| {
        let (channel_id, message_id) = (channel, serenity::all::MessageId::new(9));
        Place::of(LightMethod::Patch, Route::ChannelMessage { channel_id, message_id })
    };
    let other = other(serenity::all::ChannelId::new(1));
    call(&mut ledger, &other, &told(4, 5_000 * MS), now).unwrap();
    call(&mut ledger, &place(1), &told(0, 5_000 * MS), now).unwrap();
    assert_eq!(ledger.ask(&other, Urgency::Person, now), Err(Wait::Until(now + 5_000 * MS)));
}

#[test]
fn a_refusal_for_being_too_fast_is_waited_out_there_or_everywhere() {
    let (mut ledger, now) = (Ledger::new(), Instant::now());
    call(&mut ledger, &place(1), &limited(700 * MS, false), now).unwrap();
    assert_eq!(ledger.ask(&place(1), Urgency::Person, now), Err(Wait::Until(now + 700 * MS)));
    call(&mut ledger, &place(2), &limited(900 * MS, true), now).unwrap();
    assert_eq!(ledger.ask(&place(3), Urgency::Person, now), Err(Wait::Until(now + 900 * MS)));
    let answer =
        Route::InteractionResponse { interaction_id: serenity::all::InteractionId::new(1), token: "t" };
    let answer = Place::of(LightMethod::Post, answer);
    assert_eq!(ledger.ask(&answer, Urgency::Person, now), Ok(()), "answers to interactions go on");
}

#[test]
fn processes_that_share_a_token_share_the_limit() {
    let (mut ledger, now) = (Ledger::new(), Instant::now());
    ledger.budget.take_share(2, 8);
    let gone =
        (1..=PER_SECOND as u64).filter(|channel| ledger.ask(&place(*channel), Urgency::Person, now).is_ok());
    assert_eq!(gone.count(), PER_SECOND / 4);
}

#[test]
fn people_go_first() {
    let (mut ledger, now) = (Ledger::new(), Instant::now());
    ledger.ask(&place(1), Urgency::CanWait, now).unwrap();
    assert!(ledger.ask(&place(2), Urgency::CanWait, now).is_err(), "what can wait is spread evenly");
    ledger.budget.people_waiting = 1;
    assert!(ledger.ask(&place(3), Urgency::CanWait, now + 100 * MS).is_err());
    assert_eq!(ledger.ask(&place(4), Urgency::Person, now), Ok(()));
    ledger.budget.people_waiting = 0;
    assert_eq!(ledger.ask(&place(3), Urgency::CanWait, now + 100 * MS), Ok(()));
}

#[test]
fn long_before_discord_bans_for_refusals_calls_wait_the_less_urgent_first() {
    let (mut ledger, now) = (Ledger::new(), Instant::now());
    let refused = Heard { status: 403, ..Heard::default() };
    let refuse = |ledger: &mut Ledger, times: usize| {
        for _ in 0..times {
            ledger.invalid.heard(&refused, &place(1), now);
        }
    };
    refuse(&mut ledger, invalid::CAN_WAIT);
    let until = Err(Wait::Until(now + Duration::from_secs(600)));
    assert_eq!(ledger.ask(&place(1), Urgency::CanWait, now), until);
    assert_eq!(ledger.ask(&place(1), Urgency::Person, now), Ok(()));
    refuse(&mut ledger, invalid::PEOPLE - invalid::CAN_WAIT);
    assert_eq!(ledger.ask(&place(2), Urgency::Person, now), until);
    assert_eq!(ledger.ask(&place(2), Urgency::CanWait, now + Duration::from_secs(600)), Ok(()));
}

#[test]
fn a_refused_token_is_not_tried_again_at_once_by_what_can_wait() {
    let (mut ledger, now) = (Ledger::new(), Instant::now());
    let refused = Heard { status: 401, ..Heard::default() };
    call(&mut ledger, &place(1), &refused, now).unwrap();
    assert!(ledger.ask(&place(2), Urgency::CanWait, now + 1_000 * MS).is_err());
    assert_eq!(ledger.ask(&place(2), Urgency::CanWait, now + 30_000 * MS), Ok(()));
}

#[test]
fn buckets_that_are_full_again_are_forgotten() {
    let (mut ledger, mut now) = (Ledger::new(), Instant::now());
    for channel in 1..20_000 {
        call(&mut ledger, &place(channel), &told(4, 1_000 * MS), now).unwrap();
        now += 21 * MS;
    }
    assert!(ledger.buckets.len() < 3_000, "{} kept", ledger.buckets.len());
}

/// Ten seconds of calls that take as long as `trips` say. Gives when each was counted by Discord.
fn counted(trips: &[(u64, u64)]) -> Vec<Duration> {
    let (mut ledger, began) = (Ledger::new(), Instant::now());
    let (mut answers, mut counted) = (Vec::<(Instant, u64, Instant)>::new(), Vec::new());
    let mut trips = trips.iter().cycle();
    for tick in 0..10_000_u32 {
        let now = began + MS * tick;
        answers.retain(|(at, channel, sent)| {
            let due = *at <= now;
            if due {
                ledger.heard(&place(*channel), &told(4, 1_000 * MS), *sent, now);
            }
            !due
        });
        let channel = u64::try_from(counted.len()).unwrap() + 1;
        if ledger.ask(&place(channel), Urgency::CanWait, now).is_ok() {
            let (there, back) = trips.next().unwrap();
            let arrives = now + MS * u32::try_from(20 + there).unwrap();
            counted.push(arrives.duration_since(began));
            answers.push((arrives + MS * u32::try_from(20 + back).unwrap(), channel, now));
        }
    }
    counted.sort_unstable();
    counted
}

#[test]
fn a_steady_network_is_used_to_the_full() {
    let counted = counted(&[(0, 0)]);
    let later = counted.iter().filter(|at| (5_000 * MS..10_000 * MS).contains(*at)).count();
    assert!(later >= 245, "{later} calls in five seconds");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_second_on_discords_clock_holds_more_than_the_limit(
        slow in proptest::collection::vec((0_u64..400, 0_u64..400), 1..60),
    ) {
        // Now and then a call is as quick as the network allows.
        let trips: Vec<(u64, u64)> = slow.into_iter().flat_map(|trip| [trip, (0, 0)]).collect();
        let counted = counted(&trips);
        prop_assert!(counted.len() > 200, "{} calls", counted.len());
        for window in counted.windows(PER_SECOND + 1) {
            prop_assert!(window[PER_SECOND] - window[0] >= 995 * MS, "{:?}", window);
        }
    }
}
