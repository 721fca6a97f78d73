//! A study bot.
