//! Scopes: what a token is good for.

use crate::store::oauth_application::ApplicationRow;

/// One scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// Name on the wire.
    pub name: &'static str,
    /// What a consent page says.
    pub description: &'static str,
}

/// Every scope there is.
pub const SCOPES: [Scope; 4] = [
    Scope { name: "read", description: "Read your data" },
    Scope { name: "write", description: "Change your data" },
    Scope { name: "user:read", description: "Read your user name, email address and profile" },
    Scope { name: "digitalcredentials", description: "Read and write your digital credentials" },
];

/// The default scope of applications without an access list.
pub(super) const USER_READ: &str = "user:read";

/// What a consent page says about a scope.
pub fn describe_scope(name: &str) -> Option<&'static str> {
    SCOPES.iter().find(|scope| scope.name == name).map(|scope| scope.description)
}

/// The scopes to grant, or none when one that was asked for is not allowed. An access list is both the allowed and the
/// default set of its application.
pub(super) fn resolve(asked: &str, application: &ApplicationRow) -> Option<Vec<String>> {
    let has_list = !application.scopes.is_empty();
    let mut asked: Vec<String> = asked.split_ascii_whitespace().map(str::to_owned).collect();
    asked.sort();
    asked.dedup();
    if asked.is_empty() {
        return Some(if has_list { application.scopes.clone() } else { vec![USER_READ.to_owned()] });
    }
    let is_allowed =
        |scope: &String| if has_list { application.scopes.contains(scope) } else { describe_scope(scope).is_some() };
    asked.iter().all(is_allowed).then_some(asked)
}
