//! The shop over real HTTP: the whole server on a socket, with the demo data in a database of its own.

mod api;
mod notices;
mod pages;
mod world;
