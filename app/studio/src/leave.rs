//! Nothing typed is lost by leaving: whatever leads away from a form with unsaved changes asks first. Links, the browser's
//! own buttons and the closing of the tab are heard in one place, the shell; what navigates by itself asks [`Leaving::may`].

use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{Element, Event, MouseEvent};

const QUESTION: &str = "What you changed here is not saved. Leave without saving?";

/// What is asked of one form, or of files on their way.
#[derive(Clone)]
struct Guard {
    id: u32,
    is_dirty: Rc<dyn Fn() -> bool>,
    /// Going to another screen of the studio loses it too, not only closing the tab.
    within: bool,
}

/// Everything in view that could be lost.
#[derive(Clone, Copy)]
pub struct Leaving {
    guards: StoredValue<Vec<Guard>, LocalStorage>,
    next: StoredValue<u32>,
    /// Address of the screen in view.
    shown: StoredValue<String>,
}

impl Leaving {
    /// Nothing. Listens as long as the calling view lives. It has to be made before the router, so that it hears of the
    /// browser's buttons first, and be told by [`Leaving::follow`] where the router is.
    pub fn new() -> Self {
        let leaving = Leaving {
            guards: StoredValue::new_local(Vec::new()),
            next: StoredValue::new(0),
            shown: StoredValue::new(String::new()),
        };
        let closing = window_event_listener(ev::beforeunload, move |event| {
            if leaving.is_dirty(|_| true) {
                event.prevent_default();
            }
        });
        on_cleanup(move || closing.remove());
        hear_first("click", move |event: MouseEvent| {
            if leads_away(&event) && !leaving.may() {
                event.prevent_default();
                event.stop_immediate_propagation();
            }
        });
        hear_first("popstate", move |event: Event| {
            let here = leaving.shown.get_value();
            let place = window().location();
            let there = place.pathname().and_then(|path| Ok(format!("{path}{}", place.search()?)));
            // Another heading of the same screen loses nothing.
            if there.is_ok_and(|there| there != here) && !leaving.may() {
                event.stop_immediate_propagation();
                put_back(&here);
            }
        });
        leaving
    }

    /// Keeps up with what is shown. Inside the router.
    pub fn follow(self) {
        let location = use_location();
        Effect::new(move |_| {
            let search = location.search.with(|search| match search.trim_start_matches('?') {
                "" => String::new(),
                search => format!("?{search}"),
            });
            self.shown.set_value(format!("{}{search}", location.pathname.get()));
        });
    }

    /// Whether the person may go to another screen; asks when something would be lost.
    pub fn may(self) -> bool {
        // A browser that cannot ask lets go.
        !self.is_dirty(|guard| guard.within) || window().confirm_with_message(QUESTION).unwrap_or(true)
    }

    fn is_dirty(self, counts: fn(&Guard) -> bool) -> bool {
        let guards = self.guards.try_get_value().unwrap_or_default();
        untrack(|| guards.iter().any(|guard| counts(guard) && (guard.is_dirty)()))
    }

    fn add(self, within: bool, is_dirty: impl Fn() -> bool + 'static) -> u32 {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.guards.update_value(|guards| guards.push(Guard { id, is_dirty: Rc::new(is_dirty), within }));
        id
    }

    /// Asks before the tab is closed, as long as the shell lives.
    pub fn guard_tab(self, is_busy: impl Fn() -> bool + 'static) {
        self.add(false, is_busy);
    }
}

/// Asks as long as the calling view lives and something in it is not saved.
pub fn guard(is_dirty: impl Fn() -> bool + 'static) {
    let leaving = expect_context::<Leaving>();
    let id = leaving.add(true, is_dirty);
    on_cleanup(move || {
        // The shell may be gone before its screens are.
        let _ = leaving.guards.try_update_value(|guards| guards.retain(|guard| guard.id != id));
    });
}

/// Listens at the window, for clicks before whatever is inside.
fn hear_first<E: wasm_bindgen::convert::FromWasmAbi + 'static>(name: &'static str, act: impl Fn(E) + 'static) {
    let act = Closure::<dyn Fn(E)>::new(act);
    let function = act.as_ref().unchecked_ref::<js_sys::Function>().clone();
    // A browser that takes no listener sends no such events either.
    let _ = window().add_event_listener_with_callback_and_bool(name, &function, true);
    let kept = StoredValue::new_local((act, function));
    on_cleanup(move || {
        kept.try_with_value(|(_, function)| {
            // What was never added is not there to be removed.
            let _ = window().remove_event_listener_with_callback_and_bool(name, function, true);
        });
    });
}

/// The browser has gone back already: the address of what is still shown becomes the newest entry of its history.
fn put_back(address: &str) {
    let pushed = window().history().and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(address)));
    if pushed.is_err() {
        web_sys::console::error_1(&"the address of this screen could not be put back".into());
    }
}

/// A plain click on a link to another page of the studio.
fn leads_away(event: &MouseEvent) -> bool {
    let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    let link = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("a[href]").ok().flatten());
    let leads = |link: Element| {
        let href = link.get_attribute("href").unwrap_or_default();
        !href.starts_with('#') && link.get_attribute("target").is_none_or(|target| target.is_empty())
    };
    is_plain && link.is_some_and(leads)
}
