//! Two contacts that are one person: the one card and the posts that come of them.

use super::{Card, Post};
use crate::domain::spelling::fold;
use jiff::civil::Date;

/// The fields of a card of which one of two is chosen.
pub const CHOSEN: [&str; 5] = ["name", "email", "phone", "data_purpose", "data_source"];

/// The one card: the fields named in `of_other` are the other's, what is empty is filled, the notes of both
/// stand, and the earlier day of review holds.
pub fn one_card(kept: &Card, other: &Card, of_other: &[&str]) -> Card {
    let pick = |field: &str, kept: &str, other: &str| {
        let others = kept.is_empty() || (of_other.contains(&field) && !other.is_empty());
        if others { other } else { kept }.to_owned()
    };
    let notes = match (kept.notes.as_str(), other.notes.as_str()) {
        (own, other) if own == other || other.is_empty() => own.to_owned(),
        ("", other) => other.to_owned(),
        (own, other) => format!("{own}\n\n{other}"),
    };
    Card {
        name: pick("name", &kept.name, &other.name),
        email: pick("email", &kept.email, &other.email),
        phone: pick("phone", &kept.phone, &other.phone),
        data_purpose: pick("data_purpose", &kept.data_purpose, &other.data_purpose),
        data_source: pick("data_source", &kept.data_source, &other.data_source),
        review_on: kept.review_on.min(other.review_on),
        notes,
    }
}

/// The one post that both tell of: the same title at the same organisation without a day between. One that
/// has no title is taken for the one that has. None when they are two posts.
pub fn one_post(kept: &Post, other: &Post) -> Option<Post> {
    let (one, two) = (fold(kept.post_title.trim()), fold(other.post_title.trim()));
    let titled = one == two || one.is_empty() || two.is_empty();
    let at_once = meets(kept.valid_to, other.valid_from) && meets(other.valid_to, kept.valid_from);
    let same = kept.organisation_id == other.organisation_id && titled && at_once;
    same.then(|| Post {
        organisation_id: kept.organisation_id,
        post_title: match one.is_empty() {
            true => other.post_title.clone(),
            false => kept.post_title.clone(),
        },
        valid_from: match (kept.valid_from, other.valid_from) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        },
        valid_to: kept
            .valid_to
            .zip(other.valid_to)
            .map(|(one, two)| one.max(two)),
    })
}

/// Whether one begins before the other has been over for a day; a day that is not known is no hindrance.
fn meets(to: Option<Date>, from: Option<Date>) -> bool {
    let next = to.map(|to| to.tomorrow().unwrap_or(to));
    next.zip(from).is_none_or(|(next, from)| from <= next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn post(post_title: &str, from: Option<i16>, to: Option<i16>) -> Post {
        Post {
            organisation_id: 1,
            post_title: post_title.to_owned(),
            valid_from: from.map(|year| date(year, 1, 1)),
            valid_to: to.map(|year| date(year, 12, 31)),
        }
    }

    #[test]
    fn the_same_post_twice_is_one_with_all_its_days() {
        let strategist = |from, to| post("Strateg", from, to);
        let rows = [
            (
                strategist(None, None),
                post("strateg ", Some(2020), None),
                Some(strategist(Some(2020), None)),
            ),
            (
                strategist(Some(2018), Some(2021)),
                strategist(Some(2020), None),
                Some(strategist(Some(2018), None)),
            ),
            (
                strategist(Some(2018), Some(2019)),
                strategist(Some(2020), Some(2021)),
                Some(strategist(Some(2018), Some(2021))),
            ),
            (
                post("", None, None),
                strategist(Some(2020), None),
                Some(strategist(Some(2020), None)),
            ),
            (
                strategist(Some(2010), Some(2012)),
                strategist(Some(2020), None),
                None,
            ),
            (strategist(None, None), post("Direktör", None, None), None),
            (
                strategist(None, None),
                Post {
                    organisation_id: 2,
                    ..strategist(None, None)
                },
                None,
            ),
        ];
        for (kept, other, expected) in rows {
            assert_eq!(one_post(&kept, &other), expected, "{kept:?} {other:?}");
        }
    }

    #[test]
    fn a_card_keeps_what_is_chosen_and_loses_nothing_else() {
        let card = |email: &str, phone: &str, notes: &str, year| Card {
            name: "Kristina".to_owned(),
            email: email.to_owned(),
            phone: phone.to_owned(),
            data_purpose: "Kontakt".to_owned(),
            data_source: String::new(),
            review_on: date(year, 1, 1),
            notes: notes.to_owned(),
        };
        let (kept, other) = (
            card("a@x.example", "", "En.", 2028),
            card("b@x.example", "070", "Två.", 2027),
        );
        let usual = one_card(&kept, &other, &[]);
        assert_eq!(
            (usual.email.as_str(), usual.phone.as_str()),
            ("a@x.example", "070")
        );
        assert_eq!(
            (usual.notes.as_str(), usual.review_on),
            ("En.\n\nTvå.", date(2027, 1, 1))
        );
        assert_eq!(one_card(&kept, &other, &["email"]).email, "b@x.example");
        assert_eq!(
            one_card(&other, &kept, &["phone"]).phone,
            "070",
            "nothing is no number"
        );
    }
}
