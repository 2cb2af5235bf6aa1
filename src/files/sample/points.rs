//! Coordinates as they are written: whole 1e-7 degrees of WGS 84, so that equal places
//! are equal bit for bit and text and number never disagree. Also the ellipsoidal area
//! of a ring whose edges are straight in longitude and latitude.

use super::mesh::Place;

/// Longitude and latitude in 1e-7 degrees.
pub(super) type Point = [i32; 2];

/// A closed ring: the last point repeats the first.
pub(super) type Ring = Vec<Point>;

/// An outer ring, counter-clockwise, then its holes, clockwise (RFC 7946, 3.1.6).
pub(super) type Polygon = Vec<Ring>;

/// Kilometres in a degree of latitude, near enough to lay out a made-up map.
const KILOMETRES_PER_DEGREE: f64 = 110.9;

/// From the working plane in kilometres to longitude and latitude.
#[derive(Debug, Clone, Copy)]
pub(super) struct Projector {
    origin: [f64; 2],
    scale: f64,
}

impl Projector {
    /// A plane whose origin is at `origin` (degrees).
    pub(super) fn at(origin: [f64; 2]) -> Self {
        Projector { origin, scale: 1.0 }
    }

    /// The same plane, one kilometre of which is drawn `factor` times larger.
    pub(super) fn scaled(self, factor: f64) -> Self {
        Projector {
            scale: self.scale * factor,
            ..self
        }
    }

    fn per_degree(self) -> [f64; 2] {
        [
            KILOMETRES_PER_DEGREE * self.origin[1].to_radians().cos(),
            KILOMETRES_PER_DEGREE,
        ]
    }

    /// The place in the plane of a longitude and latitude in degrees.
    pub(super) fn place(self, degrees: [f64; 2]) -> Place {
        let per = self.per_degree();
        [
            (degrees[0] - self.origin[0]) * per[0] / self.scale,
            (degrees[1] - self.origin[1]) * per[1] / self.scale,
        ]
    }

    /// The rounded coordinates of a place in the plane.
    pub(super) fn point(self, place: Place) -> Point {
        let per = self.per_degree();
        [
            ((self.origin[0] + place[0] * self.scale / per[0]) * 1e7).round() as i32,
            ((self.origin[1] + place[1] * self.scale / per[1]) * 1e7).round() as i32,
        ]
    }
}

/// Degrees of a point.
pub(super) fn degrees(point: Point) -> [f64; 2] {
    [f64::from(point[0]) / 1e7, f64::from(point[1]) / 1e7]
}

/// Offset from `from` to `to` in metres east and north, good to a part in a hundred over
/// a few kilometres.
pub(super) fn offset_m(from: Point, to: Point) -> [f64; 2] {
    let per = metres_per_unit(from);
    [
        f64::from(to[0] - from[0]) * per[0],
        f64::from(to[1] - from[1]) * per[1],
    ]
}

/// The point that lies `east_north_m` from `from`.
pub(super) fn moved_m(from: Point, east_north_m: [f64; 2]) -> Point {
    let per = metres_per_unit(from);
    [
        from[0] + (east_north_m[0] / per[0]).round() as i32,
        from[1] + (east_north_m[1] / per[1]).round() as i32,
    ]
}

fn metres_per_unit(at: Point) -> [f64; 2] {
    let north = KILOMETRES_PER_DEGREE * 1000.0 / 1e7;
    [north * 1.0034 * degrees(at)[1].to_radians().cos(), north]
}

/// Distance in metres.
pub(super) fn distance_m(from: Point, to: Point) -> f64 {
    let [east, north] = offset_m(from, to);
    east.hypot(north)
}

/// Twice the signed area of a triangle in squared units; exact.
pub(super) fn turn(a: Point, b: Point, c: Point) -> i128 {
    let part = |p: i32, q: i32| i128::from(p) - i128::from(q);
    part(b[0], a[0]) * part(c[1], a[1]) - part(b[1], a[1]) * part(c[0], a[0])
}

/// Whether two segments have a point in common other than a shared end.
pub(super) fn crosses(one: [Point; 2], two: [Point; 2]) -> bool {
    for axis in [0, 1] {
        let low = |s: [Point; 2]| s[0][axis].min(s[1][axis]);
        let high = |s: [Point; 2]| s[0][axis].max(s[1][axis]);
        if high(one) < low(two) || high(two) < low(one) {
            return false;
        }
    }
    let sides = |a: [Point; 2], b: [Point; 2]| (turn(a[0], a[1], b[0]), turn(a[0], a[1], b[1]));
    let (a, b) = sides(one, two);
    let (c, d) = sides(two, one);
    let shared = one.iter().filter(|end| two.contains(end)).count();
    if shared == 2 {
        return true;
    }
    if shared == 1 {
        // Only a fold, where one lies along the other, has more than the shared end.
        let Some(&hinge) = one.iter().find(|end| two.contains(end)) else {
            return false;
        };
        let other = |s: [Point; 2]| if s[0] == hinge { s[1] } else { s[0] };
        let (p, q) = (other(one), other(two));
        let along = |axis: usize| {
            (i128::from(p[axis]) - i128::from(hinge[axis]))
                * (i128::from(q[axis]) - i128::from(hinge[axis]))
        };
        return turn(hinge, p, q) == 0 && along(0) + along(1) > 0;
    }
    a.signum() * b.signum() <= 0 && c.signum() * d.signum() <= 0
}

/// Twice the signed area of a ring in squared units; positive if counter-clockwise.
pub(super) fn signed_area(ring: &[Point]) -> i128 {
    ring.windows(2)
        .map(|pair| match *pair {
            [a, b] => i128::from(a[0]) * i128::from(b[1]) - i128::from(b[0]) * i128::from(a[1]),
            _ => 0,
        })
        .sum()
}

/// Whether a point lies inside a closed ring (even-odd rule); the rim counts as either.
pub(super) fn contains(ring: &[Point], point: Point) -> bool {
    let mut within = false;
    for pair in ring.windows(2) {
        let [a, b] = *pair else { continue };
        if (a[1] > point[1]) == (b[1] > point[1]) {
            continue;
        }
        let side = turn(a, b, point);
        if (b[1] > a[1] && side > 0) || (b[1] < a[1] && side < 0) {
            within = !within;
        }
    }
    within
}

/// Whether a point lies in a polygon: inside its outer ring and in none of its holes.
pub(super) fn within(polygon: &[Ring], point: Point) -> bool {
    let mut rings = polygon.iter();
    rings.next().is_some_and(|outer| contains(outer, point))
        && !rings.any(|hole| contains(hole, point))
}

/// Ellipsoidal area (WGS 84) in square kilometres of the figure between a closed ring's
/// edges, each straight in longitude and latitude: the authalic integral of the area
/// below the parallel, by three-point Gauss quadrature along every edge. Positive if
/// the ring is counter-clockwise.
pub(super) fn area_km2(ring: &[Point]) -> f64 {
    const SEMI_MINOR_KM: f64 = 6_356.752_314_245;
    const ECCENTRICITY_SQUARED: f64 = 0.006_694_379_990_141_317;
    let eccentricity = ECCENTRICITY_SQUARED.sqrt();
    let below = |latitude: f64| {
        let sine = latitude.to_radians().sin();
        let part = eccentricity * sine;
        SEMI_MINOR_KM * SEMI_MINOR_KM / 2.0
            * (sine / (1.0 - part * part) + part.atanh() / eccentricity)
    };
    let nodes = [
        (-(0.6_f64.sqrt()), 5.0 / 18.0),
        (0.0, 8.0 / 18.0),
        (0.6_f64.sqrt(), 5.0 / 18.0),
    ];
    let mut sum = 0.0;
    for pair in ring.windows(2) {
        let [a, b] = *pair else { continue };
        let (a, b) = (degrees(a), degrees(b));
        let (middle, half) = ((a[1] + b[1]) / 2.0, (b[1] - a[1]) / 2.0);
        let mean: f64 = nodes
            .iter()
            .map(|&(node, weight)| weight * below(middle + half * node))
            .sum();
        sum -= (b[0] - a[0]).to_radians() * mean;
    }
    sum
}
