//! From the payment to Open edX, over the whole server and the stand-ins: outages, crashes, accounts and tokens
//! (courseware.md 2).

mod accounts;
mod outage;
mod world;
