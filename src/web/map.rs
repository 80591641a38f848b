//! stand-in until the county slice is merged
pub fn outline(_: &str) -> &'static str {
    "M0 0"
}
