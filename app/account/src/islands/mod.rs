//! The islands: leaves that make a working page quicker to use.

mod busy_forms;
mod checkout_form;
mod country_states;
mod enrollment_watch;
mod new_password;
mod pay_now;
mod print_button;

pub use busy_forms::BusyForms;
pub use checkout_form::CheckoutForm;
pub use country_states::CountryStates;
pub use enrollment_watch::EnrollmentWatch;
pub use new_password::NewPassword;
pub use pay_now::PayNow;
pub use print_button::PrintButton;
