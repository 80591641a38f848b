//! The positions whose brief has changed, for the start page of those who write them.

use crate::App;
use crate::domain::agenda::Seats;
use crate::domain::position::url;
use crate::error::Result;
use crate::store::positions::{self, Changed};
use crate::web::text;

/// "Kompetensförsörjning, Norrbotten 3 december 2026": version 1 → 2.
pub struct Line {
    pub url: String,
    pub title: String,
    pub dialogue: String,
    pub versions: String,
    pub compare: String,
}

pub async fn lines(app: &App, seats: &Seats) -> Result<Vec<Line>> {
    let found = positions::changed(app.db.read(), seats, app.clock.today()).await?;
    Ok(found.iter().map(line).collect())
}

fn line(of: &Changed) -> Line {
    let pair = of.rests.on.as_ref().zip(of.rests.in_force.as_ref());
    Line {
        url: url(of.dialogue_id, of.issue_area_id),
        versions: pair.map_or(String::new(), |(on, held)| {
            format!(
                "vilar på version {}, version {} gäller",
                on.number, held.number
            )
        }),
        compare: of.rests.compare_url(),
        dialogue: format!("{} {}", of.county, text::long_date(of.held_on)),
        title: of.issue_area.clone(),
    }
}
