//! Overlay of a few polygons with every vertex kept bit for bit: what of the plane lies
//! in which of them, for fixes that cut land by a line of another polygon or put rings in
//! order that cross themselves.

use spade::Triangulation;

use super::arrangement::{Arrangement, cuts_of, triangle_positions};
use super::contacts::find_contacts;
use super::edges::{EdgeAt, Edges};
use crate::model::{Dataset, Land, Level, Origin, PlainPolygon, PlainRole, Position, Unit};
use crate::topology::contains::polygons_contain;
use crate::topology::rings::{Arc, simple_rings};
use crate::topology::weave_dataset;

/// The outline of all that `keep` wants of the plane, which is asked with, for each set
/// of polygons, whether a place lies in one of them (by the even-odd rule over all rings
/// of each). Rings run with what is kept on their left and meet no vertex twice; the
/// first vertex is not repeated. Vertices are those given, and places where edges cross,
/// not rounded. Nothing where the numbers are beyond what can be triangulated.
///
/// ```
/// use marz::model::{PlainPolygon, PlainRing, Position};
/// use marz::topology::overlay;
/// // A ring like an hourglass becomes two.
/// let ring = [(48.0, 33.0), (49.0, 33.0), (48.0, 34.0), (49.0, 34.0)];
/// let hourglass = PlainPolygon {
///     rings: vec![PlainRing {
///         positions: ring.map(|(x, y)| Position { x, y }).into(),
///         heights_m: None,
///     }],
/// };
/// let rings = overlay(&[&[hourglass]], &|inside| inside[0]).unwrap_or_default();
/// assert_eq!(rings.len(), 2);
/// ```
pub fn overlay(
    sets: &[&[PlainPolygon]],
    keep: &dyn Fn(&[bool]) -> bool,
) -> Option<Vec<Vec<Position>>> {
    // Each set is a leaf of a data set of their own, and is woven like any other.
    let mut alone = Dataset::new(Origin::of_content(b"overlay"), "");
    for set in sets {
        let mut unit = Unit::new(uuid::Uuid::nil(), Level::RuralDistrict, "");
        unit.land = Land::Plain {
            polygons: set.to_vec().into(),
            role: PlainRole::Pending,
        };
        alone.units.insert(unit);
    }
    weave_dataset(&mut alone);
    let edges = Edges::all(&alone);
    let contacts = find_contacts(&edges, &|| false)?;
    let cuts = cuts_of(&contacts);
    let constraints: Vec<EdgeAt> = edges.runs.iter().copied().flat_map(Edges::of_run).collect();
    let arrangement = Arrangement::new(&edges, &constraints, &cuts).ok()?;
    let kept: Vec<bool> = arrangement
        .components
        .iter()
        .map(|component| {
            let [a, b, c] = triangle_positions(arrangement.mesh.face(component.fattest));
            let middle = (a + b + c) / 3.0;
            let inside: Vec<bool> = sets
                .iter()
                .map(|set| polygons_contain(set, middle))
                .collect();
            !component.open && keep(&inside)
        })
        .collect();
    let is_kept = |component: Option<u32>| component.is_some_and(|number| kept[number as usize]);
    let mut arcs = Vec::new();
    for (component, _) in arrangement
        .components
        .iter()
        .zip(&kept)
        .filter(|(_, kept)| **kept)
    {
        for &triangle in &component.triangles {
            for edge in arrangement.mesh.face(triangle).adjacent_edges() {
                if !is_kept(arrangement.left_of(edge.rev())) {
                    arcs.push(Arc::edge(
                        edge.from().data().position,
                        edge.to().data().position,
                    ));
                }
            }
        }
    }
    // The order of triangles is the library's; that of places is not.
    let key = |arc: &Arc| [arc.from.x, arc.from.y, arc.to.x, arc.to.y];
    arcs.sort_by(|a, b| {
        key(a)
            .iter()
            .zip(key(b))
            .map(|(a, b)| a.total_cmp(&b))
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let rings = simple_rings(&arcs);
    Some(
        rings
            .into_iter()
            .map(|ring| ring.into_iter().map(|index| arcs[index].from).collect())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::ring_area_m2;
    use crate::model::PlainRing;

    fn polygon(ring: &[(f64, f64)]) -> PlainPolygon {
        PlainPolygon {
            rings: vec![PlainRing {
                positions: ring.iter().map(|&(x, y)| Position { x, y }).collect(),
                heights_m: None,
            }],
        }
    }

    #[test]
    fn what_lies_in_one_and_not_in_the_other_keeps_its_vertices() {
        let square = polygon(&[(48.0, 33.0), (49.0, 33.0), (49.0, 34.0), (48.0, 34.0)]);
        let other = polygon(&[(48.5, 32.0), (50.0, 32.0), (50.0, 35.0), (48.5, 35.0)]);
        let rings = overlay(&[&[square], &[other]], &|inside| inside[0] && !inside[1]);
        let rings = rings.unwrap_or_default();
        assert_eq!(rings.len(), 1);
        assert_eq!(rings[0].len(), 4);
        assert!(rings[0].contains(&Position { x: 48.0, y: 34.0 }));
        assert!(rings[0].contains(&Position { x: 48.5, y: 34.0 }));
        assert!(ring_area_m2(&rings[0]) > 0.0);
    }
}
