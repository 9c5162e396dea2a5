//! One declaration per form.

use crate::FormSpec;

/// A struct that was declared with [`form!`](crate::form).
pub trait Form {
    /// What it holds.
    fn form() -> FormSpec;
}

/// Declares a struct and its form in one place. The comment of a field is its help text; what stands behind `=` says
/// what it takes. Every field has a default, so that a half-written draft loads.
///
/// ```
/// use xpro_form::{form, line, lines};
/// form! {
///     /// One learner's words.
///     Testimonial {
///         /// Who says it.
///         name: String = line(100).required(),
///         /// What they say.
///         quote: String = lines().required(),
///     }
/// }
/// assert_eq!(<Testimonial as xpro_form::Form>::form().fields[0].help, "Who says it.");
/// ```
#[macro_export]
macro_rules! form {
    (
        $(#[doc = $about:literal])*
        $name:ident {
            $( $(#[doc = $help:literal])* $field:ident : $type:ty = $spec:expr ),* $(,)?
        }
        $( rules { $($rule:expr),* $(,)? } )?
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name { $( $(#[doc = $help])* pub $field: $type, )* }

        impl $crate::Form for $name {
            fn form() -> $crate::FormSpec {
                $crate::FormSpec {
                    fields: vec![ $( ($spec).described(stringify!($field), &[$($help),*]) ),* ],
                    rules: vec![ $( $($rule),* )? ],
                }
            }
        }
    };
}
