//! A question that is asked anew.

use super::*;

#[test]
fn who_is_asked_anew_overtakes_nobody() {
    let fast = Game { speed: true, ..PLAIN };
    let played = |told, first, then| {
        let act = Act::Lock { table: 0, message: QUESTION, letters: "B".into(), button: None };
        let evening = Evening::of(fast).does(1, act, told, QUESTION + (5_000 << 22));
        let evening = evening.chose_in(QUESTION + 1, "B", 1_000, TOLD);
        let earned = [(1, first), (0, then)];
        found(evening.shows(vec![Shows::AskedAnew { number: 1 }, reveal("B", &earned, &earned)]))
    };
    assert_eq!(played(TOLD, 750, 700), [""; 0]);
    is_only(&played(TOLD, 750, 950), "B is worth 700..=700");
    // Whether the first answer stands is open where nobody was told of it.
    assert_eq!(played("", 975, 950), [""; 0]);
    assert_eq!(played("", 975, 925), [""; 0]);
    is_only(&played("", 975, 900), "B is worth 925..=950");
}
