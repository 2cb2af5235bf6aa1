//! The country as the national sample knows it: a coarse outline made by hand, a few
//! islands, and the provinces with their true names, codes and areas. The outline is
//! made up and only resembles the country; it is nobody's border.

/// A province. Codes and county counts are those of the division list of 1397 of the
/// Statistical Centre of Iran, areas those of its yearbooks.
#[derive(Debug)]
pub(super) struct Province {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) name_en: &'static str,
    /// Rough position in degrees.
    pub(super) near: [f64; 2],
    /// Area in square kilometres, of land and inland water.
    pub(super) km2: f64,
    /// Counties in 1397; the sample has more and keeps their proportion.
    pub(super) counties: f64,
}

/// The provinces in order of their codes.
#[rustfmt::skip]
pub(super) const PROVINCES: [Province; 31] = [
    Province { code: "00", name: "مرکزی", name_en: "Markazi", near: [50.0, 34.5], km2: 29127.0, counties: 12.0 },
    Province { code: "01", name: "گیلان", name_en: "Gilan", near: [49.5, 37.5], km2: 14042.0, counties: 16.0 },
    Province { code: "02", name: "مازندران", name_en: "Mazandaran", near: [52.5, 36.5], km2: 23842.0, counties: 22.0 },
    Province { code: "03", name: "آذربایجان شرقی", name_en: "East Azerbaijan", near: [46.5, 38.0], km2: 45651.0, counties: 21.0 },
    Province { code: "04", name: "آذربایجان غربی", name_en: "West Azerbaijan", near: [45.5, 37.5], km2: 37411.0, counties: 17.0 },
    Province { code: "05", name: "کرمانشاه", name_en: "Kermanshah", near: [46.5, 34.5], km2: 25009.0, counties: 14.0 },
    Province { code: "06", name: "خوزستان", name_en: "Khuzestan", near: [49.0, 31.5], km2: 64055.0, counties: 27.0 },
    Province { code: "07", name: "فارس", name_en: "Fars", near: [53.5, 29.0], km2: 122608.0, counties: 29.0 },
    Province { code: "08", name: "کرمان", name_en: "Kerman", near: [57.5, 29.5], km2: 180726.0, counties: 23.0 },
    Province { code: "09", name: "خراسان رضوی", name_en: "Razavi Khorasan", near: [59.0, 35.5], km2: 118851.0, counties: 29.0 },
    Province { code: "10", name: "اصفهان", name_en: "Isfahan", near: [52.5, 33.0], km2: 107018.0, counties: 24.0 },
    Province { code: "11", name: "سیستان و بلوچستان", name_en: "Sistan and Baluchestan", near: [60.5, 28.0], km2: 181785.0, counties: 20.0 },
    Province { code: "12", name: "کردستان", name_en: "Kurdistan", near: [47.0, 35.5], km2: 29137.0, counties: 10.0 },
    Province { code: "13", name: "همدان", name_en: "Hamadan", near: [48.5, 35.0], km2: 19368.0, counties: 9.0 },
    Province { code: "14", name: "چهارمحال و بختیاری", name_en: "Chaharmahal and Bakhtiari", near: [50.5, 32.0], km2: 16328.0, counties: 10.0 },
    Province { code: "15", name: "لرستان", name_en: "Lorestan", near: [48.5, 33.5], km2: 28294.0, counties: 11.0 },
    Province { code: "16", name: "ایلام", name_en: "Ilam", near: [47.0, 33.0], km2: 20133.0, counties: 10.0 },
    Province { code: "17", name: "کهگیلویه و بویراحمد", name_en: "Kohgiluyeh and Boyer-Ahmad", near: [51.0, 31.0], km2: 15504.0, counties: 8.0 },
    Province { code: "18", name: "بوشهر", name_en: "Bushehr", near: [51.0, 28.5], km2: 22743.0, counties: 10.0 },
    Province { code: "19", name: "زنجان", name_en: "Zanjan", near: [48.5, 36.5], km2: 21773.0, counties: 8.0 },
    Province { code: "20", name: "سمنان", name_en: "Semnan", near: [54.5, 35.5], km2: 97491.0, counties: 8.0 },
    Province { code: "21", name: "یزد", name_en: "Yazd", near: [54.5, 32.0], km2: 74493.0, counties: 10.0 },
    Province { code: "22", name: "هرمزگان", name_en: "Hormozgan", near: [56.0, 27.0], km2: 70697.0, counties: 13.0 },
    Province { code: "23", name: "تهران", name_en: "Tehran", near: [51.5, 35.5], km2: 13692.0, counties: 16.0 },
    Province { code: "24", name: "اردبیل", name_en: "Ardabil", near: [48.0, 38.5], km2: 17800.0, counties: 11.0 },
    Province { code: "25", name: "قم", name_en: "Qom", near: [51.0, 34.5], km2: 11526.0, counties: 1.0 },
    Province { code: "26", name: "قزوین", name_en: "Qazvin", near: [50.0, 36.0], km2: 15567.0, counties: 6.0 },
    Province { code: "27", name: "گلستان", name_en: "Golestan", near: [55.0, 37.5], km2: 20367.0, counties: 14.0 },
    Province { code: "28", name: "خراسان شمالی", name_en: "North Khorasan", near: [57.0, 37.5], km2: 28434.0, counties: 8.0 },
    Province { code: "29", name: "خراسان جنوبی", name_en: "South Khorasan", near: [58.5, 33.0], km2: 150797.0, counties: 11.0 },
    Province { code: "30", name: "البرز", name_en: "Alborz", near: [51.0, 36.0], km2: 5142.0, counties: 6.0 },
];

/// The outline in degrees, clockwise from the north-west: the Caspian in the north, the
/// Persian Gulf and the Sea of Oman in the south.
#[rustfmt::skip]
pub(super) const OUTLINE: [[f64; 2]; 74] = [
    [44.4, 39.7], [45.4, 38.9], [46.5, 38.9], [47.7, 39.6], [48.3, 39.3], [48.0, 38.8],
    [48.8, 38.4], [48.9, 37.8], [49.2, 37.5], [49.9, 37.4], [50.3, 37.1], [51.0, 36.8],
    [52.0, 36.6], [53.0, 36.8], [53.9, 36.9], [53.9, 37.3], [54.8, 37.5], [55.4, 38.1],
    [56.4, 38.2], [57.3, 38.2], [58.4, 37.7], [59.4, 37.5], [60.3, 36.6], [61.1, 36.6],
    [61.2, 35.6], [60.9, 34.6], [60.5, 34.0], [60.9, 33.5], [60.6, 33.0], [60.8, 32.2],
    [60.9, 31.5], [61.7, 31.3], [61.8, 30.8], [60.9, 29.9], [61.5, 29.0], [62.7, 28.2],
    [62.8, 27.3], [63.2, 27.1], [63.2, 26.6], [62.3, 26.4], [61.7, 25.2], [60.4, 25.3],
    [59.0, 25.4], [57.9, 25.7], [57.2, 26.2], [57.0, 26.9], [56.3, 27.2], [55.4, 26.9],
    [54.6, 26.6], [53.7, 26.7], [52.7, 27.4], [51.7, 27.9], [51.3, 28.6], [50.9, 29.0],
    [50.5, 29.6], [50.2, 30.1], [49.5, 30.1], [49.0, 30.4], [48.6, 30.0], [48.1, 30.4],
    [48.0, 31.0], [47.7, 31.1], [47.8, 31.8], [47.4, 32.4], [46.2, 33.0], [45.9, 33.6],
    [45.5, 34.2], [45.8, 34.9], [46.2, 35.6], [45.5, 36.0], [45.0, 36.9], [44.7, 37.6],
    [44.3, 38.3], [44.2, 39.2],
];

/// An island: an ellipse.
#[derive(Debug)]
pub(super) struct Island {
    /// Its middle in degrees.
    pub(super) at: [f64; 2],
    /// Half its length and half its width in kilometres.
    pub(super) half_km: [f64; 2],
    /// Direction of its length, in degrees from east to north.
    pub(super) turned: f64,
}

/// Some islands of the Persian Gulf, farther from the coast than the real ones, so that
/// the coarse cells leave water between.
pub(super) const ISLANDS: [Island; 5] = [
    Island {
        at: [55.75, 26.55],
        half_km: [42.0, 8.0],
        turned: 22.0,
    },
    Island {
        at: [56.45, 26.80],
        half_km: [6.0, 5.0],
        turned: 0.0,
    },
    Island {
        at: [53.95, 26.35],
        half_km: [9.0, 5.0],
        turned: 5.0,
    },
    Island {
        at: [50.15, 29.25],
        half_km: [5.0, 6.5],
        turned: 40.0,
    },
    Island {
        at: [55.00, 25.90],
        half_km: [6.0, 5.0],
        turned: 60.0,
    },
];
