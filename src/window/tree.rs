//! The tree of units down to villages. Only the rows in sight are laid out; the list
//! of open rows is made anew when one opens or closes, or the data changes.

use egui::accesskit::Role;
use egui::{
    Color32, CornerRadius, EventFilter, Id, Key, Modifiers, Pos2, Rect, ScrollArea, Sense, Ui,
    WidgetInfo, pos2, vec2,
};

use super::direction::Flow;
use super::icons::icons::{ICON_ARROW_DROP_DOWN, ICON_CHEVRON_RIGHT, ICON_SEARCH};
use super::scope::{Request, Scope};
use super::search_index::SearchIndex;
use super::text::{TextField, lay, paint_icon, tooltip, wrapped_ui};
use super::view_state::{Selection, Target, Tree, ViewState};
use crate::app::collation;
use crate::app::describe::{settlement_name, unit_name};
use crate::app::language::plain;
use crate::app::search::marks;
use crate::model::{Dataset, UnitKey};

/// What takes the keyboard for the tree.
pub fn tree_id() -> Id {
    Id::unique("units-tree")
}

/// The field that searches the tree.
pub fn tree_search_id() -> Id {
    Id::unique("units-tree-search")
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct TreeRow {
    target: Target,
    depth: u8,
    has_children: bool,
    is_open: bool,
}

/// The rows that are open, kept between frames.
#[derive(Default)]
pub struct TreeRows {
    made_for: Option<(u64, u64, String)>,
    rows: Vec<TreeRow>,
}

/// How many answers a search of the tree lists.
const MOST_ANSWERS: usize = 500;

impl TreeRows {
    /// Forgets the rows: the data changed.
    pub fn clear(&mut self) {
        self.made_for = None;
    }

    fn update(&mut self, scope: &Scope<'_>, tree: &Tree, index: &SearchIndex) {
        let Some(session) = scope.session() else {
            self.rows.clear();
            return;
        };
        let wanted = (session.revision(), tree.version, tree.search.clone());
        if self.made_for.as_ref() == Some(&wanted) {
            return;
        }
        self.made_for = Some(wanted);
        self.rows.clear();
        if tree.search.trim().is_empty() {
            for &root in &scope.facts.roots {
                self.add(scope, &session.snapshot().dataset, tree, root, 0);
            }
        } else {
            let found = index.find(&tree.search, MOST_ANSWERS);
            self.rows.extend(found.into_iter().map(|target| TreeRow {
                target,
                depth: 0,
                has_children: false,
                is_open: false,
            }));
        }
    }

    fn add(&mut self, scope: &Scope<'_>, dataset: &Dataset, tree: &Tree, unit: UnitKey, depth: u8) {
        let children = scope.facts.children(unit);
        let settlements = scope.facts.settlements(unit);
        let has_children = !children.is_empty() || !settlements.is_empty();
        // No chain of levels is longer; a longer one is a cycle.
        let is_open = has_children && depth < 9 && tree.open.contains(&unit);
        self.rows.push(TreeRow {
            target: Target::Unit(unit),
            depth,
            has_children,
            is_open,
        });
        if !is_open {
            return;
        }
        for &child in children {
            self.add(scope, dataset, tree, child, depth + 1);
        }
        let mut sorted: Vec<_> = settlements
            .iter()
            .filter_map(|&key| {
                let settlement = dataset.settlements.get(key)?;
                let sort_key = collation::sort_key(&settlement.name);
                Some((settlement.kind.level(), sort_key, key))
            })
            .collect();
        sorted.sort_unstable();
        self.rows
            .extend(sorted.into_iter().map(|(_, _, key)| TreeRow {
                target: Target::Settlement(key),
                depth: depth + 1,
                has_children: false,
                is_open: false,
            }));
    }

    fn position(&self, target: Target) -> Option<usize> {
        self.rows.iter().position(|row| row.target == target)
    }
}

/// Opens what is above the selection, once.
fn reveal(dataset: &Dataset, selection: &mut Selection, tree: &mut Tree) {
    if !std::mem::take(&mut selection.reveal) {
        return;
    }
    let Some(target) = selection.target else {
        return;
    };
    let first = match target {
        Target::Unit(unit) => dataset.units.get(unit).and_then(|unit| unit.parent),
        Target::Settlement(key) => dataset.settlements.get(key).and_then(|key| key.parent),
        // The tree has no decrees.
        Target::Decree(_) => return,
    };
    if let Some(first) = first {
        tree.open
            .extend(dataset.ancestors(first).map(|(key, _)| key));
    }
    tree.version += 1;
    tree.cursor = Some(target);
    tree.scroll = true;
}

/// Draws the search and the tree into the room that there is.
pub fn tree_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    rows: &mut TreeRows,
    index: &SearchIndex,
) {
    let Some(dataset) = scope.dataset() else {
        return;
    };
    let hint = scope.text("tree-search");
    TextField::new(&mut view.tree.search, &hint)
        .placeholder(&hint)
        .icon(ICON_SEARCH)
        .id(tree_search_id())
        .show_ui(ui);
    ui.add_space(4.0);
    reveal(dataset, &mut view.selection, &mut view.tree);
    rows.update(scope, &view.tree, index);
    if rows.rows.is_empty() {
        let id = if view.tree.search.is_empty() {
            "tree-empty"
        } else {
            "tree-nothing-found"
        };
        let format = scope
            .theme
            .text
            .body
            .coloured(scope.theme.palette.text_weak);
        wrapped_ui(ui, &scope.text(id), format);
        return;
    }
    let body = ui.available_rect_before_wrap();
    let id = tree_id();
    let focus = ui.interact(body, id, Sense::focusable_noninteractive());
    focus.widget_info(|| WidgetInfo::labeled(Role::Tree, true, plain(&scope.text("panel-units"))));
    if focus.has_focus() {
        keys(ui, scope, view, rows);
        rows.update(scope, &view.tree, index);
    }
    let row_height = 26.0;
    #[expect(clippy::cast_precision_loss, reason = "rows of a tree")]
    let top_of = |row: usize| row as f32 * row_height;
    ScrollArea::vertical()
        .id_salt(id.with("scroll"))
        .min_scrolled_height(0.0)
        .auto_shrink(false)
        .show_viewport(ui, |ui, viewport| {
            ui.set_height(top_of(rows.rows.len()));
            let room = ui.max_rect();
            let row_rect = |row: usize| {
                let at = pos2(room.left(), room.top() + top_of(row));
                Rect::from_min_size(at, vec2(room.width(), row_height))
            };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "not negative"
            )]
            let (first, end) = (
                (viewport.top() / row_height).floor().max(0.0) as usize,
                (viewport.bottom() / row_height).ceil().max(0.0) as usize,
            );
            let search = view.tree.search.clone();
            for (place, row) in rows.rows.iter().enumerate().take(end).skip(first) {
                let shown = ShownRow {
                    row: *row,
                    rect: row_rect(place),
                    is_selected: view.selection.has(row.target),
                    search: &search,
                };
                let chosen = shown.show_ui(ui, scope, &mut view.tree);
                if chosen {
                    ui.memory_mut(|memory| memory.request_focus(id));
                }
            }
            if std::mem::take(&mut view.tree.scroll)
                && let Some(row) = view.tree.cursor.and_then(|cursor| rows.position(cursor))
            {
                ui.scroll_to_rect(row_rect(row), None);
            }
        });
    if focus.has_focus() {
        let line = egui::Stroke::new(1.5, scope.theme.palette.accent);
        let radius = CornerRadius::same(4);
        ui.painter()
            .rect_stroke(body, radius, line, egui::StrokeKind::Inside);
    }
}

/// What of a row is drawn.
struct ShownRow<'a> {
    row: TreeRow,
    rect: Rect,
    is_selected: bool,
    search: &'a str,
}

impl ShownRow<'_> {
    /// Draws the row; returns whether it was clicked.
    fn show_ui(&self, ui: &mut Ui, scope: &mut Scope<'_>, tree: &mut Tree) -> bool {
        let Some(dataset) = scope.dataset() else {
            return false;
        };
        let theme = scope.theme;
        let palette = &theme.palette;
        let flow = Flow::of(ui);
        let target = self.row.target;
        let (name, end) = row_texts(scope, dataset, target, !self.search.trim().is_empty());
        let id = tree_id().with(target);
        let response = ui.interact(self.rect, id, Sense::CLICK);
        response.widget_info(|| {
            WidgetInfo::selected(Role::TreeItem, true, self.is_selected, plain(&name))
        });
        let fill = if self.is_selected {
            palette.accent_soft
        } else if response.hovered() {
            palette.hover
        } else {
            Color32::TRANSPARENT
        };
        ui.painter()
            .rect_filled(self.rect, CornerRadius::same(4), fill);
        let indent = f32::from(self.row.depth) * 14.0;
        let (arrow, rest) = flow.cut_start(flow.cut_start(self.rect, indent).1, 20.0);
        if self.row.has_children {
            let icon = if self.row.is_open {
                ICON_ARROW_DROP_DOWN
            } else {
                ICON_CHEVRON_RIGHT
            };
            let size = if self.row.is_open { 20.0 } else { 15.0 };
            paint_icon(ui.painter(), arrow.center(), icon, size, palette.text_weak);
            let toggle = ui.interact(arrow, id.with("arrow"), Sense::CLICK);
            let label = scope.text(if self.row.is_open {
                "tree-close"
            } else {
                "tree-open"
            });
            let label = format!("{label} {name}");
            toggle.widget_info(|| WidgetInfo::labeled(Role::Button, true, plain(&label)));
            if toggle.clicked() || response.double_clicked() {
                self.toggle(tree);
            }
        }
        let end = lay(
            ui.ctx(),
            &end,
            &theme.text.small.tabular().auto().elided(110.0),
        );
        let (place, rest) = flow.cut_end(flow.cut_end(rest, 6.0).1, end.size().x);
        paint_text(ui, &end, place, palette.text_weak);
        let room = flow.cut_end(rest, 8.0).1;
        let laid = lay(
            ui.ctx(),
            &name,
            &theme.text.body.elided(room.width().max(8.0)),
        );
        let place = flow.strip(room, 0.0, laid.size().x);
        let corner = pos2(
            place.left(),
            (place.center().y - laid.size().y / 2.0).round(),
        );
        for mark in marks(&name, self.search) {
            laid.paint_marks(ui.painter(), corner, mark, palette.match_mark);
        }
        let colour = if self.is_selected {
            palette.accent
        } else {
            palette.text
        };
        laid.paint(ui.painter(), corner, colour);
        let (clicked, twice) = (response.clicked(), response.double_clicked());
        if laid.lines.is_elided {
            tooltip(response, &name);
        }
        if clicked {
            tree.cursor = Some(target);
            let is_more = ui.input(|input| input.modifiers.command);
            scope.ask(if is_more {
                Request::Toggle(target)
            } else {
                Request::Select(Some(target))
            });
        }
        if twice {
            scope.ask(Request::GoTo(target));
        }
        clicked
    }

    fn toggle(&self, tree: &mut Tree) {
        if let Target::Unit(unit) = self.row.target {
            set_open(tree, unit, !self.row.is_open);
        }
    }
}

fn paint_text(ui: &Ui, laid: &super::text::Laid, place: Rect, colour: Color32) {
    let top = (place.center().y - laid.size().y / 2.0).round();
    laid.paint(ui.painter(), Pos2::new(place.left(), top), colour);
}

/// A row's name and what stands at its end: people of the lowest units, the number of
/// children of the others, in a search the unit above.
fn row_texts(
    scope: &Scope<'_>,
    dataset: &Dataset,
    target: Target,
    in_search: bool,
) -> (String, String) {
    let people = |people: u64| {
        scope
            .words
            .integer(i64::try_from(people).unwrap_or(i64::MAX))
    };
    match target {
        Target::Decree(_) => (String::new(), String::new()),
        Target::Unit(key) => {
            let Some(unit) = dataset.units.get(key) else {
                return (String::new(), String::new());
            };
            let name = super::say::named(
                scope.words,
                unit.level,
                &unit_name(scope.words, dataset, key),
            );
            let end = if in_search {
                unit.parent
                    .map(|parent| unit_name(scope.words, dataset, parent))
                    .unwrap_or_default()
            } else if scope.facts.children(key).is_empty() {
                scope
                    .facts
                    .people(key)
                    .map(|known| people(known.people))
                    .unwrap_or_default()
            } else {
                scope.count(scope.facts.children(key).len())
            };
            (name, end)
        }
        Target::Settlement(key) => {
            let settlement = dataset.settlements.get(key);
            let end = if in_search {
                settlement
                    .and_then(|settlement| settlement.parent)
                    .map(|parent| unit_name(scope.words, dataset, parent))
            } else {
                settlement
                    .and_then(|settlement| settlement.populations.latest()?.people)
                    .map(people)
            };
            (
                settlement_name(scope.words, dataset, key),
                end.unwrap_or_default(),
            )
        }
    }
}

fn set_open(tree: &mut Tree, unit: UnitKey, open: bool) {
    let changed = if open {
        tree.open.insert(unit)
    } else {
        tree.open.remove(&unit)
    };
    if changed {
        tree.version += 1;
    }
}

fn keys(ui: &Ui, scope: &mut Scope<'_>, view: &mut ViewState, rows: &TreeRows) {
    let filter = EventFilter {
        vertical_arrows: true,
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(tree_id(), filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let flow = Flow::of(ui);
    // The arrow that points into the tree opens: the left one where it grows to the left.
    let (inwards, outwards) = if flow.is_right_to_left {
        (Key::ArrowLeft, Key::ArrowRight)
    } else {
        (Key::ArrowRight, Key::ArrowLeft)
    };
    let at = view.tree.cursor.and_then(|cursor| rows.position(cursor));
    let last = rows.rows.len().saturating_sub(1);
    let mut next = None;
    if pressed(Key::ArrowDown) {
        next = Some(at.map_or(0, |at| (at + 1).min(last)));
    }
    if pressed(Key::ArrowUp) {
        next = Some(at.map_or(last, |at| at.saturating_sub(1)));
    }
    if pressed(Key::Home) {
        next = Some(0);
    }
    if pressed(Key::End) {
        next = Some(last);
    }
    if let Some(row) = at.and_then(|at| rows.rows.get(at)) {
        let unit = match row.target {
            Target::Unit(unit) => Some(unit),
            Target::Settlement(_) | Target::Decree(_) => None,
        };
        if pressed(inwards) {
            match unit {
                Some(unit) if row.has_children && !row.is_open => {
                    set_open(&mut view.tree, unit, true);
                }
                _ if row.is_open => next = at.map(|at| (at + 1).min(last)),
                _ => {}
            }
        }
        if pressed(outwards) {
            match unit {
                Some(unit) if row.is_open => set_open(&mut view.tree, unit, false),
                _ => {
                    let above = rows.rows.iter().take(at.unwrap_or(0)).enumerate().rev();
                    next = above
                        .into_iter()
                        .find(|(_, other)| other.depth < row.depth)
                        .map(|(place, _)| place)
                        .or(next);
                }
            }
        }
        if pressed(Key::Enter) {
            scope.ask(Request::GoTo(row.target));
        }
        if pressed(Key::Space) {
            scope.ask(Request::Toggle(row.target));
        }
    }
    if let Some(row) = next.and_then(|next| rows.rows.get(next)) {
        view.tree.cursor = Some(row.target);
        view.tree.scroll = true;
        scope.ask(Request::Select(Some(row.target)));
    }
}
