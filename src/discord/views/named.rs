//! How a member is named to others.

use crate::domain::ids::MemberId;

/// A mention, which Discord shows as the member's name; of whoever was erased, that they were there.
pub(super) fn named(member: MemberId) -> String {
    if member.is_nobody() { "*a former member*".to_owned() } else { format!("<@{member}>") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_was_erased_has_no_name() {
        assert_eq!(named(MemberId(1_177_727_118_950_400_002)), "<@1177727118950400002>");
        assert_eq!(named(MemberId(112_611_485)), "*a former member*");
    }
}
