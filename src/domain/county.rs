//! What can be told of a län on its own page.

use crate::codes;

codes! {
    /// Something that happened in a län; the label ends the sentence its name begins.
    Happening {
        Planned = "dialogue_planned", "planerad";
        Moved = "dialogue_moved", "flyttad";
        Held = "dialogue_held", "genomförd";
        Cancelled = "dialogue_cancelled", "inställd";
        ActionMade = "action_made", "skapad";
        ActionDone = "action_done", "genomförd";
        ActionStopped = "action_stopped", "avbruten";
        ActionFollowedUp = "action_followed_up", "uppföljd";
        FeedbackTeam = "feedback_team", "till teamet";
        FeedbackDepartment = "feedback_department", "till avdelningen";
        FeedbackRegion = "feedback_region", "till regionen";
        OfficerBegan = "officer_began", "blev länsansvarig";
        OfficerEnded = "officer_ended", "slutade som länsansvarig";
        CaseReported = "case_reported", "registrerat";
        NetworkMet = "network_met", "träff i nätverket";
        Observed = "observed", "noterad";
        ActorBegan = "actor_began", "blev regionalt utvecklingsansvarig aktör (RUA)";
        Contact = "contact", "";
    }
}

codes! {
    /// The parts of a län's timeline that can be shown alone.
    Part {
        Dialogues = "dialoger", "dialoger";
        Actions = "insatser", "insatser";
        Feedback = "aterkoppling", "återkoppling";
        Cases = "varsel", "varsel";
        Networks = "natverk", "nätverk";
        Observations = "omvarld", "omvärld";
        Organisation = "organisation", "organisation";
        Contacts = "kontakter", "kontakter";
    }
}
