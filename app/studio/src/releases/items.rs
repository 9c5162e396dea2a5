//! What is in a release: pages and prices with what a check found at each.

use super::{
    desk::ReleaseDesk,
    standing::{is_open, rank},
};
use crate::pages::address;
use leptos::prelude::*;
use xpro_api::{FindingItem, ReleaseCommand, ReleaseDetail, ReleasePageItem, ReleasePriceItem};
use xpro_ui::{Badge, Button, ButtonKind, ButtonSize, Icon, IconName, Tone};

/// The pages.
pub fn pages_table(desk: ReleaseDesk, detail: &ReleaseDetail) -> AnyView {
    let is_checked = detail.release.checked_at.is_some();
    let may = detail.may_change && is_open(detail.release.standing);
    let mut pages: Vec<&ReleasePageItem> = detail.pages.iter().collect();
    pages.sort_by_key(|item| rank(&item.findings));
    let rows: Vec<_> = pages.into_iter().map(|item| page_row(desk, item.clone(), is_checked, may)).collect();
    let hidden = (detail.hidden > 0).then(|| {
        let text = match detail.hidden {
            1 => "One more page is in it, which you may not see.".to_owned(),
            count => format!("{count} more pages are in it, which you may not see."),
        };
        view! { <p class="release__hidden">{text}</p> }
    });
    if detail.pages.is_empty() {
        return view! { <p class="release__none">"No pages."</p>{hidden} }.into_any();
    }
    view! {
        <div class="table-frame">
            <table class="table" data-testid="release-pages">
                <caption class="visually-hidden">"Pages of the release"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Page"</th>
                        <th scope="col">"Check"</th>
                        <th scope="col" class="pages__wide">"Put in by"</th>
                        <th scope="col"><span class="visually-hidden">"Acts"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {hidden}
    }
    .into_any()
}

fn page_row(desk: ReleaseDesk, item: ReleasePageItem, is_checked: bool, may: bool) -> AnyView {
    let page = item.page;
    let title = match item.is_there {
        true => view! { <a href=address::editor(page)>{item.title.clone()}</a> }.into_any(),
        false => view! { <s>{item.title.clone()}</s> }.into_any(),
    };
    let note = match (item.is_there, item.live, item.has_newer) {
        (false, ..) => "Deleted",
        (true, false, false) => "New: visitors have not seen it",
        (true, true, false) => "Changes a live page",
        (true, _, true) => "Written on since; that stays a draft",
    };
    let label = |act: &str| format!("{act} “{}”", item.title);
    let acts = may.then(|| {
        let newest = (item.has_newer && item.is_there).then(|| {
            view! {
                <Button
                    press="button"
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Small
                    attr:aria-label=label("Take the newest text of")
                    once=true
                    on_press=move |_| desk.run(ReleaseCommand::AddPages { pages: vec![page] })
                >
                    "Take newest"
                </Button>
            }
        });
        view! {
            <div class="release__row-acts">
                {newest}
                <Button
                    press="button"
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Small
                    attr:aria-label=label("Take out")
                    once=true
                    on_press=move |_| desk.run(ReleaseCommand::RemovePage { page })
                >
                    "Take out"
                </Button>
            </div>
        }
    });
    view! {
        <tr data-testid="release-page">
            <th scope="row">
                {title}
                <span class="pages__sub">{item.url_path.clone()}</span>
                <span class="pages__sub">{note}</span>
            </th>
            <td>{findings_cell(&item.findings, is_checked, item.is_there.then_some(page))}</td>
            <td class="pages__wide">{item.added_by.clone()}</td>
            <td>{acts}</td>
        </tr>
    }
    .into_any()
}

/// The prices.
pub fn prices_table(desk: ReleaseDesk, detail: &ReleaseDetail) -> AnyView {
    let is_checked = detail.release.checked_at.is_some();
    let may = detail.may_change && is_open(detail.release.standing);
    if detail.prices.is_empty() {
        return view! { <p class="release__none">"No prices."</p> }.into_any();
    }
    let mut prices: Vec<&ReleasePriceItem> = detail.prices.iter().collect();
    prices.sort_by_key(|item| rank(&item.findings));
    let rows: Vec<_> = prices.into_iter().map(|item| price_row(desk, item.clone(), is_checked, may)).collect();
    view! {
        <div class="table-frame">
            <table class="table" data-testid="release-prices">
                <caption class="visually-hidden">"Prices of the release"</caption>
                <thead>
                    <tr>
                        <th scope="col">"For"</th>
                        <th scope="col">"Price then"</th>
                        <th scope="col" class="pages__wide">"Now"</th>
                        <th scope="col">"Check"</th>
                        <th scope="col"><span class="visually-hidden">"Acts"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn price_row(desk: ReleaseDesk, item: ReleasePriceItem, is_checked: bool, may: bool) -> AnyView {
    let id = item.id;
    let now = item.now.map_or_else(|| "None".to_owned(), |now| now.to_string());
    let label = format!("Take out the price of “{}”", item.title);
    let act = may.then(|| {
        view! {
            <Button
                press="button"
                kind=ButtonKind::Quiet
                size=ButtonSize::Small
                attr:aria-label=label
                once=true
                on_press=move |_| desk.run(ReleaseCommand::RemovePrice { price: id })
            >
                "Take out"
            </Button>
        }
    });
    view! {
        <tr>
            <th scope="row">{item.title}<span class="pages__sub">{item.label}</span></th>
            <td>{item.price.to_string()}</td>
            <td class="pages__wide">{now}</td>
            <td>{findings_cell(&item.findings, is_checked, None)}</td>
            <td>{act}</td>
        </tr>
    }
    .into_any()
}

fn findings_cell(findings: &[FindingItem], is_checked: bool, page: Option<i64>) -> AnyView {
    if findings.is_empty() {
        return match is_checked {
            true => view! { <Badge tone=Tone::Success>"Nothing found"</Badge> }.into_any(),
            false => view! { <span class="pages__sub">"Not checked yet"</span> }.into_any(),
        };
    }
    let entries: Vec<_> = findings
        .iter()
        .map(|finding| {
            let (class, icon, word) = match finding.is_error {
                true => ("flaws__entry flaws__entry--error", IconName::Alert, "Stops: "),
                false => ("flaws__entry", IconName::Warning, "Asks: "),
            };
            let place = page.filter(|_| !finding.path.is_empty()).map(|page| {
                let href = address::field(page, &finding.path);
                view! { " "<a href=href>"Go to the field"</a> }
            });
            let message = finding.message.clone();
            view! {
                <li class=class>
                    <Icon name=icon />
                    <span><span class="visually-hidden">{word}</span>{message}{place}</span>
                </li>
            }
        })
        .collect();
    view! { <ul class="flaws release__findings">{entries}</ul> }.into_any()
}
