//! What the editor wants of the browser.

use js_sys::Date;
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::time::Duration;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, Storage};

/// Milliseconds since 1970.
pub fn now() -> f64 {
    Date::now()
}

/// A new id for a section or entry.
pub fn new_id() -> String {
    let mut bytes = [0_u8; 16];
    let filled = window().crypto().is_ok_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        for byte in &mut bytes {
            // Ids must differ, nobody must not guess them.
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
}

/// The browser's keeping place of this site; none when it is switched off.
pub fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The element of this id.
pub fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// What an event happened to.
pub fn target_element(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Calls something a while after it was last asked for.
#[derive(Clone, Copy)]
pub struct Pause {
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Pause {
    /// Nothing asked yet.
    pub fn new() -> Self {
        Pause { timer: StoredValue::new(None) }
    }

    /// Calls `act` after `wait`, in place of what was asked before.
    pub fn then(self, wait: Duration, act: impl FnOnce() + 'static) {
        self.stop();
        self.timer.set_value(set_timeout_with_handle(act, wait).ok());
    }

    /// Forgets what was asked.
    pub fn stop(self) {
        if let Some(timer) = self.timer.try_get_value().flatten() {
            timer.clear();
        }
    }
}
