//! The stand-ins over real sockets.

mod bed;
mod dance;
mod enrollment;
mod fake_xpro;
mod faults;
mod mail;
mod misbehavior;
mod payment;
mod registration;
mod serving;
