//! A field for a number: shown in the language's digits, typed in any.

use std::ops::RangeInclusive;

use egui::{Id, Response, Ui};

use super::TextField;
use crate::app::language::{Value, Words};
use crate::app::numbers::{decimal, parse_number};
use crate::window::theme::Theme;

/// What stands in the field while it is being typed in.
#[derive(Clone, Debug, Default)]
struct Typing {
    text: String,
    complaint: Option<String>,
}

/// A field for a number that may be missing: `NumberField::new(&mut people, "جمعیت").whole().show_ui(ui)`.
#[must_use]
#[derive(Debug)]
pub struct NumberField<'a> {
    value: &'a mut Option<f64>,
    label: &'a str,
    range: RangeInclusive<f64>,
    decimals: u8,
    suffix: Option<&'a str>,
    placeholder: &'a str,
    width: Option<f32>,
    refusal: Option<&'a str>,
    complaint: Option<&'a str>,
}

impl<'a> NumberField<'a> {
    /// A field for a number; the label is what assistive tools call it and is not drawn.
    pub const fn new(value: &'a mut Option<f64>, label: &'a str) -> Self {
        Self {
            value,
            label,
            range: f64::NEG_INFINITY..=f64::INFINITY,
            decimals: 3,
            suffix: None,
            placeholder: "",
            width: None,
            refusal: None,
            complaint: None,
        }
    }

    /// No smaller and no larger than this.
    pub const fn range(mut self, range: RangeInclusive<f64>) -> Self {
        self.range = range;
        self
    }

    /// A whole number that is not negative: people, households.
    pub const fn whole(mut self) -> Self {
        self.decimals = 0;
        self.range = 0.0..=9_007_199_254_740_991.0;
        self
    }

    /// With at most so many decimals.
    pub const fn decimals(mut self, decimals: u8) -> Self {
        self.decimals = decimals;
        self
    }

    /// A unit or remark inside the field, at its end side.
    pub const fn suffix(mut self, text: &'a str) -> Self {
        self.suffix = Some(text);
        self
    }

    /// Shown when there is no number.
    pub const fn placeholder(mut self, text: &'a str) -> Self {
        self.placeholder = text;
        self
    }

    /// So wide, in points.
    pub const fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Not to be edited when there is a reason, which the tooltip gives.
    pub const fn refused(mut self, reason: Option<&'a str>) -> Self {
        self.refusal = reason;
        self
    }

    /// What is wrong with the value that stands there.
    pub const fn complaint(mut self, sentence: Option<&'a str>) -> Self {
        self.complaint = sentence;
        self
    }

    /// Draws it. The value changes, and `changed()` says so, when Enter is pressed or the keyboard
    /// leaves the field and what stands there is a number in the range; else the field says why not
    /// and the value stays.
    pub fn show_ui(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui.ctx());
        let words = Words::new(theme.language);
        let id = ui.next_auto_id().with("number");
        let had_focus = ui.memory(|memory| memory.has_focus(id));
        let kept: Option<Typing> = ui.data(|data| data.get_temp(id.with("typing")));
        let was_typing = kept.is_some();
        let shown = || {
            let value = (*self.value)?;
            Some(decimal(theme.language, value, self.decimals))
        };
        let mut typing = kept.unwrap_or_else(|| Typing {
            text: shown().unwrap_or_default(),
            complaint: None,
        });
        let complaint = typing.complaint.clone();
        let mut field = TextField::new(&mut typing.text, self.label)
            .id(id)
            .placeholder(self.placeholder)
            .refused(self.refusal)
            .complaint(complaint.as_deref().or(self.complaint));
        if let Some(suffix) = self.suffix {
            field = field.suffix(suffix);
        }
        if let Some(width) = self.width {
            field = field.width(width);
        }
        let shown_field = field.show_ui(ui);
        let mut response = shown_field.response;
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let is_edited = response.changed();
        if is_edited {
            typing.complaint = None;
        }
        let escaped = !has_focus && ui.input(|input| input.key_pressed(egui::Key::Escape));
        let leaves =
            !has_focus && (had_focus || was_typing || is_edited) && typing.complaint.is_none();
        // Typing is not yet a change of the value.
        response.flags.remove(egui::response::Flags::CHANGED);
        let mut keeps = has_focus;
        if escaped {
            keeps = false;
        } else if leaves {
            match read(&typing.text, self.decimals, &self.range, &words) {
                Ok(value) => {
                    if value != *self.value {
                        *self.value = value;
                        response.mark_changed();
                    }
                    keeps = false;
                }
                Err(sentence) => {
                    typing.complaint = Some(sentence);
                    keeps = true;
                }
            }
        } else if typing.complaint.is_some() {
            keeps = true;
        }
        keep(ui, id, keeps.then_some(typing));
        response
    }
}

fn keep(ui: &Ui, id: Id, typing: Option<Typing>) {
    let id = id.with("typing");
    ui.data_mut(|data| match typing {
        Some(typing) => {
            data.insert_temp(id, typing);
        }
        None => data.remove::<Typing>(id),
    });
}

/// What a typed text means: a number, nothing, or the sentence that says why it cannot be.
fn read(
    text: &str,
    decimals: u8,
    range: &RangeInclusive<f64>,
    words: &Words,
) -> Result<Option<f64>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let value = parse_number(text).ok_or_else(|| words.text("field-not-a-number"))?;
    if decimals == 0 && value.fract() != 0.0 {
        return Err(words.text("field-not-whole"));
    }
    let limit = |number: f64| Value::from(decimal(words.language(), number, decimals));
    if value < *range.start() {
        return Err(words.with("field-too-small", &[("least", limit(*range.start()))]));
    }
    if value > *range.end() {
        return Err(words.with("field-too-large", &[("most", limit(*range.end()))]));
    }
    Ok(Some(value))
}

/// A field for a whole number that is not negative.
pub fn number_field_ui(ui: &mut Ui, value: &mut Option<f64>, label: &str) -> Response {
    NumberField::new(value, label).whole().show_ui(ui)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::language::{Language, plain};

    #[test]
    fn a_number_is_read_in_any_digits_and_refused_with_a_reason() {
        let words = Words::new(Language::Persian);
        let read = |text: &str| read(text, 0, &(0.0..=1000.0), &words).map_err(|text| plain(&text));
        assert_eq!(read("۶۹۴"), Ok(Some(694.0)));
        assert_eq!(read("٦٩٤"), Ok(Some(694.0)));
        assert_eq!(read(" "), Ok(None));
        assert_eq!(read("۳٫۵"), Err("عدد باید درست باشد.".to_owned()));
        assert_eq!(read("۸٬۴۱۰"), Err("بیشتر از ۱٬۰۰۰ نمی‌شود.".to_owned()));
        assert_eq!(read("-1"), Err("کمتر از ۰ نمی‌شود.".to_owned()));
        assert_eq!(read("ده"), Err("این یک عدد نیست.".to_owned()));
    }
}
