//! The shop on a real database: the acceptance cases of ecommerce.md 9.1 to 9.6, by number in the comments.

mod basket;
mod basket_api;
mod checkout;
mod codes;
mod consents;
mod desk;
mod payments;
mod receipts;
mod review;
mod seed;
mod settlement;
mod tax;
mod world;
