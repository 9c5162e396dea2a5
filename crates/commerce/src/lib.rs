//! xpro-commerce
