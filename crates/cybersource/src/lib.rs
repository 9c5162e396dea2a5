//! xpro-cybersource
