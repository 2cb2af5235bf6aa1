//! Writes the national sample: the whole country at its true number of units, villages,
//! farms and places, without faults unless some are asked for. Settlements are written one
//! after the other as they are made.

use std::path::Path;

use super::allot::{allot, persian};
use super::country::PROVINCES;
use super::faults::seed_national;
use super::layout_national::Layout;
use super::mesh::{NONE, distance};
use super::output::{Collection, Feature, Shape};
use super::partition::go_on;
use super::people::Count;
use super::points::{Point, Polygon, within};
use super::random::Random;
use super::{Options, SampleError, Written, rings};

/// Counts of the country that the sample reproduces.
pub(super) const COUNTIES: usize = 468;
pub(super) const DISTRICTS: usize = 1_155;
pub(super) const RURAL: usize = 2_722;
pub(super) const CITIES: usize = 1_422;
pub(super) const VILLAGES: usize = 46_759;
pub(super) const FARMS_AND_PLACES: usize = 115_605;

/// Vertices of the leaf polygons unless told otherwise.
const VERTICES: usize = 2_000_000;

/// Code, name and people of a unit.
#[derive(Debug, Clone, Default)]
struct Label {
    code: String,
    name: String,
    parent: String,
    count: Count,
}

/// The labels of every level.
struct Labels {
    counties: Vec<Label>,
    districts: Vec<Label>,
    rural: Vec<Label>,
    cities: Vec<Label>,
}

/// Writes the national sample.
pub(super) fn write(
    directory: &Path,
    options: &Options,
    progress: &mut dyn FnMut(f32) -> bool,
) -> Result<Written, SampleError> {
    let vertices = options.vertices.unwrap_or(VERTICES);
    let layout = Layout::new(options.seed, vertices, progress)?;
    let mut random = Random::new(options.seed, 20);
    let rural_people: Vec<u32> = layout
        .rural_district
        .iter()
        .map(|&district| {
            let siblings = layout
                .rural_district
                .iter()
                .filter(|&&other| other == district)
                .count();
            ((22_500.0 / siblings as f64).max(6_500.0) * random.range(1.0, 1.25)) as u32
        })
        .collect();
    let labels = labels(&layout, &rural_people, &mut random);
    let mut written = Written::default();
    go_on(progress, 0.35)?;
    let centres = leaves(directory, &layout, &labels, options, &mut written, progress)?;
    upper(directory, &layout, &labels, &mut written, progress)?;
    seats(directory, &layout, &labels, &centres, &mut written)?;
    written.text(
        directory,
        "README.txt",
        &format!(
            "THE LINES ARE NOT REAL. {}\n\nThe whole country at its true number of units, made with seed {}. \
             Only the provinces' names, codes and rough positions are true.\n",
            super::output::NOTE,
            options.seed
        ),
    )?;
    go_on(progress, 1.0)?;
    Ok(written)
}

fn labels(layout: &Layout, rural_people: &[u32], random: &mut Random) -> Labels {
    let province = |index: usize| PROVINCES.get(index);
    let mut numbers = vec![0_usize; PROVINCES.len()];
    let counties: Vec<Label> = layout
        .county_province
        .iter()
        .map(|&index| {
            let number = next(&mut numbers, index);
            let (code, name) =
                province(index).map_or(("", ""), |province| (province.code, province.name));
            Label {
                code: format!("{code}{number:02}"),
                name: format!("{name} {}", persian(number)),
                parent: code.to_owned(),
                count: Count::default(),
            }
        })
        .collect();
    let child = |parents: &[Label], of: &[usize], width: usize| -> Vec<Label> {
        let mut numbers = vec![0_usize; parents.len()];
        of.iter()
            .filter_map(|&index| {
                let number = next(&mut numbers, index);
                let parent = parents.get(index)?;
                Some(Label {
                    code: format!("{}{number:0width$}", parent.code),
                    name: format!("{}-{}", parent.name, persian(number)),
                    parent: parent.code.clone(),
                    count: Count::default(),
                })
            })
            .collect()
    };
    let districts = child(&counties, &layout.district_county, 2);
    let mut rural = child(&districts, &layout.rural_district, 4);
    for (label, &people) in rural.iter_mut().zip(rural_people) {
        label.count = Count::of(people);
    }
    let mut labels = Labels {
        counties,
        districts,
        rural,
        cities: Vec::new(),
    };
    for (index, &(_, home)) in layout.cities.iter().enumerate() {
        let district = layout.rural_district.get(home).copied().unwrap_or(0);
        let Some(parent) = labels.districts.get(district) else {
            continue;
        };
        // City codes run from 1001 to 1699 and from 2000 on, unique in the country.
        let number = if index < 699 {
            1_001 + index
        } else {
            2_000 + index - 699
        };
        labels.cities.push(Label {
            code: format!("{}{number}", parent.code),
            name: format!("شهر {}", persian(index + 1)),
            parent: parent.code.clone(),
            count: Count::of((10_500.0 / random.range(0.02, 1.0)).min(450_000.0) as u32),
        });
    }
    labels.raise_cities(layout);
    labels.add_up(layout);
    labels
}

fn next(numbers: &mut [usize], index: usize) -> usize {
    numbers.get_mut(index).map_or(0, |number| {
        *number += 1;
        *number
    })
}

impl Labels {
    /// Gives the first city of a county what the county lacks to 85,000 people.
    fn raise_cities(&mut self, layout: &Layout) {
        let county_of = |rural: usize| {
            let district = layout.rural_district.get(rural).copied().unwrap_or(0);
            layout.district_county.get(district).copied().unwrap_or(0)
        };
        let mut people = vec![0_u32; self.counties.len()];
        let mut first = vec![usize::MAX; self.counties.len()];
        for (rural, label) in self.rural.iter().enumerate() {
            if let Some(sum) = people.get_mut(county_of(rural)) {
                *sum += label.count.people;
            }
        }
        for (index, (&(_, home), label)) in layout.cities.iter().zip(&self.cities).enumerate() {
            let county = county_of(home);
            if let (Some(sum), Some(slot)) = (people.get_mut(county), first.get_mut(county)) {
                *sum += label.count.people;
                *slot = (*slot).min(index);
            }
        }
        for (sum, city) in people.into_iter().zip(first) {
            if let Some(label) = self.cities.get_mut(city) {
                label.count = Count::of(label.count.people + 85_000_u32.saturating_sub(sum));
            }
        }
    }

    fn add_up(&mut self, layout: &Layout) {
        let homes = (0..self.rural.len()).zip(&self.rural);
        let cities = layout
            .cities
            .iter()
            .map(|&(_, home)| home)
            .zip(&self.cities);
        for (home, label) in homes.chain(cities) {
            let district = layout.rural_district.get(home).copied().unwrap_or(0);
            let county = layout.district_county.get(district).copied().unwrap_or(0);
            if let Some(parent) = self.districts.get_mut(district) {
                parent.count.add(label.count);
            }
            if let Some(parent) = self.counties.get_mut(county) {
                parent.count.add(label.count);
            }
        }
    }
}

fn unit(level: &str, label: &Label, land: Vec<Polygon>) -> Feature {
    let mut feature = Feature::new(
        Shape::Land(land),
        [
            ("level", level.into()),
            ("code", label.code.as_str().into()),
            ("name", label.name.as_str().into()),
            ("parent_code", label.parent.as_str().into()),
            ("population_1395", label.count.people.into()),
            ("households_1395", label.count.households.into()),
        ],
    );
    if level != "city" {
        feature.set("density", "medium");
        feature.set("density_decree", "sample-1370/12");
    }
    feature
}

/// A rural district's largest village: where, its code and its name.
type Seat = (Point, String, String);

/// Writes rural districts, cities and settlements; gives each rural district's seat.
fn leaves(
    directory: &Path,
    layout: &Layout,
    labels: &Labels,
    options: &Options,
    written: &mut Written,
    progress: &mut dyn FnMut(f32) -> bool,
) -> Result<Vec<Seat>, SampleError> {
    let seed = options.seed;
    let names = [
        "national/rural_districts.geojson",
        "national/cities.geojson",
        "national/settlements.geojson",
    ];
    let mut rural_file = Collection::begin(directory, names[0])?;
    let mut city_file = Collection::begin(directory, names[1])?;
    let mut point_file = Collection::begin(directory, names[2])?;
    let weights: Vec<f64> = labels
        .rural
        .iter()
        .map(|label| f64::from(label.count.people))
        .collect();
    let full = vec![usize::MAX; weights.len()];
    let villages = allot(VILLAGES, &weights, &full);
    let small = allot(FARMS_AND_PLACES, &weights, &full);
    let mut seats = Vec::new();
    let (mut rural, mut cities) = (Vec::new(), Vec::new());
    let mut code = 0_u32;
    let cells = layout.cells_of_rural();
    rings::assemble(
        &layout.mesh,
        &layout.lines,
        &layout.leaf,
        &mut |index, land| {
            let index = index as usize;
            written.vertices += land
                .iter()
                .flatten()
                .map(|ring| ring.len() - 1)
                .sum::<usize>();
            let Some(label) = labels.rural.get(index) else {
                if let Some(label) = labels.cities.get(index - labels.rural.len()) {
                    let mut feature = unit("city", label, land);
                    feature.set("limits", "cut_out");
                    cities.push(feature);
                }
                return Ok(());
            };
            if index.is_multiple_of(100) {
                go_on(progress, 0.35 + 0.4 * index as f32 / RURAL as f32)?;
            }
            let mut random = Random::new(seed, 0x4E47_0000 + index as u64);
            let own = cells.get(index).map_or(&[][..], Vec::as_slice);
            let counts =
                [villages.get(index), small.get(index)].map(|count| count.copied().unwrap_or(0));
            // Farms and places are counted with the village that they belong to.
            let sizes = super::people::villages(label.count.people, counts[0], &mut random);
            for number in 0..counts[0] + counts[1] {
                let Some(at) = spot(layout, own, &land, &mut random) else {
                    return Err(SampleError::Geometry(format!("no room in {}", label.code)));
                };
                code += 1;
                let small = number.checked_sub(counts[0]);
                let (level, word) = match small {
                    None => ("village", "روستای"),
                    Some(index) if index % 3 == 2 => ("place", "مکان"),
                    Some(_) => ("farm", "مزرعه"),
                };
                let count = Count::of(sizes.get(number).copied().unwrap_or(0));
                let mut feature = Feature::new(
                    Shape::Point(at),
                    [
                        ("level", level.into()),
                        ("code", format!("{code:06}").into()),
                        ("name", format!("{word} {}", persian(code as usize)).into()),
                        ("parent_code", label.code.as_str().into()),
                        ("population_1395", count.people.into()),
                        ("households_1395", count.households.into()),
                    ],
                );
                if small.is_some() {
                    feature.set("dependent", number % 2 == 0);
                }
                if number == 0 {
                    seats.push((
                        at,
                        feature.code().to_owned(),
                        feature.text("name").to_owned(),
                    ));
                }
                point_file.add(&feature)?;
            }
            rural.push(unit("rural_district", label, land));
            Ok(())
        },
    )?;
    if options.faults > 0 {
        let (ledger, strays) = seed_national(&mut rural, &cities, options.faults, seed)?;
        for stray in &strays {
            point_file.add(stray)?;
        }
        written.text(
            directory,
            "faults.json",
            &format!("{:#}\n", ledger.to_national_json(seed)),
        )?;
    }
    for feature in &rural {
        rural_file.add(feature)?;
    }
    for feature in &cities {
        city_file.add(feature)?;
    }
    written.end(directory, names[0], rural_file)?;
    written.end(directory, names[1], city_file)?;
    written.end(directory, names[2], point_file)?;
    Ok(seats)
}

/// A point inside one of `cells`, and inside the polygons.
fn spot(layout: &Layout, cells: &[u32], land: &[Polygon], random: &mut Random) -> Option<Point> {
    let mesh = &layout.mesh;
    for _ in 0..400 {
        let &cell = cells.get(random.below(cells.len()))?;
        let site = mesh.site(cell);
        let room = mesh
            .neighbours(cell)
            .iter()
            .map(|&(other, _)| distance(site, mesh.site(other)) / 2.0)
            .fold(f64::INFINITY, f64::min)
            .min(8.0);
        let angle = random.range(0.0, std::f64::consts::TAU);
        let away = room * random.unit().sqrt() * 0.6;
        let point = layout
            .projector
            .point([site[0] + away * angle.cos(), site[1] + away * angle.sin()]);
        if land.iter().any(|polygon| within(polygon, point)) {
            return Some(point);
        }
    }
    None
}

/// Writes districts, counties and provinces.
fn upper(
    directory: &Path,
    layout: &Layout,
    labels: &Labels,
    written: &mut Written,
    progress: &mut dyn FnMut(f32) -> bool,
) -> Result<(), SampleError> {
    let mut provinces: Vec<Label> = PROVINCES
        .iter()
        .map(|province| Label {
            code: province.code.to_owned(),
            name: province.name.to_owned(),
            ..Label::default()
        })
        .collect();
    for (label, &province) in labels.counties.iter().zip(&layout.county_province) {
        if let Some(parent) = provinces.get_mut(province) {
            parent.count.add(label.count);
        }
    }
    let district = |rural: usize| layout.rural_district.get(rural).copied().unwrap_or(0);
    let county = |rural: usize| {
        layout
            .district_county
            .get(district(rural))
            .copied()
            .unwrap_or(0)
    };
    let province = |rural: usize| {
        layout
            .county_province
            .get(county(rural))
            .copied()
            .unwrap_or(0)
    };
    let of: [&dyn Fn(usize) -> usize; 3] = [&district, &county, &province];
    let levels = [
        ("district", "national/districts.geojson", &labels.districts),
        ("county", "national/counties.geojson", &labels.counties),
        ("province", "national/provinces.geojson", &provinces),
    ];
    for (step, ((level, name, labels), of)) in levels.into_iter().zip(of).enumerate() {
        go_on(progress, 0.75 + 0.07 * step as f32)?;
        let group: Vec<u32> = layout
            .rural
            .iter()
            .map(|&rural| {
                if rural == NONE {
                    NONE
                } else {
                    of(rural as usize) as u32
                }
            })
            .collect();
        let mut file = Collection::begin(directory, name)?;
        rings::assemble(&layout.mesh, &layout.lines, &group, &mut |index, land| {
            let Some(label) = labels.get(index as usize) else {
                return Ok(());
            };
            let mut feature = unit(level, label, land);
            if level == "province" {
                for key in ["parent_code", "density", "density_decree"] {
                    feature.properties.shift_remove(key);
                }
                if let Some(province) = PROVINCES.get(index as usize) {
                    feature.set("name_en", province.name_en);
                }
            }
            file.add(&feature)
        })?;
        written.end(directory, name, file)?;
    }
    Ok(())
}

/// Writes the centres: of a rural district its largest village, of the others the city
/// that comes first in them.
fn seats(
    directory: &Path,
    layout: &Layout,
    labels: &Labels,
    villages: &[Seat],
    written: &mut Written,
) -> Result<(), SampleError> {
    let name = "national/centres.geojson";
    let mut file = Collection::begin(directory, name)?;
    let centre = |level: &str, unit: &str, at: Point, code: &str, name: &str, kind: &str| {
        Feature::new(
            Shape::Point(at),
            [
                ("level", "centre".into()),
                ("name", name.into()),
                ("parent_code", unit.into()),
                ("parent_level", level.into()),
                ("settlement_code", code.into()),
                ("settlement_level", kind.into()),
            ],
        )
    };
    for (label, (at, code, name)) in labels.rural.iter().zip(villages) {
        file.add(&centre(
            "rural_district",
            &label.code,
            *at,
            code,
            name,
            "village",
        ))?;
    }
    let mut done = std::collections::BTreeSet::new();
    for (label, &(cell, _)) in labels.cities.iter().zip(&layout.cities) {
        let at = layout.projector.point(layout.mesh.site(cell));
        for (level, digits) in [("district", 6), ("county", 4), ("province", 2)] {
            let unit = label.code.get(..digits).unwrap_or("");
            if done.insert(unit.to_owned()) {
                file.add(&centre(level, unit, at, &label.code, &label.name, "city"))?;
            }
        }
    }
    written.end(directory, name, file)
}
