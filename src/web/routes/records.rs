//! What is kept of län, briefs, promises and feedback.

use crate::App;
use crate::web::{
    actions, attachments, briefs, counties, dialogues, feedback, handovers, investments,
    milestones, participants,
};
use axum::Router;
use axum::routing::{get, post};

#[rustfmt::skip]
pub fn routes() -> Router<App> {
    Router::new()
        // dialogues
        .route("/dialoger", get(dialogues::index))
        .route("/dialoger/ny", get(dialogues::plan::new).post(dialogues::plan::create))
        .route("/dialoger/{id}", get(dialogues::show::show))
        .route("/dialoger/{id}/andra", get(dialogues::change::edit).post(dialogues::change::update))
        .route("/dialoger/{id}/bekraftad", post(dialogues::steps::confirm))
        .route("/dialoger/{id}/genomford", post(dialogues::steps::hold))
        .route("/dialoger/{id}/avslutad", post(dialogues::steps::close))
        .route("/dialoger/{id}/installd", get(dialogues::steps::ask_to_cancel).post(dialogues::steps::cancel))
        .route("/dialoger/{id}/anteckningar", get(dialogues::notes::edit).post(dialogues::notes::update))
        .route("/dialoger/{id}/historik", get(dialogues::notes::history))
        .route("/dialoger/{id}/milstolpar/{mid}", get(milestones::show).post(milestones::update))
        .route("/dialoger/{id}/milstolpar/{mid}/klar", post(milestones::done))
        .route("/dialoger/{id}/milstolpar/{mid}/oppen", post(milestones::reopen))
        .route("/dialoger/{id}/medverkande/ny", get(participants::new).post(participants::create))
        .route("/dialoger/{id}/medverkande/funktioner", post(participants::team::add_functions))
        .route("/dialoger/{id}/medverkande/{pid}", get(participants::edit).post(participants::update))
        .route("/dialoger/{id}/medverkande/{pid}/deltog", post(participants::presence::attended))
        .route("/dialoger/{id}/medverkande/{pid}/borttagen", get(participants::presence::ask_to_remove).post(participants::presence::remove))
        // actions
        .route("/insatser", get(actions::index))
        .route("/insatser/ny", get(actions::edit::new).post(actions::edit::create))
        .route("/insatser/{id}", get(actions::show::show))
        .route("/insatser/{id}/andra", get(actions::edit::edit).post(actions::edit::update))
        .route("/insatser/{id}/status", post(actions::report::set_status))
        .route("/insatser/{id}/uppfoljningar", post(actions::report::follow_up))
        .route("/insatser/{id}/historik", get(actions::edit::history))
        // underlag
        .route("/underlag", get(briefs::list::index))
        .route("/underlag/nytt", get(briefs::new::new).post(briefs::new::create))
        .route("/underlag/{id}", get(briefs::show::show))
        .route("/underlag/{id}/skriv", get(briefs::write::edit).post(briefs::write::update))
        .route("/underlag/{id}/avsnitt/{section}", post(briefs::write::mark))
        .route("/underlag/{id}/ny-version", post(briefs::steps::start))
        .route("/underlag/{id}/granskning", post(briefs::steps::submit))
        .route("/underlag/{id}/granskning/atertagen", post(briefs::steps::take_back))
        .route("/underlag/{id}/faststalld", post(briefs::steps::approve))
        .route("/underlag/{id}/aterlamnad", get(briefs::steps::ask_to_send_back).post(briefs::steps::send_back))
        .route("/underlag/{id}/behovs-inte", get(briefs::steps::ask_to_waive).post(briefs::steps::waive))
        .route("/underlag/{id}/versioner/{number}", get(briefs::show::version))
        .route("/underlag/{id}/jamfor", get(briefs::compare::show))
        .route("/underlag/{id}/historik", get(briefs::log::history))
        .route("/underlag/{id}/bilagor", post(attachments::create))
        .route("/underlag/{id}/bilagor/{file}", get(attachments::download))
        .route("/underlag/{id}/bilagor/{file}/borttagen", get(attachments::ask_to_remove).post(attachments::remove))
        // everything about one län
        .route("/lan", get(counties::list))
        .route("/lan/{lan}", get(counties::show))
        .route("/lan/{lan}/dialoger", get(counties::dialogues))
        .route("/lan/{lan}/insatser", get(counties::actions))
        .route("/lan/{lan}/historik", get(counties::history))
        // feedback after a dialogue, and what is handed over to a unit
        .route("/aterkoppling", get(feedback::index))
        .route("/aterkoppling/tackning", get(feedback::coverage::show))
        .route("/aterkoppling/{id}", get(feedback::show::show))
        .route("/aterkoppling/{id}/last", post(feedback::show::read))
        .route("/dialoger/{id}/aterkoppling", get(feedback::dialogue::show))
        .route("/dialoger/{id}/aterkoppling/ny", get(feedback::give::new).post(feedback::give::create))
        .route("/overlamningar", get(handovers::index))
        .route("/overlamningar/ny", get(handovers::edit::new).post(handovers::edit::create))
        .route("/overlamningar/{id}", get(handovers::show::show))
        .route("/overlamningar/{id}/andra", get(handovers::edit::edit).post(handovers::edit::update))
        .route("/overlamningar/{id}/mottagen", post(handovers::answer::accept))
        .route("/overlamningar/{id}/vidare", get(handovers::answer::ask_to_redirect).post(handovers::answer::redirect))
        .route("/overlamningar/{id}/avbojd", get(handovers::answer::ask_to_decline).post(handovers::answer::decline))
        .route("/overlamningar/{id}/kontakter", post(handovers::answer::contact))
        .route("/overlamningar/{id}/paminnelse", post(handovers::settle::remind))
        .route("/overlamningar/{id}/tillbaka", get(handovers::settle::ask_to_take_back).post(handovers::settle::take_back))
        .route("/overlamningar/{id}/avslutad", get(handovers::settle::ask_to_close).post(handovers::settle::close))
        .route("/overlamningar/{id}/historik", get(handovers::show::log))
        // insatser that are given and checked in on, and what is financed together
        .route("/insatser/{id}/lamnad", post(actions::given::give))
        .route("/insatser/{id}/svar", post(actions::given::answer))
        .route("/insatser/{id}/atertagen", post(actions::given::take_back))
        .route("/insatser/{id}/avstamningar", post(actions::checkins::plan))
        .route("/insatser/{id}/avstamningar/{cid}", get(actions::checkins::show).post(actions::checkins::settle))
        .route("/insatser/{id}/avstamningar/{cid}/borttagen", post(actions::checkins::remove))
        .route("/satsningar", get(investments::index))
        .route("/satsningar/ny", get(investments::edit::new).post(investments::edit::create))
        .route("/satsningar/{id}", get(investments::show::show))
        .route("/satsningar/{id}/andra", get(investments::edit::edit).post(investments::edit::update))
        .route("/satsningar/{id}/bedomning", get(investments::judge::ask).post(investments::judge::judge))
        .route("/satsningar/{id}/status", get(investments::status::ask).post(investments::status::turn))
        .route("/satsningar/{id}/historik", get(investments::show::log))
}
