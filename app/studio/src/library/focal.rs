//! Says what of a picture must be seen, and shows every crop that follows from it.

use leptos::{html, prelude::*};
use web_sys::{KeyboardEvent, PointerEvent};
use xpro_api::FocusArea;
use xpro_ui::{Button, ButtonKind, ButtonSize};

/// Crops that pages make, with what they are for: name, width to height.
const CROPS: [(&str, f64, f64); 5] = [
    ("Card", 16.0, 10.0),
    ("Hero", 16.0, 9.0),
    ("Portrait", 1.0, 1.0),
    ("Shared link", 821.0, 400.0),
    ("Wide banner", 1440.0, 200.0),
];

/// How far an arrow key moves the point.
const STEP: f32 = 0.02;

/// The picture with the focal point on it: a click sets a point, dragging draws a rectangle, arrow keys move it.
#[component]
pub fn FocalEditor(
    /// Address of the whole picture.
    #[prop(into)]
    src: String,
    /// What must be seen.
    focus: RwSignal<FocusArea>,
    /// Size of the picture.
    size: (u32, u32),
    /// Cannot be changed.
    #[prop(into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let stage = NodeRef::<html::Div>::new();
    let began = RwSignal::new(None::<(f32, f32)>);
    let place = move |event: &PointerEvent| -> Option<(f32, f32)> {
        let bounds = stage.get_untracked()?.get_bounding_client_rect();
        let part = |at: f64, from: f64, length: f64| ((at - from) / length.max(1.0)).clamp(0.0, 1.0) as f32;
        Some((
            part(event.client_x().into(), bounds.left(), bounds.width()),
            part(event.client_y().into(), bounds.top(), bounds.height()),
        ))
    };
    let down = move |event: PointerEvent| {
        if readonly.get_untracked() {
            return;
        }
        if let (Some(at), Some(stage)) = (place(&event), stage.get_untracked()) {
            // Without it a drag that leaves the picture ends there; nothing worse.
            let _ = stage.set_pointer_capture(event.pointer_id());
            began.set(Some(at));
            focus.set(FocusArea { x: at.0, y: at.1, width: 0.0, height: 0.0 });
        }
    };
    let moved = move |event: PointerEvent| {
        if let (Some(from), Some(to)) = (began.get_untracked(), place(&event)) {
            focus.set(between(from, to));
        }
    };
    let keys = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" => (-STEP, 0.0),
            "ArrowRight" => (STEP, 0.0),
            "ArrowUp" => (0.0, -STEP),
            "ArrowDown" => (0.0, STEP),
            _ => return,
        };
        event.prevent_default();
        if !readonly.get_untracked() {
            focus.update(|focus| {
                focus.x = (focus.x + by.0).clamp(0.0, 1.0);
                focus.y = (focus.y + by.1).clamp(0.0, 1.0);
            });
        }
    };
    let percent = |part: f32| format!("{:.2}%", part * 100.0);
    let described = move || format!("Focal point {}", focus_text(&focus.get()));
    let previews: Vec<_> = CROPS
        .into_iter()
        .map(|(name, width, height)| {
            view! { <CropPreview src=src.clone() focus=focus picture=size name=name ratio=width / height /> }
        })
        .collect();
    view! {
        <div class="focal">
            <div
                class="focal__stage"
                role="application"
                tabindex="0"
                aria-roledescription="focal point"
                aria-label=described
                data-testid="focal"
                node_ref=stage
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=move |_| began.set(None)
                on:pointercancel=move |_| began.set(None)
                on:keydown=keys
            >
                <img class="focal__image" src=src.clone() alt="" width=size.0.to_string() height=size.1.to_string() draggable="false" />
                <span
                    class="focal__area"
                    hidden=move || focus.with(|focus| focus.width <= 0.0)
                    style:left=move || percent(focus.get().x - focus.get().width / 2.0)
                    style:top=move || percent(focus.get().y - focus.get().height / 2.0)
                    style:width=move || percent(focus.get().width)
                    style:height=move || percent(focus.get().height)
                ></span>
                <span
                    class="focal__point"
                    style:left=move || percent(focus.get().x)
                    style:top=move || percent(focus.get().y)
                ></span>
            </div>
            <div class="focal__help">
                <p class="library-muted">"Click what matters most, or draw a rectangle around what must never be cut off."</p>
                <Button
                    press="button"
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Small
                    disabled=readonly
                    on_press=move |_| focus.set(FocusArea::MIDDLE)
                >
                    "Back to the middle"
                </Button>
            </div>
            <ul class="crops" role="list" aria-label="Crops">{previews}</ul>
        </div>
    }
}

/// Where it is, in words.
pub fn focus_text(focus: &FocusArea) -> String {
    let part = |part: f32| part * 100.0;
    let point = format!("{:.0} percent from the left, {:.0} percent from the top", part(focus.x), part(focus.y));
    if focus.width <= 0.0 {
        return point;
    }
    format!("{point}, {:.0} percent wide, {:.0} percent high", part(focus.width), part(focus.height))
}

#[component]
fn CropPreview(
    src: String,
    focus: RwSignal<FocusArea>,
    picture: (u32, u32),
    name: &'static str,
    ratio: f64,
) -> impl IntoView {
    let at = move || {
        let (x, y) = crop_place(focus.get(), f64::from(picture.0) / f64::from(picture.1.max(1)), ratio);
        format!("{:.2}% {:.2}%", x * 100.0, y * 100.0)
    };
    view! {
        <li class="crops__crop">
            <img class="crops__image" src=src alt="" style:aspect-ratio=ratio.to_string() style:object-position=at draggable="false" />
            <span class="crops__name">{name}</span>
        </li>
    }
}

/// The rectangle between two corners; small ones are a point.
fn between(from: (f32, f32), to: (f32, f32)) -> FocusArea {
    let (width, height) = ((from.0 - to.0).abs(), (from.1 - to.1).abs());
    if width < 0.02 || height < 0.02 {
        return FocusArea { x: to.0, y: to.1, width: 0.0, height: 0.0 };
    }
    FocusArea { x: f32::midpoint(from.0, to.0), y: f32::midpoint(from.1, to.1), width, height }
}

/// Where the server puts a crop of this ratio, as the share of what is cut off that lies before it: the focal point keeps its
/// place, the rectangle is inside, and the crop stays in the picture.
fn crop_place(focus: FocusArea, picture: f64, ratio: f64) -> (f64, f64) {
    let wide = (ratio / picture).min(1.0);
    let high = (picture / ratio).min(1.0);
    (along(focus.x.into(), focus.width.into(), wide), along(focus.y.into(), focus.height.into(), high))
}

/// `length` is the crop's share of the side.
fn along(center: f64, size: f64, length: f64) -> f64 {
    let room = 1.0 - length;
    if room <= 0.000_1 {
        return 0.5;
    }
    let (from, to) = (center - size / 2.0, center + size / 2.0);
    let start = (center * room).min(from);
    let start = if start + length < to { to - length } else { start };
    start.clamp(0.0, room) / room
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(left: f64, right: f64) -> bool {
        (left - right).abs() < 0.001
    }

    #[test]
    fn a_point_keeps_its_place() {
        let (x, y) = crop_place(FocusArea { x: 0.25, y: 0.9, width: 0.0, height: 0.0 }, 16.0 / 9.0, 1.0);
        assert!(near(x, 0.25) && near(y, 0.5), "{x} {y}");
    }

    #[test]
    fn a_rectangle_is_inside_where_it_fits() {
        // A square of a 2:1 picture is half as wide; the rectangle is 0.1 to 0.5.
        let (x, _) = crop_place(FocusArea { x: 0.3, y: 0.5, width: 0.4, height: 0.1 }, 2.0, 1.0);
        let start = x * 0.5;
        assert!(start <= 0.1 + 0.001 && start + 0.5 >= 0.5 - 0.001, "{start}");
    }

    #[test]
    fn the_crop_stays_in_the_picture() {
        for x in [0.0, 1.0] {
            let (x, _) = crop_place(FocusArea { x, y: 0.5, width: 0.9, height: 0.9 }, 2.0, 1.0);
            assert!((0.0..=1.0).contains(&x));
        }
    }

    #[test]
    fn a_tiny_drag_is_a_click() {
        assert!(between((0.5, 0.5), (0.505, 0.505)).width <= 0.0);
        assert!(near(between((0.2, 0.2), (0.6, 0.4)).x.into(), 0.4));
    }
}
