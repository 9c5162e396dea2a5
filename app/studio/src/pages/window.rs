//! Which rows of a long list are in view. The others are an empty stretch of the same height, so that five thousand rows
//! cost what fifty do.

use std::ops::Range;

/// Rows drawn beyond either edge, so that scrolling and moving the focus never meet an empty place.
const MARGIN: usize = 24;

/// Up to this many rows are all drawn.
const FEW: usize = 120;

/// The rows to draw: `top` is how far the list's beginning is above the screen's upper edge, in pixels (negative when it is
/// below it).
pub fn rows_in_view(top: f64, screen: f64, row: f64, count: usize) -> Range<usize> {
    if count <= FEW || row <= 0.0 {
        return 0..count;
    }
    let first = whole(top / row).saturating_sub(MARGIN).min(count);
    let last = (whole((top + screen) / row) + 1 + MARGIN).min(count);
    first..last.max(first)
}

fn whole(number: f64) -> usize {
    // Negative and what is no number become 0, by the rules of `as`.
    number.floor() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_list_is_drawn_whole() {
        assert_eq!(rows_in_view(9_999.0, 800.0, 50.0, 100), 0..100);
    }

    #[test]
    fn of_a_long_list_the_part_in_view_is_drawn_with_a_margin() {
        assert_eq!(rows_in_view(-300.0, 800.0, 50.0, 5_000), 0..35);
        assert_eq!(rows_in_view(50_000.0, 800.0, 50.0, 5_000), 976..1_041);
    }

    #[test]
    fn the_end_is_the_end() {
        assert_eq!(rows_in_view(250_000.0, 800.0, 50.0, 5_000), 4_976..5_000);
        assert_eq!(rows_in_view(9_000_000.0, 800.0, 50.0, 5_000), 5_000..5_000);
        assert_eq!(rows_in_view(f64::NAN, 800.0, 50.0, 5_000).start, 0);
        assert_eq!(rows_in_view(10.0, 800.0, 0.0, 5_000), 0..5_000);
    }
}
