//! The marked briefs of a dialogue, for those who may read them: everything else takes them for none.

use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::seen;
use crate::store::columns::Columns;
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;

/// A marked brief in an issue area of a dialogue, or the regional one of its län.
#[derive(Clone, Debug)]
pub struct MarkedBrief {
    pub id: i64,
    /// None of the regional one.
    pub issue_area_id: Option<i64>,
    pub name: String,
}

impl MarkedBrief {
    pub fn url(&self) -> String {
        format!("/underlag/{}", self.id)
    }
}

/// Those of a dialogue that someone with this sight may read.
pub async fn briefs_of(
    db: &Reader,
    dialogue_id: i64,
    sight: &Sight,
) -> Result<Arc<Vec<MarkedBrief>>> {
    let key = ("marked briefs", format!("{dialogue_id} {}", sight.json()));
    kept::answer(
        db,
        Until::AnythingHappens,
        key,
        read(db, dialogue_id, sight),
    )
    .await
}

async fn read(db: &Reader, dialogue_id: i64, sight: &Sight) -> Result<Vec<MarkedBrief>> {
    let rows = sqlx::query(concat!(
        "select b.id, b.issue_area_id, coalesce(i.name, c.name) as name
         from secrecy_markings m join briefs b on m.kind = 'brief' and b.id = m.record_id
         join dialogues d on d.id = ?1
         left join issue_areas i on i.id = b.issue_area_id left join counties c on c.code = b.county
         where (b.county = d.county or exists (select 1 from dialogue_issues x where x.dialogue_id = d.id
                    and x.issue_area_id = b.issue_area_id and x.state = 'chosen'))
           and ",
        seen!("brief", "b.id", "?2"),
        " order by b.county is not null, name collate svenska"
    ))
    .bind(dialogue_id)
    .bind(sight.json())
    .try_map(|row: SqliteRow| {
        Ok(MarkedBrief {
            id: row.int("id")?,
            issue_area_id: row.opt_int("issue_area_id")?,
            name: row.string("name")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}
