//! Numbers for positions: one for all that are equal, in the order in which they come.

use super::position_bits;
use crate::model::{Position, same_place};

/// How many positions are looked up in one go.
const STRETCH: usize = 32;

/// No vertex or edge.
pub(super) const NONE: u32 = u32::MAX;

/// Positions and the number of each: its place among them.
pub(super) struct Vertices {
    pub positions: Vec<Position>,
    /// Open addressing: more slots than positions, a power of two of them.
    slots: Vec<Slot>,
    /// Whether the last vertex was found without them.
    guessed: bool,
}

#[derive(Clone, Copy)]
struct Slot {
    number: u32,
    /// Bits of the position's hash, which tell most others apart without a look at it.
    tag: u32,
}

const EMPTY: Slot = Slot {
    number: NONE,
    tag: 0,
};

impl Vertices {
    /// With room for as many different positions.
    pub fn with_room_for(count: usize) -> Self {
        Self {
            positions: Vec::with_capacity(count),
            slots: vec![EMPTY; slots_for(count)],
            guessed: false,
        }
    }

    /// Adds the numbers of positions in a row, new ones where they are new.
    pub fn number(&mut self, row: &[Position], numbers: &mut Vec<u32>) {
        let mut before = NONE;
        for stretch in row.chunks(STRETCH) {
            if !self.guessed {
                self.fetch(stretch);
            }
            for &position in stretch {
                before = self.number_of(position, before);
                numbers.push(before);
            }
        }
    }

    /// Reads the slots of some positions. They lie all over memory: asked for together
    /// they come together, and one by one each would be waited for.
    fn fetch(&self, positions: &[Position]) {
        let mask = self.slots.len() - 1;
        let slots = positions
            .iter()
            .map(|&position| self.slots[hash_of(position) as usize & mask].number);
        std::hint::black_box(slots.fold(0, |all, number| all ^ number));
    }

    /// The number of a position. `before` is that of the vertex before it in its ring:
    /// rings that run along each other number alike, so the next vertex is likely to be
    /// a neighbour by number.
    fn number_of(&mut self, position: Position, before: u32) -> u32 {
        for likely in [before.wrapping_sub(1), before.wrapping_add(1)] {
            if let Some(&known) = self.positions.get(likely as usize)
                && same_place(known, position)
            {
                self.guessed = true;
                return likely;
            }
        }
        self.guessed = false;
        let hash = hash_of(position);
        let tag = (hash >> 32) as u32;
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.number == NONE {
                break;
            }
            if slot.tag == tag && same_place(self.positions[slot.number as usize], position) {
                return slot.number;
            }
            at = (at + 1) & mask;
        }
        let number = self.positions.len() as u32;
        self.positions.push(position);
        self.slots[at] = Slot { number, tag };
        if slots_for(self.positions.len()) > self.slots.len() {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        self.slots.clear();
        self.slots.resize(mask + 1, EMPTY);
        for (number, &position) in self.positions.iter().enumerate() {
            let hash = hash_of(position);
            let mut at = hash as usize & mask;
            while self.slots[at].number != NONE {
                at = (at + 1) & mask;
            }
            self.slots[at] = Slot {
                number: number as u32,
                tag: (hash >> 32) as u32,
            };
        }
    }
}

/// How many slots so many positions need, so that a quarter stays free.
fn slots_for(count: usize) -> usize {
    (count + count / 3 + 2).next_power_of_two()
}

fn hash_of(position: Position) -> u64 {
    // A product of two words, its halves folded: every bit of both coordinates counts.
    let (x, y) = position_bits(position);
    let product = u128::from(x ^ 0x9E37_79B9_7F4A_7C15) * u128::from(y ^ 0xC2B2_AE3D_27D4_EB4F);
    (product >> 64) as u64 ^ product as u64
}
