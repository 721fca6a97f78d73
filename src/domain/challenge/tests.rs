//! The engine, proved.

mod crews_and_teams;
mod ghosts;
mod kept;
mod laws;
mod lobbies;
mod names;
mod restarts;
mod rounds;
mod scoring;
mod seen;
mod table;
mod winners;
