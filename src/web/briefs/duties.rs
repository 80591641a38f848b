//! What waits for a person among the briefs: to be approved, or to be written again.

use crate::domain::brief::{Brief, Status, url};
use crate::error::Result;
use crate::store::briefs::{self, Underway};
use crate::store::reader::Reader;
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::text::counted;

pub struct BriefDuty {
    pub url: String,
    pub title: String,
    pub why: String,
    pub button: &'static str,
}

/// What she approves, and what was sent back and no order tells of.
pub async fn duties(db: &Reader, me: &Me, holders: &Holders) -> Result<Vec<BriefDuty>> {
    let rows = briefs::underway(db).await?;
    Ok(rows
        .iter()
        .filter_map(|row| duty(row, me, holders))
        .collect())
}

/// "2 underlag väntar på att du fastställer dem"; none when nothing does.
pub async fn waiting(db: &Reader, me: &Me, holders: &Holders) -> Result<Option<String>> {
    let duties = duties(db, me, holders).await?;
    let count = duties.iter().filter(|duty| duty.button == APPROVE).count();
    Ok((count > 0).then(|| {
        let what = counted(count as i64, "underlag", "underlag");
        let them = if count == 1 { "det" } else { "dem" };
        format!("{what} väntar på att du fastställer {them}.")
    }))
}

const APPROVE: &str = "Granska";

fn duty(row: &Underway, me: &Me, holders: &Holders) -> Option<BriefDuty> {
    let brief = brief_of(row, holders);
    let place = brief.place();
    let name = brief.name();
    let page = url(row.brief_id);
    match row.status {
        Status::InReview if me.can(brief.approving(row.review), &place) => Some(BriefDuty {
            url: format!("{page}/versioner/{}", row.number),
            title: format!("Fastställ {}", lower(&name)),
            why: format!("Version {} är lämnad för granskning", row.number),
            button: APPROVE,
        }),
        Status::Drafting
            if !row.reason.is_empty() && !row.ordered && me.can(brief.writing(), &place) =>
        {
            Some(BriefDuty {
                url: format!("{page}/skriv"),
                title: format!("Skriv om {}", lower(&name)),
                why: format!("Lämnades tillbaka: {}", row.reason),
                button: "Skriv",
            })
        }
        _ => None,
    }
}

/// "nationellt underlag: Kompetensförsörjning"
fn lower(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| {
        format!("{}{}", first.to_lowercase(), letters.as_str())
    })
}

fn brief_of(row: &Underway, holders: &Holders) -> Brief {
    let county = row.of.county().and_then(|code| holders.county(code));
    Brief {
        id: row.brief_id,
        of: row.of.clone(),
        subject: row.subject.clone(),
        department_id: row.department_id,
        department: String::new(),
        is_regioner: row.is_regioner,
        team_id: county.map_or(0, |county| county.team_id),
        county_slug: county.map_or(String::new(), |county| county.slug.clone()),
    }
}
