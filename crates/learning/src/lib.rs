//! xpro-learning
