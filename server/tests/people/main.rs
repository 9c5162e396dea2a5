//! People over real HTTP: the whole server on a socket, with the demo people in a database of its own.

mod attacks;
mod blog;
mod content_api;
mod courseware;
mod crash;
mod desk;
mod drawings;
mod forms;
mod links;
mod media;
mod names;
mod oauth;
mod pages;
mod previews;
mod private_pages;
mod registration;
mod sessions;
mod studio;
mod world;
