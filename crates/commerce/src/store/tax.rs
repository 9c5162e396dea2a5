//! `tax_rate` and `ip_block` (spec 2.5, 2.6).

use crate::pricing::TaxRate;
use sqlx::PgConnection;
use std::net::IpAddr;
use xpro_kernel::UserId;

/// The country by which the person is taxed: where they are, if that country is taxed, else where they live.
///
/// An address in no block, or in several, is nowhere (D-17); blocks of the other address family never match (D-19).
pub(crate) async fn find_rate(
    conn: &mut PgConnection,
    user: UserId,
    ip: Option<IpAddr>,
    force_profile: bool,
) -> Result<TaxRate, sqlx::Error> {
    let ip = ip.filter(|_| !force_profile).map(|ip| ip.to_canonical().to_string());
    // `legal_address` belongs to accounts; read only.
    let row = sqlx::query!(
        r#"with here as (
               select min(country_code) as code from ip_block where $2::text is not null and network >>= $2::text::inet having count(*) = 1
           ), place as (
               select here.code, 1 as rank from here join tax_rate t on t.country_code = here.code and t.active
               union all
               select nullif(a.country, ''), 2 from legal_address a where a.user_id = $1
           )
           select p.code, t.rate as "rate?", t.name as "name?" from place p left join tax_rate t on t.country_code = p.code and t.active
           where p.code is not null order by p.rank limit 1"#,
        user.0, ip,
    )
    .fetch_optional(conn)
    .await?;
    Ok(match row {
        Some(row) => match (row.rate, row.name) {
            (Some(percent), Some(name)) => TaxRate { country: row.code, percent, name },
            _ => TaxRate::none(row.code),
        },
        None => TaxRate::none(None),
    })
}
