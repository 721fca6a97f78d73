//! Points, and what earned them.

use crate::discord::views::count::{counted, grouped, in_words};
use crate::domain::asked::AskedQuestion;
use crate::domain::challenge::{Average, Earned};
use crate::domain::grading::Grade;

/// `1 point`, `2,940 points`.
pub(super) fn points(number: u32) -> String {
    match number {
        1 => "1 point".to_owned(),
        many => format!("{} points", grouped(many)),
    }
}

/// `1,234.5`: up to two places, none where there are none.
pub(super) fn average(average: Average) -> String {
    let (whole, hundredths) = (average.hundredths / 100, average.hundredths % 100);
    match (hundredths, hundredths % 10) {
        (0, _) => grouped(whole),
        (_, 0) => format!("{}.{}", grouped(whole), hundredths / 10),
        _ => format!("{}.{hundredths:02}", grouped(whole)),
    }
}

/// `1 point`, `1,234.5 points`.
pub(super) fn average_points(of: Average) -> String {
    let unit = if of.hundredths == 100 { "point" } else { "points" };
    format!("{} {unit}", average(of))
}

/// `+1,060`
pub(super) fn plus(earned: Earned) -> String {
    format!("+{}", grouped(earned.total()))
}

/// What made up the points, where that is not plain: `960 + 100 for 2 right in a row`, `one of two right`.
pub(super) fn breakdown(
    asked: &AskedQuestion,
    grade: Option<Grade>,
    earned: Earned,
    streak: u32,
) -> Option<String> {
    if let Some(Grade::Partly { right }) = grade {
        return Some(format!("{} of {} right", in_words(right), in_words(asked.question.key_count())));
    }
    (earned.bonus > 0).then(|| {
        let row = counted(streak, "right answer", "right in a row");
        format!("{} + {} for {row}", grouped(earned.answer), grouped(earned.bonus))
    })
}
