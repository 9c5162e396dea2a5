//! The demo's batches of codes.

use crate::store::demo::Batch;
use rust_decimal::Decimal;
use time::{Duration, OffsetDateTime};

/// Who pays for `NORTHWIND25` and wants a consent.
pub(super) const COMPANY: &str = "Northwind Turbines";
/// The agreement that the company wants signed.
pub(super) const AGREEMENT: &str = "Northwind Turbines pays for your course. It will be told **that you enrolled, your progress and your grade**. You can use the course without the code if you do not want that.";

/// The code that waits for the first demo learner on their dashboard.
pub(super) const ASSIGNED: &str = "AMxB100";

const EVERYTHING: &[&str] = &[];

fn batch(
    name: &'static str,
    codes: &'static [&'static str],
    discount_type: &'static str,
    amount: Decimal,
    products: &'static [&'static str],
) -> Batch {
    Batch {
        name,
        codes,
        coupon_type: "promo",
        discount_type,
        amount,
        automatic: false,
        enabled: true,
        max_redemptions: 1000,
        max_redemptions_per_user: 1,
        activation_date: None,
        expiration_date: None,
        company: None,
        payment_type: Some("marketing"),
        payment_transaction: None,
        products,
    }
}

/// All batches; the first date of a validity is relative to `now`.
pub(super) fn batches(now: OffsetDateTime) -> Vec<Batch> {
    let percent = |percent: i64| Decimal::new(percent, 2);
    let (off, dollars) = ("percent-off", "dollars-off");
    vec![
        batch("Demo: welcome", &["WELCOME10"], off, percent(10), EVERYTHING),
        batch(
            "Demo: programs",
            &["SAVE250"],
            dollars,
            Decimal::from(250),
            &["program-v1:xPRO+SysEngx", "program-v1:xPRO+DgtlLearn"],
        ),
        batch("Demo: free pass", &["FREEPASS"], off, Decimal::ONE, EVERYTHING),
        Batch {
            expiration_date: Some(now - Duration::days(30)),
            ..batch("Demo: expired", &["EXPIRED20"], off, percent(20), EVERYTHING)
        },
        Batch {
            activation_date: Some(now + Duration::days(30)),
            ..batch("Demo: future", &["FUTURE15"], off, percent(15), EVERYTHING)
        },
        Batch { enabled: false, ..batch("Demo: switched off", &["OLDNEWS5"], off, percent(5), EVERYTHING) },
        Batch {
            coupon_type: "single-use",
            max_redemptions: 1,
            payment_type: Some("staff"),
            ..batch("Demo: used up", &["USEDUP50"], off, percent(50), EVERYTHING)
        },
        Batch {
            coupon_type: "single-use",
            max_redemptions: 1,
            payment_type: Some("sales"),
            payment_transaction: Some("DEMO-AMX"),
            ..batch(
                "Demo: Additive Manufacturing",
                &["AMxB100", "AMxB101", "AMxB102", "AMxB103", "AMxB104"],
                off,
                Decimal::ONE,
                &["course-v1:xPRO+AMx+%"],
            )
        },
        Batch {
            coupon_type: "single-use",
            max_redemptions: 25,
            company: Some(COMPANY),
            payment_type: Some("purchase_order"),
            payment_transaction: Some("PO-2047"),
            ..batch("Demo: Northwind Turbines", &["NORTHWIND25"], off, percent(25), EVERYTHING)
        },
        Batch {
            automatic: true,
            ..batch("Demo: automatic", &["DIGITAL5"], off, percent(5), &["program-v1:xPRO+DgtlLearn"])
        },
    ]
}
