//! Rich text: Markdown that looks like what it means while one writes it.

use super::{
    parts::{described, entered, framed, invalid},
    text::counter,
};
use crate::{
    editor::{
        model::{
            markdown::{self, Act, Marked, act, enter, paint, to_bytes, to_units},
            paste,
        },
        reveal::field_id,
        store::Store,
    },
    library::{ChosenImage, ImageChooser},
};
use leptos::{html, prelude::*};
use serde_json::json;
use web_sys::{ClipboardEvent, HtmlTextAreaElement, KeyboardEvent};
use xpro_form::{Feature, FieldSpec};
use xpro_ui::{Icon, IconName};

/// One rich text.
#[derive(Clone)]
struct Rich {
    store: Store,
    at: String,
    area: NodeRef<html::Textarea>,
    features: &'static [Feature],
}

/// Toolbar above, text below.
pub fn rich(
    store: Store,
    spec: &'static FieldSpec,
    at: String,
    features: &'static [Feature],
    max: Option<u32>,
) -> AnyView {
    let rich = Rich { store, at: at.clone(), area: NodeRef::new(), features };
    let (read, painted, write) = (at.clone(), at.clone(), at.clone());
    let (on_key, on_paste) = (rich.clone(), rich.clone());
    let control = view! {
        <div class="md">
            {toolbar(&rich)}
            <div class="md__paper">
                <pre class="md__paint" aria-hidden="true" inner_html=move || paint(&store.text(&painted))></pre>
                <textarea
                    class="md__text"
                    node_ref=rich.area
                    id=field_id(&at)
                    rows="3"
                    aria-describedby=described(&at)
                    aria-invalid=invalid(store, at.clone())
                    readonly=move || store.is_readonly()
                    prop:value=move || store.text(&read)
                    on:input=move |event| store.set(&write, json!(event_target_value(&event)))
                    on:keydown=move |event| on_key.key(&event)
                    on:paste=move |event| on_paste.paste(&event)
                    on:focus=entered(store, at.clone())
                ></textarea>
            </div>
        </div>
        {max.map(|max| counter(store, at.clone(), max))}
    };
    framed(store, spec, &at, control.into_any())
}

/// A button of the toolbar: what it needs, what is on it, its name, what it does.
const BUTTONS: [(Feature, &str, &str, Act); 7] = [
    (Feature::Bold, "B", "Bold (Ctrl+B)", Act::Wrap("**")),
    (Feature::Italic, "I", "Italic (Ctrl+I)", Act::Wrap("*")),
    (Feature::H2, "H2", "Heading", Act::Heading(2)),
    (Feature::H3, "H3", "Smaller heading", Act::Heading(3)),
    (Feature::H4, "H4", "Smallest heading", Act::Heading(4)),
    (Feature::Ul, "•", "List", Act::List { ordered: false }),
    (Feature::Ol, "1.", "Numbered list", Act::List { ordered: true }),
];

fn toolbar(rich: &Rich) -> AnyView {
    let buttons: Vec<_> = BUTTONS
        .iter()
        .filter(|(feature, ..)| rich.features.contains(feature))
        .map(|(feature, face, name, what)| {
            let (rich, class) = (rich.clone(), if *feature == Feature::Italic { "md__tool md__tool--slanted" } else { "md__tool" });
            view! {
                <button class=class type="button" title=*name aria-label=*name on:click=move |_| rich.act(what)>{*face}</button>
            }
        })
        .collect();
    let rule = rich.features.contains(&Feature::Hr).then(|| {
        let rich = rich.clone();
        view! { <button class="md__tool" type="button" title="Rule" aria-label="Rule" on:click=move |_| rich.act(&Act::Rule)>"—"</button> }
    });
    let has_link = [Feature::Link, Feature::DocumentLink].iter().any(|feature| rich.features.contains(feature));
    let link = has_link.then(|| {
        let rich = rich.clone();
        view! {
            <button class="md__tool" type="button" title="Link (Ctrl+K)" aria-label="Link (Ctrl+K)" on:click=move |_| rich.link()>
                <Icon name=IconName::Link />
            </button>
        }
    });
    let picture = rich.features.contains(&Feature::Image).then(|| picture_tool(rich.clone()));
    view! {
        <div class="md__tools" role="toolbar" aria-label="Formatting" aria-controls=field_id(&rich.at)>
            {buttons}{link}{picture}{rule}
        </div>
    }
    .into_any()
}

fn picture_tool(rich: Rich) -> AnyView {
    let open = RwSignal::new(false);
    let store = rich.store;
    let chosen = Callback::new(move |image: ChosenImage| {
        let alt = image.alt.replace(['[', ']'], "");
        rich.act(&Act::Insert(format!("![{alt}](image:{})", image.id)));
    });
    view! {
        <button class="md__tool" type="button" title="Image" aria-label="Image" on:click=move |_| open.set(!store.is_readonly())>
            <Icon name=IconName::Picture />
        </button>
        <Show when=move || open.get()>
            <ImageChooser open=open on_choose=chosen />
        </Show>
    }
    .into_any()
}

impl Rich {
    fn marked(&self) -> Option<(HtmlTextAreaElement, Marked)> {
        let area = self.area.get_untracked()?;
        let text = area.value();
        let place = |units: Result<Option<u32>, _>| {
            units.ok().flatten().map_or(text.len(), |units| to_bytes(&text, units as usize))
        };
        let (start, end) = (place(area.selection_start()), place(area.selection_end()));
        Some((area, Marked { text, range: start..end.max(start) }))
    }

    fn put(&self, area: &HtmlTextAreaElement, marked: Marked) {
        let start = to_units(&marked.text, marked.range.start);
        let end = to_units(&marked.text, marked.range.end);
        self.store.set(&self.at, json!(marked.text));
        area.set_value(&marked.text);
        // Marking what was changed is a convenience.
        let _ = area.focus();
        let _ = area.set_selection_range(start as u32, end as u32);
    }

    fn act(&self, what: &Act) {
        if self.store.is_readonly() {
            return;
        }
        if let Some((area, marked)) = self.marked() {
            self.put(&area, act(&marked, what));
        }
    }

    fn link(&self) {
        let Some((_, marked)) = self.marked().filter(|_| !self.store.is_readonly()) else { return };
        let rich = self.clone();
        let words = marked.text.get(marked.range.clone()).unwrap_or_default().to_owned();
        let answer = Callback::new(move |(address, text): (String, String)| {
            if let Some(area) = rich.area.get_untracked() {
                rich.put(&area, act(&marked, &Act::Link { address, text }));
            }
        });
        self.store.links.get_value().ask(words, answer);
    }

    fn key(&self, event: &KeyboardEvent) {
        if event.is_composing() {
            return;
        }
        let with_control = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
        let has = |feature| self.features.contains(&feature);
        match event.key().as_str() {
            "b" if with_control && has(Feature::Bold) => self.act(&Act::Wrap("**")),
            "i" if with_control && has(Feature::Italic) => self.act(&Act::Wrap("*")),
            "k" if with_control && has(Feature::Link) => self.link(),
            "Enter" if !with_control && !event.shift_key() && !self.store.is_readonly() => {
                let Some((area, marked)) = self.marked() else { return };
                match enter(&marked) {
                    Some(next) => self.put(&area, next),
                    None => return,
                }
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    /// What comes from Word or a web page becomes Markdown; plain text is pasted by the browser.
    fn paste(&self, event: &ClipboardEvent) {
        if self.store.is_readonly() {
            return;
        }
        let html =
            event.clipboard_data().and_then(|data| data.get_data("text/html").ok()).filter(|html| paste::is_rich(html));
        let Some((html, (area, marked))) = html.zip(self.marked()) else { return };
        let pasted = paste::from_html(&html, self.features);
        if pasted.is_empty() {
            return;
        }
        event.prevent_default();
        self.put(&area, markdown::insert(&marked, &pasted));
    }
}
