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
    /// Open addressing: more slots than positions, a power of two of them. What is left of
    /// a slot beside a number holds bits of the position's hash, which tell most others
    /// apart without a look at them; small slots are few pages of memory to wait for.
    slots: Vec<u32>,
    /// The bits of a slot that hold a number and one; 0 is an empty slot.
    number_mask: u32,
    /// Whether the last vertex was found without them.
    guessed: bool,
}

impl Vertices {
    /// With room for as many different positions.
    pub fn with_room_for(count: usize) -> Self {
        let slots = slots_for(count);
        Self {
            positions: Vec::with_capacity(count),
            slots: vec![0; slots],
            number_mask: mask_for(slots),
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
            .map(|&position| self.slots[hash_of(position) as usize & mask]);
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
        match self.find(position, hash) {
            Ok(number) => number,
            Err(free) => {
                let number = self.positions.len() as u32;
                self.positions.push(position);
                self.slots[free] = self.tag_of(hash) | (number + 1);
                if slots_for(self.positions.len()) > self.slots.len() {
                    self.grow();
                }
                number
            }
        }
    }

    /// The number of a position, or the slot where it would be.
    fn find(&self, position: Position, hash: u64) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return Err(at);
            }
            let number = (slot & self.number_mask) - 1;
            if slot & !self.number_mask == self.tag_of(hash)
                && same_place(self.positions[number as usize], position)
            {
                return Ok(number);
            }
            at = (at + 1) & mask;
        }
    }

    fn tag_of(&self, hash: u64) -> u32 {
        (hash >> 32) as u32 & !self.number_mask
    }

    fn grow(&mut self) {
        let slots = self.slots.len() * 2;
        self.slots = vec![0; slots];
        self.number_mask = mask_for(slots);
        for number in 0..self.positions.len() {
            let position = self.positions[number];
            let hash = hash_of(position);
            // No two are equal.
            if let Err(free) = self.find(position, hash) {
                self.slots[free] = self.tag_of(hash) | (number as u32 + 1);
            }
        }
    }
}

/// The bits in which the number of any position in so many slots, and one, has room.
fn mask_for(slots: usize) -> u32 {
    // There are fewer positions than slots, which are a power of two.
    u32::try_from(slots - 1).unwrap_or(u32::MAX)
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
