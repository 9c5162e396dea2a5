mod grammar;
mod listing;
