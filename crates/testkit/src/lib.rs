//! xpro-testkit
