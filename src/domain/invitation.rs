//! Inbjudan to another national agency: why, about what, what it answered, whether it came.

use crate::codes;
use crate::domain::participant::Attended;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    Reply {
        None = "none", "Inget svar";
        Yes = "yes", "Tackat ja";
        No = "no", "Tackat nej";
    }
}

/// What a person writes of an invitation. The reason stands in the letter to the agency; whom it is sent
/// to and what we told it afterwards stay with us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    pub agency_id: i64,
    pub issue_area_id: Option<i64>,
    pub contact: String,
    pub reason: String,
    pub sent_on: Option<Date>,
    pub reply: Reply,
    pub attended: Attended,
    pub feedback: String,
}

#[derive(Clone, Debug)]
pub struct Invitation {
    pub id: i64,
    pub dialogue_id: i64,
    pub asking: Asking,
    pub agency: String,
    pub area: String,
    pub version: i64,
}

impl Invitation {
    /// Where it stands in a word, and its colour.
    pub fn stands(&self) -> (&'static str, &'static str) {
        match (self.asking.attended, self.asking.reply, self.asking.sent_on) {
            (Attended::Yes, ..) => ("Deltog", "green"),
            (Attended::No, ..) => ("Deltog inte", ""),
            (_, Reply::Yes, _) => ("Tackat ja", "green"),
            (_, Reply::No, _) => ("Tackat nej", ""),
            (_, Reply::None, Some(_)) => ("Inget svar", "amber"),
            (_, Reply::None, None) => ("Inte skickad", "amber"),
        }
    }
}

/// A dialogue has no more invitations than this.
pub const MOST: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_invitation_tells_the_last_that_is_known_of_it() {
        let sent = Some(date(2026, 10, 1));
        let rows = [
            (None, Reply::None, Attended::Unknown, "Inte skickad"),
            (sent, Reply::None, Attended::Unknown, "Inget svar"),
            (sent, Reply::Yes, Attended::Unknown, "Tackat ja"),
            (sent, Reply::No, Attended::Unknown, "Tackat nej"),
            (sent, Reply::Yes, Attended::No, "Deltog inte"),
            (sent, Reply::No, Attended::Yes, "Deltog"),
        ];
        for (sent_on, reply, attended, expected) in rows {
            let asking = Asking {
                agency_id: 1,
                issue_area_id: None,
                contact: String::new(),
                reason: String::new(),
                sent_on,
                reply,
                attended,
                feedback: String::new(),
            };
            let invitation = Invitation {
                id: 1,
                dialogue_id: 1,
                asking,
                agency: String::new(),
                area: String::new(),
                version: 1,
            };
            assert_eq!(invitation.stands().0, expected);
        }
    }
}
