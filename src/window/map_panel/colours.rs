//! From the theme's look of the map to the tables that the renderer draws with, with
//! what is hidden left out.

use egui::Color32;

use super::scene::{
    CITY, CONTESTED, COUNTY, DISPUTED, DISTRICT, LAND, PROVINCE, RURAL_DISTRICT, TINTS, UNPAIRED,
};
use crate::model::Level;
use crate::window::map::{
    FarTint, FillStyle, Hatch, LineStyle, MapColours, MarkColours, PointShape, PointStyle, Thinning,
};
use crate::window::theme::{BorderStyle, Palette, Severity, Theme};
use crate::window::view_state::Levels;

/// The n of 1:n from which counties begin to take the tint of their province, and from
/// which all of them have it.
const FAR_TINTS: (f32, f32) = (4_500_000.0, 8_000_000.0);

/// A border's look for the renderer.
pub(super) fn line_style(style: &BorderStyle) -> LineStyle {
    LineStyle::solid(style.colour, style.width)
        .dashed(&style.dash, false)
        .with_halo(style.halo.0, style.halo.1)
}

/// The tables of the renderer for a theme and what is visible.
pub(super) fn map_colours(theme: &Theme, levels: &Levels) -> MapColours {
    let map = &theme.map;
    let hidden = LineStyle {
        visible: false,
        ..LineStyle::solid(Color32::TRANSPARENT, 0.0)
    };
    let own = |level: Level| {
        let (style, to_scale) = match level {
            Level::Province => (&map.province, f32::INFINITY),
            Level::County => (&map.county, 12_000_000.0),
            Level::District => (&map.district, 4_000_000.0),
            _ => (&map.rural_district, 2_500_000.0),
        };
        line_style(style).up_to_scale(to_scale)
    };
    // A border of a hidden level still divides the units below: it is drawn as theirs.
    let of_level = |level: Level| {
        let shown = Level::UNITS
            .into_iter()
            .filter(|below| *below >= level && *below < Level::City)
            .find(|below| levels.visible.contains(below));
        shown.map_or(hidden, own)
    };
    let mut lines = vec![hidden; usize::from(DISPUTED) + 1];
    let mut set = |class: u8, style: LineStyle| {
        if let Some(entry) = lines.get_mut(usize::from(class)) {
            *entry = style;
        }
    };
    set(UNPAIRED, line_style(&map.unpaired));
    set(
        CITY,
        LineStyle {
            visible: levels.visible.contains(&Level::City),
            ..line_style(&map.city).up_to_scale(1_500_000.0)
        },
    );
    set(RURAL_DISTRICT, of_level(Level::RuralDistrict));
    set(DISTRICT, of_level(Level::District));
    set(COUNTY, of_level(Level::County));
    set(PROVINCE, of_level(Level::Province));
    set(DISPUTED, line_style(&map.disputed));

    let tint = |number: u8| {
        let place = usize::from(number) % map.tints.len().max(1);
        map.tints.get(place).copied().unwrap_or(map.land)
    };
    let mut fills: Vec<FillStyle> = (0..LAND)
        .map(|pair| FillStyle {
            far: Some(FarTint {
                colour: tint(pair % TINTS),
                from_scale: FAR_TINTS.0,
                whole_from: FAR_TINTS.1,
            }),
            ..FillStyle::tint(tint(pair / TINTS))
        })
        .collect();
    fills.push(FillStyle::tint(map.land));
    fills.resize(usize::from(CONTESTED), FillStyle::tint(map.land));
    fills.push(FillStyle {
        colour: map.contested.fill,
        far: None,
        hatch: Some(Hatch {
            colour: map.contested.colour,
            width: map.contested.width,
            spacing: map.contested.spacing,
        }),
    });
    MapColours {
        background: map.background,
        lines,
        fills,
        points: points(theme, levels),
        thinning: Thinning::default(),
    }
}

/// In the order of the classes of points: place, farm, village, city, then seats of rural
/// districts, districts, counties, provinces.
fn points(theme: &Theme, levels: &Levels) -> Vec<PointStyle> {
    let map = &theme.map;
    let point = |level: Level, shape, radius, colour, to_scale| PointStyle {
        visible: levels.visible.contains(&level),
        shape,
        radius,
        colour,
        ground: map.land,
        to_scale,
    };
    let seat = |level, shape, larger: f32, to_scale| {
        let style = &map.centre_point;
        point(level, shape, style.radius + larger, style.colour, to_scale)
    };
    let farm = &map.farm_point;
    let village = &map.village_point;
    let city = &map.city_point;
    vec![
        point(
            Level::Place,
            PointShape::Ring,
            farm.radius,
            farm.colour,
            90_000.0,
        ),
        point(
            Level::Farm,
            PointShape::Ring,
            farm.radius,
            farm.colour,
            90_000.0,
        ),
        point(
            Level::Village,
            PointShape::Dot,
            village.radius,
            village.colour,
            260_000.0,
        ),
        point(
            Level::City,
            PointShape::Square,
            city.radius,
            city.colour,
            2_000_000.0,
        ),
        seat(Level::RuralDistrict, PointShape::Ring, -0.8, 220_000.0),
        seat(Level::District, PointShape::RingDot, -0.2, 360_000.0),
        seat(Level::County, PointShape::DoubleRing, 0.6, 400_000.0),
        seat(Level::Province, PointShape::StarRing, 2.2, 6_000_000.0),
    ]
}

/// The colours of marks and handles.
pub(super) fn mark_colours(theme: &Theme) -> MarkColours {
    let severity = |severity| Palette::severity(&theme.palette, severity);
    MarkColours {
        error: severity(Severity::Error),
        warning: severity(Severity::Warning),
        note: severity(Severity::Note),
        dispute: severity(Severity::Dispute),
        ground: theme.map.vertex_fill,
        accent: theme.map.vertex_line,
        ink: theme.map.scale_bar,
    }
}
