//! Typing, choosing and clicking in fields of text and numbers.

use std::sync::Arc;

use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use marz::app::language::Language;
use marz::window::text::{NumberField, TextField};
use marz::window::theme::{Mode, Theme};

use super::harness;

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

#[test]
fn a_number_is_typed_in_persian_digits_and_refused_when_it_cannot_be() {
    let mut people = Some(8410.0);
    {
        let mut harness = harness(
            Mode::Light,
            Language::Persian,
            1.0,
            vec2(260.0, 100.0),
            |ui, _| {
                NumberField::new(&mut people, "جمعیت").whole().show_ui(ui);
                let mut other = String::new();
                TextField::new(&mut other, "دیگر").show_ui(ui);
            },
        );
        let all_typed = |harness: &mut Harness<'_>, text: &str| {
            harness.get_by_label("جمعیت").focus();
            harness.run();
            harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
            harness.run();
            harness.event(egui::Event::Text(text.to_owned()));
            harness.run();
        };
        harness.run();
        assert_eq!(
            harness.get_by_label("جمعیت").value().as_deref(),
            Some("۸٬۴۱۰")
        );
        all_typed(&mut harness, "۶۹۴");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(
            harness.get_by_label("جمعیت").value().as_deref(),
            Some("۶۹۴")
        );
        all_typed(&mut harness, "12,345");
        harness.key_press(Key::Tab);
        harness.run();
        assert_eq!(
            harness.get_by_label("جمعیت").value().as_deref(),
            Some("۱۲٬۳۴۵")
        );
        all_typed(&mut harness, "-5");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(
            harness.get_by_label("جمعیت").value().as_deref(),
            Some("-5"),
            "it stays to be mended"
        );
        all_typed(&mut harness, "7");
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(
            harness.get_by_label("جمعیت").value().as_deref(),
            Some("۱۲٬۳۴۵"),
            "Escape takes it back"
        );
    }
    assert_eq!(people, Some(12_345.0));
}
