//! The tints of units that are coloured by a value: from the classes of
//! [`crate::app::thematic`] to the fills of a style. What is not known is hatched, and so
//! is what the law's minimum is missed in, so that colour does not speak alone.

use egui::Color32;

use crate::app::thematic::{Choropleth, ClassKind, Subject};
use crate::window::map::{FillStyle, Hatch};
use crate::window::theme::{MapStyle, Ramp};

/// The tint of each class, in the order of the classes.
pub fn class_fills(choropleth: &Choropleth, map: &MapStyle) -> Vec<FillStyle> {
    let of_values = choropleth
        .classes
        .iter()
        .filter_map(|class| match class.kind {
            ClassKind::Values(from, to) => Some((from, to)),
            _ => None,
        });
    let of_values: Vec<(f64, f64)> = of_values.collect();
    let farthest = of_values
        .iter()
        .map(|(from, to)| ((from + to) / 2.0).abs())
        .fold(f64::MIN_POSITIVE, f64::max);
    let fill = |(number, kind): (usize, ClassKind)| match kind {
        ClassKind::Values(from, to) if choropleth.of.subject == Subject::Growth => {
            let share = 0.5 + (from + to) / 2.0 / farthest / 2.0;
            FillStyle::tint(mixed(&map.diverging, share as f32))
        }
        ClassKind::Values(..) => {
            let steps = of_values.len().saturating_sub(1).max(1);
            FillStyle::tint(mixed(&map.sequential, number as f32 / steps as f32))
        }
        ClassKind::Met => FillStyle::tint(map.verdicts.met),
        ClassKind::Grandfathered => FillStyle::tint(map.verdicts.grandfathered),
        ClassKind::NeedsAuthority => hatched(map, map.verdicts.authority, 10.0),
        ClassKind::Missed => hatched(map, map.verdicts.missed, 5.0),
        ClassKind::Undecided => hatched(map, map.verdicts.undecided, 7.0),
    };
    let kinds = choropleth.classes.iter().map(|class| class.kind);
    kinds.enumerate().map(fill).collect()
}

fn hatched(map: &MapStyle, colour: Color32, spacing: f32) -> FillStyle {
    FillStyle {
        hatch: Some(Hatch {
            colour: map.rural_district.colour.gamma_multiply(0.6),
            width: 0.8,
            spacing,
        }),
        ..FillStyle::tint(colour)
    }
}

/// The colour at a share of a ramp, from 0 to 1.
fn mixed(ramp: &Ramp, share: f32) -> Color32 {
    let place = share.clamp(0.0, 1.0) * (ramp.len() - 1) as f32;
    let below = (place as usize).min(ramp.len() - 2);
    ramp[below].lerp_to_gamma(ramp[below + 1], place - below as f32)
}
