//! What is written in the log: who did what to which record, with the values before and after.

use crate::codes;
use serde::Serialize;
use serde_json::{Map, Value};

codes! {
    /// The kinds of records that have a history.
    SubjectKind {
        Installation = "installation", "installationen";
        Person = "person", "medarbetaren";
        Account = "account", "kontot";
        Assignment = "assignment", "uppdraget";
        Department = "department", "avdelningen";
        Unit = "unit", "enheten";
        Team = "team", "teamet";
        County = "county", "länet";
        RegionalActor = "regional_actor", "regionalt utvecklingsansvarig aktör";
        IssueArea = "issue_area", "sakfrågan";
        Content = "content", "sidan";
        MilestoneTemplate = "milestone_template", "milstolpsmallen";
        Dialogue = "dialogue", "dialogen";
        Milestone = "milestone", "milstolpen";
        Participant = "participant", "den medverkande";
        Action = "action", "insatsen";
        Round = "round", "dialogomgången";
        CalendarDate = "calendar_date", "det fasta datumet";
        SavedView = "saved_view", "den sparade vyn";
        Setting = "setting", "inställningen";
        BriefTemplate = "brief_template", "mallen för underlag";
        Brief = "brief", "underlaget";
        BriefVersion = "brief_version", "versionen av underlaget";
        Attachment = "attachment", "bilagan";
        DialogueIssue = "dialogue_issue", "den aktuella sakfrågan";
        BriefOrder = "brief_order", "beställningen";
        Position = "position", "ställningstagandet";
        Assessment = "assessment", "den nationella bedömningen";
        Judgement = "judgement", "bedömningen";
        Offer = "offer", "erbjudandet";
        Need = "need", "behovet";
        NationalAgency = "national_agency", "den nationella myndigheten";
        Invitation = "invitation", "inbjudan";
        AgendaItem = "agenda_item", "punkten på dagordningen";
        DialogueType = "dialogue_type", "dialogtypen";
        Pack = "pack", "dialogunderlaget";
        Outcome = "outcome", "utfallet";
        Minutes = "minutes", "minnesanteckningarna";
        MinutesReview = "minutes_review", "justeringen";
        ActionCheckin = "action_checkin", "avstämningen";
        Investment = "investment", "satsningen";
        Handover = "handover", "överlämningen";
        Feedback = "feedback", "återkopplingen";
        RegionReport = "region_report", "rapporten till regionen";
        Evaluation = "evaluation", "utvärderingen";
        Lesson = "lesson", "lärdomen";
        Observation = "observation", "omvärldsnotisen";
        Follow = "follow", "bevakningen";
        Source = "source", "källan";
        FeedItem = "feed_item", "posten i inkorgen";
        Organisation = "organisation", "organisationen";
        Contact = "contact", "kontakten";
        ContactEntry = "contact_entry", "kontakten i loggen";
        Network = "network", "nätverket";
        NetworkMeeting = "network_meeting", "nätverksträffen";
        TransitionCase = "transition_case", "ärendet";
        Indicator = "indicator", "indikatorn";
    }
}

/// A reference to a record; never its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    pub kind: SubjectKind,
    pub id: String,
}

impl Subject {
    pub fn new(kind: SubjectKind, id: impl ToString) -> Self {
        Subject {
            kind,
            id: id.to_string(),
        }
    }
}

codes! {
    /// What happened. The label is the Swedish sentence after the name of who did it.
    EventKind {
        Installed = "installed", "lade in startuppgifterna";
        SignedIn = "signed_in", "loggade in";
        SignedOut = "signed_out", "loggade ut";
        SessionEnded = "session_ended", "avslutade en session";
        PasswordSet = "password_set", "satte ett lösenord";
        PasswordChanged = "password_changed", "bytte lösenord";
        PasswordRehashed = "password_rehashed", "fick sitt lösenord lagrat på ett nyare sätt";
        LinkMade = "link_made", "skapade en engångslänk";
        FeedMade = "feed_made", "skapade en hemlig kalenderadress";
        FeedEnded = "feed_ended", "avslutade en kalenderadress";
        Added = "added", "lade till uppgiften";
        Changed = "changed", "ändrade uppgifterna";
        Closed = "closed", "avslutade uppgiften";
        Removed = "removed", "tog bort uppgiften";
        Restored = "restored", "tog tillbaka uppgiften";
        PersonAdded = "person_added", "lade till medarbetaren";
        AccountAdded = "account_added", "lade upp kontot";
        AccountDeactivated = "account_deactivated", "stängde av kontot";
        AccountReactivated = "account_reactivated", "öppnade kontot igen";
        RoleGranted = "role_granted", "gav en roll";
        RoleEnded = "role_ended", "avslutade en roll";
        SessionsEnded = "sessions_ended", "avslutade alla sessioner";
        CountyMoved = "county_moved", "flyttade länet till ett annat team";
        CountyMoveWithdrawn = "county_move_withdrawn", "tog tillbaka flytten av länet";
        AssignmentMade = "assignment_made", "bemannade funktionen";
        AssignmentChanged = "assignment_changed", "rättade uppdraget";
        AssignmentEnded = "assignment_ended", "avslutade uppdraget";
        AssignmentRemoved = "assignment_removed", "tog bort uppdraget, som hade lagts in av misstag";
        DialoguePlanned = "dialogue_planned", "planerade dialogen";
        DialogueChanged = "dialogue_changed", "ändrade dialogen";
        DialogueMoved = "dialogue_moved", "flyttade dialogen till en annan dag";
        DialogueConfirmed = "dialogue_confirmed", "bekräftade datumet";
        DialogueStarted = "dialogue_started", "började genomförandet";
        DialogueHeld = "dialogue_held", "markerade dialogen som genomförd";
        DialogueClosed = "dialogue_closed", "avslutade dialogen";
        DialogueCancelled = "dialogue_cancelled", "ställde in dialogen";
        NotesChanged = "notes_changed", "ändrade anteckningarna";
        MilestoneDone = "milestone_done", "bockade av milstolpen";
        MilestoneWaived = "milestone_waived", "avstod från milstolpen";
        MilestoneAnswered = "milestone_answered", "besvarade bedömningen";
        MilestoneReopened = "milestone_reopened", "öppnade milstolpen igen";
        MilestoneMoved = "milestone_moved", "ändrade milstolpens datum";
        ParticipantAdded = "participant_added", "lade till en medverkande";
        ParticipantChanged = "participant_changed", "ändrade en medverkande";
        ParticipantRemoved = "participant_removed", "tog bort en medverkande";
        ActionMade = "action_made", "skapade insatsen";
        ActionChanged = "action_changed", "ändrade insatsen";
        ActionStatusChanged = "action_status_changed", "ändrade insatsens status";
        ActionFollowedUp = "action_followed_up", "följde upp insatsen";
        ActionHandedOver = "action_handed_over", "flyttade insatsen till en annan ägare";
        RoundPlanned = "round_planned", "planerade dialoger i omgången";
        ViewSaved = "view_saved", "sparade en vy";
        ViewRemoved = "view_removed", "tog bort en sparad vy";
        MilestoneAdded = "milestone_added", "lade till milstolpen";
        MilestoneRemoved = "milestone_removed", "tog bort milstolpen";
        IssueProposed = "issue_proposed", "föreslog en sakfråga";
        IssueChosen = "issue_chosen", "valde en sakfråga";
        IssueDropped = "issue_dropped", "valde bort en sakfråga";
        BriefOrdered = "brief_ordered", "beställde ett underlag";
        BriefOrderChanged = "brief_order_changed", "ändrade beställningen";
        BriefOrderAskedAgain = "brief_order_asked_again", "bad om underlaget igen";
        BriefOrderReturned = "brief_order_returned", "skickade tillbaka underlaget";
        BriefOrderDelivered = "brief_order_delivered", "lämnade underlaget";
        BriefOrderNotNeeded = "brief_order_not_needed", "bedömde att underlaget inte behövs";
        BriefOrderWithdrawn = "brief_order_withdrawn", "tog tillbaka beställningen";
        BriefStarted = "brief_started", "började på en version av underlaget";
        BriefChanged = "brief_changed", "ändrade underlaget";
        BriefSubmitted = "brief_submitted", "lämnade underlaget för granskning";
        BriefSentBack = "brief_sent_back", "lämnade tillbaka underlaget till den som skriver";
        BriefApproved = "brief_approved", "fastställde underlaget";
        BriefNotNeeded = "brief_not_needed", "bedömde att underlaget inte behövs";
        AttachmentAdded = "attachment_added", "lade till en bilaga";
        AttachmentRemoved = "attachment_removed", "tog bort en bilaga";
        PositionStarted = "position_started", "började på ställningstagandet";
        PositionChanged = "position_changed", "ändrade ställningstagandet";
        PositionStatusChanged = "position_status_changed", "ändrade ställningstagandets status";
        PositionRebased = "position_rebased", "lät ställningstagandet vila på den nya versionen av underlaget";
        AssessmentChanged = "assessment_changed", "ändrade den nationella bedömningen";
        AssessmentReady = "assessment_ready", "markerade den nationella bedömningen som klar";
        Judged = "judged", "gjorde en bedömning";
        OfferAdded = "offer_added", "lade till erbjudandet";
        OfferChanged = "offer_changed", "ändrade erbjudandet";
        OfferClosed = "offer_closed", "avslutade erbjudandet";
        NeedAdded = "need_added", "lade till behovet";
        NeedChanged = "need_changed", "ändrade behovet";
        NeedClosed = "need_closed", "avslutade behovet";
        NeedMatched = "need_matched", "matchade behovet mot erbjudanden";
        AgencyInvited = "agency_invited", "lade till en inbjudan till en myndighet";
        InvitationChanged = "invitation_changed", "ändrade en inbjudan";
        InvitationRemoved = "invitation_removed", "tog bort en inbjudan";
        AgendaItemAdded = "agenda_item_added", "lade till en punkt på dagordningen";
        AgendaItemChanged = "agenda_item_changed", "ändrade en punkt på dagordningen";
        AgendaItemMoved = "agenda_item_moved", "ändrade ordningen på dagordningen";
        AgendaItemParked = "agenda_item_parked", "parkerade en punkt till senare";
        AgendaItemCarried = "agenda_item_carried", "tog med en punkt från förra dialogen";
        AgendaItemDone = "agenda_item_done", "markerade en punkt som behandlad";
        AgendaItemDropped = "agenda_item_dropped", "tog bort en punkt från dagordningen";
        PackChanged = "pack_changed", "ändrade dialogunderlagets delar";
        PackFrozen = "pack_frozen", "låste dialogunderlaget";
        OutcomeWritten = "outcome_written", "skrev ett utfall";
        OutcomeChanged = "outcome_changed", "ändrade ett utfall";
        OutcomeRemoved = "outcome_removed", "tog bort ett utfall";
        OutcomeBecame = "outcome_became", "gjorde något av ett utfall";
        AgendaItemBegun = "agenda_item_begun", "började med en punkt på dagordningen";
        MinutesChanged = "minutes_changed", "ändrade minnesanteckningarna";
        MinutesSentForReview = "minutes_sent_for_review", "skickade minnesanteckningarna på justering";
        MinutesTakenBack = "minutes_taken_back", "tog tillbaka minnesanteckningarna från justering";
        MinutesReviewed = "minutes_reviewed", "svarade på justeringen";
        MinutesCommentSettled = "minutes_comment_settled", "tog hand om en synpunkt på minnesanteckningarna";
        MinutesLocked = "minutes_locked", "låste minnesanteckningarna";
        MinutesReopened = "minutes_reopened", "öppnade minnesanteckningarna igen";
        MinutesReviewerAdded = "minutes_reviewer_added", "bad någon justera minnesanteckningarna";
        MinutesReviewerRemoved = "minutes_reviewer_removed", "tog bort någon från justeringen";
        MinutesSent = "minutes_sent", "markerade minnesanteckningarna som skickade";
        ActionGiven = "action_given", "gav insatsen till en enhet";
        ActionAccepted = "action_accepted", "tog emot insatsen";
        ActionRedirected = "action_redirected", "skickade insatsen vidare";
        ActionDeclined = "action_declined", "avböjde insatsen";
        ActionTakenBack = "action_taken_back", "tog tillbaka insatsen";
        CheckinPlanned = "checkin_planned", "planerade en avstämning";
        CheckinDone = "checkin_done", "gjorde en avstämning";
        CheckinRemoved = "checkin_removed", "tog bort en avstämning";
        InvestmentAdded = "investment_added", "lade till satsningen";
        InvestmentChanged = "investment_changed", "ändrade satsningen";
        InvestmentJudged = "investment_judged", "bedömde satsningens relevans";
        InvestmentStatusChanged = "investment_status_changed", "ändrade satsningens status";
        HandoverSent = "handover_sent", "lämnade över frågan till en enhet";
        HandoverChanged = "handover_changed", "ändrade överlämningen";
        HandoverAccepted = "handover_accepted", "tog emot överlämningen";
        HandoverRedirected = "handover_redirected", "skickade överlämningen vidare";
        HandoverDeclined = "handover_declined", "avböjde överlämningen";
        HandoverContact = "handover_contact", "loggade en kontakt";
        HandoverCameBack = "handover_came_back", "tog tillbaka överlämningen";
        HandoverClosed = "handover_closed", "avslutade överlämningen";
        FeedbackGiven = "feedback_given", "återkopplade";
        FeedbackRead = "feedback_read", "läste återkopplingen";
        ReportChanged = "report_changed", "ändrade rapporten till regionen";
        ReportSent = "report_sent", "markerade rapporten till regionen som skickad";
        ReportCommented = "report_commented", "skrev in regionens kommentar";
        EvaluationChanged = "evaluation_changed", "ändrade utvärderingen av dialogen";
        LessonAdded = "lesson_added", "lade till lärdomen";
        LessonChanged = "lesson_changed", "ändrade lärdomen";
        LessonRemoved = "lesson_removed", "tog bort lärdomen";
        SecrecyMarked = "secrecy_marked", "sekretessmarkerade handlingen";
        SecrecyRemarked = "secrecy_remarked", "ändrade sekretessmarkeringen";
        SecrecyLifted = "secrecy_lifted", "hävde sekretessmarkeringen";
        CaseReported = "case_reported", "registrerade ärendet";
        CaseChanged = "case_changed", "ändrade ärendet";
        CaseProposed = "case_proposed", "föreslog en kontaktperson";
        CaseJudged = "case_judged", "bedömde om en kontaktperson behövs";
        CaseStepped = "case_stepped", "ändrade ärendets fas";
        CaseLogged = "case_logged", "skrev i ärendets logg";
        CaseClosed = "case_closed", "avslutade ärendet";
        CaseReopened = "case_reopened", "öppnade ärendet igen";
        NetworkAdded = "network_added", "lade till nätverket";
        NetworkChanged = "network_changed", "ändrade nätverket";
        NetworkClosed = "network_closed", "avslutade nätverket";
        NetworkReopened = "network_reopened", "öppnade nätverket igen";
        NetworkSeatTaken = "network_seat_taken", "gav någon en plats i nätverket";
        NetworkSeatChanged = "network_seat_changed", "ändrade en plats i nätverket";
        NetworkMeetingAdded = "network_meeting_added", "skrev in en nätverksträff";
        NetworkMeetingChanged = "network_meeting_changed", "ändrade en nätverksträff";
        NetworkMeetingRemoved = "network_meeting_removed", "tog bort en nätverksträff";
        NoteBroughtHome = "note_brought_home", "förde notisen till en nätverksträff";
        NoteLeftOut = "note_left_out", "tog bort notisen från en nätverksträff";
        IndicatorAdded = "indicator_added", "lade till indikatorn";
        IndicatorChanged = "indicator_changed", "ändrade indikatorn";
        FiguresImported = "figures_imported", "läste in siffror";
        ObservationAdded = "observation_added", "skrev omvärldsnotisen";
        ObservationChanged = "observation_changed", "ändrade omvärldsnotisen";
        ObservationSettled = "observation_settled", "tog ställning till omvärldsnotisen";
        ObservationAssessed = "observation_assessed", "bedömde vad omvärldsnotisen betyder";
        ObservationUsed = "observation_used", "använde omvärldsnotisen";
        ObservationUseRemoved = "observation_use_removed", "tog bort en användning av omvärldsnotisen";
        ObservationRemoved = "observation_removed", "tog bort omvärldsnotisen";
        FollowBegan = "follow_began", "började bevaka";
        FollowEnded = "follow_ended", "slutade bevaka";
        SourceAdded = "source_added", "lade till källan";
        SourceChanged = "source_changed", "ändrade källan";
        SourceClosed = "source_closed", "avslutade källan";
        SourceReopened = "source_reopened", "öppnade källan igen";
        SourceFetched = "source_fetched", "hämtade nya poster från källan";
        ItemsRemoved = "items_removed", "tog bort gamla poster ur inkorgen";
        ItemHidden = "item_hidden", "dolde en post i inkorgen";
        ItemShown = "item_shown", "tog fram en dold post i inkorgen";
        OrganisationAdded = "organisation_added", "lade till organisationen";
        OrganisationChanged = "organisation_changed", "ändrade organisationen";
        OrganisationMerged = "organisation_merged", "slog ihop två organisationer";
        ContactAdded = "contact_added", "lade till kontakten";
        ContactChanged = "contact_changed", "ändrade kontakten";
        ContactReviewed = "contact_reviewed", "gick igenom personuppgifterna";
        ContactMerged = "contact_merged", "slog ihop två kontakter";
        ContactPseudonymised = "contact_pseudonymised", "pseudonymiserade kontakten";
        ContactRoleAdded = "contact_role_added", "lade till en roll";
        ContactRoleChanged = "contact_role_changed", "ändrade en roll";
        ContactRoleEnded = "contact_role_ended", "noterade att kontakten har lämnat posten";
        ContactLogged = "contact_logged", "loggade kontakten";
        ContactEntryChanged = "contact_entry_changed", "ändrade det loggade";
        ContactEntrySigned = "contact_entry_signed", "signerade tjänsteanteckningen";
        ContactFollowedUp = "contact_followed_up", "markerade uppföljningen som gjord";
        CadenceSet = "cadence_set", "ändrade hur ofta regionen ska kontaktas";
    }
}

/// A field's value before and after, each a JSON fragment; `null` when there was none.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub field: String,
    pub before: Value,
    pub after: Value,
}

impl Change {
    pub fn new(field: &str, before: impl Serialize, after: impl Serialize) -> Self {
        Change {
            field: field.to_owned(),
            before: json(&before),
            after: json(&after),
        }
    }

    /// The fields of a record that differ; every filled field when there is no `before`.
    pub fn between<T: Serialize>(before: Option<&T>, after: &T) -> Vec<Change> {
        let before = before.map(fields).unwrap_or_default();
        fields(after)
            .into_iter()
            .filter_map(|(field, after)| {
                let before = before.get(&field).cloned().unwrap_or(Value::Null);
                (!same(&before, &after)).then_some(Change {
                    field,
                    before,
                    after,
                })
            })
            .collect()
    }
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// A record as a flat map of its fields.
pub fn fields(record: &impl Serialize) -> Map<String, Value> {
    match json(record) {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// Nothing, an empty text and an empty list read the same on a page.
fn same(a: &Value, b: &Value) -> bool {
    let blank = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    a == b || (blank(a) && blank(b))
}

/// What a write records: one kind, one subject, and the record whose history also shows it.
#[derive(Clone, Debug)]
pub struct Event {
    pub kind: EventKind,
    pub subject: Subject,
    pub parent: Option<Subject>,
    pub version: Option<i64>,
    pub changes: Vec<Change>,
}

impl Event {
    pub fn new(kind: EventKind, subject_kind: SubjectKind, id: impl ToString) -> Self {
        Event {
            kind,
            subject: Subject::new(subject_kind, id),
            parent: None,
            version: None,
            changes: Vec::new(),
        }
    }

    pub fn within(mut self, kind: SubjectKind, id: impl ToString) -> Self {
        self.parent = Some(Subject::new(kind, id));
        self
    }

    /// The subject's version after the event: what a conflict is told by.
    pub fn version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }

    pub fn changes(mut self, changes: Vec<Change>) -> Self {
        self.changes.extend(changes);
        self
    }

    pub fn change(mut self, field: &str, before: impl Serialize, after: impl Serialize) -> Self {
        self.changes.push(Change::new(field, before, after));
        self
    }
}
