//! xpro-account
