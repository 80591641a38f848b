//! Insatser: what was promised, by whom, by when.

use crate::codes;

codes! {
    Status {
        Proposed = "proposed", "Föreslagen";
        Decided = "decided", "Beslutad";
        Ongoing = "ongoing", "Pågår";
        Done = "done", "Genomförd";
        Stopped = "stopped", "Avbruten";
    }
}

impl Status {
    /// Whether something remains to be done.
    pub fn is_open(self) -> bool {
        matches!(self, Status::Proposed | Status::Decided | Status::Ongoing)
    }
}
