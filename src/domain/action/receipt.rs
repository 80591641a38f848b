//! An action that is given to a unit or a function, which accepts it, sends it on or declines.

use crate::codes;
use crate::domain::people::Seat;

codes! {
    /// How it stands with the one it was given to.
    Receipt {
        NotGiven = "", "Inte lämnad";
        Asked = "asked", "Väntar på svar";
        Accepted = "accepted", "Mottagen";
        Declined = "declined", "Avböjd";
    }
}

codes! {
    /// A step in the log of an action that is given away.
    Answer {
        Asked = "asked", "Lämnade insatsen";
        Accepted = "accepted", "Tog emot";
        Redirected = "redirected", "Skickade vidare";
        Declined = "declined", "Avböjde";
        Withdrawn = "withdrawn", "Tog tillbaka";
    }
}

impl Answer {
    /// Sent on and declined are told with a reason.
    pub fn asks_why(self) -> bool {
        matches!(self, Answer::Redirected | Answer::Declined)
    }

    /// Whether it is the one who was asked that says it, and not the one who gave.
    pub fn is_an_answer(self) -> bool {
        matches!(
            self,
            Answer::Accepted | Answer::Redirected | Answer::Declined
        )
    }
}

impl Receipt {
    /// How it stands after a step; none when the step cannot be taken from here.
    pub fn after(self, answer: Answer) -> Option<Receipt> {
        match (self, answer) {
            (_, Answer::Asked) => Some(Receipt::Asked),
            (Receipt::Asked, Answer::Accepted) => Some(Receipt::Accepted),
            (Receipt::Asked, Answer::Redirected) => Some(Receipt::Asked),
            (Receipt::Asked, Answer::Declined) => Some(Receipt::Declined),
            (Receipt::Asked | Receipt::Declined, Answer::Withdrawn) => Some(Receipt::NotGiven),
            _ => None,
        }
    }
}

/// To whom an action is given, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub receipt: Receipt,
    pub by: Option<i64>,
    /// The function that is asked; the responsible unit when there is none.
    pub seat: Option<Seat>,
}

impl Given {
    /// Whether someone of a unit, with the seats she holds today, is among those who are asked.
    pub fn asks(&self, action_unit: i64, her_unit: Option<i64>, her_seats: &[Seat]) -> bool {
        self.receipt == Receipt::Asked
            && match &self.seat {
                Some(seat) => her_seats.contains(seat),
                None => her_unit == Some(action_unit),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_action_is_answered_once_and_can_be_given_again() {
        use Receipt::{Accepted, Asked, Declined, NotGiven};
        let rows = [
            (NotGiven, Answer::Asked, Some(Asked)),
            (NotGiven, Answer::Accepted, None),
            (NotGiven, Answer::Redirected, None),
            (NotGiven, Answer::Declined, None),
            (NotGiven, Answer::Withdrawn, None),
            (Asked, Answer::Asked, Some(Asked)),
            (Asked, Answer::Accepted, Some(Accepted)),
            (Asked, Answer::Redirected, Some(Asked)),
            (Asked, Answer::Declined, Some(Declined)),
            (Asked, Answer::Withdrawn, Some(NotGiven)),
            (Accepted, Answer::Asked, Some(Asked)),
            (Accepted, Answer::Accepted, None),
            (Accepted, Answer::Redirected, None),
            (Accepted, Answer::Declined, None),
            (Accepted, Answer::Withdrawn, None),
            (Declined, Answer::Asked, Some(Asked)),
            (Declined, Answer::Accepted, None),
            (Declined, Answer::Redirected, None),
            (Declined, Answer::Declined, None),
            (Declined, Answer::Withdrawn, Some(NotGiven)),
        ];
        for (from, answer, expected) in rows {
            assert_eq!(from.after(answer), expected, "{from:?} {answer:?}");
        }
    }

    #[test]
    fn the_unit_is_asked_or_else_the_function() {
        let officer = Seat::County("25".into());
        let given = |receipt, seat| Given {
            receipt,
            by: Some(1),
            seat,
        };
        let of_unit = given(Receipt::Asked, None);
        assert!(of_unit.asks(3, Some(3), &[]) && !of_unit.asks(3, Some(4), &[]));
        assert!(!of_unit.asks(3, None, std::slice::from_ref(&officer)));
        let of_seat = given(Receipt::Asked, Some(officer.clone()));
        assert!(of_seat.asks(3, None, std::slice::from_ref(&officer)));
        assert!(!of_seat.asks(3, Some(3), &[Seat::Lead(1)]));
        assert!(!given(Receipt::Accepted, None).asks(3, Some(3), &[officer]));
    }
}
