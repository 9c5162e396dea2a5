//! xpro-catalog
