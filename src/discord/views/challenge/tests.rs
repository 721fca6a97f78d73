//! The views of a game, read as a member reads them.
