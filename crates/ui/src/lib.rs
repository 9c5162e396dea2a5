//! xpro-ui
