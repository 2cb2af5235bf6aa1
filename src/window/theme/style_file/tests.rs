//! What every style promises: it can be read, its names too, and by whoever sees colours otherwise.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::super::contrast::contrast;
use super::*;

const DEFAULT: &str = include_str!("../../../../assets/styles/default.json");

/// What a style without some of its text says is wrong.
fn error_of(from: &str, to: &str) -> String {
    assert!(DEFAULT.contains(from), "{from}");
    let changed = DEFAULT.replacen(from, to, 1);
    StyleSheet::parse("mine", &changed).unwrap_err().to_string()
}

#[test]
fn names_and_figures_can_be_read_on_every_tint_of_every_style() {
    for style in StyleSheet::built_in() {
        for mode in [Mode::Light, Mode::Dark] {
            let map = style.map_style(mode);
            let labels = [
                &map.province_label,
                &map.far_province_label,
                &map.county_label,
                &map.district_label,
                &map.rural_district_label,
                &map.city_label,
                &map.village_label,
            ];
            let grounds = map.tints.iter().chain([&map.land, &map.background]);
            for ground in grounds {
                for label in labels {
                    let ratio = contrast(label.colour, *ground);
                    assert!(
                        ratio >= 4.5,
                        "{} {mode:?} {label:?} {ground:?} {ratio}",
                        style.id
                    );
                }
            }
            assert!(contrast(map.scale_bar, map.background) >= 4.5);
        }
    }
}

/// Without colour, borders of two levels differ by their dashes or by a third of their width.
#[test]
fn borders_are_told_apart_without_colour() {
    for style in StyleSheet::built_in() {
        let map = style.map_style(Mode::Light);
        let levels = [
            &map.international,
            &map.province,
            &map.county,
            &map.district,
            &map.rural_district,
        ];
        for (number, one) in levels.iter().enumerate() {
            for other in &levels[number + 1..] {
                assert!(one.dash != other.dash || one.width > other.width * 1.3);
            }
        }
    }
}

/// How colours look to somebody without one of the three kinds of cones: the matrices of
/// Machado, Oliveira and Fernandes (2009) for severity 1, on linear light.
fn as_seen(colour: Color32, matrix: [[f64; 3]; 3]) -> Color32 {
    let linear = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    let gamma = |value: f64| {
        let value = value.clamp(0.0, 1.0);
        let value = if value <= 0.003_130_8 {
            value * 12.92
        } else {
            1.055 * value.powf(1.0 / 2.4) - 0.055
        };
        (value * 255.0).round() as u8
    };
    let from = [colour.r(), colour.g(), colour.b()].map(linear);
    let [r, g, b] = matrix.map(|row| gamma(row.iter().zip(from).map(|(a, b)| a * b).sum()));
    Color32::from_rgb(r, g, b)
}

const PROTANOPIA: [[f64; 3]; 3] = [
    [0.152_286, 1.052_583, -0.204_868],
    [0.114_503, 0.786_281, 0.099_216],
    [-0.003_882, -0.048_116, 1.051_998],
];
const DEUTERANOPIA: [[f64; 3]; 3] = [
    [0.367_322, 0.860_646, -0.227_968],
    [0.280_085, 0.672_501, 0.047_413],
    [-0.011_820, 0.042_940, 0.968_881],
];

#[test]
fn classes_differ_for_colour_blind_readers_in_their_style() {
    let style = &StyleSheet::built_in()[2];
    assert_eq!(style.id, "colour_blind");
    for mode in [Mode::Light, Mode::Dark] {
        let map = style.map_style(mode);
        let verdicts = map.verdicts;
        for matrix in [PROTANOPIA, DEUTERANOPIA] {
            let seen = |colour: Color32| as_seen(colour, matrix);
            for ramp in [map.sequential, map.diverging] {
                for pair in ramp.windows(2) {
                    let ratio = contrast(seen(pair[0]), seen(pair[1]));
                    let (one, other) = (seen(pair[0]), seen(pair[1]));
                    let hue = (i32::from(one.b()) - i32::from(other.b())).abs();
                    assert!(ratio > 1.2 || hue > 40, "{mode:?} {pair:?} {ratio} {hue}");
                }
            }
            let (met, missed) = (seen(verdicts.met), seen(verdicts.missed));
            let apart = contrast(met, missed) > 1.3
                || (i32::from(met.b()) - i32::from(missed.b())).abs() > 60;
            assert!(apart, "{mode:?} {met:?} {missed:?}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_style_is_said_with_its_place() {
    let ink = error_of("\"ink\": \"line_strong\"", "\"ink\": \"lines\"");
    assert!(
        ink.contains("\"lines\"") && ink.contains("international"),
        "{ink}"
    );
    let colour = error_of("\"#F7F6F2\"", "\"beige\"");
    assert!(
        colour.contains("mine.json") && colour.contains("beige") && colour.contains("line 6"),
        "{colour}"
    );
    let member = error_of("\"contested\"", "\"contest\"");
    assert!(member.contains("contest"), "{member}");
    let format = error_of("\"format\": 1", "\"format\": 7");
    assert!(format.contains('7'), "{format}");
}

#[test]
fn a_style_of_the_user_stands_for_one_that_is_built_in() {
    let folder = tempfile::tempdir().unwrap();
    let mine = DEFAULT
        .replace("پیش‌فرض", "من")
        .replace("#F7F6F2", "#000000");
    std::fs::write(folder.path().join("default.json"), mine).unwrap();
    std::fs::write(folder.path().join("broken.json"), "{").unwrap();
    std::fs::write(folder.path().join("note.txt"), "no style").unwrap();
    let (styles, errors) = StyleSheet::all(folder.path());
    assert_eq!(styles.len(), 3);
    let own = styles.iter().find(|style| style.id == "default").unwrap();
    assert_eq!(own.name(Language::Persian), "من");
    assert_eq!(own.map_style(Mode::Light).background, Color32::BLACK);
    assert_eq!(errors.len(), 1);
    let (missing, none) = StyleSheet::all(Path::new("/nowhere"));
    assert_eq!((missing.len(), none.len()), (3, 0));
}
