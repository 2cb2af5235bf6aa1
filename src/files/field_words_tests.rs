//! The usual names of fields and levels, in Persian, English and between.

use super::*;

#[test]
fn usual_field_names_are_known() {
    use Attribute as A;
    for (field, attribute) in [
        ("name", A::Name),
        ("NAME", A::Name),
        ("name:fa", A::Name),
        ("نام", A::Name),
        ("code", A::Code),
        ("کد", A::Code),
        ("ref:sci", A::Code),
        ("parent", A::Parent),
        ("parent_code", A::Parent),
        ("population", A::People(None)),
        ("pop_1395", A::People(Some(1395))),
        ("population_1390", A::People(Some(1390))),
        ("POP2016", A::People(Some(1395))),
        ("جمعیت", A::People(None)),
        ("جمعیت ۱۳۹۵", A::People(Some(1395))),
        ("جمعیت_95", A::People(Some(1395))),
        ("households", A::Households(None)),
        ("تعداد خانوار", A::Households(None)),
        ("centre", A::Centre),
        ("markaz", A::Centre),
        ("مرکز", A::Centre),
        ("تراکم", A::Density),
        ("تأسیس", A::Established),
        ("admin_level", A::Level),
        ("level", A::Level),
    ] {
        let found = meaning(field);
        assert!(
            matches!(found, Some(Meaning::Attribute(found, _)) if found == attribute),
            "{field}: {found:?}"
        );
    }
    for (field, level, role) in [
        ("ostan", Level::Province, Role::Either),
        ("استان", Level::Province, Role::Either),
        ("prov", Level::Province, Role::Either),
        ("ostan_code", Level::Province, Role::Code),
        ("CodeOstan", Level::Province, Role::Code),
        ("codeostan", Level::Province, Role::Code),
        ("کد استان", Level::Province, Role::Code),
        ("نام شهرستان", Level::County, Role::Name),
        ("Shahrestan_Name", Level::County, Role::Name),
        ("county", Level::County, Role::Either),
        ("bakhsh_code", Level::District, Role::Code),
        ("rural_district", Level::RuralDistrict, Role::Either),
        ("dehestan_code", Level::RuralDistrict, Role::Code),
        ("شهر", Level::City, Role::Either),
        ("abadi", Level::Village, Role::Either),
        ("آبادی", Level::Village, Role::Either),
        ("mazrae", Level::Farm, Role::Either),
        ("ADM2_FA", Level::County, Role::Either),
        ("ADM2_PCODE", Level::County, Role::Code),
    ] {
        assert_eq!(meaning(field), Some(Meaning::Unit(level, role)), "{field}");
    }
    for field in [
        "wikidata",
        "geometry_status",
        "anchors",
        "id",
        "fid",
        "name:de",
        "boundary",
    ] {
        assert_eq!(meaning(field), None, "{field}");
    }
}

#[test]
fn levels_are_read_from_values_and_file_names() {
    for (value, level) in [
        ("dehestan", Level::RuralDistrict),
        ("دهستان", Level::RuralDistrict),
        ("rural_district", Level::RuralDistrict),
        ("Rural District", Level::RuralDistrict),
        ("روستا", Level::Village),
        ("county", Level::County),
    ] {
        assert_eq!(level_word(value), Some(LevelWord::Level(level)), "{value}");
    }
    for (value, level) in [
        ("capital", None),
        ("centre", None),
        ("مرکز", None),
        ("مرکز شهرستان", Some(Level::County)),
        ("county_capital", Some(Level::County)),
    ] {
        assert_eq!(level_word(value), Some(LevelWord::Centre(level)), "{value}");
    }
    assert_eq!(
        level_word("RECONSTRUCTED from villages by membership"),
        None
    );
    for (name, level) in [
        ("counties", Level::County),
        ("provinces", Level::Province),
        ("dehestan", Level::RuralDistrict),
        ("lorestan_dehestan", Level::RuralDistrict),
        ("rural_districts", Level::RuralDistrict),
        ("villages_lorestan", Level::Village),
        ("شهرستان‌ها", Level::County),
    ] {
        let found = level_of_file_name(name);
        assert_eq!(found, Some(LevelWord::Level(level)), "{name}");
    }
    let centres = LevelWord::Centre(Some(Level::County));
    assert_eq!(level_of_file_name("county_centres"), Some(centres));
    assert_eq!(level_of_file_name("khorramshahr"), None);
}

#[test]
fn both_schemes_of_openstreetmap_are_read() {
    assert_eq!(osm_level("5", "", None, false), Some(Level::County));
    assert_eq!(osm_level("7", "مرکزی", None, false), Some(Level::District));
    assert_eq!(
        osm_level("7", "مرکزی", None, true),
        Some(Level::RuralDistrict)
    );
    assert_eq!(osm_level("8", "x", None, false), Some(Level::RuralDistrict));
    assert_eq!(osm_level("8", "x", Some("town"), false), Some(Level::City));
    let named = osm_level("7", "دهستان سیلاخور", None, false);
    assert_eq!(named, Some(Level::RuralDistrict));
    assert_eq!(osm_level("2", "ایران", None, false), None);
}

#[test]
fn names_are_compared_without_their_level() {
    let county = |name| fold_unit_name(Level::County, name);
    assert_eq!(county("شهرستان آشتیان"), county("اشتيان"));
    assert_eq!(county("Arak County"), county("arak"));
    assert_ne!(
        fold_unit_name(Level::City, "شهرکرد"),
        fold_unit_name(Level::City, "کرد")
    );
}
