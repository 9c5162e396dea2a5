//! How much work it would be to draw, with style sheets and references followed.

use super::DrawingError;
use resvg::usvg::{ClipPath, Group, Mask, Node, Paint, Pattern, Tree, filter};

/// What drawing once may cost; a plain shape costs 1.
const MOST_EFFORT: u64 = 100_000;
/// A group that is drawn on a sheet of its own.
const SHEET: u64 = 50;
/// One step of a filter, or an embedded picture.
const EFFECT: u64 = 500;
/// Sheets that may lie on one another; each takes memory.
const MOST_SHEETS: usize = 16;
/// Nesting of what is drawn; every element may stand for several groups.
const DEEPEST: usize = 400;
/// Most units of a pattern's tile, which is drawn as a whole.
const LARGEST_TILE: f32 = 16_000_000.0;

/// Whether it is drawn in reasonable time and memory, with style sheets and references followed.
pub(super) fn bounded(tree: &Tree) -> Result<(), DrawingError> {
    let mut effort = Effort { left: MOST_EFFORT };
    effort.group(tree.root(), 0, DEEPEST).ok_or(DrawingError::TooComplex)
}

/// What may still be spent. Each answer is none when it is too much.
struct Effort {
    left: u64,
}

impl Effort {
    fn spend(&mut self, cost: u64) -> Option<()> {
        self.left = self.left.checked_sub(cost)?;
        Some(())
    }

    fn group(&mut self, group: &Group, sheets: usize, deeper: usize) -> Option<()> {
        let deeper = deeper.checked_sub(1)?;
        let sheets = sheets + usize::from(group.should_isolate());
        if sheets > MOST_SHEETS {
            return None;
        }
        self.spend(1 + if group.should_isolate() { SHEET } else { 0 })?;
        if let Some(clip) = group.clip_path() {
            self.clip(clip, sheets, deeper)?;
        }
        if let Some(mask) = group.mask() {
            self.mask(mask, sheets, deeper)?;
        }
        for filter in group.filters() {
            for step in filter.primitives() {
                self.spend(EFFECT)?;
                self.effect(step.kind(), sheets, deeper)?;
            }
        }
        group.children().iter().try_for_each(|child| self.node(child, sheets, deeper))
    }

    fn node(&mut self, node: &Node, sheets: usize, deeper: usize) -> Option<()> {
        match node {
            Node::Group(group) => self.group(group, sheets, deeper),
            Node::Image(_) => self.spend(EFFECT),
            Node::Text(_) => self.spend(1),
            Node::Path(path) => {
                self.spend(1)?;
                let paints = [path.fill().map(|fill| fill.paint()), path.stroke().map(|stroke| stroke.paint())];
                paints.into_iter().flatten().try_for_each(|paint| match paint {
                    Paint::Pattern(pattern) => self.pattern(pattern, sheets, deeper),
                    _ => Some(()),
                })
            }
        }
    }

    fn pattern(&mut self, pattern: &Pattern, sheets: usize, deeper: usize) -> Option<()> {
        let (across, down) = pattern.transform().get_scale();
        if pattern.rect().width() * across * pattern.rect().height() * down > LARGEST_TILE {
            return None;
        }
        self.spend(SHEET)?;
        self.group(pattern.root(), sheets + 1, deeper)
    }

    fn clip(&mut self, clip: &ClipPath, sheets: usize, deeper: usize) -> Option<()> {
        if let Some(inner) = clip.clip_path() {
            self.clip(inner, sheets + 1, deeper.checked_sub(1)?)?;
        }
        self.group(clip.root(), sheets, deeper)
    }

    fn mask(&mut self, mask: &Mask, sheets: usize, deeper: usize) -> Option<()> {
        if let Some(inner) = mask.mask() {
            self.mask(inner, sheets + 1, deeper.checked_sub(1)?)?;
        }
        self.group(mask.root(), sheets, deeper)
    }

    /// Effects whose work grows with their own numbers.
    fn effect(&mut self, kind: &filter::Kind, sheets: usize, deeper: usize) -> Option<()> {
        let is_bearable = match kind {
            filter::Kind::Turbulence(noise) => noise.num_octaves() <= 8,
            filter::Kind::Morphology(brush) => brush.radius_x().get() * brush.radius_y().get() <= 400.0,
            filter::Kind::ConvolveMatrix(matrix) => {
                matrix.matrix().columns().saturating_mul(matrix.matrix().rows()) <= 81
            }
            filter::Kind::Image(image) => return self.group(image.root(), sheets + 1, deeper),
            _ => true,
        };
        is_bearable.then_some(())
    }
}
