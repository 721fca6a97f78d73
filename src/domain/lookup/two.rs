//! Two things named in one text.

/// Stand between the two.
const BETWEEN: [&str; 5] = ["vs", "vs.", "versus", "or", "and"];

/// Stand before the first, behind whatever else a sentence begins with.
const BEFORE: [&str; 2] = ["between", "compare"];

/// The two that a text holds against each other, as they were typed: `ecs` and `eks` of "ecs vs eks" and of "what is
/// the difference between ecs and eks". `None`: it names no two.
#[must_use]
pub fn two(text: &str) -> Option<[String; 2]> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_one_of = |word: &str, list: &[&str]| list.iter().any(|of| word.eq_ignore_ascii_case(of));
    let from = words.iter().position(|word| is_one_of(word, &BEFORE)).map_or(0, |before| before + 1);
    let words = &words[from..];
    let at = words.iter().position(|word| is_one_of(word, &BETWEEN))?;
    let sides = [words[..at].join(" "), words[at + 1..].join(" ")];
    (!sides.iter().any(String::is_empty)).then_some(sides)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_things_are_told_apart_by_what_stands_between_them() {
        for (text, expected) in [
            ("ecs vs eks", ["ecs", "eks"]),
            ("ECS VS. EKS", ["ECS", "EKS"]),
            ("task role or  task execution role", ["task role", "task execution role"]),
            ("what is the difference between ECS and EKS?", ["ECS", "EKS?"]),
            ("Compare Fargate versus EC2 launch type", ["Fargate", "EC2 launch type"]),
        ] {
            assert_eq!(two(text), Some(expected.map(str::to_owned)), "{text:?}");
        }
        for text in ["", "ecs", "vs", "ecs vs", "and eks", "difference between", "persistent volume"] {
            assert_eq!(two(text), None, "{text:?}");
        }
    }
}
