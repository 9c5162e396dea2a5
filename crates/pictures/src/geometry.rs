//! Which part of a picture a spec takes, and how large it comes out.

use super::{PictureError, Spec, Step};

/// What must be seen: a rectangle in parts of the picture, 0 to 1. A point has no size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Focus {
    /// Center, from the left.
    pub x: f64,
    /// Center, from the top.
    pub y: f64,
    /// Size.
    pub width: f64,
    /// Size.
    pub height: f64,
}

/// A part of the original, in whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crop {
    /// From the left.
    pub left: u32,
    /// From the top.
    pub top: u32,
    /// At least 1.
    pub width: u32,
    /// At least 1.
    pub height: u32,
}

/// What to take and what to make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Taken from the original.
    pub crop: Crop,
    /// Size of the result.
    pub size: (u32, u32),
}

/// No result is larger.
const MOST_RESULT_PIXELS: u64 = 64_000_000;

/// Works out what a spec means for a picture of this size.
///
/// # Errors
/// When the result would be larger than anybody shows.
pub fn plan(spec: &Spec, size: (u32, u32), focus: Option<Focus>) -> Result<Plan, PictureError> {
    let whole = Crop { left: 0, top: 0, width: size.0.max(1), height: size.1.max(1) };
    let mut plan = Plan { crop: whole, size: (whole.width, whole.height) };
    for step in &spec.steps {
        plan = apply(*step, plan, size, focus);
    }
    if u64::from(plan.size.0) * u64::from(plan.size.1) > MOST_RESULT_PIXELS {
        return Err(PictureError::ResultTooLarge);
    }
    Ok(plan)
}

fn apply(step: Step, plan: Plan, original: (u32, u32), focus: Option<Focus>) -> Plan {
    let (width, height) = (f64::from(plan.size.0), f64::from(plan.size.1));
    let shrunk = |scale: f64| Plan { size: (scaled(plan.size.0, scale), scaled(plan.size.1, scale)), ..plan };
    match step {
        Step::Original => plan,
        Step::Scale(scale) => shrunk(scale),
        Step::Width(most) if plan.size.0 > most => {
            Plan { size: (most, scaled(plan.size.1, f64::from(most) / width)), ..plan }
        }
        Step::Height(most) if plan.size.1 > most => {
            Plan { size: (scaled(plan.size.0, f64::from(most) / height), most), ..plan }
        }
        Step::Max(wide, high) if plan.size.0 > wide || plan.size.1 > high => {
            bounded(plan, wide, high, f64::from(wide) / width < f64::from(high) / height)
        }
        Step::Min(wide, high) if plan.size.0 > wide && plan.size.1 > high => {
            bounded(plan, wide, high, f64::from(wide) / width > f64::from(high) / height)
        }
        Step::Width(_) | Step::Height(_) | Step::Max(..) | Step::Min(..) => plan,
        Step::Fill { width, height, closeness } => fill(plan, (width, height), closeness, original, focus),
    }
}

/// Takes one of the two sides as given and lets the other follow.
fn bounded(plan: Plan, wide: u32, high: u32, by_width: bool) -> Plan {
    let (width, height) = plan.size;
    let size = if by_width {
        (wide, scaled(height, f64::from(wide) / f64::from(width)))
    } else {
        (scaled(width, f64::from(high) / f64::from(height)), high)
    };
    Plan { size, ..plan }
}

/// Rounded down, as the addresses already out in the world expect, and never to nothing.
fn scaled(side: u32, scale: f64) -> u32 {
    whole((f64::from(side) * scale).floor()).max(1)
}

/// Sides are far below 2^32, and negative or broken numbers become 0.
fn whole(number: f64) -> u32 {
    number.clamp(0.0, f64::from(u32::MAX)) as u32
}

/// One dimension of the crop: from, to, and what must lie inside.
#[derive(Clone, Copy)]
struct Span {
    from: f64,
    to: f64,
}

impl Span {
    fn around(center: f64, length: f64) -> Self {
        Span { from: center - length / 2.0, to: center + length / 2.0 }
    }

    /// Moved as little as needed to hold `other`; where it is too short, the far end wins.
    fn covering(self, other: Span) -> Self {
        let back = (self.from - other.from).max(0.0);
        let moved = Span { from: self.from - back, to: self.to - back };
        let on = (other.to - moved.to).max(0.0);
        Span { from: moved.from + on, to: moved.to + on }
    }

    /// Moved to lie between 0 and `end`.
    fn inside(self, end: f64) -> Self {
        let on = (-self.from).max(0.0);
        let moved = Span { from: self.from + on, to: self.to + on };
        let back = (moved.to - end).max(0.0);
        Span { from: moved.from - back, to: moved.to - back }
    }

    /// In whole pixels of a side this long: outward, but never outside.
    fn pixels(self, side: u32) -> (u32, u32) {
        let from = whole(self.from.floor()).min(side.saturating_sub(1));
        let to = whole(self.to.ceil()).clamp(from + 1, side);
        (from, to - from)
    }
}

fn fill(plan: Plan, target: (u32, u32), closeness: f64, original: (u32, u32), focus: Option<Focus>) -> Plan {
    let (width, height) = (f64::from(plan.size.0), f64::from(plan.size.1));
    let focus = focus.map(|focus| within(focus, plan, original));
    let (crop_width, crop_height) =
        crop_size((width, height), target, closeness, focus.map(|(x, y)| (x.to - x.from, y.to - y.from)));
    let center = |span: Option<Span>, side: f64| span.map_or(side / 2.0, |span| f64::midpoint(span.from, span.to));
    let place = |span: Option<Span>, side: f64, length: f64| {
        let at = center(span, side);
        // A focal point a third from the left stays a third from the left.
        let placed = Span::around(at - (at / side - 0.5) * length, length);
        span.map_or(placed, |span| placed.covering(span)).inside(side)
    };
    let across = place(focus.map(|focus| focus.0), width, crop_width).pixels(plan.size.0);
    let down = place(focus.map(|focus| focus.1), height, crop_height).pixels(plan.size.1);
    let size = if target.0 < across.1 { target } else { (across.1, down.1) };
    Plan { crop: part(plan, across, down), size }
}

/// The focal rectangle in pixels of the picture as it is at this step.
fn within(focus: Focus, plan: Plan, original: (u32, u32)) -> (Span, Span) {
    let place = |center: f64, length: f64, side: u32, from: u32, cropped: u32, now: u32| {
        let scale = f64::from(now) / f64::from(cropped);
        let span = Span::around(center * f64::from(side), length * f64::from(side));
        let end = f64::from(now);
        let at = |point: f64| ((point - f64::from(from)) * scale).clamp(0.0, end);
        Span { from: at(span.from), to: at(span.to) }
    };
    (
        place(focus.x, focus.width, original.0, plan.crop.left, plan.crop.width, plan.size.0),
        place(focus.y, focus.height, original.1, plan.crop.top, plan.crop.height, plan.size.1),
    )
}

/// Size of the crop: as large as the ratio allows, closer to the focal rectangle when asked, never so close that the
/// result would have to be enlarged.
fn crop_size(size: (f64, f64), target: (u32, u32), closeness: f64, focus: Option<(f64, f64)>) -> (f64, f64) {
    let (target_width, target_height) = (f64::from(target.0), f64::from(target.1));
    let ratio = target_width / target_height;
    let most = size.0.min(size.1 * ratio);
    let largest = (most, most / ratio);
    let Some((focus_width, focus_height)) = focus else { return largest };
    let least = focus_width.max(focus_height * ratio);
    if least >= most {
        return largest;
    }
    let smallest = (least, least / ratio);
    let limit = |target: f64, smallest: f64, largest: f64| 1.0 - (target - smallest) / (largest - smallest);
    let closest = limit(target_width, smallest.0, largest.0).max(limit(target_height, smallest.1, largest.1));
    let closeness = closeness.min(closest);
    if !(0.0..=1.0).contains(&closeness) {
        return largest;
    }
    let between = |largest: f64, smallest: f64| largest + (smallest - largest) * closeness;
    (between(largest.0, smallest.0), between(largest.1, smallest.1))
}

/// The part of the original behind a part of the picture as it is at this step.
fn part(plan: Plan, across: (u32, u32), down: (u32, u32)) -> Crop {
    let back = |(from, length): (u32, u32), start: u32, cropped: u32, now: u32| {
        if cropped == now {
            return (start + from, length);
        }
        let scale = f64::from(cropped) / f64::from(now);
        let first = whole((f64::from(from) * scale).round()).min(cropped.saturating_sub(1));
        let last = whole((f64::from(from + length) * scale).round()).clamp(first + 1, cropped);
        (start + first, last - first)
    };
    let (left, width) = back(across, plan.crop.left, plan.crop.width, plan.size.0);
    let (top, height) = back(down, plan.crop.top, plan.crop.height, plan.size.1);
    Crop { left, top, width, height }
}
