//! The jobs that other rooms do for people; `server` routes them (courseware.md 2.3, 2.7).

use serde::{Deserialize, Serialize};
use xpro_kernel::UserId;
use xpro_platform::{Subject, jobs::Job};

macro_rules! courseware_jobs {
    ($($(#[$doc:meta])* $name:ident = $kind:literal),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            /// Whose account.
            pub user_id: UserId,
        }

        impl Job for $name {
            const KIND: &'static str = $kind;
            const WAITS_FOR: Option<&'static str> = Some("openedx");

            fn unique_key(&self) -> Option<String> {
                Some(format!(concat!($kind, ":{}"), self.user_id))
            }

            fn subject(&self) -> Option<Subject> {
                Some(Subject::new("user", self.user_id.0))
            }
        }
    )*};
}

courseware_jobs! {
    /// Creates the Open edX account and gets its API token. Doing it twice does no harm.
    ProvisionCoursewareUser = "provision_courseware_user",
    /// Tells Open edX the person's new name.
    RenameCoursewareUser = "rename_courseware_user",
    /// Makes Open edX read the person's new e-mail address by walking the login.
    RefreshCoursewareEmail = "refresh_courseware_email",
}
