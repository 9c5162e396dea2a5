//! xpro-platform
