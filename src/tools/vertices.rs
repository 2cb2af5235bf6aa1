//! Which vertices are chosen: one by one, a stretch of a line between two of them, or all
//! in a region.

use crate::model::{Position, same_place};

/// How a vertex is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choose {
    /// It alone.
    Only,
    /// It too, or no more.
    Toggle,
    /// All along its line from the one that was chosen last.
    Along,
}

/// The vertices that are chosen, in the order in which they were.
///
/// ```
/// use marz::model::Position;
/// use marz::tools::{Choose, VertexChoice};
/// let line: Vec<Position> = (0..5).map(|x| Position { x: f64::from(x), y: 0.0 }).collect();
/// let mut choice = VertexChoice::default();
/// choice.choose(line[1], Choose::Only, &[]);
/// choice.choose(line[3], Choose::Along, &[&line]);
/// assert_eq!(choice.chosen(), [line[1], line[2], line[3]]);
/// choice.choose(line[2], Choose::Toggle, &[]);
/// assert_eq!(choice.chosen(), [line[1], line[3]]);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VertexChoice {
    chosen: Vec<Position>,
}

impl VertexChoice {
    /// The vertices.
    pub fn chosen(&self) -> &[Position] {
        &self.chosen
    }

    /// The one that was chosen last.
    pub fn last(&self) -> Option<Position> {
        self.chosen.last().copied()
    }

    /// Whether a vertex is chosen.
    pub fn has(&self, at: Position) -> bool {
        self.chosen.iter().any(|&known| same_place(known, at))
    }

    /// Chooses a vertex; `lines` are those that it lies on.
    pub fn choose(&mut self, at: Position, how: Choose, lines: &[&[Position]]) {
        match (how, self.last()) {
            (Choose::Toggle, _) if self.has(at) => {
                self.chosen.retain(|&known| !same_place(known, at));
            }
            (Choose::Toggle, _) => self.chosen.push(at),
            (Choose::Along, Some(from)) => {
                let stretches = lines.iter().filter_map(|line| stretch(line, from, at));
                // Around an island there are two ways: the one with fewer vertices is meant.
                let stretch = stretches.min_by_key(Vec::len);
                self.add(stretch.unwrap_or_else(|| vec![at]));
            }
            _ => self.chosen = vec![at],
        }
    }

    /// Chooses some more.
    pub fn add(&mut self, vertices: impl IntoIterator<Item = Position>) {
        for at in vertices {
            if !self.has(at) {
                self.chosen.push(at);
            }
        }
    }

    /// Lets go of all. Returns whether there was one.
    pub fn clear(&mut self) -> bool {
        let had = !self.chosen.is_empty();
        self.chosen.clear();
        had
    }

    /// Follows vertices that were moved.
    pub fn follow(&mut self, moved: impl Fn(Position) -> Position) {
        for at in &mut self.chosen {
            *at = moved(*at);
        }
    }

    /// Lets go of vertices that are there no more.
    pub fn retain(&mut self, is_there: impl Fn(Position) -> bool) {
        self.chosen.retain(|&at| is_there(at));
    }
}

/// The vertices of a line from one of them to another.
fn stretch(line: &[Position], from: Position, to: Position) -> Option<Vec<Position>> {
    let place = |of: Position| line.iter().position(|&vertex| same_place(vertex, of));
    let (start, end) = (place(from)?, place(to)?);
    Some(if start <= end {
        line[start..=end].to_vec()
    } else {
        line[end..=start].iter().rev().copied().collect()
    })
}
