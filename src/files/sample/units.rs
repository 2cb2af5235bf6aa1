//! Makes the features of Lorestan from the partition: every level's polygons, vertex for
//! vertex alike, with their attributes; the settlements; the centres.

use super::SampleError;
use super::mesh::NONE;
use super::names::Divisions;
use super::output::{Feature, Shape};
use super::partition::{DRAWN_OVER, Partition};
use super::people::{self, Count};
use super::points::{Point, Polygon};
use super::random::Random;
use super::rings;
use super::settlements::{self, centre};

/// Number under which the made-up density decree stands.
const DECREE: &str = "sample-1370/12";

/// The layers of the province before they are written.
#[derive(Debug)]
pub(super) struct Units {
    pub(super) province: Vec<Feature>,
    pub(super) counties: Vec<Feature>,
    pub(super) districts: Vec<Feature>,
    pub(super) rural: Vec<Feature>,
    pub(super) cities: Vec<Feature>,
    pub(super) settlements: Vec<Feature>,
    pub(super) centres: Vec<Feature>,
}

impl Units {
    /// The layers with the file that each is written to.
    pub(super) fn layers(&self) -> [(&'static str, &[Feature]); 7] {
        [
            ("lorestan/province.geojson", &self.province),
            ("lorestan/counties.geojson", &self.counties),
            ("lorestan/districts.geojson", &self.districts),
            ("lorestan/rural_districts.geojson", &self.rural),
            ("lorestan/cities.geojson", &self.cities),
            ("lorestan/settlements.geojson", &self.settlements),
            ("lorestan/centres.geojson", &self.centres),
        ]
    }

    /// All units without faults.
    pub(super) fn build(
        divisions: &Divisions,
        partition: &Partition,
        seed: u64,
    ) -> Result<Self, SampleError> {
        let leaf = leaves(divisions, partition);
        let count = divisions.rural.len();
        let shape =
            |group: &[u32], count| rings::all(&partition.mesh, &partition.lines, group, count);
        let mut rural_shapes = shape(&leaf, count + divisions.cities.len());
        let mut city_shapes = rural_shapes.split_off(count);
        for (slot, over) in city_shapes
            .iter_mut()
            .zip(shape(&partition.city, divisions.cities.len()))
        {
            if slot.is_empty() {
                *slot = over;
            }
        }
        let targets = people::targets(divisions, &mut Random::new(seed, 2));
        let settled = settlements::place(divisions, partition, &rural_shapes, &targets, seed)?;
        let mut units = Units {
            province: Vec::new(),
            counties: Vec::new(),
            districts: Vec::new(),
            rural: Vec::new(),
            cities: Vec::new(),
            settlements: settled.features,
            centres: Vec::new(),
        };
        let mut in_district = vec![Count::default(); divisions.districts.len()];
        let mut random = Random::new(seed, 3);
        for (((rural, land), target), &total) in divisions
            .rural
            .iter()
            .zip(rural_shapes)
            .zip(&targets)
            .zip(&settled.counts)
        {
            let district = divisions.districts.get(rural.district);
            let mut feature = unit(
                "rural_district",
                &rural.code,
                &rural.name,
                district.map_or("", |d| &d.code),
                land,
            );
            count_people(&mut feature, total);
            if let Some(density) = target.density {
                feature.set("density", density);
                feature.set("density_decree", DECREE);
            }
            feature.set("established", 1366 + random.below(12));
            if let Some(sum) = in_district.get_mut(rural.district) {
                sum.add(total);
            }
            units.rural.push(feature);
        }
        for (city, land) in divisions.cities.iter().zip(city_shapes) {
            let district = divisions.districts.get(city.district);
            let mut feature = unit(
                "city",
                &city.code,
                &city.name,
                district.map_or("", |d| &d.code),
                land,
            );
            let total = people::city(&city.code, city.population);
            count_people(&mut feature, total);
            let over = DRAWN_OVER.contains(&city.code.as_str());
            feature.set("limits", if over { "over" } else { "cut_out" });
            feature.set(
                "established",
                if city.population > 60_000 {
                    1316
                } else {
                    1372 + random.below(12)
                },
            );
            if let Some(sum) = in_district.get_mut(city.district) {
                sum.add(total);
            }
            units.cities.push(feature);
        }
        units.upper(divisions, partition, &in_district, &mut random);
        units.set_centres(divisions, partition, &settled.largest);
        Ok(units)
    }

    fn upper(
        &mut self,
        divisions: &Divisions,
        partition: &Partition,
        in_district: &[Count],
        random: &mut Random,
    ) {
        let shape =
            |group: &[u32], count| rings::all(&partition.mesh, &partition.lines, group, count);
        let district_of =
            |rural: usize| divisions.rural.get(rural).map_or(0, |rural| rural.district);
        let lands = shape(&partition.by_rural(district_of), divisions.districts.len());
        let mut in_county = vec![Count::default(); divisions.counties.len()];
        for ((district, land), &total) in divisions.districts.iter().zip(lands).zip(in_district) {
            let county = divisions.counties.get(district.county);
            let mut feature = unit(
                "district",
                &district.code,
                &district.name,
                county.map_or("", |c| &c.code),
                land,
            );
            count_people(&mut feature, total);
            feature.set("density", people::density_of(&district.code));
            feature.set("density_decree", DECREE);
            feature.set(
                "established",
                county.map_or(1370, |c| c.established.max(1363)) + random.below(4) as u16,
            );
            if let Some(sum) = in_county.get_mut(district.county) {
                sum.add(total);
            }
            self.districts.push(feature);
        }
        let lands = shape(
            &partition.by_rural(|rural| divisions.county_of(rural)),
            divisions.counties.len(),
        );
        let mut whole = Count::default();
        for ((county, land), &total) in divisions.counties.iter().zip(lands).zip(&in_county) {
            let mut feature = unit("county", &county.code, &county.name, "15", land);
            feature.set("name_en", county.name_en.as_str());
            count_people(&mut feature, total);
            feature.set("density", people::density_of(&county.code));
            feature.set("density_decree", DECREE);
            feature.set("established", county.established);
            whole.add(total);
            self.counties.push(feature);
        }
        for land in shape(&partition.by_rural(|_| 0), 1) {
            let mut feature = unit("province", "15", "لرستان", "", land);
            feature.properties.shift_remove("parent_code");
            feature.set("name_en", "Lorestan");
            count_people(&mut feature, whole);
            feature.set("area_km2", super::partition::LORESTAN_KM2);
            feature.set("established", 1352);
            self.province.push(feature);
        }
    }

    /// A rural district's centre is its largest village; a district's is a city of its
    /// own that is cut out, else a village; a county's and the province's the largest city.
    fn set_centres(&mut self, divisions: &Divisions, partition: &Partition, largest: &[usize]) {
        let village = |units: &Units, rural: usize| {
            let feature = units.settlements.get(*largest.get(rural)?)?;
            match feature.shape {
                Shape::Point(point) => Some((
                    point,
                    feature.text("name").to_owned(),
                    feature.code().to_owned(),
                    "village",
                )),
                _ => None,
            }
        };
        let city = |index: usize| {
            let city = divisions.cities.get(index)?;
            let cell = partition.city.iter().position(|&own| own == index as u32)?;
            let point = partition.projector.point(partition.mesh.site(cell as u32));
            Some((point, city.name.clone(), city.code.clone(), "city"))
        };
        let largest_city = |keep: &dyn Fn(usize) -> bool| {
            divisions
                .cities
                .iter()
                .enumerate()
                .filter(|(_, city)| {
                    keep(city.district) && !DRAWN_OVER.contains(&city.code.as_str())
                })
                .max_by_key(|(_, city)| city.population)
                .map(|(index, _)| index)
        };
        let mut centres = Vec::new();
        let mut put = |unit: &Feature, seat: Option<(Point, String, String, &str)>| {
            if let Some((at, name, code, kind)) = seat {
                centres.push(centre(unit, at, &name, &code, kind));
            }
        };
        for unit in &self.province {
            put(unit, largest_city(&|_| true).and_then(city));
        }
        for (index, unit) in self.counties.iter().enumerate() {
            let own = |district: usize| {
                divisions
                    .districts
                    .get(district)
                    .is_some_and(|d| d.county == index)
            };
            put(unit, largest_city(&own).and_then(city));
        }
        for (index, unit) in self.districts.iter().enumerate() {
            let seat = largest_city(&|district| district == index)
                .and_then(city)
                .or_else(|| village(self, divisions.rural_of(index).next()?));
            put(unit, seat);
        }
        for (index, unit) in self.rural.iter().enumerate() {
            put(unit, village(self, index));
        }
        self.centres = centres;
    }
}

/// The leaf of each cell: a rural district's index, or past them a cut-out city's.
pub(super) fn leaves(divisions: &Divisions, partition: &Partition) -> Vec<u32> {
    let count = divisions.rural.len() as u32;
    partition
        .rural
        .iter()
        .zip(&partition.city)
        .map(
            |(&rural, &city)| match divisions.cities.get(city as usize) {
                Some(found) if city != NONE && !DRAWN_OVER.contains(&found.code.as_str()) => {
                    count + city
                }
                _ => rural,
            },
        )
        .collect()
}

fn unit(level: &str, code: &str, name: &str, parent: &str, land: Vec<Polygon>) -> Feature {
    Feature::new(
        Shape::Land(land),
        [
            ("level", level.into()),
            ("code", code.into()),
            ("name", name.into()),
            ("parent_code", parent.into()),
        ],
    )
}

fn count_people(feature: &mut Feature, count: Count) {
    feature.set("population_1395", count.people);
    feature.set("households_1395", count.households);
}
