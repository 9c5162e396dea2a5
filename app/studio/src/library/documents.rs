//! The document library.

use super::{
    parts::{Pages, count_text},
    queue::Uploads,
    size::{size_text, uses_text},
    upload::UploadPlace,
};
use crate::{failure::Failure, moment::Moment, page, paths, remote::Remote, search_field::SearchField, typed::Typed};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use xpro_api::{DocumentFilter, DocumentItem, LibraryPage, list_documents};
use xpro_ui::{EmptyState, IconName, LinkButton};

/// The page.
#[component]
pub fn DocumentsView() -> impl IntoView {
    let query = use_location().search;
    let filter = Memo::new(move |_| query.with(|query| paths::document_filter(query)));
    let loaded = Remote::<LibraryPage<DocumentItem>>::new();
    let ask = move || loaded.ask(list_documents(filter.get_untracked()));
    Effect::new(move |_| {
        filter.track();
        ask();
    });
    page::name(|| "Documents".to_owned());
    let navigate = use_navigate();
    let open = {
        let navigate = navigate.clone();
        Callback::new(move |item: DocumentItem| navigate(&paths::document(item.id), plain()))
    };
    let go = Callback::new(move |filter: DocumentFilter| navigate(&paths::documents(&filter), plain()));
    let uploads = Uploads::<DocumentItem>::shared(ask);
    let total = move || loaded.value.with(|page| page.as_ref().map(|page| page.total));
    let may_change = Memo::new(move |_| loaded.value.with(|page| page.as_ref().is_some_and(|page| page.may_change)));
    let body = move || view! { <Found loaded=loaded filter=filter go=go /> };
    view! {
        <div class="desk-page">
            <header class="desk-page__head">
                <h1 class="desk-page__title">"Documents"</h1>
                <p class="desk-page__count" role="status">{move || count_text(total(), "document", "documents")}</p>
            </header>
            {move || loaded.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {move || {
                if may_change.get() {
                    view! {
                        <UploadPlace uploads=uploads open=open open_label="Open">
                            {body()}
                        </UploadPlace>
                    }
                    .into_any()
                } else {
                    body().into_any()
                }
            }}
        </div>
    }
}

fn plain() -> NavigateOptions {
    NavigateOptions { resolve: false, ..NavigateOptions::default() }
}

#[component]
fn Found(
    loaded: Remote<LibraryPage<DocumentItem>>,
    filter: Memo<DocumentFilter>,
    go: Callback<DocumentFilter>,
) -> impl IntoView {
    let search = Callback::new(move |q| go.run(DocumentFilter { q, page: 0, ..filter.get_untracked() }));
    let typed = Typed::new(|| (), Signal::derive(move || filter.with(|filter| filter.q.clone())), search);
    let list = move || {
        let page = loaded.value.get()?;
        Some(if page.items.is_empty() {
            view! { <Nothing filter=filter.get() /> }.into_any()
        } else {
            view! { <Rows items=page.items /> }.into_any()
        })
    };
    view! {
        <div class="library-filters">
            <SearchField label="Search documents" placeholder="Title, file name, tag" testid="document-search" typed=typed />
        </div>
        <div class="library" aria-busy=move || loaded.is_loading.get().then_some("true")>
            {list}
        </div>
        <Pages
            page=Signal::derive(move || filter.with(|filter| filter.page))
            total=Signal::derive(move || loaded.value.with(|page| page.as_ref().map_or(0, |page| page.total)))
            go=Callback::new(move |page| go.run(DocumentFilter { page, ..filter.get_untracked() }))
        />
    }
}

#[component]
fn Rows(items: Vec<DocumentItem>) -> impl IntoView {
    let rows = items
        .into_iter()
        .map(|item| {
            view! {
                <tr class="library-row">
                    <td class="library-row__kind"><span class="file-kind">{item.format}</span></td>
                    <th scope="row">
                        <a class="library-row__link" href=paths::document(item.id)>{item.title}</a>
                        <span class="library-muted">{item.file_name}</span>
                    </th>
                    <td class="library-wide">{item.tags.join(", ")}</td>
                    <td>{size_text(item.file_size)}</td>
                    <td>{uses_text(item.uses)}</td>
                    <td class="library-wide"><Moment at=item.created_at /></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-frame">
            <table class="table library-table" data-testid="document-rows">
                <thead>
                    <tr>
                        <th scope="col">"Type"</th>
                        <th scope="col">"Title"</th>
                        <th scope="col" class="library-wide">"Tags"</th>
                        <th scope="col">"Size"</th>
                        <th scope="col">"Used"</th>
                        <th scope="col" class="library-wide">"Added"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Nothing(filter: DocumentFilter) -> impl IntoView {
    if filter == DocumentFilter::default() {
        let text = "Brochures, syllabi and other files for download. Drop some here, or press “Upload documents”.";
        return view! { <EmptyState title="No documents yet" text=text icon=IconName::Document /> }.into_any();
    }
    view! {
        <EmptyState title="No document matches" text="Try another word.">
            <LinkButton href=paths::DOCUMENTS>"Show all documents"</LinkButton>
        </EmptyState>
    }
    .into_any()
}
