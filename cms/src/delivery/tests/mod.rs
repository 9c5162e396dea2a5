//! Pages worked out from a hand-made site: the acceptance cases of cms.md 8.1 to 8.3 that apply.

mod catalog_cases;
mod fixture;
mod kind_cases;
mod product_cases;
mod site_cases;
mod trap_cases;
