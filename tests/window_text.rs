//! What text looks like: pictures of labels, buttons and fields in both languages, and that they are
//! found by what they say. With `MARZ_PICTURES=folder` the whole pages are written there to be looked at.
#![cfg(feature = "window")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)] // a test says where it fails

#[path = "window_text/fields.rs"]
mod fields;

use std::sync::Arc;

use egui::{Ui, vec2};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, SnapshotResults};
use marz::app::language::{Language, Words, left_to_right};
use marz::app::numbers;
use marz::window::direction::{column_ui, ends_ui, horizontal_ui, key_row_ui, wrapping_ui};
use marz::window::icons::icons::{
    ICON_CHEVRON_RIGHT, ICON_REDO, ICON_SAVE, ICON_SEARCH, ICON_UNDO,
};
use marz::window::text::{
    Button, Column, NumberField, Row, Table, TextField, checkbox_ui, chip_ui, combo_ui, elided_ui,
    formatted_ui, heading_ui, label_ui, marked_ui, menu_ui, paragraph_ui, progress_ui, segments_ui,
    separator_ui, severity_ui, small_ui, tab_ui, tag_ui, title_ui, weak_ui, wrapped_ui,
};
use marz::window::theme::{Mode, Severity, Theme};

const PARAGRAPH: &str = "جابه‌جایی مرز کرگاه شرقی و کاکاشرف در سطح شهرستان، ۳٫۲ کیلومتر مربع (نزدیک به ۰٫۸٪) \
    را از یکی می‌گیرد و به دیگری می‌دهد؛ سامانهٔ EPSG:32639 (UTM 39N) و تصویب‌نامهٔ «۱۲۳۴/ت۵۶۷هـ» مورخ ۱۳۸۶/۰۷/۱۵ \
    مبنا است. آیا انتزاع و الحاق می‌شود؟";

fn harness<'a>(
    mode: Mode,
    language: Language,
    scale: f32,
    size: egui::Vec2,
    mut page: impl FnMut(&mut Ui, &Words) + 'a,
) -> Harness<'a> {
    let theme = Arc::new(Theme::new(mode, language));
    let words = Words::new(language);
    let egui_theme = match mode {
        Mode::Light => egui::Theme::Light,
        Mode::Dark => egui::Theme::Dark,
    };
    Harness::builder()
        .with_size(size)
        .with_pixels_per_point(scale)
        .with_theme(egui_theme)
        .with_context_setup({
            let theme = Arc::clone(&theme);
            move |ctx| {
                Theme::install_fonts(ctx);
                theme.install(ctx);
            }
        })
        .wgpu()
        .build_ui(move |ui| {
            theme.install(ui.ctx());
            let frame = egui::Frame::new()
                .fill(theme.palette.surface)
                .inner_margin(12.0);
            frame.show(ui, |ui| {
                ui.set_min_size(ui.available_size());
                column_ui(ui, |ui| page(ui, &words));
            });
        })
}

fn page_ui(ui: &mut Ui, words: &Words, ticked: &mut bool) {
    let theme = Theme::of(ui.ctx());
    let persian = words.language() == Language::Persian;
    ends_ui(
        ui,
        |ui| title_ui(ui, "دهستان کرگاه شرقی"),
        |ui| {
            Button::icon_only(ICON_UNDO, "برگرد").show_ui(ui);
            Button::icon_only(ICON_REDO, "دوباره")
                .refused(Some("چیزی برای دوباره نیست"))
                .show_ui(ui);
            segments_ui(ui, &["ویرایش", "اختلاف‌ها", "بررسی"], 0);
        },
    );
    separator_ui(ui);
    heading_ui(ui, if persian { "قانون" } else { "Law" });
    key_row_ui(
        ui,
        if persian { "کد آماری" } else { "Code" },
        90.0,
        |ui| {
            formatted_ui(ui, "15 02 01 0006", theme.text.body.code());
            weak_ui(ui, "معتبر")
        },
    );
    key_row_ui(ui, if persian { "مساحت" } else { "Area" }, 90.0, |ui| {
        label_ui(ui, &words.area(412.64e6))
    });
    key_row_ui(
        ui,
        if persian { "جمعیت" } else { "People" },
        90.0,
        |ui| label_ui(ui, &words.people(8410)),
    );
    let change = numbers::signed(words.language(), -3.2, 1);
    label_ui(
        ui,
        &format!(
            "کاکاشرف {change} کیلومتر مربع؛ کد {} معتبر",
            left_to_right("15 02 01 0006")
        ),
    );
    label_ui(ui, "EPSG:32639 (UTM 39N)");
    label_ui(ui, "کشکان ← کشکان شمالی، (۱۲) «الحاق» می‌شود");
    ui.set_max_width(ui.available_width());
    paragraph_ui(ui, PARAGRAPH);
    wrapped_narrow_ui(ui, 230.0);
    elided_ui(ui, PARAGRAPH, theme.text.body);
    marked_ui(
        ui,
        "دهستان خرم‌آباد شرقی",
        theme.text.body,
        &marz::app::search::marks("دهستان خرم‌آباد شرقی", "رماباد"),
    );
    small_ui(ui, "ماده ۳ تبصره ۱ · ۸٬۴۱۰ از ۶٬۰۰۰ (متوسط)");
    for (number, other) in [(8410, 9173), (11, 4), (694, 1_263_777)] {
        horizontal_ui(ui, |ui| {
            formatted_ui(ui, &words.integer(number), theme.text.table);
            formatted_ui(ui, &words.integer(other), theme.text.table.medium());
        });
    }
    wrapping_ui(ui, |ui| {
        Button::new(if persian { "ذخیره" } else { "Save" })
            .icon(ICON_SAVE)
            .shortcut("Ctrl+S")
            .show_ui(ui);
        Button::new("پذیرش").primary().show_ui(ui);
        Button::new("بازگشت…")
            .emphasis(marz::window::text::Emphasis::Danger)
            .show_ui(ui);
        Button::new("ویرایش").selected(true).quiet().show_ui(ui);
        Button::new("ادغام").refused(Some("نمی‌شود")).show_ui(ui);
    });
    wrapping_ui(ui, |ui| {
        chip_ui(ui, true, "همه");
        chip_ui(ui, false, "هندسه ۱۴");
        tab_ui(ui, true, "یافته‌ها ۲۳");
        tab_ui(ui, false, "تاریخچه");
        tag_ui(ui, "از پیش", theme.palette.text_weak, theme.palette.hover);
        checkbox_ui(ui, ticked, "سطح شهرستان");
    });
    horizontal_ui(ui, |ui| {
        for severity in Severity::ALL {
            severity_ui(ui, severity, "شدت");
        }
        progress_ui(ui, 0.4, "بررسی", 120.0);
        combo_ui(ui, "درجه تراکم", &["متراکم", "متوسط", "کم"], Some(1), 120.0);
    });
    let mut name = "کرگاه شرقی UTM 39N".to_owned();
    TextField::new(&mut name, "نام")
        .suffix("بررسی نشده")
        .show_ui(ui);
    let mut empty = String::new();
    TextField::new(&mut empty, "جست‌وجو")
        .icon(ICON_SEARCH)
        .placeholder("جست‌وجوی واحد، یافته یا فرمان")
        .show_ui(ui);
    let mut people = Some(8410.0);
    NumberField::new(&mut people, "جمعیت")
        .whole()
        .suffix("۲٬۴۸۶ خانوار")
        .width(220.0)
        .show_ui(ui);
    Row::new("شهرستان خرم‌آباد")
        .tree(0.0)
        .icon(ICON_CHEVRON_RIGHT)
        .end("۴")
        .show_ui(ui);
    Row::new("بخش مرکزی")
        .tree(16.0)
        .selected(true)
        .end("۸٬۴۱۰")
        .show_ui(ui);
    Row::menu("جست‌وجو")
        .icon(ICON_SEARCH)
        .shortcut("Ctrl+K")
        .show_ui(ui);
}

fn wrapped_narrow_ui(ui: &mut Ui, width: f32) {
    let theme = Theme::of(ui.ctx());
    let size = vec2(width, 10.0);
    let layout = marz::window::direction::Flow::of(ui).column();
    ui.allocate_ui_with_layout(size, layout, |ui| {
        wrapped_ui(ui, PARAGRAPH, theme.text.small);
    });
}

#[test]
fn pages_can_be_drawn_in_every_look() {
    for (language, mode, scale) in [
        (Language::Persian, Mode::Light, 1.0),
        (Language::Persian, Mode::Dark, 1.5),
        (Language::English, Mode::Light, 1.0),
    ] {
        let mut ticked = true;
        let size = vec2(560.0, 900.0);
        let mut harness = harness(mode, language, scale, size, |ui, words| {
            page_ui(ui, words, &mut ticked)
        });
        harness.run();
        let image = harness.render().unwrap();
        if let Some(folder) = std::env::var_os("MARZ_PICTURES") {
            let name = format!("text_{}_{mode:?}_{scale}.png", language.code());
            image
                .save(std::path::Path::new(&folder).join(name))
                .unwrap();
        }
    }
}

#[test]
fn widgets_are_found_by_what_they_say() {
    let mut ticked = false;
    {
        let mut harness = harness(
            Mode::Light,
            Language::Persian,
            1.0,
            vec2(560.0, 900.0),
            |ui, words| {
                page_ui(ui, words, &mut ticked);
            },
        );
        harness.run();
        harness.get_by_label("دهستان کرگاه شرقی");
        harness.get_by_label("۴۱۲٫۶ کیلومتر مربع");
        harness.get_by_label("کاکاشرف −۳٫۲ کیلومتر مربع؛ کد 15 02 01 0006 معتبر");
        harness.get_by_label("سطح شهرستان").click();
        harness.run();
    }
    assert!(ticked, "the click reached the box");
}

const FINDINGS: [(&str, &str, &str); 4] = [
    (
        "همپوشانی",
        "کرگاه شرقی، کاکاشرف",
        "۰٫۴۱۲ کیلومتر مربع · پهنا ۱۳۸ متر",
    ),
    (
        "شکاف",
        "ده پیر شمالی، زاغه",
        "۰٫۰۶۸ کیلومتر مربع · پهنا ۴۱ متر",
    ),
    (
        "باریکهٔ همپوشانی",
        "چگنی: شاهیوند، ویسیان",
        "۲٬۱۴۰ متر مربع · پهنا ۱٫۸ متر",
    ),
    ("نصاب جمعیتی (ماده ۶)", "بخش شاهیوند", "۱۱٬۸۰۲ از ۲۰٬۰۰۰"),
];

fn table_page_ui(ui: &mut Ui, chosen: &mut Option<usize>) {
    let theme = Theme::of(ui.ctx());
    let columns = [
        Column::fixed("", 28.0),
        Column::share("نوع", 2.0).sortable(),
        Column::share("واحدها", 3.0).sortable(),
        Column::share("اندازه", 3.0),
    ];
    let table = Table::new("findings", &columns, 400)
        .selected(*chosen)
        .sorted_by(1, false);
    let of = |row: usize| FINDINGS[row % FINDINGS.len()];
    let done = table.show_ui(
        ui,
        |row| format!("{} {row}", of(row).0),
        |ui, row, column| {
            let (kind, units, size) = of(row);
            match column {
                0 => {
                    severity_ui(ui, Severity::Error, "خطا");
                }
                1 => {
                    elided_ui(ui, kind, theme.text.body);
                }
                2 => {
                    elided_ui(ui, units, theme.text.body);
                }
                _ => {
                    elided_ui(ui, size, theme.text.table);
                }
            }
        },
    );
    if done.clicked.is_some() {
        *chosen = done.clicked;
    }
}

#[test]
fn a_table_runs_from_the_right_and_draws_only_what_is_seen() {
    let mut chosen = None;
    {
        let mut harness = harness(
            Mode::Light,
            Language::Persian,
            1.5,
            vec2(640.0, 220.0),
            |ui, _| {
                table_page_ui(ui, &mut chosen);
            },
        );
        harness.run();
        let kind = harness.get_by_label("نوع").rect();
        let size = harness.get_by_label("اندازه").rect();
        assert!(
            kind.left() > size.right(),
            "the first column is at the right"
        );
        assert!(harness.query_by_label("شکاف 1").is_some());
        assert!(harness.query_by_label("شکاف 397").is_none());
        harness.get_by_label("شکاف 1").click();
        harness.run();
        harness.snapshot("text_table");
    }
    assert_eq!(chosen, Some(1));
}

#[test]
fn a_menu_and_a_box_open_at_the_start_side() {
    let mut choice = 1;
    let mut saved = false;
    {
        let mut harness = harness(
            Mode::Light,
            Language::Persian,
            1.0,
            vec2(320.0, 260.0),
            |ui, _| {
                let file = Button::new("پرونده").quiet().show_ui(ui);
                menu_ui(&file, |ui| {
                    saved |= Row::menu("ذخیره")
                        .icon(ICON_SAVE)
                        .shortcut("Ctrl+S")
                        .show_ui(ui)
                        .clicked();
                    Row::menu("دوباره").refused(Some("چیزی نیست")).show_ui(ui);
                });
                if let Some(new) = combo_ui(
                    ui,
                    "درجه تراکم",
                    &["متراکم", "متوسط", "کم"],
                    Some(choice),
                    140.0,
                ) {
                    choice = new;
                }
            },
        );
        harness.run();
        harness.get_by_label("پرونده").click();
        harness.run();
        harness.snapshot("text_menu");
        harness.get_by_label("ذخیره").click();
        harness.run();
        harness.get_by_label("درجه تراکم").click();
        harness.run();
        harness.get_by_label("کم").click();
        harness.run();
        assert_eq!(
            harness.get_by_label("درجه تراکم").value().as_deref(),
            Some("کم")
        );
    }
    assert!(saved);
    assert_eq!(choice, 2);
}

#[test]
fn mixed_text_looks_right() {
    let mut results = SnapshotResults::new();
    for (language, name) in [
        (Language::Persian, "text_mixed_fa"),
        (Language::English, "text_mixed_en"),
    ] {
        let mut harness = harness(
            Mode::Light,
            language,
            1.5,
            vec2(360.0, 190.0),
            |ui, words| {
                label_ui(
                    ui,
                    &words.with("format-code", &[("code", "15 02 01 0006".into())]),
                );
                label_ui(ui, &words.area(412.64e6));
                label_ui(ui, "EPSG:32639 (UTM 39N)");
                let loss = numbers::signed(words.language(), -3.2, 1);
                label_ui(ui, &format!("{loss} · {}", words.length(138.0)));
                paragraph_ui(
                    ui,
                    "«الحاق» (بند ۱) در ۱۴۰۵/۰۹/۰۱ انجام می‌شود؛ کشکان ← UTM 39N",
                );
            },
        );
        harness.run();
        harness.snapshot(name);
        results.extend_harness(&mut harness);
    }
}
