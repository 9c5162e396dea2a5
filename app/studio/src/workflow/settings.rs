//! What workflows there are: their tasks, who may approve them, and where they begin.

use super::WORKFLOW;
use crate::{
    failure::Failure,
    leave::{self, Leaving},
    page,
    pages::TargetChooser,
    remote::Remote,
};
use leptos::{prelude::*, task::spawn_local};
use xpro_api::{
    ApiError, PlaceItem, WorkflowInput, WorkflowItem, WorkflowSettings, WorkflowTaskItem, save_workflow,
    workflow_settings,
};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName, Notice, Tone, is_repeated};

/// The page.
#[component]
pub fn WorkflowSettingsView() -> impl IntoView {
    let found = Remote::<WorkflowSettings>::new();
    let ask = move || found.ask(workflow_settings());
    ask();
    page::name(|| "Workflows and tasks".to_owned());
    let opened = RwSignal::new(None::<Option<i64>>);
    let leaving = expect_context::<Leaving>();
    let open = Callback::new(move |which: Option<i64>| {
        // What is written in the form in view would be gone.
        if leaving.may() {
            opened.set(Some(which));
        }
    });
    let list = move || {
        let all = found.value.get()?;
        let rows: Vec<_> = all.workflows.iter().cloned().map(|item| summary(item, open)).collect();
        let edited = opened.get().map(|id| {
            let item = all.workflows.iter().find(|item| Some(item.id) == id).cloned();
            view! { <Form item=item groups=all.groups.clone() found=found opened=opened /> }
        });
        Some(view! {
            <ol class="reviews" data-testid="workflows">{rows}</ol>
            {edited}
        })
    };
    view! {
        <div class="desk-page">
            <p class="desk-page__back"><a href=WORKFLOW><Icon name=IconName::ArrowLeft />"Workflow"</a></p>
            <header class="desk-page__head">
                <h1 class="desk-page__title">"Workflows and tasks"</h1>
                <div class="desk-page__acts">
                    <Button press="button" size=ButtonSize::Small attr:data-testid="new-workflow" on_press=move |_| open.run(None)>"New workflow"</Button>
                </div>
            </header>
            {move || found.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            {list}
        </div>
    }
}

fn summary(item: WorkflowItem, open: Callback<Option<i64>>) -> AnyView {
    let tasks: Vec<String> = item.tasks.iter().map(|task| task.name.clone()).collect();
    let places: Vec<String> = item.places.iter().map(|(_, _, path)| path.clone()).collect();
    let places = if places.is_empty() { "nowhere".to_owned() } else { places.join(", ") };
    let running = (item.running > 0).then(|| format!(" · {} open", item.running));
    view! {
        <li class="reviews__one">
            <div>
                <p class="reviews__title">{item.name.clone()}{(!item.active).then_some(" (off)")}</p>
                <p class="pages__sub">{tasks.join(" → ")}</p>
                <p class="pages__sub">"Begins at "{places}{running}</p>
            </div>
            <Button
                press="button"
                kind=ButtonKind::Secondary
                size=ButtonSize::Small
                attr:aria-label=format!("Change {}", item.name)
                on_press=move |_| open.run(Some(item.id))
            >
                "Change"
            </Button>
        </li>
    }
    .into_any()
}

/// A task that is being changed; the number tells rows apart.
#[derive(Clone)]
struct TaskRow {
    row: usize,
    id: Option<i64>,
    name: RwSignal<String>,
    groups: RwSignal<Vec<i64>>,
}

impl TaskRow {
    fn of(row: usize, task: WorkflowTaskItem) -> Self {
        TaskRow { row, id: task.id, name: RwSignal::new(task.name), groups: RwSignal::new(task.groups) }
    }

    fn item(&self) -> WorkflowTaskItem {
        WorkflowTaskItem { id: self.id, name: self.name.get_untracked(), groups: self.groups.get_untracked() }
    }
}

#[component]
fn Form(
    item: Option<WorkflowItem>,
    groups: Vec<(i64, String, i64)>,
    found: Remote<WorkflowSettings>,
    opened: RwSignal<Option<Option<i64>>>,
) -> impl IntoView {
    let (id, seen) = (item.as_ref().map(|item| item.id), item.as_ref().map(|item| item.updated_at));
    let title = item.as_ref().map_or_else(|| "New workflow".to_owned(), |item| format!("Change “{}”", item.name));
    let name = RwSignal::new(item.as_ref().map(|item| item.name.clone()).unwrap_or_default());
    let active = RwSignal::new(item.as_ref().is_none_or(|item| item.active));
    let repeat = RwSignal::new(item.as_ref().is_some_and(|item| item.repeat_after_edits));
    let first = vec![WorkflowTaskItem { id: None, name: String::new(), groups: Vec::new() }];
    let (tasks, places) = item.map_or((first, Vec::new()), |item| (item.tasks, item.places));
    let next_row = StoredValue::new(tasks.len());
    let tasks =
        RwSignal::new(tasks.into_iter().enumerate().map(|(row, task)| TaskRow::of(row, task)).collect::<Vec<_>>());
    let places = RwSignal::new(places);
    let error = RwSignal::new(None::<ApiError>);
    let is_busy = RwSignal::new(false);
    let written = move || WorkflowInput {
        id,
        seen,
        name: name.get_untracked(),
        active: active.get_untracked(),
        repeat_after_edits: repeat.get_untracked(),
        tasks: tasks.with_untracked(|tasks| tasks.iter().map(TaskRow::item).collect()),
        pages: places.with_untracked(|places| places.iter().map(|(page, _, _)| *page).collect()),
    };
    let before = StoredValue::new(written());
    leave::guard(move || before.with_value(|before| *before != written()));
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        error.set(None);
        let input = written();
        spawn_local(async move {
            let answer = save_workflow(input).await;
            if is_busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(all) => {
                    opened.set(None);
                    found.value.set(Some(all));
                }
                Err(failed) => error.set(Some(failed)),
            }
        });
    };
    let add = move |_| {
        let row = next_row.get_value();
        next_row.set_value(row + 1);
        let task = WorkflowTaskItem { id: None, name: String::new(), groups: Vec::new() };
        tasks.update(|tasks| tasks.push(TaskRow::of(row, task)));
    };
    view! {
        <form class="workflow-form" on:submit=save data-testid="workflow-form">
            <h2 class="desk-part__title">{title}</h2>
            <div class="edit-field">
                <label class="edit-field__label" for="workflow-name">"Name"</label>
                <input class="input" id="workflow-name" maxlength="100" required prop:value=name on:input=move |event| name.set(event_target_value(&event)) />
            </div>
            {flag("New reviews may begin", active)}
            {flag("What was approved is approved again when the text changed since", repeat)}
            <fieldset class="workflow-form__part">
                <legend class="edit-field__label">"Tasks, in order"</legend>
                <For each=move || tasks.get() key=|task| task.row let:task>
                    {task_fields(task, tasks, groups.clone())}
                </For>
                <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=add><Icon name=IconName::Plus />"Add a task"</Button>
            </fieldset>
            {places_fields(places)}
            {move || error.get().map(|failed| view! { <Notice tone=Tone::Danger title="Not saved" announce=true><p>{failed.to_string()}</p></Notice> })}
            <div class="talk__acts">
                <Button busy=is_busy attr:data-testid="save-workflow">"Save"</Button>
                <Button press="button" kind=ButtonKind::Quiet on_press=move |_| opened.set(None)>"Cancel"</Button>
            </div>
        </form>
    }
}

fn flag(label: &'static str, value: RwSignal<bool>) -> AnyView {
    view! {
        <label class="edit-flag">
            <input class="edit-flag__box" type="checkbox" prop:checked=value on:change=move |event| value.set(event_target_checked(&event)) />
            {label}
        </label>
    }
    .into_any()
}

fn task_fields(task: TaskRow, tasks: RwSignal<Vec<TaskRow>>, groups: Vec<(i64, String, i64)>) -> AnyView {
    let TaskRow { row, name, groups: chosen, .. } = task;
    let up = move |_| {
        tasks.update(|tasks| {
            if let Some(at) = tasks.iter().position(|task| task.row == row).filter(|at| *at > 0) {
                tasks.swap(at, at - 1);
            }
        });
    };
    let remove = move |_| tasks.update(|tasks| tasks.retain(|task| task.row != row));
    let ticks: Vec<_> = groups
        .into_iter()
        .map(|(id, group, members)| {
            view! {
                <label class="edit-flag">
                    <input
                        class="edit-flag__box"
                        type="checkbox"
                        prop:checked=move || chosen.with(|chosen| chosen.contains(&id))
                        on:change=move |event| {
                            let on = event_target_checked(&event);
                            chosen.update(|chosen| {
                                chosen.retain(|known| *known != id);
                                if on {
                                    chosen.push(id);
                                }
                            });
                        }
                    />
                    {format!("{group} ({members})")}
                </label>
            }
        })
        .collect();
    view! {
        <div class="workflow-task" data-testid="workflow-task">
            <div class="link-address__line">
                <input
                    class="input"
                    aria-label="Name of the task"
                    placeholder="Name of the task"
                    maxlength="100"
                    required
                    prop:value=name
                    on:input=move |event| name.set(event_target_value(&event))
                />
                <button class="mini" type="button" aria-label="Earlier" title="Earlier" on:click=up><Icon name=IconName::ChevronUp /></button>
                <button class="mini" type="button" aria-label="Remove the task" title="Remove the task" on:click=move |event| if !is_repeated(&event) { remove(event) }><Icon name=IconName::Trash /></button>
            </div>
            <div class="desk-ticks" role="group" aria-label="Who may approve it">{ticks}</div>
        </div>
    }
    .into_any()
}

fn places_fields(places: RwSignal<Vec<(i64, String, String)>>) -> AnyView {
    let target = RwSignal::new(None::<PlaceItem>);
    Effect::new(move |_| {
        let Some(place) = target.get() else { return };
        places.update(|places| {
            if places.iter().all(|(page, _, _)| *page != place.id) {
                places.push((place.id, place.title, place.url_path));
            }
        });
    });
    let rows = move || {
        let row = |(page, title, path): (i64, String, String)| {
            let label = format!("Not at {title} any more");
            view! {
                <li class="workflow-place">
                    <span>{title}" "<small>{path}</small></span>
                    <button class="mini" type="button" aria-label=label on:click=move |event| if !is_repeated(&event) { places.update(|places| places.retain(|(known, _, _)| *known != page)) }>
                        <Icon name=IconName::Close />
                    </button>
                </li>
            }
        };
        places.get().into_iter().map(row).collect::<Vec<_>>()
    };
    view! {
        <fieldset class="workflow-form__part">
            <legend class="edit-field__label">"Begins at these pages, and holds below them until another begins"</legend>
            <ul class="workflow-places">{rows}</ul>
            <details>
                <summary>"Add a page"</summary>
                <TargetChooser page=None chosen=target label="At which page" />
            </details>
        </fieldset>
    }
    .into_any()
}
