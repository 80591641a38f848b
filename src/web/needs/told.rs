//! The form of a need as something else tells it: the need itself, or a line of a dialogue that was a wish.

use super::edit::NeedForm;
use crate::App;
use crate::domain::need::Wish;
use crate::error::Result;
use crate::store::outcomes;

/// The form as the line begins it, and the dialogue it comes from. A title is read by more than a
/// description is, so an internal line gives only that.
pub async fn form(app: &App, id: &str, dialogue: &mut String) -> Result<NeedForm> {
    let Ok(id) = id.parse() else {
        return Ok(NeedForm::default());
    };
    let shown = outcomes::find_shown(app.db.read(), id).await?;
    *dialogue = shown.outcome.dialogue_id.to_string();
    let line = shown.outcome.line;
    let short = line.text.chars().count() <= 100 && !line.text.contains('\n');
    let (title, description) = match line.shareable && short {
        true => (line.text, String::new()),
        false => (String::new(), line.text),
    };
    Ok(NeedForm {
        issue_area_id: shown.area_id.map_or(String::new(), |id| id.to_string()),
        title,
        description,
        ..NeedForm::default()
    })
}

impl From<&Wish> for NeedForm {
    fn from(of: &Wish) -> Self {
        NeedForm {
            title: of.title.clone(),
            county: of.county.clone(),
            municipality: of.municipality.clone().unwrap_or_default(),
            issue_area_id: of.issue_area_id.to_string(),
            source: of.source.to_string(),
            dialogue_id: of.dialogue_id.map_or(String::new(), |id| id.to_string()),
            raised_on: of.raised_on.to_string(),
            description: of.description.clone(),
            version: 0,
            once: String::new(),
        }
    }
}
