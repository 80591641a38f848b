//! Sweden as 21 shapes, drawn small: about 2 kB over the wire.
//!
//! `map/paths.txt` has a line per län, its code and its outline in a box of 428 × 1000 (SWEREF 99 TM), made
//! from SCB's digital borders (CC0): shared borders simplified as one by Douglas–Peucker to 2 units, rounded
//! to whole numbers, islands below 40 square units left out.

use crate::domain::places::County;
use std::sync::LazyLock;

pub struct Shape {
    pub code: &'static str,
    pub path: &'static str,
}

/// In the order of the codes.
pub static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let lines = include_str!("map/paths.txt").lines();
    lines
        .filter_map(|line| line.split_once(' '))
        .map(|(code, path)| Shape { code, path })
        .collect()
});

/// The small map beside a län's name: the län, its team, and the rest in one path each.
pub struct SmallMap {
    pub team_slug: String,
    pub label: String,
    pub current: String,
    pub team: String,
    pub others: String,
}

impl SmallMap {
    pub fn of(county: &County, counties: &[County]) -> SmallMap {
        let in_team = |code: &str| {
            counties
                .iter()
                .any(|each| each.code == code && each.team_id == county.team_id)
        };
        let (own, rest): (Vec<&Shape>, Vec<&Shape>) =
            SHAPES.iter().partition(|shape| shape.code == county.code);
        let (team, others): (Vec<&Shape>, Vec<&Shape>) =
            rest.into_iter().partition(|shape| in_team(shape.code));
        let joined = |shapes: Vec<&Shape>| shapes.into_iter().map(|shape| shape.path).collect();
        SmallMap {
            team_slug: county.team_slug.clone(),
            label: format!("{} på Sverigekartan", county.short_name),
            current: joined(own),
            team: joined(team),
            others: joined(others),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lan_has_one_closed_shape_of_whole_numbers() {
        let codes: Vec<&str> = SHAPES.iter().map(|shape| shape.code).collect();
        let expected = "01 03 04 05 06 07 08 09 10 12 13 14 17 18 19 20 21 22 23 24 25";
        assert_eq!(codes.join(" "), expected);
        for shape in SHAPES.iter() {
            assert!(shape.path.starts_with('M') && shape.path.ends_with('z'));
            assert!(
                shape.path.chars().all(|c| "Mlz -0123456789".contains(c)),
                "{}",
                shape.code
            );
        }
    }

    #[test]
    fn the_map_is_light() {
        let bytes: usize = SHAPES.iter().map(|shape| shape.path.len()).sum();
        assert!(bytes < 6_000, "{bytes} bytes on every page about a län");
    }

    #[test]
    fn the_islands_that_matter_are_there() {
        let parts = |code| {
            let shape = SHAPES.iter().find(|shape| shape.code == code);
            shape.map_or(0, |shape| shape.path.matches('M').count())
        };
        assert_eq!([parts("09"), parts("08")], [1, 2]); // Gotland, and Öland beside Kalmar
    }
}
