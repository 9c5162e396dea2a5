mod gone;
mod grammar;
mod listing;
