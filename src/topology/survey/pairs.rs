//! Which boxes of many meet: a tree over them, in the order of a curve through the
//! plane, joined with itself.

use rayon::prelude::*;

use crate::model::{Extent, Position};

/// How many nodes a node of the tree holds.
const FAN: usize = 4;
/// With fewer boxes than this one thread is as fast.
const FEW: usize = 512;
/// How many tasks are done between two questions whether to stop.
const BATCH: usize = 128;

/// Boxes in a tree: by level from the leaves up, each node with the box of its own.
struct Tree {
    /// The box at each place of the lowest level, by its index among those given.
    order: Vec<u32>,
    levels: Vec<Vec<Extent>>,
}

/// Pairs of nodes of one level to be looked into; one node twice stands for the pairs
/// among its own.
#[derive(Clone, Copy)]
struct Task {
    level: usize,
    nodes: [usize; 2],
}

/// Calls `each` for every pair of boxes that meet, by their indices, the smaller first,
/// and for every box with itself; gives all that it adds to its list, in no particular
/// order. Nothing where `cancel` says so meanwhile.
pub(super) fn meeting_pairs<T: Send>(
    boxes: &[Extent],
    each: impl Fn(usize, usize, &mut Vec<T>) + Sync,
    cancel: &dyn Fn() -> bool,
) -> Option<Vec<T>> {
    let tree = Tree::new(boxes);
    let run = |task: Task| {
        let mut found = Vec::new();
        tree.join(task, &mut |a, b| each(a.min(b), a.max(b), &mut found));
        found
    };
    let Some(root) = tree.levels.len().checked_sub(1) else {
        return Some(Vec::new());
    };
    let root = Task {
        level: root,
        nodes: [0, 0],
    };
    if boxes.len() < FEW {
        return (!cancel()).then(|| run(root));
    }
    let tasks = tree.divided(root);
    let mut found = Vec::new();
    for batch in tasks.chunks(BATCH) {
        if cancel() {
            return None;
        }
        let parts: Vec<Vec<T>> = batch.par_iter().map(|&task| run(task)).collect();
        found.extend(parts.into_iter().flatten());
    }
    Some(found)
}

impl Tree {
    fn new(boxes: &[Extent]) -> Self {
        let mut order: Vec<u32> = (0..boxes.len() as u32).collect();
        if let Some(whole) = boxes.iter().copied().reduce(Extent::union) {
            let places: Vec<u32> = boxes
                .iter()
                .map(|own| curve_place(own.centre(), whole))
                .collect();
            order.sort_unstable_by_key(|&index| (places[index as usize], index));
        }
        let mut levels = Vec::new();
        let mut level: Vec<Extent> = order.iter().map(|&index| boxes[index as usize]).collect();
        while level.len() > 1 {
            let above = level
                .chunks(FAN)
                .filter_map(|nodes| nodes.iter().copied().reduce(Extent::union))
                .collect();
            levels.push(std::mem::replace(&mut level, above));
        }
        if !level.is_empty() {
            levels.push(level);
        }
        Self { order, levels }
    }

    /// The nodes that a node of a level holds.
    fn below(&self, level: usize, node: usize) -> std::ops::Range<usize> {
        node * FAN..((node + 1) * FAN).min(self.levels[level - 1].len())
    }

    /// The pairs one level down of a task above the leaves.
    fn divide(&self, task: Task, each: &mut dyn FnMut(Task)) {
        let [a, b] = task.nodes;
        let level = task.level - 1;
        let boxes = &self.levels[level];
        let mut pair = |a, b| {
            each(Task {
                level,
                nodes: [a, b],
            });
        };
        if a == b {
            let own = self.below(task.level, a);
            for one in own.clone() {
                pair(one, one);
                for other in one + 1..own.end {
                    if boxes[one].meets(&boxes[other]) {
                        pair(one, other);
                    }
                }
            }
        } else {
            let (box_a, box_b) = (self.levels[task.level][a], self.levels[task.level][b]);
            for one in self
                .below(task.level, a)
                .filter(|&one| boxes[one].meets(&box_b))
            {
                for other in self.below(task.level, b) {
                    if boxes[other].meets(&box_a) && boxes[one].meets(&boxes[other]) {
                        pair(one, other);
                    }
                }
            }
        }
    }

    fn join(&self, task: Task, each: &mut dyn FnMut(usize, usize)) {
        if task.level == 0 {
            let [a, b] = task.nodes.map(|node| self.order[node] as usize);
            each(a, b);
        } else {
            self.divide(task, &mut |task| self.join(task, each));
        }
    }

    /// The tasks that a task consists of, a few levels down.
    fn divided(&self, task: Task) -> Vec<Task> {
        let mut tasks = vec![task];
        while tasks.len() < BATCH && tasks.iter().any(|task| task.level > 0) {
            let mut next = Vec::new();
            for task in tasks {
                if task.level == 0 {
                    next.push(task);
                } else {
                    self.divide(task, &mut |task| next.push(task));
                }
            }
            tasks = next;
        }
        tasks
    }
}

/// Where a position comes on a curve that goes through a quarter of the plane before
/// the next (G. M. Morton, 1966).
fn curve_place(position: Position, whole: Extent) -> u32 {
    let size = whole.max - whole.min;
    let part = |offset: f64, size: f64| {
        // What is no number goes to the beginning.
        let part = (offset / size * 65_535.0) as u16;
        spread(part)
    };
    let offset = position - whole.min;
    part(offset.x, size.x) | part(offset.y, size.y) << 1
}

/// The bits of a number with a gap after each.
fn spread(number: u16) -> u32 {
    let mut bits = u32::from(number);
    bits = (bits | bits << 8) & 0x00FF_00FF;
    bits = (bits | bits << 4) & 0x0F0F_0F0F;
    bits = (bits | bits << 2) & 0x3333_3333;
    (bits | bits << 1) & 0x5555_5555
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use proptest::prelude::*;

    use super::*;

    fn boxes(most: usize) -> impl Strategy<Value = Vec<Extent>> {
        let corner = (0_i32..40, 0_i32..40, 0_i32..6, 0_i32..6);
        prop::collection::vec(corner, 0..most).prop_map(|corners| {
            let position = |x, y| Position {
                x: f64::from(x),
                y: f64::from(y),
            };
            corners
                .into_iter()
                .map(|(x, y, width, height)| Extent {
                    min: position(x, y),
                    max: position(x + width, y + height),
                })
                .collect()
        })
    }

    fn check(boxes: &[Extent]) {
        let mut found = meeting_pairs(boxes, |a, b, found| found.push((a, b)), &|| false).unwrap();
        found.sort_unstable();
        let pairs = (0..boxes.len()).flat_map(|a| (a..boxes.len()).map(move |b| (a, b)));
        let expected: Vec<_> = pairs.filter(|&(a, b)| boxes[a].meets(&boxes[b])).collect();
        assert_eq!(found, expected);
    }

    proptest! {
        #[test]
        fn every_pair_of_boxes_that_meet_is_found_once(boxes in boxes(120)) {
            check(&boxes);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]

        #[test]
        fn many_boxes_are_joined_in_parallel_alike(boxes in boxes(1500)) {
            check(&boxes);
        }
    }

    #[test]
    fn cancelling_gives_nothing() {
        let one = Extent::at(Position::default());
        assert_eq!(
            meeting_pairs(&[one], |_, _, _: &mut Vec<()>| {}, &|| true),
            None
        );
    }
}
