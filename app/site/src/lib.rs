//! xpro-site
