//! The panel below: tabs of findings, units, the import's report and the history, each
//! with its filters in the same row.

use egui::{Ui, UiBuilder};

use super::caches::Caches;
use super::charts_panel::{charts_id, charts_panel_ui};
use super::decrees_tab::{decrees_chips_ui, decrees_search_ui, decrees_tab_ui, decrees_table_id};
use super::direction::{Flow, wrapping_ui};
use super::findings_filters::{filter_chips_ui, findings_search_ui};
use super::findings_panel::{findings_panel_ui, findings_table_id};
use super::history_panel::{history_panel_ui, history_table_id};
use super::report_panel::{ReportView, report_panel_ui, report_table_id};
use super::scope::Scope;
use super::text::tab_ui;
use super::units_table::{unit_chips_ui, units_search_ui, units_table_id, units_table_ui};
use super::view_state::{BottomTab, ViewState};

/// What takes the keyboard for the panel, by its tab.
pub fn bottom_panel_id(tab: BottomTab) -> egui::Id {
    match tab {
        BottomTab::Findings => findings_table_id(),
        BottomTab::Units => units_table_id(),
        BottomTab::Report => report_table_id(),
        BottomTab::History => history_table_id(),
        BottomTab::Charts => charts_id(),
        BottomTab::Decrees => decrees_table_id(),
    }
}

/// Draws the panel.
pub fn bottom_panel_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    caches: &mut Caches,
    report: Option<&ReportView>,
) {
    let flow = Flow::of(ui);
    let head = ui.available_rect_before_wrap();
    let head = egui::Rect::from_min_max(head.min, egui::pos2(head.right(), head.top() + 36.0));
    let room = UiBuilder::new()
        .max_rect(head.shrink2(egui::vec2(12.0, 4.0)))
        .layout(flow.row_from_end());
    let used = ui.scope_builder(room, |ui| {
        match view.bottom {
            BottomTab::Findings => {
                findings_search_ui(ui, scope, &mut view.findings, &caches.findings);
            }
            BottomTab::Units => units_search_ui(ui, scope, &mut view.units),
            BottomTab::Decrees => decrees_search_ui(ui, scope, &mut view.decrees),
            BottomTab::Report | BottomTab::History | BottomTab::Charts => {}
        }
        let rest = ui.available_rect_before_wrap();
        let start = UiBuilder::new().max_rect(rest).layout(flow.row());
        ui.scope_builder(start, |ui| head_ui(ui, scope, view, caches, report))
            .inner
    });
    ui.advance_cursor_after_rect(head);
    if used.inner == ChipsPlace::Below {
        let row = ui.available_rect_before_wrap();
        let row = egui::Rect::from_min_max(row.min, egui::pos2(row.right(), row.top() + 32.0));
        let room = UiBuilder::new()
            .max_rect(row.shrink2(egui::vec2(12.0, 2.0)))
            .layout(flow.column());
        ui.scope_builder(room, |ui| {
            wrapping_ui(ui, |ui| chips_ui(ui, scope, view, caches))
        });
    }
    let line = scope.theme.hairline();
    let edge = ui.available_rect_before_wrap();
    ui.painter().hline(edge.x_range(), edge.top(), line);
    ui.spacing_mut().item_spacing.y = 0.0;
    match view.bottom {
        BottomTab::Findings => findings_panel_ui(ui, scope, view, &caches.findings),
        BottomTab::Units => units_table_ui(ui, scope, view, &mut caches.units),
        BottomTab::Report => report_panel_ui(ui, scope, report),
        BottomTab::History => history_panel_ui(ui, scope, &mut view.drafts.reason),
        BottomTab::Charts => charts_panel_ui(ui, scope, view, caches),
        BottomTab::Decrees => decrees_tab_ui(ui, scope, view, &mut caches.decrees),
    }
}

/// Where the chips found room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ChipsPlace {
    Beside,
    Below,
}

/// The tabs, and the chips beside them where there is room.
fn head_ui(
    ui: &mut Ui,
    scope: &mut Scope<'_>,
    view: &mut ViewState,
    caches: &Caches,
    report: Option<&ReportView>,
) -> ChipsPlace {
    for tab in BottomTab::ALL {
        let (id, count) = match tab {
            BottomTab::Findings => ("tab-findings", Some(caches.findings.counts.all)),
            BottomTab::Units => ("tab-units", None),
            BottomTab::Charts => ("tab-charts", None),
            BottomTab::Decrees => (
                "tab-decrees",
                scope.dataset().map(|dataset| dataset.decrees.len()),
            ),
            BottomTab::Report => ("tab-report", report.map(ReportView::problems)),
            BottomTab::History => (
                "tab-history",
                scope
                    .session()
                    .map(|session| session.history().done().len()),
            ),
        };
        if tab == BottomTab::Report && report.is_none() {
            continue;
        }
        let name = scope.text(id);
        let label = match count.filter(|count| *count > 0) {
            Some(count) => scope.with(
                "chip-with-count",
                &[("name", name.into()), ("count", scope.count(count).into())],
            ),
            None => name,
        };
        if tab_ui(ui, view.bottom == tab, &label).clicked() {
            view.bottom = tab;
        }
    }
    let has_chips = matches!(
        view.bottom,
        BottomTab::Findings | BottomTab::Units | BottomTab::Decrees
    );
    if !has_chips {
        return ChipsPlace::Beside;
    }
    // How wide the chips are is known from the last time they were drawn.
    let id = egui::Id::unique("chips-width").with(view.bottom);
    let width: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(640.0);
    if ui.available_width() < width + 24.0 {
        return ChipsPlace::Below;
    }
    ui.add_space(12.0);
    chips_ui(ui, scope, view, caches);
    ChipsPlace::Beside
}

fn chips_ui(ui: &mut Ui, scope: &mut Scope<'_>, view: &mut ViewState, caches: &Caches) {
    let id = egui::Id::unique("chips-width").with(view.bottom);
    let before = ui.min_rect().width();
    match view.bottom {
        BottomTab::Findings => filter_chips_ui(ui, scope, &mut view.findings, &caches.findings),
        BottomTab::Units => unit_chips_ui(ui, scope, &mut view.units),
        BottomTab::Decrees => decrees_chips_ui(ui, scope, view),
        BottomTab::Report | BottomTab::History | BottomTab::Charts => {}
    }
    // In a row of their own they begin at nothing; one that wraps keeps what is known.
    let width = ui.min_rect().width() - before;
    if ui.min_rect().height() < 40.0 {
        ui.data_mut(|data| data.insert_temp(id, width));
    }
}
