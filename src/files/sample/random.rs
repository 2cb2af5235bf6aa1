//! Pseudo-random numbers and smooth noise for the generator. The numbers are
//! splitmix64 (Steele, Lea and Flood, 2014): a fixed, documented sequence, so that a
//! seed gives the same sample with every version of every library.

/// A splitmix64 generator.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

/// The finishing mix of splitmix64: spreads the bits of `value`.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

impl Random {
    /// A generator for `seed` and a `stream`: streams of one seed are independent, so
    /// that a change in one part of the sample leaves the others as they were.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        Random(mix(
            seed.wrapping_add(mix(stream.wrapping_add(0x5851_F42D_4C95_7F2D)))
        ))
    }

    /// The next 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number from 0 (included) to 1 (excluded).
    pub(super) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number from `low` to `high`.
    pub(super) fn range(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below `count`; 0 if `count` is 0.
    pub(super) fn below(&mut self, count: usize) -> usize {
        (self.unit() * count as f64) as usize
    }
}

/// The value from -1 to 1 that belongs to a point of the whole-number lattice.
fn lattice(seed: u64, column: i64, row: i64) -> f64 {
    let key = seed
        ^ (column as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ (row as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    (mix(key) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

/// Smooth noise from -1 to 1 at `(x, y)`, with features about one unit wide.
fn smooth(seed: u64, x: f64, y: f64) -> f64 {
    let (column, row) = (x.floor(), y.floor());
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (tx, ty) = (ease(x - column), ease(y - row));
    let (column, row) = (column as i64, row as i64);
    let low = lattice(seed, column, row) * (1.0 - tx) + lattice(seed, column + 1, row) * tx;
    let high =
        lattice(seed, column, row + 1) * (1.0 - tx) + lattice(seed, column + 1, row + 1) * tx;
    low * (1.0 - ty) + high * ty
}

/// Height of a made-up terrain, about -1 to 1, whose ridges run from north-west to
/// south-east like those of the Zagros; `x` and `y` in units of a ridge's width.
pub(super) fn terrain(seed: u64, x: f64, y: f64) -> f64 {
    let along = (x - y) * std::f64::consts::FRAC_1_SQRT_2 * 0.35;
    let across = (x + y) * std::f64::consts::FRAC_1_SQRT_2;
    let mut sum = 0.0;
    let (mut frequency, mut amplitude) = (1.0, 0.6);
    for octave in 0..4 {
        sum += amplitude
            * smooth(
                seed.wrapping_add(octave),
                along * frequency,
                across * frequency,
            );
        frequency *= 2.1;
        amplitude *= 0.5;
    }
    sum
}
