//! Pages whose text an administrator changes, version by version.

use super::Write;
use super::columns::Text;
use crate::error::Result;
use jiff::civil::Date;

/// The words of the source page, in Markdown.
const ABOUT: &str = include_str!("reference/om.md");

/// The first version of "Om arbetssättet".
pub async fn install(tx: &mut Write, owner: Option<i64>, valid_from: Date) -> Result<()> {
    sqlx::query(
        "insert into content_versions (page, version, title, text, valid_from, owner_id)
         values ('om', 1, 'Om arbetssättet', ?, ?, ?)",
    )
    .bind(ABOUT)
    .bind(Text(valid_from))
    .bind(owner)
    .execute(tx.conn())
    .await?;
    Ok(())
}
