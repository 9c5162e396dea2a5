//! xpro-accounts
