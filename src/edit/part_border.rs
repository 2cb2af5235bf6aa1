//! Parts a border in two where nothing meets it, so that each stretch can have a decree, a
//! status and an accuracy of its own; and joins what was parted. No land changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::insert_vertex::as_vertex;
use super::redraw::rewoven;
use super::{ChangeSet, Refusal};
use crate::model::{Extent, Position, same_place};
use crate::topology::{Redrawing, Snapshot, parted_at};

/// Parts the border that runs at a place, a metre away at most; where it has no vertex there,
/// one is put on its edge. An agreed border can be parted: its course stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SplitBorder {
    /// Where.
    pub at: Position,
}

impl SplitBorder {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: no border runs there, or one ends there already.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        let (at, put) = as_vertex(snapshot, self.at)?;
        let now = put.apply(snapshot);
        let mut through = None;
        for key in now.index.borders_near(Extent::at(at)) {
            let border = now.dataset.borders.get(key).ok_or(Refusal::Gone)?;
            let (first, last) = border.ends();
            if same_place(first, at) || same_place(last, at) {
                return Err(Refusal::AtJunction(at));
            }
            if border.line.iter().any(|&vertex| same_place(vertex, at)) {
                through = Some((key, border.line.to_vec()));
            }
        }
        let redrawing = Redrawing {
            lines: BTreeMap::from([through.ok_or(Refusal::NoEdge(at))?]),
            parts: vec![at],
            ..Redrawing::default()
        };
        Ok(put.then(rewoven(&now, &redrawing)?.changes.into()))
    }
}

/// Joins the two stretches of a line that meet at a place where it was parted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct JoinBorders {
    /// Where.
    pub at: Position,
}

impl JoinBorders {
    /// What the edit would change.
    ///
    /// # Errors
    /// [`Refusal`]: borders of other units meet there, or what is known of the two stretches
    /// differs.
    pub fn plan(&self, snapshot: &Snapshot) -> Result<ChangeSet, Refusal> {
        let parted = parted_at(snapshot, self.at).ok_or(Refusal::NotParted(self.at))?;
        let borders = &snapshot.dataset.borders;
        let rows = parted.map(|key| borders.get(key));
        let [Some(one), Some(other)] = rows else {
            return Err(Refusal::Gone);
        };
        if one.attributes != other.attributes {
            return Err(Refusal::UnlikeBorders);
        }
        let lines = parted.into_iter().zip([one, other]);
        let redrawing = Redrawing {
            lines: lines.map(|(key, row)| (key, row.line.to_vec())).collect(),
            joins: vec![self.at],
            ..Redrawing::default()
        };
        Ok(rewoven(snapshot, &redrawing)?.changes.into())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use super::*;
    use crate::edit::drawing_tests::still;
    use crate::edit::{BorderField, Edit, EditBorders, MoveVertex};
    use crate::model::{Border, BorderKey, BorderStatus};
    use crate::topology::unit_polygons;

    /// The longest border between two units, and a vertex inside it.
    fn inside(snapshot: &Snapshot) -> (BorderKey, Position) {
        let borders = snapshot.dataset.borders.iter();
        let between = borders.filter(|(_, it)| it.left.len() == 1 && it.right.len() == 1);
        let (key, border) = between.max_by_key(|(_, it)| it.line.len()).unwrap();
        (key, border.line[border.line.len() / 2])
    }

    fn lands(snapshot: &Snapshot) -> Vec<Vec<crate::model::PlainPolygon>> {
        let dataset = &snapshot.dataset;
        dataset
            .units
            .iter()
            .map(|(_, unit)| unit_polygons(dataset, unit).to_vec())
            .collect()
    }

    fn made(edit: &Edit, snapshot: &Snapshot) -> Snapshot {
        let changes = edit.plan(snapshot).unwrap();
        let after = changes.apply(snapshot);
        assert_eq!(changes.inverse().apply(&after).dataset, snapshot.dataset);
        after
    }

    #[test]
    fn each_stretch_of_a_parted_border_has_its_own_status_and_stays_parted() {
        let before = still();
        let (whole, at) = inside(&before);
        let split = Edit::SplitBorder(SplitBorder { at });
        let after = made(&split, &before);
        assert_eq!(lands(&after), lands(&before), "no land changes");
        let parted = parted_at(&after, at).unwrap();
        let id = before.dataset.borders.get(whole).unwrap().id;
        let row = |snapshot: &Snapshot, key| -> Border {
            snapshot.dataset.borders.get(key).unwrap().clone()
        };
        assert!(parted.iter().all(|key| row(&after, *key).came_from == [id]));
        assert_eq!(split.plan(&after), Err(Refusal::AtJunction(at)));
        let agree = Edit::Borders(EditBorders {
            borders: vec![parted[0]],
            field: BorderField::Status(BorderStatus::Disputed),
            reason: String::new(),
        });
        let told = made(&agree, &after);
        let join = Edit::JoinBorders(JoinBorders { at });
        assert_eq!(join.plan(&told), Err(Refusal::UnlikeBorders));
        // Moving the place where they meet moves both, and parts them still.
        let to = Position {
            x: at.x + 1e-6,
            y: at.y + 1e-6,
        };
        let moved = made(&Edit::MoveVertex(MoveVertex { from: at, to }), &told);
        let still_parted = parted_at(&moved, crate::edit::rounded(to)).unwrap();
        let statuses = still_parted.map(|key| row(&moved, key).attributes.status);
        assert!(statuses.contains(&BorderStatus::Disputed));
        assert!(statuses.contains(&BorderStatus::Unverified));
        // Alike again, they are joined to a line as it was.
        let joined = made(&join, &after);
        assert_eq!(parted_at(&joined, at), None);
        assert_eq!(lands(&joined), lands(&before));
        assert_eq!(joined.dataset.borders.len(), before.dataset.borders.len());
    }

    #[test]
    fn a_border_is_parted_on_an_edge_too_and_no_junction_is_joined() {
        let before = still();
        let (key, at) = inside(&before);
        let line = &before.dataset.borders.get(key).unwrap().line;
        let place = line.iter().position(|&it| same_place(it, at)).unwrap();
        let middle = (line[place] + line[place + 1]) / 2.0;
        let after = made(&Edit::SplitBorder(SplitBorder { at: middle }), &before);
        assert_eq!(
            after.dataset.borders.len(),
            before.dataset.borders.len() + 1
        );
        let (end, _) = before.dataset.borders.get(key).unwrap().ends();
        let join = Edit::JoinBorders(JoinBorders { at: end });
        assert_eq!(join.plan(&before), Err(Refusal::NotParted(end)));
    }
}
