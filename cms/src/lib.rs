//! xpro-cms
