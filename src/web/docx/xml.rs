//! Text in XML: escaped, and without what XML cannot hold.

/// For an element or an attribute.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    for each in text.chars() {
        match each {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(' '),
            each if is_allowed(each) => escaped.push(each),
            _ => {}
        }
    }
    escaped
}

/// XML 1.0's `Char`, without the control characters that programs disagree about.
fn is_allowed(each: char) -> bool {
    !each.is_control() && !matches!(each, '\u{fffe}' | '\u{ffff}')
}
