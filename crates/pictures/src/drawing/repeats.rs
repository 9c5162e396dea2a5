//! How large a drawing grows when everything that refers to other parts of it is written out. Readers of drawings do that,
//! so it is reckoned beforehand, and rather too high than too low.

use super::DrawingError;
use roxmltree::{Node, NodeId};
use std::collections::HashMap;

/// Elements when all is written out.
const MOST_WRITTEN_OUT: usize = 100_000;
/// Nesting when all is written out. Circles end here.
const DEEPEST: usize = 100;
/// Letters in style sheets, which are matched against every element.
const LONGEST_STYLES: usize = 100_000;
/// Rules in style sheets that refer to other parts.
const MOST_RULES: usize = 200;

/// What is drawn once more for everything that refers to it. Gradients are only looked up.
const DRAWN_AGAIN: [&str; 5] = ["pattern", "mask", "clipPath", "marker", "filter"];

/// Refuses what grows beyond bounds.
pub(super) fn bounded(root: Node<'_, '_>) -> Result<(), DrawingError> {
    let drawing = Parts::of(root)?;
    let mut left = MOST_WRITTEN_OUT;
    drawing.walk(root, &[], DEEPEST, &mut left)
}

/// Parts of the drawing that an element refers to.
#[derive(Default)]
struct Refers<'a> {
    /// For itself as a whole.
    whole: Vec<Node<'a, 'a>>,
    /// For itself or any shape in it: paints and markers are inherited.
    shapes: Vec<Node<'a, 'a>>,
}

struct Parts<'a> {
    by_id: HashMap<&'a str, Node<'a, 'a>>,
    refers: HashMap<NodeId, Refers<'a>>,
}

impl<'a> Parts<'a> {
    fn of(root: Node<'a, 'a>) -> Result<Self, DrawingError> {
        let elements = || root.descendants().filter(Node::is_element);
        let mut by_id = HashMap::new();
        for element in elements() {
            if let Some(id) = element.attribute("id") {
                by_id.entry(id).or_insert(element);
            }
        }
        let styles = elements().filter(|element| element.tag_name().name() == "style");
        let styles: String = styles.flat_map(|style| style.children().filter_map(|child| child.text())).collect();
        let has_markers = elements().any(|element| element.tag_name().name() == "marker");
        if styles.len() > LONGEST_STYLES || (has_markers && sets_every_corner(&styles)) {
            return Err(DrawingError::TooComplex);
        }
        let rules = rules(&styles, &by_id);
        if rules.len() > MOST_RULES {
            return Err(DrawingError::TooComplex);
        }
        let mut refers = HashMap::new();
        for element in elements() {
            let mut own = Refers::default();
            for attribute in element.attributes().filter(|attribute| attribute.name() != "href") {
                if has_markers && at_every_corner(attribute.name(), attribute.value()) {
                    return Err(DrawingError::TooComplex);
                }
                let is_whole = matches!(attribute.name(), "mask" | "clip-path" | "filter");
                let list = if is_whole { &mut own.whole } else { &mut own.shapes };
                list.extend(targets(attribute.value(), &by_id));
            }
            let matching = rules.iter().filter(|rule| rule.may_match(element));
            own.shapes.extend(matching.flat_map(|rule| rule.targets.iter().copied()));
            if !own.whole.is_empty() || !own.shapes.is_empty() {
                refers.insert(element.id(), own);
            }
        }
        Ok(Parts { by_id, refers })
    }

    fn walk(
        &self,
        element: Node<'a, 'a>,
        inherited: &[Node<'a, 'a>],
        deeper: usize,
        left: &mut usize,
    ) -> Result<(), DrawingError> {
        let deeper = deeper.checked_sub(1).ok_or(DrawingError::TooComplex)?;
        *left = left.checked_sub(1).ok_or(DrawingError::TooComplex)?;
        let own = self.refers.get(&element.id());
        // The same marker may be there at the start and at the end, so nothing is taken for a repetition.
        let shapes: Vec<_> =
            inherited.iter().chain(own.into_iter().flat_map(|own| own.shapes.iter())).copied().collect();
        for target in own.into_iter().flat_map(|own| own.whole.iter()) {
            self.walk_again(*target, deeper, left)?;
        }
        if matches!(element.tag_name().name(), "use" | "feImage") {
            let target = element.attribute("href").and_then(|href| self.by_id.get(href.strip_prefix('#')?));
            if let Some(target) = target {
                self.walk(*target, &shapes, deeper, left)?;
            }
        }
        let mut children = element.children().filter(Node::is_element).peekable();
        if children.peek().is_none() {
            return shapes.iter().try_for_each(|target| self.walk_again(*target, deeper, left));
        }
        children.try_for_each(|child| self.walk(child, &shapes, deeper, left))
    }

    /// A part that is referred to inherits from where it stands.
    fn walk_again(&self, target: Node<'a, 'a>, deeper: usize, left: &mut usize) -> Result<(), DrawingError> {
        let mut inherited = Vec::new();
        for above in target.ancestors().skip(1) {
            inherited.extend(self.refers.get(&above.id()).into_iter().flat_map(|refers| refers.shapes.iter().copied()));
        }
        self.walk(target, &inherited, deeper, left)
    }
}

/// A rule of a style sheet that refers to other parts.
struct Rule<'a, 's> {
    selector: &'s str,
    targets: Vec<Node<'a, 'a>>,
}

impl Rule<'_, '_> {
    /// In doubt yes.
    fn may_match(&self, element: Node<'_, '_>) -> bool {
        self.selector.split(',').any(|selector| {
            let last = selector.trim().rsplit([' ', '>', '+', '~', '\n', '\t', '\r']).next().unwrap_or_default();
            if last.contains(['[', ':', '*', '@', '/']) || !last.contains(['.', '#']) {
                return true;
            }
            let has = |mark: char, name: &str| last.split(['.', '#']).any(|part| part == name) && last.contains(mark);
            let classes = element.attribute("class").unwrap_or_default();
            classes.split_whitespace().any(|class| has('.', class))
                || element.attribute("id").is_some_and(|id| has('#', id))
        })
    }
}

/// Those that refer to something. With rules inside of rules, one that matches everything stands for all.
fn rules<'a, 's>(styles: &'s str, by_id: &HashMap<&str, Node<'a, 'a>>) -> Vec<Rule<'a, 's>> {
    if styles.contains(['@', '\\']) || styles.contains("/*") {
        let targets: Vec<_> = targets(styles, by_id).collect();
        return if targets.is_empty() { Vec::new() } else { vec![Rule { selector: "*", targets }] };
    }
    let rule = |text: &'s str| {
        let (selector, body) = text.split_once('{')?;
        let targets: Vec<_> = targets(body, by_id).collect();
        (!targets.is_empty()).then_some(Rule { selector, targets })
    };
    styles.split('}').filter_map(rule).collect()
}

/// Parts that are drawn again for a value such as `url(#tile)`.
fn targets<'a, 'v>(value: &'v str, by_id: &'v HashMap<&str, Node<'a, 'a>>) -> impl Iterator<Item = Node<'a, 'a>> + 'v {
    value.split(['(', '"', '\'', ' ']).filter_map(move |part| {
        let id = part.strip_prefix('#')?.split([')', '"', '\'', ' ']).next()?;
        by_id.get(id).copied().filter(|target| DRAWN_AGAIN.contains(&target.tag_name().name()))
    })
}

/// Markers at every corner of a line grow with its corners, which nobody counts here.
fn at_every_corner(name: &str, value: &str) -> bool {
    matches!(name, "marker" | "marker-mid") || (name == "style" && sets_every_corner(value))
}

fn sets_every_corner(styles: &str) -> bool {
    let styles = styles.to_ascii_lowercase().replace(char::is_whitespace, "");
    styles.contains("marker-mid") || styles.contains("marker:") || styles.contains("marker/*")
}
