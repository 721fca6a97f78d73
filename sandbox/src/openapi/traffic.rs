//! Everything that crossed the wire, held against the description.

use super::{Description, Mismatch, Part};
use crate::traffic::Traffic;

/// Statuses from here on say that a request was refused: it may have been malformed on purpose.
const REFUSED: u16 = 400;

impl Description {
    /// What breaks the description in recorded traffic, each breach once. Refused requests and
    /// what bots send over the gateway are not looked at.
    #[must_use]
    pub fn check(&self, traffic: &Traffic) -> Vec<Mismatch> {
        let mut breaches: Vec<Mismatch> = Vec::new();
        let mut note = |breach: Mismatch| {
            if !breaches.iter().any(|known| known.at == breach.at && known.says == breach.says) {
                breaches.push(breach);
            }
        };
        for call in traffic.rest() {
            let request = (!call.request.is_null()).then_some(&call.request);
            let response = (!call.response.is_null()).then_some(&call.response);
            let found = self.check_exchange(&call.method, &call.path, request, call.status, response);
            found
                .into_iter()
                .filter(|breach| call.status < REFUSED || counts_in_a_refusal(breach))
                .for_each(&mut note);
        }
        for frame in traffic.gateway().iter().filter(|frame| !frame.from_bot) {
            if let Some(name) = frame.payload["t"].as_str() {
                self.check_event(name, &frame.payload["d"]).into_iter().for_each(&mut note);
            }
        }
        breaches
    }
}

/// In a refused exchange the request may have been malformed on purpose, and the description types the nested
/// `errors` of a 50035 by number where Discord's prose and practice give names such as `BASE_TYPE_REQUIRED`.
fn counts_in_a_refusal(breach: &Mismatch) -> bool {
    !matches!(breach.part, Part::Request | Part::Parameter) && !breach.at.contains(" /errors")
}
