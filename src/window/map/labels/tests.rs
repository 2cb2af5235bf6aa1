//! Names on the map: none over another, the same while it pans, all of them in the end.

use super::*;
use egui::emath::pos2;

fn labels(count: u32) -> Arc<[LabelInput]> {
    (0..count)
        .map(|number| LabelInput {
            text: format!("name {number}").into(),
            at: [
                48.0 + f64::from(number % 40) * 0.05,
                33.0 + f64::from(number / 40) * 0.05,
            ],
            priority: number % 7,
            class: 0,
            from_scale: 0.0,
            to_scale: 5_000_000.0,
            anchor: if number % 2 == 0 {
                LabelAnchor::Centre
            } else {
                LabelAnchor::Beside(3.0)
            },
        })
        .collect()
}

fn view() -> MapView {
    let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(900.0, 600.0));
    let mut view = MapView::new(rect, [49.0, 33.5]);
    view.set_scale_denominator(800_000.0);
    view
}

fn size(text: &str, _class: u8) -> Vec2 {
    vec2(text.len() as f32 * 7.0, 14.0)
}

fn none() -> Vec<LabelInput> {
    Vec::new()
}

#[test]
fn a_name_for_the_view_is_placed_where_it_is_not_there_already() {
    let mut placer = LabelPlacer::default();
    let at = |at: [f64; 2], text: &str| LabelInput {
        at,
        text: text.into(),
        ..labels(1)[0].clone()
    };
    placer.set_labels([at([49.0, 33.5], "seen"), at([60.0, 33.5], "far")].into());
    let more = || vec![at([49.2, 33.4], "seen"), at([48.9, 33.4], "far")];
    let placed = placer.place(&view(), &mut size, usize::MAX, &more);
    let texts: Vec<&str> = placed
        .iter()
        .filter_map(|placed| Some(&*placer.label(placed.label)?.text))
        .collect();
    assert_eq!(texts, ["seen", "far"]);
}

#[test]
fn no_two_names_overlap_and_the_important_are_there() {
    let mut placer = LabelPlacer::default();
    let labels = labels(1600);
    placer.set_labels(Arc::clone(&labels));
    let placed = placer.place(&view(), &mut size, usize::MAX, &none);
    assert!(placed.len() > 50, "{}", placed.len());
    for (index, one) in placed.iter().enumerate() {
        for other in placed.iter().skip(index + 1) {
            assert!(!one.rect.intersects(other.rect));
        }
    }
    // The first of all, by priority, is never left out for a lesser one.
    let first = labels
        .iter()
        .enumerate()
        .filter(|(_, label)| label.priority == 6);
    let visible = first.filter(|(_, label)| {
        view()
            .rect()
            .shrink(60.0)
            .contains(view().screen_from_lonlat(label.at))
    });
    let shown = visible
        .filter(|(index, _)| placed.iter().any(|it| it.label == *index))
        .count();
    let lesser = placed
        .iter()
        .filter(|it| labels[it.label].priority == 0)
        .count();
    assert!(shown > lesser, "{shown} {lesser}");
}

#[test]
fn panning_moves_the_same_names_and_zooming_chooses_anew() {
    let mut placer = LabelPlacer::default();
    placer.set_labels(labels(1600));
    let mut view = view();
    let before = placer.place(&view, &mut size, usize::MAX, &none);
    view.pan_by(vec2(40.0, -25.0));
    assert!(!placer.is_stale(&view));
    let after = placer.place(&view, &mut size, usize::MAX, &none);
    for label in &before {
        if let Some(same) = after.iter().find(|it| it.label == label.label) {
            assert!((same.rect.center() - label.rect.center() - vec2(40.0, -25.0)).length() < 0.01);
        } else {
            assert!(
                !view
                    .rect()
                    .contains_rect(label.rect.translate(vec2(40.0, -25.0)))
            );
        }
    }
    view.pan_by(vec2(900.0, 0.0));
    assert!(placer.is_stale(&view));
    placer.place(&view, &mut size, usize::MAX, &none);
    view.zoom_at(view.rect().center(), 1.3);
    assert!(placer.is_stale(&view));
}

#[test]
fn a_name_keeps_clear_of_a_mark_and_is_there_where_it_cannot() {
    let mut placer = LabelPlacer::default();
    let label = LabelInput {
        at: [49.0, 33.5],
        ..labels(1)[0].clone()
    };
    let labels: Arc<[LabelInput]> = [label].into();
    placer.set_labels(Arc::clone(&labels));
    let at = view().screen_from_lonlat(labels[0].at);
    let mark = Rect::from_center_size(at, OBSTACLE);
    let centre = placer.place(&view(), &mut size, usize::MAX, &none)[0].rect;
    assert!(centre.intersects(mark));
    placer.set_obstacles([labels[0].at]);
    assert!(
        !placer.place(&view(), &mut size, usize::MAX, &none)[0]
            .rect
            .intersects(mark)
    );
    // Marks all around leave no room.
    let near = |step: i32| [labels[0].at[0], labels[0].at[1] + f64::from(step) * 0.02];
    placer.set_obstacles((-3..=3).map(near));
    assert_eq!(
        placer.place(&view(), &mut size, usize::MAX, &none)[0].rect,
        centre
    );
}

#[test]
fn names_that_are_measured_over_several_frames_are_those_that_are_measured_at_once() {
    let (mut at_once, mut by_and_by) = (LabelPlacer::default(), LabelPlacer::default());
    at_once.set_labels(labels(1600));
    by_and_by.set_labels(labels(1600));
    let view = view();
    let wanted = at_once.place(&view, &mut size, usize::MAX, &none);
    assert_ne!(by_and_by.place(&view, &mut size, 5, &none), wanted);
    let frames = (0..1000).take_while(|_| {
        by_and_by.place(&view, &mut size, 5, &none);
        by_and_by.waits()
    });
    assert!(frames.count() > 5);
    assert_eq!(by_and_by.place(&view, &mut size, 5, &none), wanted);
}

#[test]
fn the_names_of_before_stay_until_all_of_the_new_ones_are_measured() {
    let mut placer = LabelPlacer::default();
    placer.set_labels(labels(1600));
    let mut closer = view();
    closer.zoom_at(closer.rect().center(), 6.0);
    let before = placer.place(&closer, &mut size, usize::MAX, &none);
    let during = placer.place(&view(), &mut size, 0, &none);
    assert!(placer.waits() && !before.is_empty());
    let indices = |placed: &[PlacedLabel]| -> Vec<usize> {
        placed.iter().map(|placed| placed.label).collect()
    };
    let still_there = indices(&during);
    assert!(
        indices(&before)
            .iter()
            .all(|label| still_there.contains(label))
    );
    let after = placer.place(&view(), &mut size, usize::MAX, &none);
    assert!(!placer.waits() && after.len() > during.len());
}

#[test]
fn names_out_of_their_scale_are_not_shown() {
    let mut placer = LabelPlacer::default();
    placer.set_labels(labels(100));
    let mut view = view();
    view.set_scale_denominator(6_000_000.0);
    assert!(placer.place(&view, &mut size, usize::MAX, &none).is_empty());
}
