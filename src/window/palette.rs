//! The command palette: one field that finds commands, units and settlements by name or
//! code, and findings; the arrow keys choose, Enter does.

use egui::{Area, EventFilter, Frame, Id, Key, Modifiers, Order, ScrollArea, Ui};

use super::caches::Caches;
use super::commands::ENTRIES;
use super::direction::Flow;
use super::icons::Icon;
use super::icons::icons::{
    ICON_DESCRIPTION, ICON_LOCATION_ON, ICON_MAP, ICON_SEARCH, ICON_WARNING,
};
use super::scope::{Request, Scope};
use super::text::{Row, TextField, separator_ui, wrapped_ui};
use super::view_state::{Palette, Target, ViewState};
use crate::app::describe::{beside, settlement_name, unit_name};
use crate::app::language::plain;
use crate::app::search::{marks, rank};

/// What takes the keyboard while it is open.
pub fn palette_id() -> Id {
    Id::unique("palette")
}

/// The most rows of each sort.
const MOST_UNITS: usize = 12;
const MOST_FINDINGS: usize = 6;

/// A row of the palette.
struct Hit {
    icon: Option<Icon>,
    label: String,
    end: String,
    keys: Option<String>,
    refusal: Option<String>,
    request: Request,
}

/// Draws the palette while it is open.
pub fn palette_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState, caches: &Caches) {
    if !view.palette.is_open {
        return;
    }
    let screen = ui.ctx().content_rect();
    let width = (screen.width() - 64.0).clamp(280.0, 560.0);
    let hits = hits(scope, &view.palette, caches);
    let shown = Area::new(palette_id().with("area"))
        .order(Order::Foreground)
        .fixed_pos(egui::pos2(
            screen.center().x - width / 2.0,
            screen.top() + 56.0,
        ))
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style())
                .show(ui, |ui| {
                    ui.set_width(width - 20.0);
                    ui.with_layout(Flow::of(ui).column_justified(), |ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        contents_ui(ui, scope, &mut view.palette, &hits)
                    })
                    .inner
                })
                .inner
        });
    let chosen = shown.inner;
    let outside = ui.input(|input| {
        input.pointer.any_pressed()
            && input
                .pointer
                .interact_pos()
                .is_some_and(|at| !shown.response.rect.contains(at))
    });
    let escaped = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if let Some(hit) = chosen.and_then(|chosen| hits.into_iter().nth(chosen)) {
        view.palette = Palette::default();
        if hit.refusal.is_none() {
            scope.ask(hit.request);
        }
    } else if outside || escaped {
        view.palette = Palette::default();
    }
}

/// The field and the rows; returns the row that was chosen.
fn contents_ui(
    ui: &mut Ui,
    scope: &Scope<'_>,
    palette: &mut Palette,
    hits: &[Hit],
) -> Option<usize> {
    let hint = scope.text("search-hint");
    let before = palette.query.clone();
    let id = palette_id().with("field");
    ui.memory_mut(|memory| memory.request_focus(id));
    let filter = EventFilter {
        vertical_arrows: true,
        horizontal_arrows: true,
        escape: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let last = hits.len().saturating_sub(1);
    let mut has_moved = false;
    for (key, forwards) in [(Key::ArrowDown, true), (Key::ArrowUp, false)] {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            has_moved = true;
            palette.cursor = match (forwards, palette.cursor) {
                (true, at) if at >= last => 0,
                (true, at) => at + 1,
                (false, 0) => last,
                (false, at) => at - 1,
            };
        }
    }
    let field = TextField::new(&mut palette.query, &hint)
        .id(id)
        .placeholder(&hint)
        .icon(ICON_SEARCH)
        .frameless()
        .show_ui(ui);
    if palette.query != before {
        palette.cursor = 0;
    }
    separator_ui(ui);
    ui.add_space(4.0);
    if hits.is_empty() {
        let weak = scope
            .theme
            .text
            .body
            .coloured(scope.theme.palette.text_weak);
        wrapped_ui(ui, &scope.text("search-nothing"), weak);
        ui.add_space(4.0);
    }
    let mut chosen = field.is_submitted.then_some(palette.cursor);
    ScrollArea::vertical()
        .id_salt("palette-rows")
        .max_height(420.0)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for (place, hit) in hits.iter().enumerate() {
                let found = marks(&hit.label, &palette.query);
                let mut row = Row::new(&hit.label)
                    .option()
                    .end(&hit.end)
                    .marked(&found)
                    .refused(hit.refusal.as_deref())
                    .selected(place == palette.cursor);
                if let Some(icon) = hit.icon {
                    row = row.icon(icon);
                }
                if let Some(keys) = &hit.keys {
                    row = row.shortcut(keys);
                }
                let response = row.show_ui(ui);
                if place == palette.cursor && has_moved {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    chosen = Some(place);
                }
            }
        });
    chosen
}

/// What answers to the query: commands first, then units, then findings.
fn hits(scope: &Scope<'_>, palette: &Palette, caches: &Caches) -> Vec<Hit> {
    let query = palette.query.trim();
    let mut hits = commands(scope, query);
    if query.is_empty() {
        return hits;
    }
    hits.extend(units(scope, query, caches));
    hits.extend(findings(scope, query, caches));
    hits
}

fn commands(scope: &Scope<'_>, query: &str) -> Vec<Hit> {
    let mut ranked: Vec<((u8, usize), usize, Hit)> = ENTRIES
        .iter()
        .filter(|entry| entry.in_palette)
        .enumerate()
        .filter_map(|(place, entry)| {
            let label = entry.words(scope.words);
            let rank = if query.is_empty() {
                (0, 0)
            } else {
                rank(&label, query)?
            };
            let hit = Hit {
                icon: entry.icon,
                label,
                end: String::new(),
                keys: entry.keys_text(),
                refusal: scope.refusal(entry.action),
                request: Request::Action(entry.action),
            };
            Some((rank, place, hit))
        })
        .collect();
    ranked.sort_by_key(|(rank, place, _)| (*rank, *place));
    ranked.into_iter().map(|(_, _, hit)| hit).collect()
}

fn units(scope: &Scope<'_>, query: &str, caches: &Caches) -> Vec<Hit> {
    let Some(dataset) = scope.dataset() else {
        return Vec::new();
    };
    let words = scope.words;
    let with_level = |level, name: String| plain(&super::say::named(words, level, &name));
    caches
        .search
        .find(query, MOST_UNITS)
        .into_iter()
        .filter_map(|target| {
            let (icon, label, parent, code) = match target {
                Target::Unit(key) => {
                    let unit = dataset.units.get(key)?;
                    let label = with_level(unit.level, unit_name(words, dataset, key));
                    (ICON_MAP, label, unit.parent, unit.code.clone())
                }
                Target::Settlement(key) => {
                    let settlement = dataset.settlements.get(key)?;
                    let name = settlement_name(words, dataset, key);
                    let label = with_level(settlement.kind.level(), name);
                    (
                        ICON_LOCATION_ON,
                        label,
                        settlement.parent,
                        settlement.code.clone(),
                    )
                }
                Target::Decree(key) => {
                    let decree = dataset.decrees.get(key)?;
                    (ICON_DESCRIPTION, decree.number.clone(), None, None)
                }
            };
            let parent = parent.map(|parent| unit_name(words, dataset, parent));
            let code = code.map(|code| crate::app::language::left_to_right(&code));
            let end: Vec<String> = parent.into_iter().chain(code).collect();
            Some(Hit {
                icon: Some(icon),
                label,
                end: end.join(&words.text("format-between")),
                keys: None,
                refusal: None,
                request: Request::GoTo(target),
            })
        })
        .collect()
}

fn findings(scope: &Scope<'_>, query: &str, caches: &Caches) -> Vec<Hit> {
    let Some(dataset) = scope.dataset() else {
        return Vec::new();
    };
    let rows = &caches.findings;
    (0..rows.len())
        .filter_map(|row| {
            let told = rows.described(row, dataset, scope.words)?;
            // With its isolates: without them Persian names in an English line change places.
            let label = beside(scope.words, vec![told.kind.clone(), told.units.clone()]);
            rank(&plain(&label), query)?;
            Some(Hit {
                icon: Some(ICON_WARNING),
                label,
                end: told.level.clone(),
                keys: None,
                refusal: None,
                request: Request::Finding(rows.finding(row)?.key.clone()),
            })
        })
        .take(MOST_FINDINGS)
        .collect()
}

/// Opens the palette with an empty field.
pub fn open(palette: &mut Palette) {
    *palette = Palette {
        is_open: true,
        ..Palette::default()
    };
}
