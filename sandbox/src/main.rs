//! The sandbox as a server.

fn main() {}
