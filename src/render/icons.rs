//! The few icons a body needs, drawn on the same 24-unit grid as those of the templates.

use crate::parse::AsideKind;

/// Shape of an aside, for the eye that sees no colour: each signal has its own outline.
pub(super) fn aside(kind: AsideKind) -> &'static str {
    match kind {
        AsideKind::Note | AsideKind::Info | AsideKind::Important => INFO,
        AsideKind::Tip => TIP,
        AsideKind::Notice => NOTICE,
        AsideKind::Caution => CAUTION,
        AsideKind::Warning => WARNING,
        AsideKind::Danger => DANGER,
    }
}

macro_rules! icon {
    ($shape:literal) => {
        concat!("<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">", $shape, "</svg>")
    };
}

const INFO: &str = icon!("<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 11v5M12 8v.01\"/>");
const TIP: &str = icon!(
    "<path d=\"M9.5 18h5M10.5 21h3M8.5 15a6 6 0 1 1 7 0c-.6.5-1 1.2-1 2h-5c0-.8-.4-1.5-1-2z\"/>"
);
const NOTICE: &str = icon!(
    "<rect x=\"3.5\" y=\"3.5\" width=\"17\" height=\"17\" rx=\"2\"/><path d=\"M12 7.5v5M12 16v.01\"/>"
);
const CAUTION: &str = icon!("<path d=\"M12 4 21 20H3zM12 10v4M12 17v.01\"/>");
const WARNING: &str = icon!(
    "<path class=\"filled\" d=\"M12 3.5 21.5 20.5h-19z\"/><path class=\"on-filled\" d=\"M12 10v4.5M12 17.5v.01\"/>"
);
const DANGER: &str = icon!(
    "<path class=\"filled\" d=\"M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8z\"/><path class=\"on-filled\" d=\"M12 7v6M12 16.5v.01\"/>"
);

/// A tick.
pub(super) const TICK: &str = icon!("<path d=\"M4.5 12.5 10 18 19.5 6.5\"/>");

/// A picture that is not here.
pub(super) const PICTURE: &str = icon!(
    "<rect x=\"3\" y=\"5\" width=\"18\" height=\"14\" rx=\"2\"/><path d=\"m3 16 5-5 4 4 3-3 6 5\"/>"
);

/// Something that plays.
pub(super) const PLAY: &str =
    icon!("<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"m10 8.5 6 3.5-6 3.5z\"/>");
