//! xpro-api
