//! The middle line is as far from both chains, whichever is called the first.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;

/// Two shaken chains over the same stretch that do not touch.
fn chains(count: [usize; 2], shakes: &[(f64, f64)], width_deg: f64) -> [Vec<Position>; 2] {
    let end = 48.1;
    let mut shakes = shakes.iter().cycle();
    let mut chain = |count: usize, side: f64| -> Vec<Position> {
        let mut chain = vec![Position { x: 48.0, y: 33.0 }];
        for index in 1..=count {
            let &(dx, dy) = shakes.next().unwrap();
            let share = (index as f64 + dx * 0.4) / (count + 1) as f64;
            chain.push(Position {
                x: 48.0 + 0.1 * share,
                y: 33.0 + side * width_deg * (0.2 + dy.abs()),
            });
        }
        chain.push(Position { x: end, y: 33.0 });
        chain
    };
    [chain(count[0], -1.0), chain(count[1], 1.0)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every vertex, and every place between two, is as far from the one chain as from
    /// the other; and it is the same with the chains exchanged or run backwards.
    #[test]
    fn it_is_as_far_from_both_and_the_same_when_exchanged(
        counts in (0..12_usize, 1..12_usize),
        shakes in prop::collection::vec((-1.0..1.0, -1.0..1.0), 1..24),
        exponent in 2..7_i32,
    ) {
        let width_deg = 10_f64.powi(-exponent);
        let [south, north] = chains([counts.0, counts.1], &shakes, width_deg);
        // In wide and ragged faces there may be none that is true.
        let Some(middle) = middle_line(&south, &north) else {
            prop_assert!(exponent < 3);
            return Ok(());
        };
        let exchanged = middle_line(&north, &south).unwrap();
        prop_assert_eq!(&exchanged, &middle);
        let backwards = |chain: &[Position]| chain.iter().rev().copied().collect::<Vec<_>>();
        let mut turned = middle_line(&backwards(&north), &backwards(&south)).unwrap();
        turned.reverse();
        prop_assert_eq!(&turned, &middle);
        prop_assert_eq!(middle[0], south[0]);
        prop_assert_eq!(middle[middle.len() - 1], south[south.len() - 1]);
        let extent = Extent::around(south.iter().chain(&north).copied()).unwrap();
        let plane = LocalPlane::at(extent.centre());
        let away = |chain: &[Position], at: Position| {
            chain
                .windows(2)
                .map(|edge| plane.distance_to_edge_m(at, edge[0], edge[1]))
                .fold(f64::INFINITY, f64::min)
        };
        for edge in middle.windows(2) {
            for share in [0.0, 0.3, 0.5, 0.9] {
                let at = edge[0] + (edge[1] - edge[0]) * share;
                let off = away(&south, at) - away(&north, at);
                // Twice the flattening: both distances change.
                prop_assert!(off.abs() < 0.021, "{} m off at {:?}", off, at);
            }
        }
    }
}
