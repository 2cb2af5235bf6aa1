//! Renders egui without a window into an image, on any graphics card or in software: for
//! pictures from the command line and for tests.

use std::time::{Duration, Instant};

use egui::epaint::textures::TexturesDelta;
use egui::{Color32, Context, RawInput, Rect, Ui, ViewportId, vec2};
use egui_wgpu::{RenderState, RendererOptions, ScreenDescriptor, WgpuConfiguration, WgpuSetup};
use image::RgbaImage;

use super::cost::DrawCost;
use super::gpu::MapGpu;

/// Why no picture came out.
#[derive(Debug, thiserror::Error)]
pub enum OffscreenError {
    /// There is neither a graphics card nor a software renderer to draw with.
    #[error(
        "no graphics adapter was found: install a graphics driver or a software renderer \
         (on Debian and Ubuntu: mesa-vulkan-drivers) ({0})"
    )]
    NoAdapter(String),
    /// The adapter is there but gave no device.
    #[error("the graphics adapter could not be used: {0}")]
    NoDevice(String),
    /// More pixels than the adapter can draw at once.
    #[error("a picture of {width} × {height} pixels is too large: at most {limit} each way")]
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The most that the adapter draws each way.
        limit: u32,
    },
    /// A side without pixels.
    #[error("a picture needs at least one pixel each way")]
    Empty,
    /// The adapter failed while it drew.
    #[error("the picture could not be read back from the graphics adapter: {0}")]
    Readback(String),
}

/// What one frame cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct FrameCost {
    /// Processor time of laying out: what is placed, and the shapes for it.
    pub laid_out: Duration,
    /// Processor time of tessellating what egui draws, writing to the adapter's buffers and
    /// recording its commands.
    pub encoded: Duration,
    /// From the beginning until the adapter had drawn it, by the clock on the wall.
    pub whole: Duration,
    /// What the map drew and uploaded.
    pub drawn: DrawCost,
}

/// A picture between being laid out and being drawn.
struct Drawing {
    screen: ScreenDescriptor,
    limit: u32,
    shapes: Vec<egui::epaint::ClippedShape>,
    textures: TexturesDelta,
}

/// Draws egui into images. Making one takes a moment; it can draw many pictures.
pub struct Offscreen {
    context: Context,
    state: RenderState,
}

/// egui sets its textures in the first frame only, so one that is drawn twice needs both.
const PASSES: usize = 2;

impl Offscreen {
    /// Looks for an adapter (`WGPU_BACKEND` chooses between several kinds) and sets up the map's
    /// pipelines on it.
    ///
    /// # Errors
    /// [`OffscreenError::NoAdapter`] or [`OffscreenError::NoDevice`].
    pub fn new() -> Result<Self, OffscreenError> {
        let mut setup = egui_wgpu::WgpuSetupCreateNew::without_display_handle();
        setup.device_descriptor = std::sync::Arc::new(|adapter| {
            let base = if adapter.get_info().backend == wgpu::Backend::Gl {
                wgpu::Limits::downlevel_webgl2_defaults()
            } else {
                wgpu::Limits::default()
            };
            let largest = adapter.limits().max_texture_dimension_2d.min(16_384);
            wgpu::DeviceDescriptor {
                label: Some("offscreen"),
                required_limits: wgpu::Limits {
                    max_texture_dimension_2d: largest,
                    ..base
                },
                ..Default::default()
            }
        });
        super::canvas::spare_memory(&mut setup);
        let setup = WgpuSetup::CreateNew(setup);
        let instance = pollster::block_on(setup.new_instance());
        let configuration = WgpuConfiguration {
            wgpu_setup: setup,
            ..Default::default()
        };
        let options = RendererOptions::PREDICTABLE;
        let state = RenderState::create(&configuration, &instance, None, options);
        let state = pollster::block_on(state).map_err(|error| match error {
            egui_wgpu::WgpuError::RequestDeviceError(error) => {
                OffscreenError::NoDevice(error.to_string())
            }
            error => OffscreenError::NoAdapter(error.to_string()),
        })?;
        super::canvas::install(&state, 1);
        Ok(Self {
            context: Context::default(),
            state,
        })
    }

    /// The egui context: set fonts and style on it before drawing.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Name of the adapter and how it is driven, for logs.
    #[must_use]
    pub fn adapter_name(&self) -> String {
        let info = self.state.adapter.get_info();
        format!("{} ({:?})", info.name, info.backend)
    }

    /// Draws `contents` on `background` into a picture of so many pixels, `pixels_per_point`
    /// of them to a point. `contents` is called more than once.
    ///
    /// # Errors
    /// [`OffscreenError::TooLarge`], [`OffscreenError::Empty`] or [`OffscreenError::Readback`].
    pub fn render(
        &mut self,
        size: [u32; 2],
        pixels_per_point: f32,
        background: Color32,
        mut contents: impl FnMut(&mut Ui),
    ) -> Result<RgbaImage, OffscreenError> {
        let mut drawing = self.drawing(size, pixels_per_point)?;
        for _ in 0..PASSES {
            self.lay_out(&mut drawing, &mut contents);
        }
        let (mut commands, mut encoder, texture) = self.encode(drawing, background);
        let [width, height] = size;
        let row = (width * 4).next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
        let buffer = self.state.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("offscreen picture"),
            size: u64::from(row) * u64::from(height),
            usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        encoder.copy_texture_to_buffer(
            texture.as_image_copy(),
            wgpu::TexelCopyBufferInfo {
                buffer: &buffer,
                layout: wgpu::TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: Some(row),
                    rows_per_image: Some(height),
                },
            },
            texture.size(),
        );
        commands.push(encoder.finish());
        self.state.queue.submit(commands);
        self.read(&buffer, width, height, row)
    }

    /// Draws one frame, waits until the adapter has drawn it, and says what it cost; the
    /// picture is not read back. `processor_time` is a clock: what it says at the end of a
    /// part less what it said at its beginning is what the part cost.
    ///
    /// # Errors
    /// As [`Self::render`].
    pub fn frame(
        &mut self,
        size: [u32; 2],
        pixels_per_point: f32,
        background: Color32,
        processor_time: &dyn Fn() -> Duration,
        contents: impl FnMut(&mut Ui),
    ) -> Result<FrameCost, OffscreenError> {
        let began = Instant::now();
        let mut drawing = self.drawing(size, pixels_per_point)?;
        let first = processor_time();
        self.lay_out(&mut drawing, contents);
        let second = processor_time();
        let (mut commands, encoder, _texture) = self.encode(drawing, background);
        let third = processor_time();
        commands.push(encoder.finish());
        self.state.queue.submit(commands);
        self.state
            .device
            .poll(wgpu::PollType::wait_indefinitely())
            .map_err(|error| OffscreenError::Readback(error.to_string()))?;
        let renderer = self.state.renderer.read();
        let gpu = renderer.callback_resources.get::<MapGpu>();
        Ok(FrameCost {
            laid_out: second.saturating_sub(first),
            encoded: third.saturating_sub(second),
            whole: began.elapsed(),
            drawn: gpu.map(|gpu| gpu.meter.take()).unwrap_or_default(),
        })
    }

    /// Begins a picture of so many pixels.
    fn drawing(&self, size: [u32; 2], pixels_per_point: f32) -> Result<Drawing, OffscreenError> {
        let limit = self.state.device.limits().max_texture_dimension_2d;
        let [width, height] = size;
        if width == 0 || height == 0 {
            return Err(OffscreenError::Empty);
        }
        if width > limit || height > limit {
            return Err(OffscreenError::TooLarge {
                width,
                height,
                limit,
            });
        }
        Ok(Drawing {
            screen: ScreenDescriptor {
                size_in_pixels: size,
                pixels_per_point,
            },
            limit,
            shapes: Vec::new(),
            textures: TexturesDelta::default(),
        })
    }

    /// Has egui lay out what is drawn.
    fn lay_out(&self, drawing: &mut Drawing, contents: impl FnMut(&mut Ui)) {
        let pixels_per_point = drawing.screen.pixels_per_point;
        let [width, height] = drawing.screen.size_in_pixels;
        let size = vec2(width as f32, height as f32) / pixels_per_point;
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, size)),
            max_texture_side: Some(drawing.limit as usize),
            ..RawInput::default()
        };
        let viewport = input.viewports.entry(ViewportId::ROOT).or_default();
        viewport.native_pixels_per_point = Some(pixels_per_point);
        let output = self.context.run_ui(input, contents);
        drawing.textures.append(output.textures_delta);
        drawing.shapes = output.shapes;
    }

    /// Uploads what is new and records the commands that draw.
    fn encode(
        &self,
        drawing: Drawing,
        background: Color32,
    ) -> (
        Vec<wgpu::CommandBuffer>,
        wgpu::CommandEncoder,
        wgpu::Texture,
    ) {
        let RenderState {
            device,
            queue,
            target_format,
            ..
        } = &self.state;
        let Drawing {
            screen,
            shapes,
            mut textures,
            ..
        } = drawing;
        let primitives = self.context.tessellate(shapes, screen.pixels_per_point);
        let [width, height] = screen.size_in_pixels;
        let mut renderer = self.state.renderer.write();
        for (id, images) in textures.set.drain() {
            for image in images {
                renderer.update_texture(device, queue, id, &image);
            }
        }
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let commands = renderer.update_buffers(device, queue, &mut encoder, &primitives, &screen);
        let texture = device.create_texture(&wgpu::TextureDescriptor {
            label: Some("offscreen"),
            size: wgpu::Extent3d {
                width,
                height,
                depth_or_array_layers: 1,
            },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: *target_format,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC,
            view_formats: &[],
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let [red, green, blue, alpha] = background.to_array().map(|it| f64::from(it) / 255.0);
        {
            let mut pass = encoder
                .begin_render_pass(&wgpu::RenderPassDescriptor {
                    label: Some("offscreen"),
                    color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                        view: &view,
                        resolve_target: None,
                        ops: wgpu::Operations {
                            load: wgpu::LoadOp::Clear(wgpu::Color {
                                r: red,
                                g: green,
                                b: blue,
                                a: alpha,
                            }),
                            store: wgpu::StoreOp::Store,
                        },
                        depth_slice: None,
                    })],
                    ..Default::default()
                })
                .forget_lifetime();
            renderer.render(&mut pass, &primitives, &screen);
        }
        for id in textures.free.drain() {
            renderer.free_texture(&id);
        }
        (commands, encoder, texture)
    }

    fn read(
        &self,
        buffer: &wgpu::Buffer,
        width: u32,
        height: u32,
        row: u32,
    ) -> Result<RgbaImage, OffscreenError> {
        let failed = |why: &dyn std::fmt::Display| OffscreenError::Readback(why.to_string());
        let (sender, receiver) = std::sync::mpsc::channel();
        let slice = buffer.slice(..);
        slice.map_async(wgpu::MapMode::Read, move |result| {
            // The receiver is gone only if waiting has failed, which is told then.
            let _ = sender.send(result);
        });
        self.state
            .device
            .poll(wgpu::PollType::wait_indefinitely())
            .map_err(|error| failed(&error))?;
        receiver
            .recv()
            .map_err(|error| failed(&error))?
            .map_err(|error| failed(&error))?;
        let data = slice.get_mapped_range().map_err(|error| failed(&error))?;
        let swap = matches!(
            self.state.target_format,
            wgpu::TextureFormat::Bgra8Unorm | wgpu::TextureFormat::Bgra8UnormSrgb
        );
        let mut pixels: Vec<u8> = Vec::with_capacity((width * height * 4) as usize);
        for line in data.chunks_exact(row as usize).take(height as usize) {
            pixels.extend(line.iter().take(4 * width as usize));
        }
        if swap {
            pixels
                .chunks_exact_mut(4)
                .for_each(|pixel| pixel.swap(0, 2));
        }
        RgbaImage::from_raw(width, height, pixels)
            .ok_or_else(|| failed(&"the picture came back incomplete"))
    }
}
