//! The games that are on, proved.
