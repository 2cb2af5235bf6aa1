//! From the theme's look of the map to the tables that the renderer draws with, with
//! what is hidden left out.

use egui::Color32;

use super::choropleth::class_fills;
use super::scene::{
    CITY, COAST, CONTESTED, COUNTY, DISPUTED, DISTRICT, INTERNATIONAL, ISLAND_SIZES_M, LAND,
    PROVINCE, RURAL_DISTRICT, THEMATIC, TINTS, UNAGREED, UNPAIRED, WATER,
};
use crate::app::thematic::Choropleth;
use crate::model::Level;
use crate::window::map::{
    FarTint, FillStyle, Hatch, LineStyle, MAX_FILL_CLASSES, MAX_LINE_CLASSES,
    METRES_PER_POINT_OF_SCREEN, MapColours, MarkColours, PointShape, PointStyle,
};
use crate::window::theme::{self, BorderStyle, MapStyle, Palette, Severity, Theme};
use crate::window::view_state::Levels;

/// An island of fewer points across than this is marked.
const SEEN_AS_LAND: f64 = 3.0;

/// A border's look for the renderer.
pub(super) fn line_style(style: &BorderStyle) -> LineStyle {
    LineStyle::solid(style.colour, style.width)
        .dashed(&style.dash, false)
        .with_halo(style.halo.0, style.halo.1)
        .up_to_scale(style.to_scale)
}

/// The tables of the renderer for a theme and what is visible.
pub(super) fn map_colours(
    theme: &Theme,
    levels: &Levels,
    choropleth: Option<&Choropleth>,
) -> MapColours {
    let map = &theme.map;
    MapColours {
        background: map.background,
        lines: lines(map, levels),
        fills: fills(map, choropleth),
        points: points(map, levels),
        thinning: map.thinning,
    }
}

/// How much of a tint is left over pictures of the ground.
const OVER_GROUND: f32 = 0.3;

/// How far a band under a line reaches beyond it over pictures of the ground, in points.
const BAND: f32 = 1.2;

/// Makes what covers the ground see-through: nothing behind, and a breath of the tints. Lines
/// that have no band under them get one in the colour of `halo`, to be read over any picture.
pub(super) fn show_ground(colours: &mut MapColours, halo: Color32) {
    colours.background = Color32::TRANSPARENT;
    for line in &mut colours.lines {
        if line.visible && line.halo_width < BAND {
            *line = line.with_halo(halo.gamma_multiply(0.75), BAND);
        }
    }
    for fill in &mut colours.fills {
        fill.colour = fill.colour.gamma_multiply(OVER_GROUND);
        if let Some(far) = &mut fill.far {
            far.colour = far.colour.gamma_multiply(OVER_GROUND);
        }
    }
}

/// The tables of the small map in the corner: land and the borders of provinces.
pub(super) fn overview_colours(theme: &Theme) -> MapColours {
    let map = &theme.map;
    let levels = Levels {
        visible: [Level::Province].into(),
        ..Levels::default()
    };
    let mut lines = lines(map, &levels);
    for line in &mut lines {
        // At its scale a pattern is noise.
        line.dash = [0.0; 8];
        line.width = 1.0;
        line.halo_width = 0.0;
    }
    MapColours {
        background: map.background,
        lines,
        fills: vec![FillStyle::tint(map.tints[0]); MAX_FILL_CLASSES],
        points: Vec::new(),
        thinning: map.thinning,
    }
}

fn lines(map: &MapStyle, levels: &Levels) -> Vec<LineStyle> {
    let hidden = LineStyle {
        visible: false,
        ..LineStyle::solid(Color32::TRANSPARENT, 0.0)
    };
    let own = |level: Level| {
        line_style(match level {
            Level::Province => &map.province,
            Level::County => &map.county,
            Level::District => &map.district,
            _ => &map.rural_district,
        })
    };
    // A border of a hidden level still divides the units below: it is drawn as theirs.
    let of_level = |level: Level| {
        let shown = Level::UNITS
            .into_iter()
            .filter(|below| *below >= level && *below < Level::City)
            .find(|below| levels.visible.contains(below));
        shown.map_or(hidden, own)
    };
    let mut lines = vec![hidden; MAX_LINE_CLASSES];
    let mut set = |class: u8, style: LineStyle| {
        if let Some(entry) = lines.get_mut(usize::from(class)) {
            *entry = style;
        }
        if let Some(entry) = lines.get_mut(usize::from(class + UNAGREED)) {
            *entry = style.with_halo(map.unagreed.colour, map.unagreed.width);
        }
    };
    set(UNPAIRED, line_style(&map.unpaired));
    set(
        CITY,
        LineStyle {
            visible: levels.visible.contains(&Level::City),
            ..line_style(&map.city)
        },
    );
    set(RURAL_DISTRICT, of_level(Level::RuralDistrict));
    set(DISTRICT, of_level(Level::District));
    set(COUNTY, of_level(Level::County));
    set(PROVINCE, of_level(Level::Province));
    set(COAST, line_style(&map.coast));
    set(INTERNATIONAL, line_style(&map.international));
    set(DISPUTED, line_style(&map.disputed));
    lines
}

fn fills(map: &MapStyle, choropleth: Option<&Choropleth>) -> Vec<FillStyle> {
    let tint = |number: u8| {
        let place = usize::from(number) % map.tints.len().max(1);
        map.tints.get(place).copied().unwrap_or(map.land)
    };
    let mut fills: Vec<FillStyle> = (0..LAND)
        .map(|pair| FillStyle {
            far: Some(FarTint {
                colour: tint(pair % TINTS),
                from_scale: map.far_tints.from_scale,
                whole_from: map.far_tints.whole_from,
            }),
            ..FillStyle::tint(tint(pair / TINTS))
        })
        .collect();
    fills.resize(MAX_FILL_CLASSES, FillStyle::tint(map.land));
    let mut set = |class: u8, style: FillStyle| {
        if let Some(entry) = fills.get_mut(usize::from(class)) {
            *entry = style;
        }
    };
    let contested = FillStyle {
        colour: map.contested.fill,
        far: None,
        hatch: Some(Hatch {
            colour: map.contested.colour,
            width: map.contested.width,
            spacing: map.contested.spacing,
        }),
    };
    set(CONTESTED, contested);
    set(WATER, FillStyle::tint(map.water));
    let classes = choropleth.map(|it| class_fills(it, map));
    for (class, style) in (THEMATIC..).zip(classes.into_iter().flatten()) {
        set(class, style);
    }
    fills
}

/// In the order of the classes of points in [`super::scene`].
fn points(map: &MapStyle, levels: &Levels) -> Vec<PointStyle> {
    let point = |level: Level, style: &theme::PointStyle| PointStyle {
        visible: levels.visible.contains(&level),
        shape: match style.shape {
            theme::PointShape::Disc => PointShape::Dot,
            theme::PointShape::Ring => PointShape::Ring,
            theme::PointShape::RingDot => PointShape::RingDot,
            theme::PointShape::DoubleRing => PointShape::DoubleRing,
            theme::PointShape::StarRing => PointShape::StarRing,
            theme::PointShape::Square => PointShape::Square,
        },
        radius: style.radius,
        colour: style.colour,
        ground: map.land,
        from_scale: 0.0,
        to_scale: style.to_scale,
    };
    let mut points = vec![
        point(Level::Place, &map.place_point),
        point(Level::Farm, &map.farm_point),
    ];
    points.extend(
        map.village_points
            .iter()
            .map(|it| point(Level::Village, it)),
    );
    points.extend(map.city_points.iter().map(|it| point(Level::City, it)));
    let ranks = [
        Level::RuralDistrict,
        Level::District,
        Level::County,
        Level::Province,
    ];
    let seats = ranks.into_iter().zip(&map.centre_points);
    points.extend(seats.map(|(level, it)| point(level, it)));
    points.extend(ISLAND_SIZES_M.map(|size_m| PointStyle {
        visible: true,
        from_scale: (size_m / (SEEN_AS_LAND * METRES_PER_POINT_OF_SCREEN)) as f32,
        ..point(Level::Province, &map.island_point)
    }));
    points
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
