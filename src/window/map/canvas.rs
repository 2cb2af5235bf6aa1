//! The map as a panel holds it: a prepared scene, what was edited since, and one call that
//! paints it. Cheap to paint; slow work is done before, by [`prepare_scene`](super::prepare_scene).

use std::collections::HashSet;
use std::sync::Arc;

use egui::Color32;

use super::callback::{Layer, MapCallback};
use super::gpu::{Classes, MapGpu};
use super::overlay::Overlay;
use super::prepare::{PreparedScene, fresh_id};
use super::scene::{FillInput, LineInput};
use super::style::{LineStyle, MapColours};
use super::view::MapView;

/// Class of an object that is not drawn.
const HIDDEN: u8 = u8::MAX;

/// Makes the map's pipelines for a renderer. Call it once, when the window is created;
/// without it the map stays empty. `samples` is the renderer's multisampling (1 for none).
pub fn install(render_state: &egui_wgpu::RenderState, samples: u32) {
    let gpu = MapGpu::new(&render_state.device, render_state.target_format, samples);
    render_state.renderer.write().callback_resources.insert(gpu);
}

/// Has a device keep its memory in small blocks, and give back those that it needs no more.
/// The map uploads once, and draws from the same buffers ever after.
pub fn spare_memory(setup: &mut egui_wgpu::WgpuSetupCreateNew) {
    let usual = Arc::clone(&setup.device_descriptor);
    setup.device_descriptor = Arc::new(move |adapter| wgpu::DeviceDescriptor {
        memory_hints: wgpu::MemoryHints::MemoryUsage,
        ..usual(adapter)
    });
}

/// Objects drawn with more weight in one frame: what is hovered, selected, moved.
///
/// A frame draws the first eight. Keys that the scene does not have are skipped.
#[derive(Clone, Debug, PartialEq)]
pub struct Highlight {
    /// Keys of fills that get `fill_colour` over their tint.
    pub fills: Vec<u32>,
    /// Translucent, or transparent for none.
    pub fill_colour: Color32,
    /// Keys of lines that are drawn again, over all lines, as `line` says.
    pub lines: Vec<u32>,
    /// How the lines are drawn; it does not thin out with the scale.
    pub line: LineStyle,
}

/// A map to paint: the scene and the objects that were edited since it was prepared.
pub struct MapCanvas {
    id: u64,
    /// Another place, for what is painted a second time in a frame.
    inset_id: u64,
    base: Option<Layer>,
    overlay: Overlay,
    drawn_overlay: Option<Layer>,
    /// Classes of the scene's fills, whether they are hidden or not.
    fill_classes: Vec<u8>,
}

impl Default for MapCanvas {
    fn default() -> Self {
        Self::new()
    }
}

impl MapCanvas {
    /// An empty map. Each canvas has its own place on the graphics card: use one for each map
    /// that is on the screen at the same time.
    #[must_use]
    pub fn new() -> Self {
        Self {
            id: fresh_id(),
            inset_id: fresh_id(),
            base: None,
            overlay: Overlay::default(),
            drawn_overlay: None,
            fill_classes: Vec::new(),
        }
    }

    /// Shows another scene; what was edited over the old one is dropped with it.
    pub fn set_scene(&mut self, scene: PreparedScene) {
        let classes = Classes::new(scene.line_classes.clone(), scene.fill_classes.clone());
        self.fill_classes.clone_from(&scene.fill_classes);
        self.base = Some(Layer {
            scene: Arc::new(scene),
            classes: Arc::new(classes),
        });
        self.overlay = Overlay::default();
        self.drawn_overlay = None;
    }

    /// Whether there is a scene to draw.
    #[must_use]
    pub fn has_scene(&self) -> bool {
        self.base.is_some()
    }

    /// Draws these objects instead of those with the same keys, and not at all those that
    /// were removed: after an edit, or in each frame of a drag. Nothing else is worked on.
    ///
    /// They are drawn whole, whatever the scale. Fills must give their rings as
    /// [`RingInput::Coords`](super::RingInput::Coords). Without a scene nothing happens.
    pub fn edit(
        &mut self,
        lines: &[LineInput],
        fills: &[FillInput],
        removed_lines: &[u32],
        removed_fills: &[u32],
    ) {
        let Some(base) = &self.base else { return };
        let plane = base.scene.plane;
        for line in lines {
            self.overlay.put_line(line, plane);
        }
        for fill in fills {
            self.overlay.put_fill(fill, plane);
        }
        removed_lines
            .iter()
            .for_each(|key| self.overlay.remove_line(*key));
        removed_fills
            .iter()
            .for_each(|key| self.overlay.remove_fill(*key));
        let lines = lines
            .iter()
            .map(|line| line.key)
            .chain(removed_lines.iter().copied());
        let fills = fills
            .iter()
            .map(|fill| fill.key)
            .chain(removed_fills.iter().copied());
        self.hide(lines.collect(), fills.collect());
        self.redraw_overlay();
    }

    /// Goes back to the scene as it was prepared, without any edit.
    pub fn clear_edits(&mut self) {
        self.overlay = Overlay::default();
        self.drawn_overlay = None;
        if let Some(base) = &mut self.base {
            let lines = base.scene.line_classes.clone();
            base.classes = Arc::new(Classes::new(lines, self.fill_classes.clone()));
        }
    }

    /// How many objects are drawn from edits: prepare the scene anew, in the background, when
    /// there are some hundreds.
    #[must_use]
    pub fn edited_objects(&self) -> usize {
        self.overlay.len()
    }

    /// Gives fills other classes (another theme of the map), without touching geometry.
    pub fn set_fill_classes(&mut self, classes: impl IntoIterator<Item = (u32, u8)>) {
        let Some(base) = &mut self.base else { return };
        let mut fills = base.classes.fills.clone();
        let mut overlay_changed = false;
        for (key, class) in classes {
            overlay_changed |= self.overlay.set_fill_class(key, class);
            if let Some(fill) = base.scene.fill_of_key.get(&key).map(|fill| *fill as usize) {
                if let Some(known) = self.fill_classes.get_mut(fill) {
                    *known = class;
                }
                if let Some(shown) = fills.get_mut(fill).filter(|shown| **shown != HIDDEN) {
                    *shown = class;
                }
            }
        }
        let lines = base.classes.lines.clone();
        base.classes = Arc::new(Classes::new(lines, fills));
        if overlay_changed {
            self.redraw_overlay();
        }
    }

    /// Paints the map once more in the same frame, smaller and elsewhere.
    pub fn paint_inset(&self, painter: &egui::Painter, view: &MapView, colours: &Arc<MapColours>) {
        let layers = self.base.iter().chain(&self.drawn_overlay).cloned();
        painter.add(egui_wgpu::Callback::new_paint_callback(
            view.rect(),
            MapCallback {
                id: self.inset_id,
                view: *view,
                layers: layers.collect(),
                colours: Arc::clone(colours),
                highlights: [].into(),
            },
        ));
    }

    /// Paints the map into `view.rect()`, clipped by the painter's own rectangle.
    pub fn paint(
        &self,
        painter: &egui::Painter,
        view: &MapView,
        colours: &Arc<MapColours>,
        highlights: &[Highlight],
    ) {
        let rect = view.rect();
        let layers: Vec<Layer> = self
            .base
            .iter()
            .chain(&self.drawn_overlay)
            .cloned()
            .collect();
        painter.add(egui_wgpu::Callback::new_paint_callback(
            rect,
            MapCallback {
                id: self.id,
                view: *view,
                layers,
                colours: Arc::clone(colours),
                highlights: highlights.into(),
            },
        ));
    }

    fn hide(&mut self, lines: HashSet<u32>, fills: HashSet<u32>) {
        let Some(base) = &mut self.base else { return };
        let mut lines_now = base.classes.lines.clone();
        let mut fills_now = base.classes.fills.clone();
        let mut changed = false;
        let mut hide = |class: Option<&mut u8>| {
            if let Some(class) = class.filter(|class| **class != HIDDEN) {
                *class = HIDDEN;
                changed = true;
            }
        };
        for line in lines
            .iter()
            .filter_map(|key| base.scene.line_of_key.get(key))
        {
            hide(lines_now.get_mut(*line as usize));
        }
        for fill in fills
            .iter()
            .filter_map(|key| base.scene.fill_of_key.get(key))
        {
            hide(fills_now.get_mut(*fill as usize));
        }
        if changed {
            base.classes = Arc::new(Classes::new(lines_now, fills_now));
        }
    }

    fn redraw_overlay(&mut self) {
        let Some(base) = &self.base else { return };
        self.drawn_overlay = (!self.overlay.is_empty()).then(|| {
            let scene = self.overlay.prepared(base.scene.plane);
            let classes = Classes::new(scene.line_classes.clone(), scene.fill_classes.clone());
            Layer {
                scene: Arc::new(scene),
                classes: Arc::new(classes),
            }
        });
    }
}
