//! What a survey finds as items: each has a box, and may name edges of borders.

use super::{
    Crossing, DegenerateRing, Face, MisnestedRing, OpenGap, RepeatedVertex, SelfCrossing,
    SelfTouch, Spike, UndersizedPolygon, UnmatchedVertex,
};
use crate::model::{BorderKey, Extent, Position, is_usable};

/// What a survey finds: something with a box.
pub(super) trait Item: PartialEq + Clone {
    /// The box around it: where it is, and of a ring all of it.
    fn extent(&self) -> Extent;

    /// The borders whose edges it names.
    fn borders(&self) -> Vec<BorderKey> {
        Vec::new()
    }
}

fn around(positions: &[Position], at: Position) -> Extent {
    let usable = positions.iter().copied().filter(|&it| is_usable(it));
    Extent::around(usable).map_or(Extent::at(at), |extent| extent.union(Extent::at(at)))
}

impl Item for Face {
    fn extent(&self) -> Extent {
        self.extent
    }

    fn borders(&self) -> Vec<BorderKey> {
        let beside = self.beside_edge.iter().map(|beside| beside.edge);
        let edges = self.edges.iter().copied().chain(beside);
        edges.map(|edge| edge.border).collect()
    }
}

impl Item for Crossing {
    fn extent(&self) -> Extent {
        Extent::at(self.at)
    }

    fn borders(&self) -> Vec<BorderKey> {
        self.edges.map(|edge| edge.border).into()
    }
}

impl Item for UnmatchedVertex {
    fn extent(&self) -> Extent {
        Extent::at(self.at)
    }

    fn borders(&self) -> Vec<BorderKey> {
        vec![self.edge.border]
    }
}

impl Item for SelfCrossing {
    fn extent(&self) -> Extent {
        Extent::at(self.at)
    }

    fn borders(&self) -> Vec<BorderKey> {
        self.turn.iter().map(|edge| edge.border).collect()
    }
}

impl Item for Spike {
    fn extent(&self) -> Extent {
        around(&self.feet, self.at)
    }

    fn borders(&self) -> Vec<BorderKey> {
        self.legs.map(|edge| edge.border).into()
    }
}

impl Item for RepeatedVertex {
    fn extent(&self) -> Extent {
        Extent::at(self.at)
    }
}

impl Item for SelfTouch {
    fn extent(&self) -> Extent {
        Extent::at(self.at)
    }
}

impl Item for DegenerateRing {
    fn extent(&self) -> Extent {
        around(&self.positions, self.at)
    }
}

impl Item for MisnestedRing {
    fn extent(&self) -> Extent {
        around(&self.positions, self.at)
    }
}

impl Item for UndersizedPolygon {
    fn extent(&self) -> Extent {
        around(&self.positions, self.at)
    }
}

impl Item for OpenGap {
    fn extent(&self) -> Extent {
        self.extent.union(Extent::at(self.at))
    }
}
