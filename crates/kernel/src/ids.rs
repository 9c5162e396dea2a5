//! Newtypes for primary keys, so that an order's id cannot be passed where a user's is wanted.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
    )*};
}

ids! {
    /// A person (`users`).
    UserId,
    /// `platform`: who runs the courseware.
    PlatformId,
    /// `topic`.
    TopicId,
    /// `course_language`: the language a page is written in.
    LanguageId,
    /// `program`.
    ProgramId,
    /// `program_run`.
    ProgramRunId,
    /// `course`.
    CourseId,
    /// `course_run`.
    CourseRunId,
    /// `product`: something that can be bought.
    ProductId,
    /// `product_version`: one price of a product.
    ProductVersionId,
    /// `page`.
    PageId,
    /// `page_revision`.
    RevisionId,
    /// `image`.
    ImageId,
    /// `document`: a file to download.
    DocumentId,
    /// `snippet`.
    SnippetId,
    /// `company`.
    CompanyId,
    /// `basket`.
    BasketId,
    /// `coupon`: one code.
    CouponId,
    /// `coupon_version`.
    CouponVersionId,
    /// `orders`.
    OrderId,
    /// `payment_attempt`: one signed gateway form.
    PaymentAttemptId,
    /// `run_enrollment`.
    RunEnrollmentId,
    /// `program_enrollment`.
    ProgramEnrollmentId,
    /// `job`.
    JobId,
    /// `mail_message`.
    MailId,
    /// `inbound_notice`.
    NoticeId,
}
