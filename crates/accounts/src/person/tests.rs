//! Names, addresses, usernames, profiles.
