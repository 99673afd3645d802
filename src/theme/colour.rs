//! The brand colour, made readable.
//!
//! The style sheet derives tints from the accent by itself. What it cannot do is to look at the
//! result: which text can be read on the accent, and how light or dark the accent must be to be
//! read as text. That is worked out here, once, in OKLCH, which keeps the hue while the lightness
//! moves.

use std::fmt::Write;

/// Accent of a site that names none: a quiet blue.
const DEFAULT_ACCENT: &str = "#1f5fbf";

/// The darkest surface text stands on in the light scheme, and the lightest in the dark one, with
/// every tint of the style sheet counted in.
const LIGHT_SURFACE: Rgb = Rgb([0.925, 0.915, 0.91]);
const DARK_SURFACE: Rgb = Rgb([0.21, 0.2, 0.195]);

/// Contrast the accent gets as text (WCAG AA asks 4.5).
const TEXT_CONTRAST: f64 = 4.6;

const WHITE: Rgb = Rgb([1.0; 3]);
const BLACK: Rgb = Rgb([0.0; 3]);

/// What the style sheet is told about the brand colour; all `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Palette {
    /// The accent as given: for fills.
    pub(super) accent: String,
    /// Text on it.
    pub(super) on_accent: String,
    /// The accent as text in the light scheme.
    pub(super) text_light: String,
    /// The accent as text in the dark scheme.
    pub(super) text_dark: String,
}

impl Palette {
    /// From `#rrggbb` or `#rgb`; from the theme's own accent when there is none. The
    /// configuration lets no other text through.
    pub(super) fn new(accent: Option<&str>) -> Self {
        let given = accent.and_then(Rgb::parse);
        let accent = given.or_else(|| Rgb::parse(DEFAULT_ACCENT)).unwrap_or(BLACK);
        let white_reads = accent.contrast(WHITE) >= accent.contrast(BLACK);
        Self {
            accent: accent.hex(),
            on_accent: if white_reads { WHITE.hex() } else { BLACK.hex() },
            text_light: accent.readable_on(LIGHT_SURFACE, -1.0).hex(),
            text_dark: accent.readable_on(DARK_SURFACE, 1.0).hex(),
        }
    }

    /// The custom properties the style sheet begins with.
    pub(super) fn css(&self) -> String {
        let mut css = String::from("@layer tokens {\n:root {\n");
        for (name, value) in [
            ("accent", &self.accent),
            ("on-accent", &self.on_accent),
            ("accent-on-light", &self.text_light),
            ("accent-on-dark", &self.text_dark),
        ] {
            let _ = writeln!(css, "  --{name}: {value};");
        }
        css.push_str("}\n}\n");
        css
    }
}

/// A colour in sRGB, each part from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Rgb([f64; 3]);

/// The same colour in OKLCH: lightness, chroma, hue in radians.
#[derive(Clone, Copy, Debug)]
struct Oklch {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

impl Rgb {
    fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize, length: usize| {
            let value =
                u32::from_str_radix(digits.get(at * length..(at + 1) * length)?, 16).ok()?;
            Some(f64::from(if length == 1 { value * 17 } else { value }) / 255.0)
        };
        let length = match digits.len() {
            3 => 1,
            6 => 2,
            _ => return None,
        };
        Some(Self([part(0, length)?, part(1, length)?, part(2, length)?]))
    }

    fn hex(self) -> String {
        let mut hex = String::from("#");
        for part in self.0 {
            let _ = write!(hex, "{:02x}", (part.clamp(0.0, 1.0) * 255.0).round() as u8);
        }
        hex
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(
            |part| {
                if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            },
        )
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// WCAG contrast, from 1 to 21.
    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        a.max(b) / a.min(b)
    }

    /// This colour moved along its lightness, `direction` -1 or 1, until it reads on `surface`.
    fn readable_on(self, surface: Self, direction: f64) -> Self {
        let start = Oklch::from(self);
        let steps = (0..=100).map(|step| start.lightness + direction * f64::from(step) / 100.0);
        steps
            .map(|lightness| Oklch { lightness: lightness.clamp(0.0, 1.0), ..start }.in_gamut())
            .find(|colour| colour.contrast(surface) >= TEXT_CONTRAST)
            .unwrap_or(if direction < 0.0 { BLACK } else { WHITE })
    }
}

impl From<Rgb> for Oklch {
    fn from(colour: Rgb) -> Self {
        let [r, g, b] = colour.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s;
        Self { lightness, chroma: a.hypot(b), hue: b.atan2(a) }
    }
}

impl Oklch {
    /// The nearest sRGB colour with this lightness and hue: chroma gives way.
    fn in_gamut(self) -> Rgb {
        let mut chroma = self.chroma;
        loop {
            let linear = Self { chroma, ..self }.to_linear();
            let fits = linear.iter().all(|part| (-0.001..=1.001).contains(part));
            if fits || chroma < 0.002 {
                return Rgb(linear.map(|part| {
                    let part = part.clamp(0.0, 1.0);
                    if part <= 0.003_130_8 {
                        part * 12.92
                    } else {
                        1.055 * part.powf(1.0 / 2.4) - 0.055
                    }
                }));
            }
            chroma *= 0.96;
        }
    }

    fn to_linear(self) -> [f64; 3] {
        let (a, b) = (self.chroma * self.hue.cos(), self.chroma * self.hue.sin());
        let l = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ]
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_accent_is_readable_as_text_and_under_text() {
        let accents =
            ["#ffff00", "#000000", "#ffffff", "#00ff00", "#b04a18", "#777777", "#ff00ff", "#0ff"];
        for accent in accents {
            let palette = Palette::new(Some(accent));
            let rgb = |hex: &str| Rgb::parse(hex).unwrap();
            let on = rgb(&palette.on_accent).contrast(rgb(&palette.accent));
            assert!(on >= 4.5, "{accent}: {on} on the accent");
            let light = rgb(&palette.text_light).contrast(LIGHT_SURFACE);
            assert!(light >= 4.5, "{accent}: {light} on light");
            let dark = rgb(&palette.text_dark).contrast(DARK_SURFACE);
            assert!(dark >= 4.5, "{accent}: {dark} on dark");
        }
    }

    #[test]
    fn a_readable_accent_is_left_as_it_is() {
        assert_eq!(Palette::new(Some("#8a3a12")).text_light, "#8a3a12");
    }

    #[test]
    fn what_is_no_colour_does_not_reach_the_style_sheet() {
        for text in ["red", "#12345", "#zzzzzz", "url(x)"] {
            assert_eq!(Palette::new(Some(text)), Palette::new(None), "{text}");
        }
    }
}
