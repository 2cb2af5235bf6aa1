//! Lays one plane on another by places that are known in both, with the least squares of
//! what is left over: how a scanned map sheet is laid on the metres of its grid.

use nalgebra::{DMatrix, DVector};

use crate::model::SheetFit;

/// A place that is known in both planes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    /// In the picture: pixels to the right and down from its upper left corner.
    pub pixel: [f64; 2],
    /// In the plane of metres: east and north.
    pub metres: [f64; 2],
}

/// A picture laid on a plane of metres.
///
/// ```
/// use marz::measure::{PlaneFit, Tie};
/// use marz::model::SheetFit;
/// let tie = |pixel, metres| Tie { pixel, metres };
/// // Ten metres a pixel, north above.
/// let ties = [
///     tie([0.0, 0.0], [500_000.0, 3_700_000.0]),
///     tie([100.0, 0.0], [501_000.0, 3_700_000.0]),
///     tie([0.0, 100.0], [500_000.0, 3_699_000.0]),
/// ];
/// let fit = PlaneFit::of(SheetFit::Affine, &ties).unwrap();
/// let [x_m, y_m] = fit.metres([50.0, 20.0]);
/// assert!((x_m - 500_500.0).abs() < 1e-6 && (y_m - 3_699_800.0).abs() < 1e-6);
/// let back = fit.pixel([x_m, y_m]).unwrap();
/// assert!((back[0] - 50.0).abs() < 1e-6 && (back[1] - 20.0).abs() < 1e-6);
/// // Points in a row do not say how it lies across.
/// let row = [ties[0], ties[1], tie([50.0, 0.0], [500_500.0, 3_700_000.0])];
/// assert!(PlaneFit::of(SheetFit::Affine, &row).is_none());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct PlaneFit {
    kind: SheetFit,
    /// What is taken from pixels, and what they are divided by after.
    middle_px: [f64; 2],
    span_px: f64,
    /// What is added to metres.
    middle_m: [f64; 2],
    /// The coefficients of east and north, or those that a similarity has for both.
    terms: Vec<f64>,
}

/// Singular values under this share of the largest say that points lie in a row.
const LEAST_SHARE: f64 = 1e-7;
/// The most rounds in which a place is looked for in a bent picture.
const MOST_ROUNDS: usize = 30;

impl PlaneFit {
    /// Lays a picture by ties; nothing where they are too few or lie in a row.
    pub fn of(kind: SheetFit, ties: &[Tie]) -> Option<Self> {
        if ties.len() < kind.least_points() {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of points")]
        let count = ties.len() as f64;
        let middle = |of: &dyn Fn(&Tie) -> f64| ties.iter().map(of).sum::<f64>() / count;
        let middle_px = [middle(&|tie| tie.pixel[0]), middle(&|tie| tie.pixel[1])];
        let middle_m = [middle(&|tie| tie.metres[0]), middle(&|tie| tie.metres[1])];
        let away = |tie: &Tie| {
            let [x, y] = tie.pixel;
            (x - middle_px[0]).abs().max((y - middle_px[1]).abs())
        };
        let span_px = ties.iter().map(away).fold(0.0, f64::max).max(1.0);
        let mut fit = Self {
            kind,
            middle_px,
            span_px,
            middle_m,
            terms: Vec::new(),
        };
        let mut rows: Vec<f64> = Vec::new();
        let mut wanted: Vec<f64> = Vec::new();
        for tie in ties {
            let [east, north] = kind.rows(fit.unit(tie.pixel));
            for (row, axis) in [(east, 0), (north, 1)] {
                rows.extend(row);
                wanted.push(tie.metres[axis] - middle_m[axis]);
            }
        }
        let columns = rows.len() / wanted.len();
        let matrix = DMatrix::from_row_slice(wanted.len(), columns, &rows);
        let svd = matrix.svd(true, true);
        let largest = svd.singular_values.max();
        if svd.singular_values.min() <= largest * LEAST_SHARE {
            return None;
        }
        let solved = svd.solve(&DVector::from_vec(wanted), 0.0).ok()?;
        fit.terms = solved.iter().copied().collect();
        fit.terms.iter().all(|term| term.is_finite()).then_some(fit)
    }

    /// A place of the picture about its middle, upwards, in its own span.
    fn unit(&self, pixel: [f64; 2]) -> [f64; 2] {
        [
            (pixel[0] - self.middle_px[0]) / self.span_px,
            (self.middle_px[1] - pixel[1]) / self.span_px,
        ]
    }

    /// How the picture is laid.
    pub fn kind(&self) -> SheetFit {
        self.kind
    }

    /// Where a place of the picture lies, in metres east and north.
    pub fn metres(&self, pixel: [f64; 2]) -> [f64; 2] {
        self.metres_of_unit(self.unit(pixel))
    }

    fn metres_of_unit(&self, unit: [f64; 2]) -> [f64; 2] {
        let [east, north] = self.kind.rows(unit);
        let sum = |row: Vec<f64>| -> f64 { row.iter().zip(&self.terms).map(|(a, b)| a * b).sum() };
        [sum(east) + self.middle_m[0], sum(north) + self.middle_m[1]]
    }

    /// The place of the picture that lies at metres east and north, by Newton's rounds;
    /// nothing where a bent picture has none.
    pub fn pixel(&self, metres: [f64; 2]) -> Option<[f64; 2]> {
        const STEP: f64 = 1e-4;
        let mut unit = [0.0, 0.0];
        for _ in 0..MOST_ROUNDS {
            let [x, y] = self.metres_of_unit(unit);
            let off = [metres[0] - x, metres[1] - y];
            let along = |axis: usize| {
                let mut beside = unit;
                beside[axis] += STEP;
                let [next_x, next_y] = self.metres_of_unit(beside);
                [(next_x - x) / STEP, (next_y - y) / STEP]
            };
            let (u, v) = (along(0), along(1));
            let determinant = u[0] * v[1] - u[1] * v[0];
            let change = [
                (off[0] * v[1] - off[1] * v[0]) / determinant,
                (u[0] * off[1] - u[1] * off[0]) / determinant,
            ];
            unit = [unit[0] + change[0], unit[1] + change[1]];
            if !(unit[0].is_finite() && unit[1].is_finite()) {
                return None;
            }
            if change[0].hypot(change[1]) < 1e-10 {
                return Some([
                    unit[0] * self.span_px + self.middle_px[0],
                    self.middle_px[1] - unit[1] * self.span_px,
                ]);
            }
        }
        None
    }

    /// How far, in metres, a tie is from where it ought to be.
    pub fn residual_m(&self, tie: &Tie) -> f64 {
        let [x, y] = self.metres(tie.pixel);
        (x - tie.metres[0]).hypot(y - tie.metres[1])
    }
}

impl SheetFit {
    /// What the coefficients of a fit are multiplied by for east and for north.
    fn rows(self, [u, v]: [f64; 2]) -> [Vec<f64>; 2] {
        let of_axis = |terms: &[f64]| {
            let none = vec![0.0; terms.len()];
            let east = [terms, &none].concat();
            let north = [&none, terms].concat();
            [east, north]
        };
        match self {
            Self::Similarity => [vec![u, -v, 1.0, 0.0], vec![v, u, 0.0, 1.0]],
            Self::Affine => of_axis(&[1.0, u, v]),
            Self::Polynomial => of_axis(&[1.0, u, v, u * u, u * v, v * v]),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should say where")]

    use proptest::prelude::*;

    use super::*;

    fn truth(pixel: [f64; 2], bend: f64) -> [f64; 2] {
        let (u, v) = (pixel[0] / 4000.0, -pixel[1] / 4000.0);
        [
            250_000.0 + 80_000.0 * u + 900.0 * v + bend * (u * u - u * v),
            3_700_000.0 - 850.0 * u + 80_300.0 * v + bend * (v * v + 0.5 * u * v),
        ]
    }

    proptest! {
        #[test]
        fn a_fit_finds_the_sheet_that_its_points_were_taken_from(
            jitter in prop::collection::vec([-900.0..900.0_f64, -600.0..600.0_f64], 9),
            bend in -400.0..400.0_f64,
            asked in [0.0..8000.0_f64, 0.0..6000.0_f64],
        ) {
            // Nine, each in its part of the sheet: no three of a side lie in a row with others.
            let ties: Vec<Tie> = jitter.iter().enumerate().map(|(number, off)| {
                let (column, row) = ((number % 3) as f64, (number / 3) as f64);
                let pixel = [1300.0 + column * 2700.0 + off[0], 1000.0 + row * 2000.0 + off[1]];
                Tie { pixel, metres: truth(pixel, bend) }
            }).collect();
            let fit = PlaneFit::of(SheetFit::Polynomial, &ties).unwrap();
            for tie in &ties {
                prop_assert!(fit.residual_m(tie) < 1e-3);
            }
            let metres = fit.metres(asked);
            let back = fit.pixel(metres).unwrap();
            prop_assert!((back[0] - asked[0]).hypot(back[1] - asked[1]) < 1e-4);
        }
    }

    #[test]
    fn what_a_stiff_fit_cannot_follow_is_left_over() {
        let pixels = [0.0, 2000.0, 4000.0, 6000.0, 8000.0];
        let all = pixels.iter().flat_map(|x| pixels.iter().map(|y| [*x, *y]));
        let ties: Vec<Tie> = all
            .map(|pixel| Tie {
                pixel,
                metres: truth(pixel, 300.0),
            })
            .collect();
        let worst = |kind| {
            let fit = PlaneFit::of(kind, &ties).unwrap();
            ties.iter()
                .map(|tie| fit.residual_m(tie))
                .fold(0.0, f64::max)
        };
        assert!(worst(SheetFit::Similarity) > worst(SheetFit::Affine));
        assert!(worst(SheetFit::Affine) > 100.0);
        assert!(worst(SheetFit::Polynomial) < 1e-3);
    }

    #[test]
    fn the_fits_are_those_of_gdal() {
        // `gdaltransform -order 1` and `-order 2` of GDAL 3.6 with these points.
        let ties = [
            ([100.0, 120.0], [250_010.0, 3_700_030.0]),
            ([3900.0, 150.0], [326_080.0, 3_699_900.0]),
            ([120.0, 2900.0], [250_500.0, 3_644_480.0]),
            ([3950.0, 2950.0], [327_020.0, 3_643_100.0]),
            ([2000.0, 1500.0], [288_350.0, 3_672_200.0]),
            ([1000.0, 2200.0], [268_380.0, 3_658_290.0]),
            ([3000.0, 700.0], [308_120.0, 3_688_570.0]),
        ];
        let ties = ties.map(|(pixel, metres)| Tie { pixel, metres });
        let asked = [[0.0, 0.0], [4000.0, 3000.0], [1234.5, 987.6]];
        let affine = [
            [248_150.124_750_422, 3_702_600.065_050_03],
            [328_152.921_030_021, 3_642_248.978_130_55],
            [272_842.334_622_945, 3_682_731.177_816_34],
        ];
        let polynomial = [
            [247_831.482_988_576, 3_702_479.134_035_67],
            [327_962.624_133_668, 3_642_103.154_445_87],
            [273_026.848_381_643, 3_682_551.440_394_25],
        ];
        let fits = [
            (SheetFit::Affine, affine),
            (SheetFit::Polynomial, polynomial),
        ];
        for (kind, expected) in fits {
            let fit = PlaneFit::of(kind, &ties).unwrap();
            for (pixel, [x, y]) in asked.into_iter().zip(expected) {
                let [x_m, y_m] = fit.metres(pixel);
                assert!((x_m - x).hypot(y_m - y) < 1e-3, "{kind:?} {pixel:?}");
            }
        }
    }
}
