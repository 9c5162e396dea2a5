//! `legal_address`.

use crate::person::LegalAddress;
use sqlx::PgConnection;
use xpro_kernel::UserId;
use xpro_platform::db::Tx;

pub(crate) async fn upsert(tx: &mut Tx, user: UserId, address: &LegalAddress) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let line = |at: usize| address.street_address.get(at).map_or("", String::as_str);
    sqlx::query!(
        "insert into legal_address (user_id, first_name, last_name, street_address_1, street_address_2, street_address_3, street_address_4,
             street_address_5, city, country, state_or_territory, postal_code, vat_id, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         on conflict (user_id) do update set first_name = $2, last_name = $3, street_address_1 = $4, street_address_2 = $5, street_address_3 = $6,
             street_address_4 = $7, street_address_5 = $8, city = $9, country = $10, state_or_territory = $11, postal_code = $12, vat_id = $13, updated_at = $14",
        user.0, address.first_name, address.last_name, line(0), line(1), line(2), line(3), line(4), address.city, address.country,
        address.state_or_territory, address.postal_code, address.vat_id, now,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn find(conn: &mut PgConnection, user: UserId) -> Result<Option<LegalAddress>, sqlx::Error> {
    let row = sqlx::query!(
        "select first_name, last_name, street_address_1, street_address_2, street_address_3, street_address_4, street_address_5, city, country,
             state_or_territory, postal_code, vat_id
         from legal_address where user_id = $1",
        user.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let lines = [
            row.street_address_1,
            row.street_address_2,
            row.street_address_3,
            row.street_address_4,
            row.street_address_5,
        ];
        LegalAddress {
            first_name: row.first_name,
            last_name: row.last_name,
            street_address: lines.into_iter().filter(|line| !line.is_empty()).collect(),
            city: row.city,
            state_or_territory: row.state_or_territory,
            country: row.country,
            postal_code: row.postal_code,
            vat_id: row.vat_id,
        }
    }))
}
