//! What text looks like: pictures of labels, buttons and fields in both languages, and that they are
//! found by what they say. With `MARZ_PICTURES=folder` the whole pages are written there to be looked at.
#![cfg(feature = "window")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)] // a test says where it fails

use std::sync::Arc;

use egui::{Key, Modifiers, Ui, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use marz::app::language::{Language, Words, left_to_right};
use marz::app::numbers;
use marz::window::direction::{column_ui, ends_ui, horizontal_ui, key_row_ui, wrapping_ui};
use marz::window::icons::icons::{
    ICON_CHEVRON_RIGHT, ICON_REDO, ICON_SAVE, ICON_SEARCH, ICON_UNDO,
};
use marz::window::text::{
    Button, NumberField, Row, TextField, checkbox_ui, chip_ui, combo_ui, elided_ui, formatted_ui,
    heading_ui, label_ui, marked_ui, paragraph_ui, progress_ui, segments_ui, separator_ui,
    severity_ui, small_ui, tab_ui, tag_ui, title_ui, weak_ui, wrapped_ui,
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

/// A window with one text field, whose text is the state.
fn field_harness(start: &str) -> Harness<'static, String> {
    let theme = Arc::new(Theme::new(Mode::Light, Language::Persian));
    let mut harness = Harness::builder()
        .with_size(vec2(260.0, 52.0))
        .with_step_dt(1.0 / 60.0)
        .with_context_setup({
            let theme = Arc::clone(&theme);
            move |ctx| {
                Theme::install_fonts(ctx);
                theme.install(ctx);
            }
        })
        .wgpu()
        .build_ui_state(
            move |ui, text: &mut String| {
                theme.install(ui.ctx());
                let frame = egui::Frame::new()
                    .fill(theme.palette.surface)
                    .inner_margin(12.0);
                frame.show(ui, |ui| TextField::new(text, "نام").show_ui(ui));
            },
            start.to_owned(),
        );
    harness.run();
    harness.get_by_label("نام").focus();
    harness.run();
    harness
}

fn typed(harness: &mut Harness<'static, String>, text: &str) {
    for character in text.chars() {
        harness.event(egui::Event::Text(character.to_string()));
    }
    harness.run();
}

fn pressed(harness: &mut Harness<'static, String>, modifiers: Modifiers, keys: &[Key]) {
    for key in keys {
        harness.key_press_modifiers(modifiers, *key);
        harness.run();
    }
}

#[test]
fn typing_selecting_and_taking_back_work_in_persian() {
    let mut harness = field_harness("");
    typed(&mut harness, "مرز");
    assert_eq!(harness.state(), "مرز");
    pressed(&mut harness, Modifiers::NONE, &[Key::Home]);
    typed(&mut harness, "آ");
    assert_eq!(
        harness.state(),
        "آمرز",
        "Home is the beginning, at the right"
    );
    pressed(&mut harness, Modifiers::NONE, &[Key::ArrowLeft]);
    typed(&mut harness, "۱");
    assert_eq!(harness.state(), "آم۱رز", "Left goes on in Persian");
    pressed(&mut harness, Modifiers::NONE, &[Key::Backspace, Key::End]);
    pressed(
        &mut harness,
        Modifiers::SHIFT,
        &[Key::ArrowRight, Key::ArrowRight],
    );
    typed(&mut harness, "x");
    assert_eq!(harness.state(), "آمx", "what was selected is replaced");
    pressed(&mut harness, Modifiers::COMMAND, &[Key::Z]);
    assert_eq!(harness.state(), "آمرز");
    pressed(&mut harness, Modifiers::COMMAND, &[Key::A]);
    pressed(&mut harness, Modifiers::NONE, &[Key::Delete]);
    assert_eq!(harness.state(), "");
}

#[test]
fn shift_and_space_type_the_joiner_after_a_persian_letter_only() {
    let mut harness = field_harness("می");
    pressed(&mut harness, Modifiers::NONE, &[Key::End]);
    harness.event_modifiers(egui::Event::Text(" ".to_owned()), Modifiers::SHIFT);
    harness.run();
    typed(&mut harness, "شود ab");
    harness.event_modifiers(egui::Event::Text(" ".to_owned()), Modifiers::SHIFT);
    harness.run();
    assert_eq!(harness.state(), "می\u{200C}شود ab ");
}

#[test]
fn a_click_puts_the_caret_and_a_double_click_chooses_the_word() {
    let mut harness = field_harness("بخش مرکزی");
    let rect = harness.get_by_label("نام").rect();
    let at = egui::pos2(rect.right() - 14.0, rect.center().y);
    harness.drag_at(at);
    harness.drop_at(at);
    harness.drag_at(at);
    harness.drop_at(at);
    harness.run();
    typed(&mut harness, "شهر");
    assert_eq!(harness.state(), "شهر مرکزی");
}

#[test]
fn an_assistive_tool_can_set_the_text() {
    let mut harness = field_harness("پیشین");
    harness.get_by_label("نام").type_text("تازه");
    harness.run();
    assert!(harness.state().contains("تازه"));
    assert_eq!(
        harness.get_by_label("نام").value().as_deref(),
        Some(harness.state().as_str())
    );
}

#[test]
fn fields_look_right_with_a_selection_over_two_directions() {
    let mut harness = field_harness("کد 15 02 UTM معتبر");
    pressed(&mut harness, Modifiers::NONE, &[Key::Home]);
    let step = Modifiers::SHIFT;
    pressed(&mut harness, step, &[Key::ArrowLeft; 7]);
    harness.snapshot("text_field_selection");
}
