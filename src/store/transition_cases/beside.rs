//! What the head of a län's pages tells: how many open cases its reader may see, and how many networks there are.

use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::seen;
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;

/// Open cases and networks of a län; kept for those who may read the same.
pub async fn beside(db: &Reader, county: &str, sight: &Sight) -> Result<(i64, i64)> {
    let seen = sight.json();
    let key = ("cases and networks of a county", format!("{county} {seen}"));
    let read = async {
        Ok(sqlx::query_as::<_, (i64, i64)>(concat!(
            "select (select count(*) from transition_cases t where t.county = ?1 and t.status <> 'closed' and ",
            seen!("transition_case", "t.id", "?2"),
            "), (select count(*) from network_counties nc join networks n on n.id = nc.network_id
                 where nc.county = ?1 and n.closed_on is null)"
        ))
        .bind(county)
        .bind(&seen)
        .fetch_one(db)
        .await?)
    };
    Ok(*kept::answer(db, Until::AnythingHappens, key, read).await?)
}
