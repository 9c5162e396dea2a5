//! Derived values over a hand-made snapshot.
