//! What every list has in its address: filter, order, page.

/// The filter as a query string without `sida` and `sortera`, for links that keep it.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let filled = pairs.iter().filter(|(_, value)| !value.is_empty());
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(filled)
        .finish()
}

/// The order a list is in: `sortera=klart` or, from the other end, `sortera=-klart`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub key: String,
    pub descending: bool,
}

impl Order {
    /// The order asked for, if the list knows it; else the list's own.
    pub fn read(asked: &str, known: &[&str], otherwise: &str) -> Order {
        let parse = |text: &str| Order {
            key: text.trim_start_matches('-').to_owned(),
            descending: text.starts_with('-'),
        };
        let order = parse(asked);
        if known.contains(&order.key.as_str()) {
            order
        } else {
            parse(otherwise)
        }
    }

    /// As it stands in the address.
    pub fn value(&self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.key)
    }
}

/// The address of a list for its pages and files: the filter, and the order when one was asked for.
pub fn paging(filter: &[(&str, &str)], asked: &str, order: &Order) -> String {
    let value = order.value();
    let sort = if asked.is_empty() { "" } else { &value };
    query(&[filter, &[("sortera", sort)]].concat())
}

/// The record that a list is narrowed to; what is no number finds nothing, rather than everything.
pub fn id(asked: &str) -> Option<i64> {
    (!asked.is_empty()).then(|| asked.parse().unwrap_or(-1))
}

/// A page's number from the address, from one.
pub fn page_number(asked: &str) -> i64 {
    asked.parse().unwrap_or(1).clamp(1, 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_order_is_the_lists_own() {
        let known = ["klart", "lan"];
        assert_eq!(Order::read("-lan", &known, "klart").value(), "-lan");
        assert_eq!(
            Order::read("; drop table", &known, "klart").value(),
            "klart"
        );
    }

    #[test]
    fn only_what_is_filled_stands_in_the_address() {
        assert_eq!(
            query(&[("lan", "25"), ("q", ""), ("status", "Pågår")]),
            "lan=25&status=P%C3%A5g%C3%A5r"
        );
    }
}
