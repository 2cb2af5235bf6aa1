//! Draws pictures of the ground beneath the map: the tiles that are in sight, read and taken
//! apart on a thread of their own, kept while there is room.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use egui::{Color32, ColorImage, Mesh, Painter, Pos2, Shape, pos2};

use super::hit::on_screen;
use super::pictures::{Pictures, Read};
use super::{MapContext, MapPanel};
use crate::files::{Tile, TileReader, TileSet};
use crate::model::Position;

/// The side of a tile on the screen at its own scale, in points.
const TILE_SIDE: f64 = 256.0;
/// The most tiles that are drawn of a file in a frame.
const MOST_DRAWN: usize = 160;
/// The pictures of all files that are looked at.
#[derive(Default)]
pub(super) struct Rasters {
    files: BTreeMap<PathBuf, Pictures<Tile>>,
    frame: u64,
}

/// What reads the tiles of a file, on a thread of its own.
fn reader_of(set: &Arc<TileSet>) -> impl FnOnce() -> Read<Tile> + Send + 'static {
    let set = Arc::clone(set);
    move || {
        let reader = TileReader::open(&set);
        Box::new(move |tile| {
            let bytes = reader.as_ref().and_then(|reader| reader.picture(tile));
            bytes.and_then(|bytes| picture_of(&bytes))
        })
    }
}

/// A picture taken apart; nothing where it is none that is known.
fn picture_of(bytes: &[u8]) -> Option<ColorImage> {
    let picture = image::load_from_memory(bytes).ok()?.to_rgba8();
    let size = [picture.width() as usize, picture.height() as usize];
    Some(ColorImage::from_rgba_unmultiplied(size, picture.as_raw()))
}

impl MapPanel {
    /// Draws the tiles in sight, under everything.
    pub(super) fn draw_rasters(&mut self, painter: &Painter, context: &MapContext<'_>) {
        let ctx = painter.ctx().clone();
        self.rasters.frame += 1;
        let frame = self.rasters.frame;
        let shown = |file: &PathBuf| context.tiles.iter().any(|set| set.file == *file);
        self.rasters.files.retain(|file, _| shown(file));
        for (number, set) in context.tiles.iter().enumerate() {
            let look = context.tile_looks.get(number).copied().unwrap_or_default();
            let tint = Color32::WHITE.gamma_multiply(look.opacity.clamp(0.0, 1.0));
            let wanted = self.tiles_in_sight(set);
            let pictures = self
                .rasters
                .files
                .entry(set.file.clone())
                .or_insert_with(|| Pictures::start(reader_of(set), &ctx));
            let drawn = pictures.of(&wanted, &ctx, frame);
            for (tile, texture) in drawn {
                let corners = tile.corners().map(|at| on_screen(&self.view, at));
                painter.add(Shape::mesh(quad(texture, corners, tint)));
            }
        }
    }

    /// The tiles of a file that are in sight, at the zoom whose pictures come nearest to
    /// their own size.
    fn tiles_in_sight(&self, set: &TileSet) -> Vec<Tile> {
        let sight = self.extent_in_sight();
        let points_per_degree = f64::from(self.view.rect().width()) / (sight.max.x - sight.min.x);
        // How many degrees a tile of zoom 0 has, and so how often it is halved.
        let zoom = (360.0 * points_per_degree / TILE_SIDE).log2().round();
        if !zoom.is_finite() {
            return Vec::new();
        }
        let [least, most] = set.zooms;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within the zooms of the file"
        )]
        let zoom = zoom.clamp(f64::from(least), f64::from(most)) as u8;
        let corner = |x: f64, y: f64| Tile::at(Position { x, y }, zoom);
        let (first, last) = (
            corner(sight.min.x, sight.max.y),
            corner(sight.max.x, sight.min.y),
        );
        let rows = first.row..=last.row;
        let all = rows.flat_map(|row| {
            (first.column..=last.column).map(move |column| Tile { zoom, column, row })
        });
        all.take(MOST_DRAWN).collect()
    }
}

/// A picture laid between four corners of the screen.
fn quad(texture: egui::TextureId, corners: [Pos2; 4], tint: Color32) -> Mesh {
    let mut mesh = Mesh::with_texture(texture);
    let places = [
        pos2(0.0, 0.0),
        pos2(1.0, 0.0),
        pos2(1.0, 1.0),
        pos2(0.0, 1.0),
    ];
    for (pos, uv) in corners.into_iter().zip(places) {
        mesh.vertices.push(egui::epaint::Vertex {
            pos,
            uv,
            color: tint,
        });
    }
    mesh.indices.extend([0, 1, 2, 0, 2, 3]);
    mesh
}
