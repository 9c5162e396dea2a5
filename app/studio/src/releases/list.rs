//! All releases.

use super::standing::{contents_text, standing_badge};
use crate::{
    calendar::zone::SiteMoment,
    failure::Failure,
    page,
    pages::{Attempt, FormDialog, TextLine, Waiting},
    paths,
    remote::Remote,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use xpro_api::{ReleaseItem, ReleaseList, create_release, list_releases};
use xpro_ui::{Button, ButtonKind, EmptyState, IconName, LinkButton};

/// The page.
#[component]
pub fn ReleasesView() -> impl IntoView {
    let list = Remote::<ReleaseList>::new();
    let ask = move || list.ask(list_releases());
    ask();
    let is_making = RwSignal::new(false);
    page::name(|| "Releases".to_owned());
    let may = move || list.value.with(|list| list.as_ref().is_some_and(|list| list.may_change));
    let body = move || {
        let Some(found) = list.value.get() else {
            return if list.error.get().is_some() {
                ().into_any()
            } else {
                view! { <Waiting what="releases" /> }.into_any()
            };
        };
        if found.releases.is_empty() {
            let text = "A release brings out pages and prices together, at one moment, all of them or none.";
            return view! {
                <EmptyState title="No releases yet" text=text icon=IconName::Layers>
                    <Show when=may>
                        <Button press="button" on_press=move |_| is_making.set(true)>"New release"</Button>
                    </Show>
                </EmptyState>
            }
            .into_any();
        }
        let zone = found.time_zone;
        let rows: Vec<_> = found.releases.into_iter().map(|release| row(release, &zone)).collect();
        view! {
            <div class="table-frame">
                <table class="table" data-testid="releases">
                    <caption class="visually-hidden">"Releases, those that go on first"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Release"</th>
                            <th scope="col">"State"</th>
                            <th scope="col">"Goes live"</th>
                            <th scope="col" class="pages__wide">"Contents"</th>
                            <th scope="col" class="pages__wide">"Made by"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="desk-page">
            <header class="desk-page__head">
                <h1 class="desk-page__title">"Releases"</h1>
                <div class="release__acts">
                    <LinkButton href=paths::CALENDAR kind=ButtonKind::Secondary>"Calendar"</LinkButton>
                    <Show when=may>
                        <Button press="button" attr:data-testid="new-release" on_press=move |_| is_making.set(true)>"New release"</Button>
                    </Show>
                </div>
            </header>
            {move || list.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {body}
            {move || is_making.get().then(|| view! { <NewRelease is_making=is_making /> })}
        </div>
    }
}

fn row(release: ReleaseItem, zone: &str) -> AnyView {
    let zone = zone.to_owned();
    let at = match release.at {
        Some(at) => view! { <SiteMoment at=at zone=zone /> }.into_any(),
        None => "–".into_any(),
    };
    view! {
        <tr>
            <th scope="row"><a href=paths::release(release.id)>{release.name}</a></th>
            <td>{standing_badge(release.standing)}</td>
            <td>{at}</td>
            <td class="pages__wide">{contents_text(release.pages, release.prices)}</td>
            <td class="pages__wide">{release.owner}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn NewRelease(is_making: RwSignal<bool>) -> impl IntoView {
    let attempt = Attempt::new();
    let name = RwSignal::new(String::new());
    let navigate = StoredValue::new(use_navigate());
    let act = move |()| {
        attempt.run(create_release(name.get_untracked()), move |id| {
            is_making.set(false);
            navigate.with_value(|navigate| {
                navigate(&paths::release(id), NavigateOptions { resolve: false, ..NavigateOptions::default() })
            });
        });
    };
    view! {
        <FormDialog
            title="New release"
            submit=Signal::derive(|| "Make it".to_owned())
            ready=Signal::derive(move || name.with(|name| !name.trim().is_empty()))
            attempt=attempt
            act=act
            closed=Callback::new(move |()| is_making.set(false))
        >
            <TextLine label="Name" id="release-name" value=name hint="What it is for, such as “Spring catalog”. Visitors do not see it." />
        </FormDialog>
    }
}
