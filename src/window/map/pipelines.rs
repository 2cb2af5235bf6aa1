//! The ways of drawing (ground, fills, lines, points) as the graphics card runs them.

use super::geometry::{FillVertex, LineVertex, PointVertex};

/// Position at the start of each vertex.
const fn position(shader_location: u32) -> wgpu::VertexAttribute {
    wgpu::VertexAttribute {
        format: wgpu::VertexFormat::Sint32x2,
        offset: 0,
        shader_location,
    }
}

/// The object that a vertex belongs to.
const fn object(offset: u64, shader_location: u32) -> wgpu::VertexAttribute {
    wgpu::VertexAttribute {
        format: wgpu::VertexFormat::Uint32,
        offset,
        shader_location,
    }
}

/// The vertex before a segment, its two ends, the vertex after.
const LINE_SLOTS: [&[wgpu::VertexAttribute]; 4] = [
    &[position(0), object(16, 1)],
    &[
        position(2),
        wgpu::VertexAttribute {
            format: wgpu::VertexFormat::Float32x2,
            offset: 8,
            shader_location: 3,
        },
        object(16, 4),
    ],
    &[position(5), object(16, 6)],
    &[position(7), object(16, 8)],
];

/// A corner of a fill, or a point.
const OBJECT_ATTRIBUTES: [wgpu::VertexAttribute; 2] = [position(0), object(8, 1)];

fn instances<Vertex>(attributes: &[wgpu::VertexAttribute]) -> Option<wgpu::VertexBufferLayout<'_>> {
    Some(wgpu::VertexBufferLayout {
        array_stride: size_of::<Vertex>() as u64,
        step_mode: wgpu::VertexStepMode::Instance,
        attributes,
    })
}

/// Made once for a target.
pub(super) struct Pipelines {
    pub ground: wgpu::RenderPipeline,
    pub plain_fills: wgpu::RenderPipeline,
    pub fills: wgpu::RenderPipeline,
    pub lines: wgpu::RenderPipeline,
    pub points: wgpu::RenderPipeline,
}

/// What sets one pipeline apart from the others.
struct Kind<'kind> {
    label: &'static str,
    module: &'kind wgpu::ShaderModule,
    entry_points: [&'static str; 2],
    buffers: &'kind [Option<wgpu::VertexBufferLayout<'kind>>],
    topology: wgpu::PrimitiveTopology,
    layout: &'kind wgpu::PipelineLayout,
    /// Whether it covers what is under it: then nothing is blended.
    covers: bool,
}

impl Pipelines {
    /// For a target of this format and so many samples per pixel. `layouts` are those of a
    /// view, a layer and a pass.
    pub fn new(
        device: &wgpu::Device,
        format: wgpu::TextureFormat,
        samples: u32,
        layouts: [&wgpu::BindGroupLayout; 3],
    ) -> Self {
        let layout = |groups: &[Option<&wgpu::BindGroupLayout>]| {
            device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                label: Some("map"),
                bind_group_layouts: groups,
                immediate_size: 0,
            })
        };
        let whole = layout(&layouts.map(Some));
        let view_only = layout(&[Some(layouts[0])]);
        let module = |label, source: &str| {
            let common = include_str!("common.wgsl");
            device.create_shader_module(wgpu::ShaderModuleDescriptor {
                label: Some(label),
                source: wgpu::ShaderSource::Wgsl(format!("{common}\n{source}").into()),
            })
        };
        let fills = module("map fills", include_str!("fill.wgsl"));
        let lines = module("map lines", include_str!("line.wgsl"));
        let points = module("map points", include_str!("point.wgsl"));
        let main = ["vertex_main", "fragment_main"];
        // The same buffer four times, one vertex further each time.
        let line_slots = LINE_SLOTS.map(instances::<LineVertex>);
        let corners = [Some(wgpu::VertexBufferLayout {
            array_stride: size_of::<FillVertex>() as u64,
            step_mode: wgpu::VertexStepMode::Vertex,
            attributes: &OBJECT_ATTRIBUTES,
        })];
        let make = |kind| pipeline(device, format, samples, &kind);
        Self {
            ground: make(Kind {
                label: "map ground",
                module: &fills,
                entry_points: ["ground_vertex", "ground_fragment"],
                buffers: &[],
                topology: wgpu::PrimitiveTopology::TriangleList,
                layout: &view_only,
                covers: true,
            }),
            plain_fills: make(Kind {
                label: "map plain fills",
                module: &fills,
                entry_points: ["plain_vertex", "plain_fragment"],
                buffers: &corners,
                topology: wgpu::PrimitiveTopology::TriangleList,
                layout: &whole,
                covers: true,
            }),
            fills: make(Kind {
                label: "map fills",
                module: &fills,
                entry_points: main,
                buffers: &corners,
                topology: wgpu::PrimitiveTopology::TriangleList,
                layout: &whole,
                covers: false,
            }),
            lines: make(Kind {
                label: "map lines",
                module: &lines,
                entry_points: main,
                buffers: &line_slots,
                topology: wgpu::PrimitiveTopology::TriangleStrip,
                layout: &whole,
                covers: false,
            }),
            points: make(Kind {
                label: "map points",
                module: &points,
                entry_points: main,
                buffers: &[instances::<PointVertex>(&OBJECT_ATTRIBUTES)],
                topology: wgpu::PrimitiveTopology::TriangleStrip,
                layout: &whole,
                covers: false,
            }),
        }
    }
}

fn pipeline(
    device: &wgpu::Device,
    format: wgpu::TextureFormat,
    samples: u32,
    kind: &Kind<'_>,
) -> wgpu::RenderPipeline {
    let [vertex, fragment] = kind.entry_points;
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some(kind.label),
        layout: Some(kind.layout),
        vertex: wgpu::VertexState {
            module: kind.module,
            entry_point: Some(vertex),
            buffers: kind.buffers,
            compilation_options: wgpu::PipelineCompilationOptions::default(),
        },
        primitive: wgpu::PrimitiveState {
            topology: kind.topology,
            ..Default::default()
        },
        depth_stencil: None,
        multisample: wgpu::MultisampleState {
            count: samples.max(1),
            ..Default::default()
        },
        fragment: Some(wgpu::FragmentState {
            module: kind.module,
            entry_point: Some(fragment),
            targets: &[Some(wgpu::ColorTargetState {
                format,
                blend: (!kind.covers).then_some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                write_mask: wgpu::ColorWrites::ALL,
            })],
            compilation_options: wgpu::PipelineCompilationOptions::default(),
        }),
        multiview_mask: None,
        cache: None,
    })
}
