//! Who else has the page open, in the bar.

use super::Together;
use crate::editor::{browser, draft::SaveState};
use leptos::{ev, leptos_dom::helpers::IntervalHandle, prelude::*, task::spawn_local};
use std::time::Duration;
use xpro_api::{BEAT_SECONDS, BeatInput, PersonHere, beat_presence};
use xpro_ui::{Icon, IconName};

/// How many faces are shown before they are counted.
const FACES: usize = 3;
/// How often comments and moderation are asked for anew, in beats.
const NEWS_EVERY: u32 = 3;

/// Faces of those who are here, and who they are.
#[component]
pub fn People() -> impl IntoView {
    let together = expect_context::<Together>();
    let tab = StoredValue::new(browser::new_id());
    beat_regularly(together, tab);
    let label = move || {
        let count = together.people.with(Vec::len);
        if count == 1 { "One other is here".to_owned() } else { format!("{count} others are here") }
    };
    let faces = move || {
        let people = together.people.get();
        let more = people.len().saturating_sub(FACES);
        let faces: Vec<_> = people
            .into_iter()
            .take(FACES)
            .map(|person| view! { <span class="face" class:face--dirty=person.dirty>{initials(&person.name)}</span> })
            .collect();
        view! { {faces}{(more > 0).then(|| view! { <span class="face">"+"{more}</span> })} }
    };
    let row = |person: PersonHere| {
        let what = match (person.mine, person.dirty) {
            (true, true) => "you, in another tab, with text that is not saved",
            (true, false) => "you, in another tab",
            (false, true) => "is writing",
            (false, false) => "is looking",
        };
        view! { <li class="people__one"><span class="face" aria-hidden="true">{initials(&person.name)}</span><span>{person.name}" "<small>{what}</small></span></li> }
    };
    view! {
        <Show when=move || together.people.with(|people| !people.is_empty())>
            <details class="people" data-testid="people">
                <summary class="people__chip" title=label aria-label=label>
                    <Icon name=IconName::Users />
                    <span class="people__faces" aria-hidden="true">{faces}</span>
                </summary>
                <ul class="people__list">{move || together.people.get().into_iter().map(row).collect::<Vec<_>>()}</ul>
            </details>
        </Show>
    }
}

fn beat_regularly(together: Together, tab: StoredValue<String>) {
    let beats = StoredValue::new(0_u32);
    let beat = move || {
        let Some(tab) = tab.try_get_value() else { return };
        let dirty = together.draft.state.with_untracked(|state| *state != SaveState::Saved);
        let input = BeatInput { page: together.page(), tab, dirty, leaves: false };
        beats.update_value(|beats| *beats += 1);
        if beats.get_value().is_multiple_of(NEWS_EVERY) && together.part.with_untracked(Option::is_none) {
            together.ask_comments();
            together.ask_review();
        }
        spawn_local(async move {
            // A beat that is lost is made good by the next.
            if let Ok(Some(heard)) = beat_presence(input).await
                && beats.try_get_value().is_some()
                && together.draft.state.with_untracked(|state| *state != SaveState::Saving)
            {
                together.heard(heard);
            }
        });
    };
    let leave = move || {
        let Some(tab) = tab.try_get_value() else { return };
        let input = BeatInput { page: together.page(), tab, dirty: false, leaves: true };
        // Whoever cannot say so any more is forgotten a little later.
        spawn_local(async move { drop(beat_presence(input).await) });
    };
    beat();
    let timer: Option<IntervalHandle> = set_interval_with_handle(beat, Duration::from_secs(BEAT_SECONDS)).ok();
    let hidden = window_event_listener(ev::pagehide, move |_| leave());
    let back = window_event_listener(ev::focus, move |_| beat());
    on_cleanup(move || {
        if let Some(timer) = timer {
            timer.clear();
        }
        hidden.remove();
        back.remove();
        leave();
    });
}

/// First letters of a name: `AL`.
pub(super) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, letters) in
            [("Ada Lovelace", "AL"), ("ada", "A"), ("Ann van der Berg", "AB"), ("", ""), (" é ", "É")]
        {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
