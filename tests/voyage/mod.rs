//! A study group on a local Discord, with the real bot connected to it.
//!
//! A test states what differs from the default world and then reads like a transcript. The closing audit
//! fails it on what nobody should see: a message that nobody read, a late or double acknowledgement, a
//! payload that Discord would refuse, a route that the sandbox does not know, traffic that breaks Discord's
//! official description.

mod conformance;
mod journey;
mod process;
mod reading;
mod waits;
mod world;

pub(crate) use journey::{Voyage, voyage};
pub(crate) use waits::{NOTICES, instant, until, until_asked};
pub(crate) use world::{GRANTED, World};

/// How a journey ends.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;
