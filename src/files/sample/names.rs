//! The names, codes and rough positions of Lorestan's units, read from `lorestan.json`
//! beside this file, which tells their sources. Facts only: no line of it is a border.

use serde::Deserialize;

use super::SampleError;

/// The whole list.
#[derive(Debug, Deserialize)]
pub(super) struct Names {
    pub(super) sources: Vec<String>,
    counties: Vec<CountyEntry>,
}

#[derive(Debug, Deserialize)]
struct CountyEntry {
    code: String,
    name: String,
    name_en: String,
    established: u16,
    districts: Vec<DistrictEntry>,
}

#[derive(Debug, Deserialize)]
struct DistrictEntry {
    code: String,
    name: String,
    cities: Vec<CityEntry>,
    rural_districts: Vec<RuralEntry>,
}

#[derive(Debug, Deserialize)]
struct CityEntry {
    code: String,
    name: String,
    population: u32,
}

#[derive(Debug, Deserialize)]
struct RuralEntry {
    code: String,
    name: String,
    near: [f64; 2],
    villages: Vec<(String, String)>,
}

/// A county.
#[derive(Debug)]
pub(super) struct County {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) name_en: String,
    /// Solar year in which it was made.
    pub(super) established: u16,
}

/// A district; `county` is the index of its county.
#[derive(Debug)]
pub(super) struct District {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) county: usize,
}

/// A city; `district` is the index of its district.
#[derive(Debug)]
pub(super) struct City {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) district: usize,
    pub(super) population: u32,
}

/// A rural district; `near` is its rough position in degrees.
#[derive(Debug)]
pub(super) struct Rural {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) district: usize,
    pub(super) near: [f64; 2],
    /// Code and name of some of its villages.
    pub(super) villages: Vec<(String, String)>,
}

/// The list flattened, each level in order of its codes.
#[derive(Debug)]
pub(super) struct Divisions {
    pub(super) sources: Vec<String>,
    pub(super) counties: Vec<County>,
    pub(super) districts: Vec<District>,
    pub(super) rural: Vec<Rural>,
    pub(super) cities: Vec<City>,
}

impl Divisions {
    /// The divisions of Lorestan as of 1386.
    pub(super) fn lorestan() -> Result<Self, SampleError> {
        let names: Names = serde_json::from_str(include_str!("lorestan.json"))
            .map_err(|error| SampleError::Geometry(format!("the list of names: {error}")))?;
        let mut divisions = Divisions {
            sources: names.sources,
            counties: Vec::new(),
            districts: Vec::new(),
            rural: Vec::new(),
            cities: Vec::new(),
        };
        for county in names.counties {
            let county_index = divisions.counties.len();
            for district in county.districts {
                let district_index = divisions.districts.len();
                divisions
                    .cities
                    .extend(district.cities.into_iter().map(|city| City {
                        code: city.code,
                        name: city.name,
                        district: district_index,
                        population: city.population,
                    }));
                divisions
                    .rural
                    .extend(district.rural_districts.into_iter().map(|rural| Rural {
                        code: rural.code,
                        name: rural.name,
                        district: district_index,
                        near: rural.near,
                        villages: rural.villages,
                    }));
                divisions.districts.push(District {
                    code: district.code,
                    name: district.name,
                    county: county_index,
                });
            }
            divisions.counties.push(County {
                code: county.code,
                name: county.name,
                name_en: county.name_en,
                established: county.established,
            });
        }
        Ok(divisions)
    }

    /// The county of a rural district, by indices.
    pub(super) fn county_of(&self, rural: usize) -> usize {
        self.rural
            .get(rural)
            .and_then(|rural| self.districts.get(rural.district))
            .map_or(0, |district| district.county)
    }

    /// The indices of a district's rural districts.
    pub(super) fn rural_of(&self, district: usize) -> impl Iterator<Item = usize> {
        self.rural
            .iter()
            .enumerate()
            .filter(move |(_, rural)| rural.district == district)
            .map(|(index, _)| index)
    }
}
