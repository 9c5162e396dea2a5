//! The receipt of a paid order, as a page, as JSON and as a letter (ecommerce.md 3.9, 5.4, 8.3).
