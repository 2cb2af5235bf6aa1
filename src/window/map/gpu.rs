//! The map's share of the graphics card: pipelines made once, buffers uploaded once per
//! scene, a small set of uniforms per view. It lives among egui's callback resources.

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::sync::{Arc, Weak};

use wgpu::util::DeviceExt as _;

use super::cost::Meter;
use super::pipelines::Pipelines;
use super::prepare::{PreparedScene, fresh_id};
use super::scene::{MAX_FILL_CLASSES, MAX_POINT_CLASSES};
use super::uniforms::{
    FillEntry, Globals, LINE_STYLES, LineEntry, PASS_STRIDE, PASSES, PassEntry, PointEntry, Tables,
};

/// Width of the textures that hold the class of each object; the shaders know it too.
const CLASS_TEXTURE_WIDTH: u32 = 1024;

/// After so many bytes the card is waited for, which holds them a second time until then.
const STAGED_BYTES: usize = 16 << 20;

fn whole_buffer(binding: u32, buffer: &wgpu::Buffer) -> wgpu::BindGroupEntry<'_> {
    wgpu::BindGroupEntry {
        binding,
        resource: buffer.as_entire_binding(),
    }
}

/// The class of each line and fill of a scene, as the graphics card looks it up.
#[derive(Debug)]
pub(super) struct Classes {
    pub revision: u64,
    pub lines: Vec<u8>,
    pub fills: Vec<u8>,
    /// Which classes of fills there are, a bit for each.
    used_fills: u128,
}

impl Classes {
    /// Classes that are not yet on the graphics card.
    pub fn new(lines: Vec<u8>, fills: Vec<u8>) -> Self {
        let bit = |class: &u8| 1_u128.checked_shl(u32::from(*class)).unwrap_or(0);
        Self {
            revision: fresh_id(),
            used_fills: fills.iter().map(bit).fold(0, std::ops::BitOr::bitor),
            lines,
            fills,
        }
    }

    /// Whether any fill is of the class.
    pub fn has_fill(&self, class: usize) -> bool {
        class < MAX_FILL_CLASSES && self.used_fills >> class & 1 == 1
    }
}

/// Pipelines, and what was uploaded.
pub(super) struct MapGpu {
    pub pipelines: Pipelines,
    pub target_is_linear: bool,
    pub meter: Meter,
    view_layout: wgpu::BindGroupLayout,
    layer_layout: wgpu::BindGroupLayout,
    pass_layout: wgpu::BindGroupLayout,
    pub views: HashMap<u64, ViewGpu>,
    pub layers: HashMap<u64, LayerGpu>,
}

/// Uniforms of one view of the map.
pub(super) struct ViewGpu {
    globals: wgpu::Buffer,
    lines: wgpu::Buffer,
    fills: wgpu::Buffer,
    points: wgpu::Buffer,
    passes: wgpu::Buffer,
    pub bind_group: wgpu::BindGroup,
    pub pass_bind_group: wgpu::BindGroup,
    written_globals: Option<Globals>,
    written_tables: Option<Tables>,
    written_passes: Vec<PassEntry>,
}

/// Buffers of one prepared scene.
pub(super) struct LayerGpu {
    scene: Weak<PreparedScene>,
    pub line_pages: Vec<wgpu::Buffer>,
    pub fill_pages: Vec<(wgpu::Buffer, wgpu::Buffer)>,
    pub points: Option<wgpu::Buffer>,
    pub bind_group: wgpu::BindGroup,
    line_classes: wgpu::Texture,
    fill_classes: wgpu::Texture,
    classes_revision: u64,
}

impl MapGpu {
    /// Makes the pipelines for a target of this format and so many samples per pixel.
    pub fn new(device: &wgpu::Device, format: wgpu::TextureFormat, samples: u32) -> Self {
        let uniform = |binding, size: usize, has_dynamic_offset| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
            ty: wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Uniform,
                has_dynamic_offset,
                min_binding_size: NonZeroU64::new(size as u64),
            },
            count: None,
        };
        let classes = |binding| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::VERTEX,
            ty: wgpu::BindingType::Texture {
                sample_type: wgpu::TextureSampleType::Uint,
                view_dimension: wgpu::TextureViewDimension::D2,
                multisampled: false,
            },
            count: None,
        };
        let layout = |label, entries: &[wgpu::BindGroupLayoutEntry]| {
            device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
                label: Some(label),
                entries,
            })
        };
        let view_layout = layout(
            "map view",
            &[
                uniform(0, size_of::<Globals>(), false),
                uniform(1, size_of::<[LineEntry; LINE_STYLES]>(), false),
                uniform(2, size_of::<[FillEntry; MAX_FILL_CLASSES]>(), false),
                uniform(3, size_of::<[PointEntry; MAX_POINT_CLASSES]>(), false),
            ],
        );
        let layer_layout = layout("map layer", &[classes(0), classes(1)]);
        let pass_layout = layout("map pass", &[uniform(0, size_of::<PassEntry>(), true)]);
        let pipelines = Pipelines::new(
            device,
            format,
            samples,
            [&view_layout, &layer_layout, &pass_layout],
        );
        Self {
            pipelines,
            target_is_linear: format.is_srgb(),
            meter: Meter::default(),
            view_layout,
            layer_layout,
            pass_layout,
            views: HashMap::new(),
            layers: HashMap::new(),
        }
    }

    /// Uploads a scene that is new here and the classes that have changed, and lets go of
    /// scenes that nobody holds any more.
    pub fn update_layer(
        &mut self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        scene: &Arc<PreparedScene>,
        classes: &Classes,
    ) {
        self.layers
            .retain(|_, layer| layer.scene.strong_count() > 0);
        let (layout, meter) = (&self.layer_layout, &self.meter);
        self.layers
            .entry(scene.id)
            .or_insert_with(|| LayerGpu::new((device, queue), layout, scene, classes, meter))
            .write_classes(queue, classes, meter);
    }

    /// Writes what changed of a view's uniforms.
    pub fn update_view(
        &mut self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        id: u64,
        globals: Globals,
        tables: Tables,
        passes: Vec<PassEntry>,
    ) {
        let (view_layout, pass_layout) = (&self.view_layout, &self.pass_layout);
        let meter = &self.meter;
        let write = |buffer: &wgpu::Buffer, offset: usize, bytes: &[u8]| {
            queue.write_buffer(buffer, offset as u64, bytes);
            meter.uploaded(bytes.len());
        };
        let view = self
            .views
            .entry(id)
            .or_insert_with(|| ViewGpu::new(device, view_layout, pass_layout));
        if view.written_globals != Some(globals) {
            write(&view.globals, 0, bytemuck::bytes_of(&globals));
            view.written_globals = Some(globals);
        }
        if view.written_tables.as_ref() != Some(&tables) {
            write(&view.lines, 0, bytemuck::cast_slice(&tables.lines));
            write(&view.fills, 0, bytemuck::cast_slice(&tables.fills));
            write(&view.points, 0, bytemuck::cast_slice(&tables.points));
            view.written_tables = Some(tables);
        }
        if view.written_passes != passes {
            for (number, pass) in passes.iter().enumerate().take(PASSES) {
                if view.written_passes.get(number) != Some(pass) {
                    write(&view.passes, number * PASS_STRIDE, bytemuck::bytes_of(pass));
                }
            }
            view.written_passes = passes;
        }
    }
}

impl ViewGpu {
    fn new(
        device: &wgpu::Device,
        view_layout: &wgpu::BindGroupLayout,
        pass_layout: &wgpu::BindGroupLayout,
    ) -> Self {
        let buffer = |label, size: usize| {
            device.create_buffer(&wgpu::BufferDescriptor {
                label: Some(label),
                size: size as u64,
                usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            })
        };
        let globals = buffer("map globals", size_of::<Globals>());
        let lines = buffer("map line styles", size_of::<[LineEntry; LINE_STYLES]>());
        let fills = buffer(
            "map fill styles",
            size_of::<[FillEntry; MAX_FILL_CLASSES]>(),
        );
        let points = buffer(
            "map point styles",
            size_of::<[PointEntry; MAX_POINT_CLASSES]>(),
        );
        let passes = buffer("map passes", PASSES * PASS_STRIDE);
        let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("map view"),
            layout: view_layout,
            entries: &[
                whole_buffer(0, &globals),
                whole_buffer(1, &lines),
                whole_buffer(2, &fills),
                whole_buffer(3, &points),
            ],
        });
        let pass_bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("map pass"),
            layout: pass_layout,
            entries: &[wgpu::BindGroupEntry {
                binding: 0,
                resource: wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                    buffer: &passes,
                    offset: 0,
                    size: NonZeroU64::new(size_of::<PassEntry>() as u64),
                }),
            }],
        });
        Self {
            globals,
            lines,
            fills,
            points,
            passes,
            bind_group,
            pass_bind_group,
            written_globals: None,
            written_tables: None,
            written_passes: Vec::new(),
        }
    }
}

impl LayerGpu {
    /// Pages are let go of one by one as they are handed over.
    fn new(
        (device, queue): (&wgpu::Device, &wgpu::Queue),
        layout: &wgpu::BindGroupLayout,
        scene: &Arc<PreparedScene>,
        classes: &Classes,
        meter: &Meter,
    ) -> Self {
        let taken = scene
            .geometry
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .take();
        if taken.is_none() {
            tracing::warn!("a prepared map scene was drawn by a second renderer");
        }
        let geometry = taken.unwrap_or_default();
        let mut waiting = 0;
        let mut buffer = |label, contents: &[u8], usage| {
            meter.uploaded(contents.len());
            let buffer = device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
                label: Some(label),
                contents,
                usage,
            });
            waiting += contents.len();
            if waiting >= STAGED_BYTES {
                waiting = 0;
                queue.submit([]);
                if let Err(error) = device.poll(wgpu::PollType::wait_indefinitely()) {
                    tracing::warn!("the graphics card does not answer: {error}");
                }
            }
            buffer
        };
        let vertices = wgpu::BufferUsages::VERTEX;
        let texture = |label, count: usize| {
            device.create_texture(&wgpu::TextureDescriptor {
                label: Some(label),
                size: wgpu::Extent3d {
                    width: CLASS_TEXTURE_WIDTH,
                    height: rows_for(count),
                    depth_or_array_layers: 1,
                },
                mip_level_count: 1,
                sample_count: 1,
                dimension: wgpu::TextureDimension::D2,
                format: wgpu::TextureFormat::R8Uint,
                usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
                view_formats: &[],
            })
        };
        let line_classes = texture("map line classes", classes.lines.len());
        let fill_classes = texture("map fill classes", classes.fills.len());
        let (line_view, fill_view) = (
            line_classes.create_view(&Default::default()),
            fill_classes.create_view(&Default::default()),
        );
        let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("map layer"),
            layout,
            entries: &[
                wgpu::BindGroupEntry {
                    binding: 0,
                    resource: wgpu::BindingResource::TextureView(&line_view),
                },
                wgpu::BindGroupEntry {
                    binding: 1,
                    resource: wgpu::BindingResource::TextureView(&fill_view),
                },
            ],
        });
        let line_pages = geometry
            .line_pages
            .into_iter()
            .map(|page| buffer("map lines", bytemuck::cast_slice(&page), vertices))
            .collect();
        let fill_pages = geometry
            .fill_pages
            .into_iter()
            .map(|page| {
                let indices = bytemuck::cast_slice(&page.indices);
                (
                    buffer("map fills", bytemuck::cast_slice(&page.vertices), vertices),
                    buffer("map fill indices", indices, wgpu::BufferUsages::INDEX),
                )
            })
            .collect();
        let points = (!geometry.points.is_empty()).then(|| {
            buffer(
                "map points",
                bytemuck::cast_slice(&geometry.points),
                vertices,
            )
        });
        Self {
            scene: Arc::downgrade(scene),
            line_pages,
            fill_pages,
            points,
            bind_group,
            line_classes,
            fill_classes,
            classes_revision: 0,
        }
    }

    fn write_classes(&mut self, queue: &wgpu::Queue, classes: &Classes, meter: &Meter) {
        if self.classes_revision == classes.revision {
            return;
        }
        self.classes_revision = classes.revision;
        for (texture, values) in [
            (&self.line_classes, &classes.lines),
            (&self.fill_classes, &classes.fills),
        ] {
            let rows = rows_for(values.len());
            let mut texels = values.clone();
            texels.resize((rows * CLASS_TEXTURE_WIDTH) as usize, u8::MAX);
            meter.uploaded(texels.len());
            queue.write_texture(
                texture.as_image_copy(),
                &texels,
                wgpu::TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: Some(CLASS_TEXTURE_WIDTH),
                    rows_per_image: Some(rows),
                },
                wgpu::Extent3d {
                    width: CLASS_TEXTURE_WIDTH,
                    height: rows,
                    depth_or_array_layers: 1,
                },
            );
        }
    }
}

fn rows_for(count: usize) -> u32 {
    (count as u32).div_ceil(CLASS_TEXTURE_WIDTH).max(1)
}
