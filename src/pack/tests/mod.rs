mod broken;
mod built_in;
mod comparisons;
mod files;
mod library;
mod questions;
mod rules;
mod written;
