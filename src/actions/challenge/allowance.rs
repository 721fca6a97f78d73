//! A member's private extra time.

use crate::actions::Services;
use crate::domain::challenge::Allowance;
use crate::domain::ids::MemberId;
use crate::store::StoreError;

/// The extra time that a member has.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn allowance(services: &Services, member: MemberId) -> Result<Allowance, StoreError> {
    services.store.allowance(member).await
}

/// Gives a member other extra time, in games that they join from now on.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn set(services: &Services, member: MemberId, allowance: Allowance) -> Result<(), StoreError> {
    services.store.set_allowance(member, allowance).await
}
