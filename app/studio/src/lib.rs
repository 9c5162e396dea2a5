//! xpro-studio
