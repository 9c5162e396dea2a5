//! The footer: help, address, the legal pages (cms.md 3.0.4).

use super::SiteFrame;
use leptos::prelude::*;
use xpro_cms::delivery::Link;
use xpro_ui::{Icon, IconName};

pub(super) fn footer(site: &SiteFrame) -> AnyView {
    let footer = &site.footer;
    let address: Vec<_> =
        footer.address.iter().cloned().map(|line| view! { <span class="site-footer__line">{line}</span> }).collect();
    let links: Vec<_> = footer
        .links
        .iter()
        .map(|link| {
            let is_away = !link.url.starts_with('/');
            view! {
                <li><a class="site-footer__link" href=link.url.clone() target=is_away.then_some("_blank") rel=is_away.then_some("noopener")>{link.title.clone()}</a></li>
            }
        })
        .collect();
    view! {
        <footer class="site-footer">
            <div class="site-footer__inner">
                <div class="site-footer__school">
                    <p class="wordmark wordmark--large">{site.name.clone()}</p>
                    {(!site.tagline.is_empty()).then(|| view! { <p class="site-footer__tagline">{site.tagline.clone()}</p> })}
                    <address class="site-footer__address">{address}</address>
                </div>
                <div class="site-footer__help">
                    <h2 class="site-footer__heading">"Questions?"</h2>
                    <ul class="site-footer__list">{help_links(site)}</ul>
                </div>
                <nav class="site-footer__nav" aria-label="Footer">
                    <h2 class="site-footer__heading">{format!("About {}", site.name)}</h2>
                    <ul class="site-footer__list">{links}</ul>
                    {(!footer.social.is_empty()).then(|| view! { <ul class="site-footer__list" aria-label="Elsewhere">{social(site)}</ul> })}
                </nav>
            </div>
            <p class="site-footer__legal">{format!("© {} {}", footer.year, site.name)}</p>
        </footer>
    }
    .into_any()
}

fn social(site: &SiteFrame) -> Vec<AnyView> {
    let link = |link: &Link| {
        view! { <li><a class="site-footer__link" href=link.url.clone() target="_blank" rel="noopener">{link.title.clone()}</a></li> }
            .into_any()
    };
    site.footer.social.iter().map(link).collect()
}

fn help_links(site: &SiteFrame) -> Vec<AnyView> {
    let away = |url: &str, title: &'static str, icon: IconName| {
        (!url.is_empty()).then(|| {
            view! { <li><a class="site-footer__link" href=url.to_owned()><Icon name=icon />{title}</a></li> }.into_any()
        })
    };
    let mail = if site.support_email.is_empty() { String::new() } else { format!("mailto:{}", site.support_email) };
    let mail_link = (!mail.is_empty()).then(|| view! { <li><a class="site-footer__link" href=mail><Icon name=IconName::Mail />{site.support_email.clone()}</a></li> }.into_any());
    [
        away(&site.footer.help_url, "Help & FAQ", IconName::Help),
        away(&site.footer.contact_url, "Contact us", IconName::Users),
        mail_link,
    ]
    .into_iter()
    .flatten()
    .collect()
}
