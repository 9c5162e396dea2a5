//! xpro-app
