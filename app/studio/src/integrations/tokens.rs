//! The tokens.

use super::choices::Choices;
use crate::{
    moment::Moment,
    pages::{Attempt, FormDialog, TextLine},
};
use leptos::prelude::*;
use xpro_api::{IntegrationOutcome, NamedChoice, TokenInput, TokenItem, issue_token, revoke_token};
use xpro_ui::{Badge, Button, ButtonKind, ButtonSize, EmptyState, Icon, IconName, Tone};

/// What is asked.
#[derive(Clone, PartialEq, Eq)]
enum Asked {
    New,
    Revoke(TokenItem),
}

/// The list, and the dialogs about it.
#[component]
pub fn Tokens(
    tokens: Vec<TokenItem>,
    scopes: Vec<NamedChoice>,
    secrets: RwSignal<Vec<String>>,
    changed: Callback<()>,
) -> impl IntoView {
    let asked = RwSignal::new(None::<Asked>);
    let list = if tokens.is_empty() {
        let text = "A token lets another system read, and if you say so change, what its owner may.";
        view! { <EmptyState title="No tokens yet" text=text icon=IconName::Award /> }.into_any()
    } else {
        let rows: Vec<_> = tokens.into_iter().map(|token| row(token, asked).into_any()).collect();
        view! {
            <div class="table-frame">
                <table class="table" data-testid="tokens">
                    <caption class="visually-hidden">"Tokens, newest first"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Token"</th>
                            <th scope="col" class="pages__wide">"Good for"</th>
                            <th scope="col">"Owner"</th>
                            <th scope="col" class="pages__wide">"Last used"</th>
                            <th scope="col" class="pages__wide">"Ends"</th>
                            <th scope="col"><span class="visually-hidden">"Acts"</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let dialog = move || {
        asked.get().map(|wanted| match wanted {
            Asked::New => {
                view! { <New scopes=scopes.clone() asked=asked secrets=secrets changed=changed /> }.into_any()
            }
            Asked::Revoke(token) => view! { <Revoke token=token asked=asked changed=changed /> }.into_any(),
        })
    };
    view! {
        <section class="integrations__part" aria-labelledby="tokens-title">
            <header class="desk-page__head">
                <h2 class="integrations__title" id="tokens-title">"API tokens"</h2>
                <div class="desk-page__acts">
                    <Button press="button" size=ButtonSize::Small attr:data-testid="new-token" on_press=move |_| asked.set(Some(Asked::New))>
                        <Icon name=IconName::Plus />
                        "New token"
                    </Button>
                </div>
            </header>
            {list}
            {dialog}
        </section>
    }
}

fn row(token: TokenItem, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let is_revoked = token.revoked_at.is_some();
    let label = format!("Revoke {}", token.name);
    let (revoked, ended, ends) = (token.clone(), token.revoked_at, token.ends_at);
    let scopes: Vec<_> = token.scopes.into_iter().map(|scope| view! { <Badge>{scope}</Badge> }).collect();
    view! {
        <tr>
            <th scope="row">
                {token.name.clone()}
                <span class="pages__sub"><code>{format!("{}…", token.begins)}</code></span>
                // On a phone there is no other column that could tell.
                {is_revoked.then(|| view! { <Badge tone=Tone::Danger>"Revoked"</Badge> })}
            </th>
            <td class="pages__wide"><span class="badges">{scopes}</span></td>
            <td>{token.owner.clone()}</td>
            <td class="pages__wide">{match token.used_at {
                Some(at) => view! { <Moment at=at /> }.into_any(),
                None => "never".into_any(),
            }}</td>
            <td class="pages__wide">{match (ended, ends) {
                (Some(at), _) | (None, Some(at)) => view! { <Moment at=at /> }.into_any(),
                (None, None) => "when revoked".into_any(),
            }}</td>
            <td>{(!is_revoked).then(|| view! {
                <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small attr:aria-label=label
                    on_press=move |_| asked.set(Some(Asked::Revoke(revoked.clone())))>
                    <Icon name=IconName::Trash />
                </Button>
            })}</td>
        </tr>
    }
}

#[component]
fn New(
    scopes: Vec<NamedChoice>,
    asked: RwSignal<Option<Asked>>,
    secrets: RwSignal<Vec<String>>,
    changed: Callback<()>,
) -> impl IntoView {
    let attempt = Attempt::new();
    let (name, owner, days) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new("365".to_owned()));
    let chosen = RwSignal::new(vec!["pages:read".to_owned()]);
    let wrong = RwSignal::new(None::<(String, String)>);
    let error_of = move |field: &'static str| {
        Signal::derive(move || wrong.get().filter(|(wrong, _)| wrong == field).map(|(_, message)| message))
    };
    let act = move |()| {
        wrong.set(None);
        let lives = days.get_untracked();
        let lives = match lives.trim() {
            "" => None,
            text => match text.parse() {
                Ok(days) => Some(days),
                Err(_) => {
                    wrong.set(Some(("days".to_owned(), "Enter a number of days, or nothing.".to_owned())));
                    return;
                }
            },
        };
        let input = TokenInput {
            name: name.get_untracked(),
            owner: owner.get_untracked(),
            scopes: chosen.get_untracked(),
            days: lives,
        };
        attempt.run(issue_token(input), move |outcome| match outcome {
            IntegrationOutcome::Made { secret: made } => {
                secrets.update(|secrets| secrets.push(made));
                asked.set(None);
                changed.run(());
            }
            IntegrationOutcome::Saved => asked.set(None),
            IntegrationOutcome::Refused { field, message } => wrong.set(Some((field, message))),
        });
    };
    view! {
        <FormDialog
            title="New token"
            submit=Signal::derive(|| "Make the token".to_owned())
            ready=Signal::derive(move || name.with(|name| !name.trim().is_empty()) && chosen.with(|chosen| !chosen.is_empty()))
            attempt=attempt
            act=act
            closed=Callback::new(move |()| asked.set(None))
        >
            <TextLine label="Name" id="token-name" value=name hint="What it is for, such as “Search index”" error=error_of("name") />
            <TextLine
                label="Owner"
                id="token-owner"
                value=owner
                hint="E-mail address of the member of staff in whose name it acts. Empty: you. It never may more than its owner."
                error=error_of("owner")
            />
            <Choices label="Good for" id="token-scope" choices=scopes chosen=chosen error=error_of("scopes") />
            <TextLine label="Days until it ends" id="token-days" value=days hint="Empty: until it is revoked" error=error_of("days") />
        </FormDialog>
    }
}

#[component]
fn Revoke(token: TokenItem, asked: RwSignal<Option<Asked>>, changed: Callback<()>) -> impl IntoView {
    let attempt = Attempt::new();
    let id = token.id;
    let act = move |()| {
        attempt.run(revoke_token(id), move |()| {
            asked.set(None);
            changed.run(());
        });
    };
    view! {
        <FormDialog
            title="Revoke the token?"
            submit=Signal::derive(|| "Revoke".to_owned())
            danger=true
            ready=Signal::derive(|| true)
            attempt=attempt
            act=act
            closed=Callback::new(move |()| asked.set(None))
        >
            <p>"What uses “"{token.name}"” is refused from now on. This cannot be undone; a new token can be made."</p>
        </FormDialog>
    }
}
