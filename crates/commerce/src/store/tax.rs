//! `tax_rate` and `ip_block` (spec 2.5, 2.6).

use crate::pricing::TaxRate;
use sqlx::PgConnection;
use std::net::IpAddr;
use xpro_kernel::UserId;

/// The country by which the person is taxed: where they are, if that country is taxed, else where they live.
pub(crate) async fn find_rate(conn: &mut PgConnection, user: UserId, ip: Option<IpAddr>, force_profile: bool) -> Result<TaxRate, sqlx::Error> {
    let ip = ip.filter(|_| !force_profile).map(|ip| ip.to_string());
    // `legal_address` belongs to accounts; read only.
    let row = sqlx::query!(
        r#"with place as (
               select b.country_code as code, 1 as rank from ip_block b join tax_rate t on t.country_code = b.country_code and t.active
               where $2::text is not null and b.network >>= $2::text::inet
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
