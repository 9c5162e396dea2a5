//! The registry of flows (architecture.md decision 11): every arrow that leaves or enters the process, declared once.

use std::fmt::Write as _;

/// How a flow is set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Within a request, while somebody waits.
    Sync,
    /// By a job, a schedule or a notice.
    Async,
}

/// One arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// Stable name: the job's kind, the webhook's or the client operation's name.
    pub name: &'static str,
    /// Where it starts.
    pub source: &'static str,
    /// Where it ends.
    pub sink: &'static str,
    /// What is carried.
    pub payload: &'static str,
    /// What sets it off.
    pub trigger: &'static str,
    /// Sync or async.
    pub mode: Mode,
}

/// The registry as a Markdown table and a diagram, for `docs/flows/`.
pub fn markdown(flows: &[Flow]) -> String {
    let mut page = String::from("| flow | from | to | payload | trigger | mode |\n|---|---|---|---|---|---|\n");
    let mut diagram = String::from("\n```mermaid\nflowchart LR\n");
    for flow in flows {
        let mode = match flow.mode {
            Mode::Sync => "sync",
            Mode::Async => "async",
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} | {mode} |",
            flow.name, flow.source, flow.sink, flow.payload, flow.trigger
        );
        let arrow = if flow.mode == Mode::Sync { "-->" } else { "-.->" };
        let _ = writeln!(
            diagram,
            "    {}[\"{}\"] {arrow}|{}| {}[\"{}\"]",
            node(flow.source),
            flow.source,
            flow.name,
            node(flow.sink),
            flow.sink
        );
    }
    diagram.push_str("```\n");
    page + &diagram
}

fn node(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}
