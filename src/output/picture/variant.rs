//! Smaller variants of a picture.
//!
//! A picture takes many times its file's length while it is decoded, so its pixels are counted
//! first, and no more than [`MOST_PIXELS`] are in memory at any time: large pictures wait for each
//! other.

use std::io::Cursor;
use std::sync::{Condvar, Mutex, PoisonError};

use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader,
};

use super::png;

/// Quality of smaller JPEG variants, of 100.
const JPEG_QUALITY: u8 = 80;

/// Pixels that are decoded at one time, in all pictures together: some 400 MB.
const MOST_PIXELS: u64 = 64_000_000;

/// A picture has more pixels than are decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyPixels {
    /// Its width and height.
    pub size: (u32, u32),
}

/// The size of a picture that has too many pixels to be decoded; told from its head.
pub fn too_large(bytes: &[u8]) -> Option<(u32, u32)> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let size = reader.into_decoder().ok()?.dimensions();
    (pixels(size) > MOST_PIXELS).then_some(size)
}

fn pixels((width, height): (u32, u32)) -> u64 {
    u64::from(width) * u64::from(height)
}

/// A variant of `width` pixels, in the same format; `None` where there is none that would save
/// anything.
///
/// # Errors
/// When the picture has too many pixels.
pub fn resized(bytes: &[u8], width: u32) -> Result<Option<Vec<u8>>, TooManyPixels> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok();
    let Some((format, reader)) = reader.and_then(|reader| Some((reader.format()?, reader))) else {
        return Ok(None);
    };
    let is_still = match format {
        ImageFormat::Png => !png::is_animated(bytes),
        format => matches!(format, ImageFormat::Jpeg | ImageFormat::WebP),
    };
    let Some(decoder) = is_still.then(|| reader.into_decoder().ok()).flatten() else {
        return Ok(None);
    };
    let size = decoder.dimensions();
    let pixels = pixels(size);
    if pixels > MOST_PIXELS {
        return Err(TooManyPixels { size });
    }
    let _turn = Turn::wait(pixels);
    let variant = smaller(decoder, format, width);
    Ok(variant.filter(|variant| variant.len() < bytes.len()))
}

/// Pixels in memory now, and who waits for that to change.
static DECODED: (Mutex<u64>, Condvar) = (Mutex::new(0), Condvar::new());

/// The right to have so many pixels in memory.
struct Turn(u64);

impl Turn {
    fn wait(pixels: u64) -> Self {
        let (decoded, changed) = &DECODED;
        let mut now = decoded.lock().unwrap_or_else(PoisonError::into_inner);
        while *now > 0 && *now + pixels > MOST_PIXELS {
            now = changed.wait(now).unwrap_or_else(PoisonError::into_inner);
        }
        *now += pixels;
        Self(pixels)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let (decoded, changed) = &DECODED;
        *decoded.lock().unwrap_or_else(PoisonError::into_inner) -= self.0;
        changed.notify_all();
    }
}

fn smaller(mut decoder: impl ImageDecoder, format: ImageFormat, width: u32) -> Option<Vec<u8>> {
    let orientation = decoder.orientation().ok()?;
    let profile = decoder.icc_profile().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    if picture.width() <= width || width == 0 {
        return None;
    }
    let ratio = f64::from(picture.height()) / f64::from(picture.width());
    let height = ((f64::from(width) * ratio).round() as u32).max(1);
    let has_alpha = picture.color().has_alpha() && format != ImageFormat::Jpeg;
    let size = (picture.width(), picture.height());
    let (pixels, kind, colour) = if has_alpha {
        (picture.into_rgba8().into_raw(), PixelType::U8x4, ExtendedColorType::Rgba8)
    } else {
        (picture.into_rgb8().into_raw(), PixelType::U8x3, ExtendedColorType::Rgb8)
    };
    let whole = Image::from_vec_u8(size.0, size.1, pixels, kind).ok()?;
    let mut variant = Image::new(width, height, kind);
    Resizer::new().resize(&whole, &mut variant, None).ok()?;
    encode(variant.buffer(), (width, height), colour, format, profile)
}

fn encode(
    pixels: &[u8],
    (width, height): (u32, u32),
    colour: ExtendedColorType,
    format: ImageFormat,
    profile: Option<Vec<u8>>,
) -> Option<Vec<u8>> {
    fn write(
        mut encoder: impl ImageEncoder,
        pixels: &[u8],
        (width, height): (u32, u32),
        colour: ExtendedColorType,
        profile: Option<Vec<u8>>,
    ) -> Option<()> {
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile).ok()?;
        }
        encoder.write_image(pixels, width, height, colour).ok()
    }
    let mut bytes = Vec::new();
    let size = (width, height);
    match format {
        ImageFormat::Jpeg => {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
            write(encoder, pixels, size, colour, profile)?;
        }
        ImageFormat::Png => write(PngEncoder::new(&mut bytes), pixels, size, colour, profile)?,
        _ => write(WebPEncoder::new_lossless(&mut bytes), pixels, size, colour, profile)?,
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    #[test]
    fn large_pictures_wait_for_each_other() {
        let first = Turn::wait(MOST_PIXELS);
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            let _second = Turn::wait(MOST_PIXELS);
            sender.send(()).unwrap();
        });
        assert!(receiver.recv_timeout(Duration::from_millis(100)).is_err());
        drop(first);
        receiver.recv_timeout(Duration::from_secs(60)).unwrap();
    }
}
