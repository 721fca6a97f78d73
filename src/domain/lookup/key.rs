//! The part of a name that counts when names are compared.

/// How many letters and digits of a text are looked at: longer than any term or alias may be (80 characters).
pub const MAX_KEY_CHARS: usize = 120;

/// Words which people put before a service's name, or leave out.
const LEADING_BRANDS: [&str; 2] = ["aws", "amazon"];

/// A text reduced to its lower-case letters and digits: `EC2-launch type` and `ec2 Launch Type` are both
/// `ec2launchtype`.
///
/// Empty if nothing of the kind is in it.
#[must_use]
pub fn key(text: &str) -> String {
    words(text).concat()
}

/// The key without a leading "AWS" or "Amazon", if there is one and something follows it.
///
/// The brand has to stand apart: `AWS Batch` is also `batch`, while `aws-auth` is one identifier.
#[must_use]
fn unbranded_key(text: &str) -> Option<String> {
    let (first, rest) = text.trim_start().split_once(char::is_whitespace)?;
    let branded = LEADING_BRANDS.iter().any(|brand| first.eq_ignore_ascii_case(brand));
    Some(key(rest)).filter(|rest| branded && !rest.is_empty())
}

/// Every key under which a text is found: the whole one, and the one without a leading brand.
#[must_use]
pub fn keys(text: &str) -> Vec<String> {
    let whole = Some(key(text)).filter(|key| !key.is_empty());
    whole.into_iter().chain(unbranded_key(text)).collect()
}

/// The lower-case words of a text, up to [`MAX_KEY_CHARS`] letters and digits altogether.
pub(in crate::domain) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut inside = false;
    let mut length = 0;
    for letter in text.chars().flat_map(char::to_lowercase) {
        if !letter.is_alphanumeric() {
            inside = false;
            continue;
        }
        if length == MAX_KEY_CHARS {
            break;
        }
        if !inside {
            words.push(String::new());
        }
        inside = true;
        length += 1;
        if let Some(word) = words.last_mut() {
            word.push(letter);
        }
    }
    words
}

/// The keys of the same name in the other grammatical number: `pod` for `pods`, `policies` for `policy`.
pub(super) fn other_numbers(key: &str) -> Vec<String> {
    let mut others = vec![format!("{key}s")];
    if let Some(stem) = key.strip_suffix("ies") {
        others.push(format!("{stem}y"));
    }
    if let Some(stem) = key.strip_suffix('y') {
        others.push(format!("{stem}ies"));
    }
    if let Some(stem) = key.strip_suffix('s').filter(|stem| !stem.is_empty()) {
        others.push(stem.to_owned());
    }
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_space_and_punctuation_do_not_count() {
        for text in ["EC2 launch type", "ec2-launch-type", "  Ec2LaunchType?! ", "`ec2_launch_type`"] {
            assert_eq!(key(text), "ec2launchtype", "{text:?}");
        }
        assert_eq!(key("…!?"), "");
    }

    #[test]
    fn a_leading_brand_may_be_left_out() {
        assert_eq!(unbranded_key("AWS Fargate").as_deref(), Some("fargate"));
        assert_eq!(unbranded_key(" amazon  ECS").as_deref(), Some("ecs"));
        assert_eq!(unbranded_key("aws"), None);
        assert_eq!(unbranded_key("AWS !"), None);
        assert_eq!(unbranded_key("aws-auth"), None, "an identifier is not a brand and a name");
        assert_eq!(unbranded_key("Pod"), None);
    }

    #[test]
    fn a_name_has_another_grammatical_number() {
        assert_eq!(other_numbers("pods"), ["podss", "pod"]);
        assert_eq!(other_numbers("lifecyclepolicy"), ["lifecyclepolicys", "lifecyclepolicies"]);
        assert_eq!(
            other_numbers("lifecyclepolicies"),
            ["lifecyclepoliciess", "lifecyclepolicy", "lifecyclepolicie"]
        );
    }

    #[test]
    fn a_very_long_text_has_a_short_key() {
        assert_eq!(key(&"ß ".repeat(6_000)).chars().count(), MAX_KEY_CHARS);
    }
}
