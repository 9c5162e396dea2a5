//! xpro-mailgun
